package pipeline

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"wattlake/lake"
	"wattlake/pipeline/intake"
)

// QuarantinePrefix is where [Verifier.Mend] puts what it takes out of the lake, under the time at which it did.
const QuarantinePrefix lake.Key = lake.LocalPrefix + "quarantine/"

// Mend takes away what stands in the way of a sound lake: damaged objects and tables are set aside, lost objects come from
// the second copy where it has them, and wrong rows are replaced. The bytes of a document are only ever replaced by bytes that
// its name vouches for. What is missing then is made again by the next [Node] on the lake when it starts and, for the
// documents that are returned, when [Node.Replay] reads them again.
func (v *Verifier) Mend(ctx context.Context, problems []Problem, at time.Time) (again []lake.DocumentID, err error) {
	m := &mending{Verifier: v, at: at, aside: QuarantinePrefix + lake.Key(at.UTC().Format("20060102T150405.000Z")) + "/", moved: map[lake.Key]bool{}}
	for _, p := range problems {
		if err := m.mend(ctx, p); err != nil {
			return nil, fmt.Errorf("mend %s: %w", cmp.Or(p.Key, lake.Key(p.Document)), err)
		}
	}
	if err := m.replaceRows(ctx); err != nil {
		return nil, fmt.Errorf("mend rows: %w", err)
	}
	slices.Sort(m.again)
	return slices.Compact(m.again), nil
}

// RepairWork is what [Verifier.Repair] needs from those who own the lake's lock.
type RepairWork struct {
	At        time.Time
	Exclusive func(ctx context.Context, f func() error) error              // runs f while no node can work on the lake
	Resume    func(ctx context.Context, readAgain []lake.DocumentID) error // starts a node, lets it finish everything, and stops it
}

// maxRepairRounds bounds a repair: what one round makes again, such as a row, the next one compares.
const maxRepairRounds = 3

// Repair checks, mends, and checks again until nothing more can be mended. found is what was wrong, left what still is.
func (v *Verifier) Repair(ctx context.Context, w RepairWork, update func(VerifyProgress)) (found, left []Problem, err error) {
	if found, err = v.Check(ctx, update); err != nil {
		return nil, nil, err
	}
	left = found
	for round := 0; round < maxRepairRounds && len(left) > 0; round++ {
		var again []lake.DocumentID
		err := w.Exclusive(ctx, func() (err error) {
			again, err = v.Mend(ctx, left, w.At)
			return err
		})
		if err == nil {
			err = w.Resume(ctx, again)
		}
		if err != nil {
			return found, left, err
		}
		before := left
		if left, err = v.Check(ctx, update); err != nil {
			return found, left, err
		}
		if slices.EqualFunc(before, left, func(a, b Problem) bool { return a.Code == b.Code && a.Key == b.Key && a.invoice == b.invoice }) {
			break
		}
	}
	return found, left, nil
}

type mending struct {
	*Verifier
	at     time.Time
	aside  lake.Key
	moved  map[lake.Key]bool
	index  map[lake.DocumentID][]lake.Key // what was there before; nil until it is needed
	again  []lake.DocumentID              // to be read again
	remove []lake.InvoiceKey
	rows   []lake.Invoice
}

func (m *mending) mend(ctx context.Context, p Problem) error {
	switch p.Code {
	case ProblemRawDamaged:
		return m.replaceRaw(ctx, p.Key)
	case ProblemRawMissing:
		return m.adoptOrphan(ctx, p)
	case ProblemDamaged:
		return m.replaceObject(ctx, p)
	case ProblemNoText:
		m.again = append(m.again, p.Document)
	case ProblemNoOrigin:
		return m.writeOrigin(ctx, p.Key)
	case ProblemUnknown:
		return m.setAside(ctx, p.Key)
	case ProblemTable, ProblemUnreadable, ProblemGold:
		return m.dropTable(ctx, p.Key)
	case ProblemCheckpoint:
		return m.dropCheckpoint(ctx, p.Key)
	case ProblemSilver:
		m.remove = append(m.remove, p.invoice)
		if p.row != nil {
			m.rows = append(m.rows, *p.row)
		}
	case ProblemUnfinished, ProblemErased, ProblemGoldOutdated: // the next node finishes them when it starts
	}
	return nil
}

// replaceRaw puts the second copy's bytes in the place of damaged ones. Without them everything stays as it is.
func (m *mending) replaceRaw(ctx context.Context, key lake.Key) error {
	content, err := m.copyOf(ctx, key)
	if content == nil || err != nil {
		return err
	}
	if err := m.setAside(ctx, key); err != nil {
		return err
	}
	_, err = m.Objects.PutIfAbsent(ctx, key, content)
	return err
}

// copyOf returns the second copy of an object if it has a sound one, else nil.
func (m *mending) copyOf(ctx context.Context, key lake.Key) ([]byte, error) {
	parsed, ok := lake.ParseKey(key)
	if m.Copy == nil || !ok {
		return nil, nil
	}
	content, err := m.Copy.Get(ctx, key)
	if err != nil { // not there, or out of reach: a later sync brings what is set aside now
		return nil, ctx.Err()
	}
	if parsed.Kind == lake.RawObject && lake.NewDocumentID(content) != parsed.Name.ID() ||
		parsed.Kind != lake.RawObject && lake.NewContentID(content) != parsed.Content {
		return nil, nil // damaged there too
	}
	return content, nil
}

// adoptOrphan gets the bytes that results belong to; if nobody has them the results are set aside.
func (m *mending) adoptOrphan(ctx context.Context, p Problem) error {
	keys, err := m.objectsOf(ctx, p.Document)
	if err != nil {
		return err
	}
	for _, key := range keys {
		parsed, _ := lake.ParseKey(key)
		for _, f := range intake.Formats() {
			raw := lake.RawKey(parsed.Name, f.Ext)
			content, err := m.copyOf(ctx, raw)
			if err != nil {
				return err
			}
			if content != nil {
				_, err := m.Objects.PutIfAbsent(ctx, raw, content)
				return err
			}
		}
	}
	for _, key := range keys {
		if err := m.setAside(ctx, key); err != nil {
			return err
		}
	}
	return nil
}

// objectsOf returns the keys of a document's objects that have not been set aside.
func (m *mending) objectsOf(ctx context.Context, id lake.DocumentID) ([]lake.Key, error) {
	if m.index == nil {
		m.index = map[lake.DocumentID][]lake.Key{}
		for info, err := range m.Objects.List(ctx, lake.BronzePrefix) {
			if err != nil {
				return nil, err
			}
			if parsed, ok := lake.ParseKey(info.Key); ok && parsed.Kind != lake.DecisionObject {
				m.index[parsed.Name.ID()] = append(m.index[parsed.Name.ID()], info.Key)
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(m.index[id]), func(key lake.Key) bool { return m.moved[key] }), nil
}

// replaceObject sets a damaged object aside and puts the second copy's in its place. Without one, stages make it again.
func (m *mending) replaceObject(ctx context.Context, p Problem) error {
	content, err := m.copyOf(ctx, p.Key)
	if err != nil {
		return err
	}
	if err := m.setAside(ctx, p.Key); err != nil {
		return err
	}
	if content != nil {
		_, err := m.Objects.PutIfAbsent(ctx, p.Key, content)
		return err
	}
	parsed, _ := lake.ParseKey(p.Key)
	switch parsed.Kind {
	case lake.OriginObject:
		return m.writeOrigin(ctx, p.Key)
	case lake.TextObject, lake.WordsObject:
		m.again = append(m.again, p.Document)
	case lake.RawObject, lake.ParsedObject, lake.FailureObject, lake.DecisionObject:
		// made again when the node starts, or lost
	}
	return nil
}

// writeOrigin tells of a document what can still be told, if no other record of a drop is there.
func (m *mending) writeOrigin(ctx context.Context, key lake.Key) error {
	parsed, _ := lake.ParseKey(key)
	keys, err := m.objectsOf(ctx, parsed.Name.ID())
	if err != nil {
		return err
	}
	for _, other := range keys {
		p, _ := lake.ParseKey(other)
		if p.Kind == lake.OriginObject {
			return nil
		}
	}
	for _, raw := range keys {
		p, _ := lake.ParseKey(raw)
		if p.Kind != lake.RawObject {
			continue
		}
		content, err := m.Objects.Get(ctx, raw)
		if err != nil {
			return err
		}
		origin, err := json.Marshal(lake.Origin{
			Document: p.Name.ID(), FileName: p.Name.Stem() + p.Ext, Size: int64(len(content)), MediaType: mediaType(p.Ext),
			Source: "repair", At: m.at.UTC().Format(time.RFC3339),
		})
		if err != nil {
			return fmt.Errorf("encode origin: %w", err)
		}
		_, err = m.Objects.PutIfAbsent(ctx, lake.OriginKey(p.Name, origin), origin)
		return err
	}
	return nil
}

func mediaType(ext string) string {
	for _, f := range intake.Formats() {
		if f.Ext == ext {
			return f.MediaType
		}
	}
	return "application/octet-stream"
}

// dropTable sets a table aside, and with a table of Silver all of Gold: versions begin anew, so Gold must too.
func (m *mending) dropTable(ctx context.Context, key lake.Key) error {
	prefixes := []lake.Key{lake.GoldPrefix}
	if !strings.HasPrefix(string(key), lake.GoldPrefix) {
		prefixes = append(prefixes, "02_silver/")
	}
	for _, prefix := range prefixes {
		if err := m.setAllAside(ctx, prefix); err != nil {
			return err
		}
	}
	return nil
}

func (m *mending) setAllAside(ctx context.Context, prefix lake.Key) error {
	var keys []lake.Key
	for info, err := range m.Objects.List(ctx, prefix) {
		if err != nil {
			return err
		}
		keys = append(keys, info.Key)
	}
	for _, key := range keys {
		if err := m.setAside(ctx, key); err != nil {
			return err
		}
	}
	return nil
}

// dropCheckpoint sets a checkpoint aside where the log tells everything without it; else the whole table.
func (m *mending) dropCheckpoint(ctx context.Context, key lake.Key) error {
	folder := key[:strings.LastIndexByte(string(key), '/')+1]
	_, err := m.Objects.Get(ctx, folder+"00000000000000000000.json")
	if lake.CodeOf(err) == lake.CodeNotFound && strings.HasSuffix(string(key), ".parquet") {
		return m.dropTable(ctx, key)
	}
	if err != nil && lake.CodeOf(err) != lake.CodeNotFound {
		return err
	}
	if err := m.setAside(ctx, folder+"_last_checkpoint"); err != nil {
		return err
	}
	return m.setAside(ctx, key)
}

// setAside moves an object into quarantine. It is there before it is gone here.
func (m *mending) setAside(ctx context.Context, key lake.Key) error {
	if m.moved[key] {
		return nil
	}
	content, err := m.Objects.Get(ctx, key)
	if lake.CodeOf(err) == lake.CodeNotFound {
		return nil
	}
	if err != nil {
		return err
	}
	if _, err := m.Objects.PutIfAbsent(ctx, m.aside+key, content); err != nil {
		return err
	}
	m.moved[key] = true
	return m.Objects.Delete(ctx, key)
}

// replaceRows commits the rows that Bronze gives in the place of wrong ones, unless the table was set aside.
func (m *mending) replaceRows(ctx context.Context) error {
	if len(m.remove) == 0 {
		return nil
	}
	version, err := m.Tables.SilverVersion(ctx)
	if err != nil {
		return err
	}
	_, err = m.Tables.CommitSilver(ctx, version, m.remove, m.rows)
	return err
}
