package pipeline

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"wattlake/lake"
)

// Bronze is the catalogue of one lake's Bronze objects: which artefacts each document has, and what people decided. It is
// filled by [Bronze.Scan] and kept up to date by [Bronze.Put]. Safe for concurrent use.
type Bronze struct {
	objects Objects

	mu        sync.RWMutex
	documents map[lake.DocumentID]*shelf
	drops     map[lake.DocumentID]firstDrop       // what [Bronze.dropped] has loaded already
	decisions map[lake.DocumentID][]lake.Decision // those that name no document under ""
	decided   map[lake.ContentID]bool             // the decisions that are here
	lamport   uint64                              // of the latest decision seen
	touched   map[lake.DocumentID]bool            // since [Bronze.takeTouched]; nil until it is called
}

// artefacts are the keys of one document's objects.
type artefacts struct {
	raw      []lake.Key
	origins  []lake.Key
	words    []lake.Key
	texts    []lake.Key
	parsed   []lake.Key
	failures []lake.Key
}

// NewBronze returns an empty catalogue over the store.
func NewBronze(objects Objects) *Bronze {
	return &Bronze{
		objects: objects, documents: map[lake.DocumentID]*shelf{}, drops: map[lake.DocumentID]firstDrop{},
		decisions: map[lake.DocumentID][]lake.Decision{}, decided: map[lake.ContentID]bool{},
	}
}

// scanned are listed side by side, which is as fast as the disk or the bucket allows.
var scanned = []lake.Key{lake.RawPrefix, lake.ReadPrefix, lake.ParsedPrefix, lake.FailurePrefix, lake.DecisionPrefix}

// Scan lists Bronze once and adds what it finds. Keys that no rule of package lake makes are left alone.
func (b *Bronze) Scan(ctx context.Context) error {
	group, ctx := errgroup.WithContext(ctx)
	for _, folder := range scanned {
		group.Go(func() error { return b.scan(ctx, folder) })
	}
	return group.Wait()
}

func (b *Bronze) scan(ctx context.Context, folder lake.Key) error {
	for info, err := range b.objects.List(ctx, folder) {
		if err != nil {
			return fmt.Errorf("list bronze: %w", err)
		}
		key, ok := lake.ParseKey(info.Key)
		if !ok {
			continue
		}
		if key.Kind != lake.DecisionObject {
			b.add(key)
			continue
		}
		content, err := b.objects.Get(ctx, info.Key)
		if err != nil {
			return fmt.Errorf("load decision: %w", err)
		}
		if err := b.addDecision(content); err != nil {
			return fmt.Errorf("decision %s: %w", info.Key, err)
		}
	}
	return nil
}

// Put stores an object durably and lists it.
func (b *Bronze) Put(ctx context.Context, key lake.Key, content []byte) (created bool, err error) {
	parsed, ok := lake.ParseKey(key)
	if !ok {
		return false, fmt.Errorf("not a bronze key: %q", key)
	}
	created, err = b.objects.PutIfAbsent(ctx, key, content)
	if err != nil {
		return false, err
	}
	if parsed.Kind == lake.DecisionObject {
		return created, b.addDecision(content)
	}
	b.add(parsed)
	return created, nil
}

// Get returns the content of an object.
func (b *Bronze) Get(ctx context.Context, key lake.Key) ([]byte, error) {
	return b.objects.Get(ctx, key)
}

// Documents returns the ids of all documents whose raw bytes are here, sorted.
func (b *Bronze) Documents() []lake.DocumentID {
	b.mu.RLock()
	defer b.mu.RUnlock()
	ids := make([]lake.DocumentID, 0, len(b.documents))
	for id, s := range b.documents {
		if s.count(lake.RawObject) > 0 {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

// Has reports whether the raw bytes of the document are here.
func (b *Bronze) Has(id lake.DocumentID) bool { return b.count(id, lake.RawObject) > 0 }

// Name returns the name that a document is shown and stored under: of several, the smallest.
func (b *Bronze) Name(id lake.DocumentID) lake.Name {
	key, _ := lake.ParseKey(b.RawKey(id))
	return key.Name
}

// RawKey returns the key of the document's bytes, "" if they are not here.
func (b *Bronze) RawKey(id lake.DocumentID) lake.Key {
	b.mu.RLock()
	defer b.mu.RUnlock()
	raw := b.documents[id].keys(lake.RawObject)
	if len(raw) == 0 {
		return ""
	}
	return slices.Min(raw)
}

// Facts loads everything that Bronze says about the document.
func (b *Bronze) Facts(ctx context.Context, id lake.DocumentID) (lake.Facts, error) {
	a := b.artefacts(id)
	facts := lake.Facts{ID: id, Decisions: b.decisionsOf(id)}
	for _, key := range a.parsed {
		var parsed lake.Parsed
		if err := b.load(ctx, key, &parsed); err != nil {
			return lake.Facts{}, err
		}
		facts.Parsed = append(facts.Parsed, lake.StoredParsed{Key: key, Parsed: parsed})
	}
	for _, key := range a.failures {
		var failure lake.Failure
		if err := b.load(ctx, key, &failure); err != nil {
			return lake.Facts{}, err
		}
		parsedKey, _ := lake.ParseKey(key)
		facts.Failures = append(facts.Failures, lake.StoredFailure{Content: parsedKey.Content, Failure: failure})
	}
	return facts, nil
}

// Words loads the newest reading of the document; ok is false if it has none.
func (b *Bronze) Words(ctx context.Context, id lake.DocumentID) (text lake.PageText, key lake.Key, ok bool, err error) {
	for _, candidate := range b.artefacts(id).words {
		var loaded lake.PageText
		if err := b.load(ctx, candidate, &loaded); err != nil {
			return lake.PageText{}, "", false, err
		}
		if !ok || loaded.Reader > text.Reader || (loaded.Reader == text.Reader && candidate > key) {
			text, key, ok = loaded, candidate, true
		}
	}
	return text, key, ok, nil
}

// Origins loads the records of the document's drops, oldest first.
func (b *Bronze) Origins(ctx context.Context, id lake.DocumentID) ([]lake.Origin, error) {
	var origins []lake.Origin
	for _, key := range b.artefacts(id).origins {
		var origin lake.Origin
		if err := b.load(ctx, key, &origin); err != nil {
			return nil, err
		}
		origins = append(origins, origin)
	}
	slices.SortFunc(origins, func(x, y lake.Origin) int {
		return cmp.Or(strings.Compare(x.At, y.At), strings.Compare(x.FileName, y.FileName))
	})
	return origins, nil
}

// firstDrop is the sum of a document's drops, see [sumUp].
type firstDrop struct {
	drop

	records int // origin records that this sums up
}

// dropped is the short form of [Bronze.Origins] for lists; it reads each record once.
func (b *Bronze) dropped(ctx context.Context, id lake.DocumentID) (firstDrop, error) {
	records := b.count(id, lake.OriginObject)
	b.mu.RLock()
	known := b.drops[id]
	b.mu.RUnlock()
	if known.records == records {
		return known, nil
	}
	origins, err := b.Origins(ctx, id)
	if err != nil {
		return firstDrop{}, err
	}
	drops := make([]drop, len(origins))
	for i, o := range origins {
		drops[i] = drop{fileName: o.FileName, at: o.At}
	}
	fresh := firstDrop{sumUp(drops), records}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.drops[id] = fresh
	return fresh, nil
}

// origins returns the hashes of the document's origin records.
func (b *Bronze) origins(id lake.DocumentID) []uint64 {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return b.documents[id].contents(lake.OriginObject)
}

// origin loads the record with this hash.
func (b *Bronze) origin(ctx context.Context, id lake.DocumentID, content uint64) (origin lake.Origin, err error) {
	for _, key := range b.artefacts(id).origins {
		if parsed, _ := lake.ParseKey(key); packContent(parsed.Content) == content {
			err = b.load(ctx, key, &origin)
			return origin, err
		}
	}
	return origin, notFound(string(id))
}

// NextLamport returns a time greater than that of every decision seen here.
func (b *Bronze) NextLamport() uint64 {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return b.lamport + 1
}

func (b *Bronze) load(ctx context.Context, key lake.Key, into any) error {
	content, err := b.objects.Get(ctx, key)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(content, into); err != nil {
		return &lake.Error{
			Code: lake.CodeCorrupt, Op: "bronze: load " + string(key), Err: err,
			Message: lake.Text{PL: "Obiekt w jeziorze jest uszkodzony.", EN: "An object in the lake is damaged."},
			Hint:    lake.Text{PL: "Przywróć folder jeziora z kopii.", EN: "Restore the lake's folder from a backup."},
		}
	}
	return nil
}

// artefacts returns the keys of the document's objects as they are now.
func (b *Bronze) artefacts(id lake.DocumentID) artefacts {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return b.documents[id].artefacts()
}

// count tells how many objects of the kind the document has.
func (b *Bronze) count(id lake.DocumentID, kind lake.ObjectKind) int {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return b.documents[id].count(kind)
}

func (b *Bronze) add(parsed lake.ParsedBronzeKey) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.touch(parsed.Name.ID())
	if s, ok := b.documents[parsed.Name.ID()]; ok {
		s.add(parsed)
		return
	}
	s := &shelf{}
	s.add(parsed)
	b.documents[s.names[0].ID()] = s // the id is part of the name that is kept
}

func (b *Bronze) addDecision(content []byte) error {
	var d lake.Decision
	if err := json.Unmarshal(content, &d); err != nil {
		return fmt.Errorf("decode decision: %w", err)
	}
	d.Content = lake.NewContentID(content)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.lamport = max(b.lamport, d.Lamport)
	if !b.decided[d.Content] { // the content holds the time too
		b.decided[d.Content] = true
		b.decisions[d.Document] = append(b.decisions[d.Document], d)
		b.touch(d.Document)
	}
	return nil
}

// decisionsOf returns the decisions on a document, or those that name none for "".
func (b *Bronze) decisionsOf(id lake.DocumentID) []lake.Decision {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return slices.Clone(b.decisions[id])
}

// takeTouched returns the documents about which anything was added or removed since it was called last; all is true the first time.
func (b *Bronze) takeTouched() (touched map[lake.DocumentID]bool, all bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	touched, all = b.touched, b.touched == nil
	b.touched = map[lake.DocumentID]bool{}
	return touched, all
}

// touch notes a change of a document; b.mu is held.
func (b *Bronze) touch(id lake.DocumentID) {
	if b.touched != nil {
		b.touched[id] = true
	}
}
