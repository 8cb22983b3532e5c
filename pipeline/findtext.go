package pipeline

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"

	"wattlake/lake"
	"wattlake/lake/bronze"
)

// maxFindWords is how many words one search may have: there is one bit for each.
const maxFindWords = 64

// textIndex keeps the folded texts of all documents one behind the other in a temporary file, which a search reads from
// beginning to end: that is some hundred megabytes a second, needs no memory, and leaves nothing behind that an erasure would
// have to find. Safe for concurrent use; the zero value is ready.
type textIndex struct {
	mu      sync.Mutex
	file    *os.File
	size    int64
	records []textRecord
	known   map[lake.DocumentID]lake.ContentID // the text that was added last
}

type textRecord struct {
	document lake.DocumentID
	content  lake.ContentID
	length   int
}

// FindText tells for documents which of the words begin a word of their text, one bit per word; a document without any is not named.
// Words are in the form of [lake.FoldSearch]; those beyond 64 are ignored. The first search reads every text of the lake once.
func (n *Node) FindText(ctx context.Context, words []string) (map[lake.DocumentID]uint64, error) {
	n.texts.mu.Lock()
	defer n.texts.mu.Unlock()
	if err := n.texts.catchUp(ctx, n.bronze); err != nil {
		return nil, fmt.Errorf("index texts: %w", err)
	}
	found, err := n.texts.find(ctx, words[:min(len(words), maxFindWords)])
	if err != nil {
		return nil, fmt.Errorf("search texts: %w", err)
	}
	return found, nil
}

// catchUp adds what came since the last search. When a document is gone for good its text must go too: then the index is
// made anew, as it is after a text could not be written.
func (x *textIndex) catchUp(ctx context.Context, catalogue *bronze.Catalogue) error {
	for id := range x.known {
		if !catalogue.Has(id) {
			if err := x.close(); err != nil {
				return err
			}
			break
		}
	}
	if x.file == nil {
		file, err := os.CreateTemp("", "wattlake-texts-*")
		if err != nil {
			return err
		}
		x.file, x.size, x.records, x.known = file, 0, nil, map[lake.DocumentID]lake.ContentID{}
		_ = os.Remove(file.Name()) // where an open file cannot be removed, close does it
	}
	out := bufio.NewWriterSize(io.NewOffsetWriter(x.file, x.size), 1<<20)
	err := x.addAll(ctx, catalogue, out)
	if lost := out.Flush(); lost != nil { // as on a full disk: texts are noted that the file does not have
		return errors.Join(lost, x.close())
	}
	return err
}

func (x *textIndex) addAll(ctx context.Context, catalogue *bronze.Catalogue, out io.Writer) error {
	for _, id := range catalogue.Documents() {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := x.add(ctx, catalogue, id, out); err != nil {
			return err
		}
	}
	return nil
}

func (x *textIndex) add(ctx context.Context, catalogue *bronze.Catalogue, id lake.DocumentID, out io.Writer) error {
	texts := catalogue.Artefacts(id).Texts
	if len(texts) == 0 {
		return nil
	}
	key := texts[len(texts)-1]
	parsed, _ := lake.ParseKey(key)
	if x.known[id] == parsed.Content {
		return nil
	}
	content, err := catalogue.Get(ctx, key)
	if err != nil {
		return err
	}
	written, err := io.WriteString(out, lake.FoldSearch(string(content)))
	x.size += int64(written)
	x.records = append(x.records, textRecord{id, parsed.Content, written})
	x.known[id] = parsed.Content
	return err
}

func (x *textIndex) find(ctx context.Context, words []string) (map[lake.DocumentID]uint64, error) {
	found := map[lake.DocumentID]uint64{}
	if len(words) == 0 {
		return found, nil
	}
	in := bufio.NewReaderSize(io.NewSectionReader(x.file, 0, x.size), 1<<20)
	var text []byte
	for _, r := range x.records {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if cap(text) < r.length {
			text = make([]byte, r.length)
		}
		text = text[:r.length]
		if _, err := io.ReadFull(in, text); err != nil {
			return nil, err
		}
		if x.known[r.document] != r.content {
			continue // read again meanwhile: a later record has its text
		}
		var bits uint64
		for i, word := range words {
			if beginsWord(text, []byte(word)) {
				bits |= 1 << i
			}
		}
		if bits != 0 {
			found[r.document] = bits
		}
	}
	return found, nil
}

// beginsWord reports whether a word of the text begins like this: "osp" is in "OSP Żabnica", not in "gospodarka".
func beginsWord(text, word []byte) bool {
	if len(word) == 0 {
		return true
	}
	for from := 0; ; {
		at := bytes.Index(text[from:], word)
		if at < 0 {
			return false
		}
		at += from
		if at == 0 || !isWordByte(text[at-1]) || !isWordByte(word[0]) {
			return true
		}
		from = at + 1
	}
}

// isWordByte takes every letter beyond ASCII for a letter.
func isWordByte(b byte) bool {
	const firstBeyondASCII = 0x80
	return b >= 'a' && b <= 'z' || b >= '0' && b <= '9' || b >= firstBeyondASCII
}

// close gives the file up. The index may be used again.
func (x *textIndex) close() error {
	if x.file == nil {
		return nil
	}
	name := x.file.Name()
	err := x.file.Close()
	x.file, x.known, x.records = nil, nil, nil
	if removed := os.Remove(name); removed != nil && !errors.Is(removed, os.ErrNotExist) {
		err = errors.Join(err, removed)
	}
	return err
}
