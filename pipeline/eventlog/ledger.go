package eventlog

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"sync"

	"wattlake/lake"
)

// clusterName is the form of a cluster in the file.
var clusterName = regexp.MustCompile("^[0-9a-f]{16}$")

// Ledger remembers which events need not be sent to the team's brokers any more. It is safe for concurrent use.
type Ledger struct {
	path string

	mu      sync.Mutex
	file    *os.File
	cluster lake.ContentID  // of the cluster's id; "" before Bind
	known   map[idHash]byte // kind
	damaged int             // bytes that made no sense
}

// OpenLedger reads the ledger, or starts an empty one. Records that are damaged are forgotten: their events are sent again.
func OpenLedger(path string) (*Ledger, error) {
	l := &Ledger{path: path}
	if err := l.open(); err != nil {
		return nil, ledgerError(err)
	}
	return l, nil
}

// ReadLedger reads the ledger that another process may be writing. It is only for asking.
func ReadLedger(path string) (*Ledger, error) {
	l := &Ledger{path: path, known: map[idHash]byte{}}
	content, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, ledgerError(err)
	}
	l.read(content)
	return l, nil
}

func (l *Ledger) open() error {
	l.known, l.cluster, l.damaged = map[idHash]byte{}, "", 0
	if err := os.MkdirAll(filepath.Dir(l.path), 0o700); err != nil {
		return err
	}
	content, err := os.ReadFile(l.path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	l.read(content)
	if l.file, err = os.OpenFile(l.path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, ledgerMode); err != nil {
		return err
	}
	if l.damaged > 0 || len(content) == 0 {
		return l.rewrite()
	}
	return nil
}

// Damaged returns how many bytes of the file made no sense when it was opened.
func (l *Ledger) Damaged() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.damaged
}

// Has reports whether the event with this id need not be sent.
func (l *Ledger) Has(id string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	_, known := l.known[hashOf(id)]
	return known
}

// Sent records that a broker has acknowledged the events with these ids.
func (l *Ledger) Sent(ids ...string) error { return l.add(kindSent, ids) }

// Foreign records that the events with these ids are not ours to announce.
func (l *Ledger) Foreign(ids ...string) error { return l.add(kindForeign, ids) }

// add remembers the ids for the life of the process even if they cannot be written down.
func (l *Ledger) add(kind byte, ids []string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	var records []byte
	for _, id := range ids {
		hash := hashOf(id)
		if _, known := l.known[hash]; !known {
			l.known[hash] = kind
			records = appendRecord(records, kind, hash)
		}
	}
	return l.append(records)
}

// Again records that the events with these ids are to be sent once more.
func (l *Ledger) Again(ids ...string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	var records []byte
	for _, id := range ids {
		hash := hashOf(id)
		if _, known := l.known[hash]; known {
			delete(l.known, hash)
			records = appendRecord(records, kindAgain, hash)
		}
	}
	return l.append(records)
}

// Bind says which cluster acknowledges from now on. What another cluster has acknowledged does not count for this one: that
// ledger is set aside under its cluster's name and comes back with it.
func (l *Ledger) Bind(id string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	cluster := lake.NewContentID([]byte(id))
	if l.cluster == cluster {
		return nil
	}
	before, foreign := l.cluster, map[idHash]byte{}
	for hash, kind := range l.known {
		if kind == kindForeign {
			foreign[hash] = kind
		}
	}
	if before == "" {
		l.cluster = cluster
		return ledgerError(l.rewrite())
	}
	if err := errors.Join(l.file.Close(), os.Rename(l.path, l.aside(before))); err != nil {
		return ledgerError(err)
	}
	if err := os.Rename(l.aside(cluster), l.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return ledgerError(err)
	}
	if err := l.open(); err != nil {
		return ledgerError(err)
	}
	l.cluster = cluster
	maps.Copy(l.known, foreign)
	return ledgerError(l.rewrite())
}

// aside is where the ledger of another cluster waits.
func (l *Ledger) aside(cluster lake.ContentID) string { return l.path + "." + string(cluster) }

// Close releases the file.
func (l *Ledger) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.file.Close()
}

func ledgerError(err error) error {
	if err == nil {
		return nil
	}
	return &lake.Error{
		Code: lake.CodeIO, Op: "eventlog: ledger", Err: err,
		Message: lake.Text{
			PL: "Nie można zapisać, które zdarzenia wysłano.", EN: "It cannot be recorded which events were sent.",
		},
		Hint: lake.Text{
			PL: "Sprawdź miejsce na dysku; zdarzenia mogą zostać wysłane ponownie, z tym samym identyfikatorem.",
			EN: "Check the disk space; events may be sent again, with the same id.",
		},
	}
}
