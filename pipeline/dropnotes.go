package pipeline

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"os"
	"strconv"
	"strings"

	"wattlake/lake"
	"wattlake/lake/bronze"
)

// dropNotes keep in a file of this machine what origin records say, so that the list of a hundred thousand documents need not
// read as many small objects at each start. A record is found by the hash of its content, which its key in Bronze has: a note
// about anything that is not in Bronze is never looked at, a line that is damaged is no note, and what no note tells is read from
// Bronze. When a document is erased the file goes (see also package forget), to be made anew at the next start.
// It is for one goroutine at a time.
type dropNotes struct {
	path  string                             // "" keeps no file
	known map[lake.PackedContent]bronze.Drop // by the content of the record
	fresh bytes.Buffer                       // lines that are not in the file yet
	names lake.TextPack
	times map[string]string // one of each: documents come many in a second
}

// load reads the file. Without it nothing is known.
func (d *dropNotes) load() error {
	d.known = map[lake.PackedContent]bronze.Drop{}
	if d.path == "" {
		return nil
	}
	file, err := os.Open(d.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }() // it was only read
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		if content, told, ok := parseNote(lines.Text()); ok {
			d.keep(content, told)
		}
	}
	return lines.Err()
}

// add notes what a record says, and returns it in little memory.
func (d *dropNotes) add(content lake.PackedContent, told bronze.Drop) bronze.Drop {
	told = d.keep(content, told)
	d.fresh.WriteString(formatNote(content, told))
	return told
}

// keep makes known what a record says, and returns it in little memory.
func (d *dropNotes) keep(content lake.PackedContent, told bronze.Drop) bronze.Drop {
	at, ok := d.times[told.At]
	if !ok {
		if d.times == nil {
			d.times = map[string]string{}
		}
		at = strings.Clone(told.At)
		d.times[at] = at
	}
	told = bronze.Drop{FileName: d.names.Keep(told.FileName), At: at}
	d.known[content] = told
	return told
}

// formatNote makes a line of the file: a checksum of the rest, the record's hash, the time, and the file name in quotes.
func formatNote(content lake.PackedContent, told bronze.Drop) string {
	rest := fmt.Sprintf("%016x %s %q", content, told.At, told.FileName)
	return fmt.Sprintf("%08x %s\n", crc32.ChecksumIEEE([]byte(rest)), rest)
}

func parseNote(line string) (content lake.PackedContent, told bronze.Drop, ok bool) {
	sum, rest, _ := strings.Cut(line, " ")
	if wanted, err := strconv.ParseUint(sum, 16, 32); err != nil || uint32(wanted) != crc32.ChecksumIEEE([]byte(rest)) {
		return 0, bronze.Drop{}, false
	}
	hash, rest, _ := strings.Cut(rest, " ")
	at, quoted, _ := strings.Cut(rest, " ")
	number, err := strconv.ParseUint(hash, 16, 64)
	name, unquoteErr := strconv.Unquote(quoted)
	return lake.PackedContent(number), bronze.Drop{FileName: name, At: at}, err == nil && unquoteErr == nil
}

// append writes what was noted since at the end of the file.
func (d *dropNotes) append() error {
	if d.path == "" || d.fresh.Len() == 0 {
		d.fresh.Reset()
		return nil
	}
	file, err := os.OpenFile(d.path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(append([]byte{'\n'}, d.fresh.Bytes()...)) // a line that a crash cut off ends here
	d.fresh.Reset()
	return errors.Join(err, file.Close())
}

// replace writes the file anew if anything in it is missing or of no use any more; used are the records that there are. What it
// knows is free then: of a document that changes the record is read again.
func (d *dropNotes) replace(used []lake.PackedContent) error {
	whole := d.fresh.Len() == 0 && len(used) == len(d.known)
	known := d.known
	*d = dropNotes{path: d.path, known: map[lake.PackedContent]bronze.Drop{}}
	if whole || d.path == "" {
		return nil
	}
	file, err := os.OpenFile(d.path+".new", os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600) // of one name: what a crash leaves is overwritten
	if err != nil {
		return err
	}
	out := bufio.NewWriter(file)
	for _, content := range used {
		_, _ = out.WriteString(formatNote(content, known[content])) // Flush tells
	}
	if err := errors.Join(out.Flush(), file.Close()); err != nil {
		return errors.Join(err, os.Remove(file.Name()))
	}
	return os.Rename(file.Name(), d.path)
}

// erase removes the file; nothing is written any more until the next start.
func (d *dropNotes) erase() error {
	path := d.path
	*d = dropNotes{known: map[lake.PackedContent]bronze.Drop{}}
	if path == "" {
		return nil
	}
	for _, file := range []string{path, path + ".new"} {
		if err := os.Remove(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}
