package eventlog

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"sync"

	"wattlake/lake"
)

// The ledger's file: a line with a hash of the cluster's id, then one record per event. A record is a kind (1 byte), a hash of the
// event's id (15 bytes) and a checksum of both (4 bytes), so that what is left of a damaged file still counts.
const (
	ledgerMagic  = "wattlake-relayed 1 "
	ledgerHash   = 15
	ledgerRecord = 1 + ledgerHash + 4
	ledgerMode   = 0o600

	kindSent    = 's' // a broker has acknowledged it
	kindForeign = 'f' // of an object that came from the team: not ours to announce
	kindAgain   = 'a' // to be sent once more, whatever was said of it before
)

// clusterName is the form of a cluster in the file.
var clusterName = regexp.MustCompile("^[0-9a-f]{16}$")

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

type idHash [ledgerHash]byte

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

// read takes over every record whose checksum is right, wherever it stands.
func (l *Ledger) read(content []byte) {
	rest := content
	if named, ok := bytes.CutPrefix(content, []byte(ledgerMagic)); ok {
		rest = named
		if id, after, found := bytes.Cut(named, []byte("\n")); found && (len(id) == 0 || clusterName.Match(id)) {
			l.cluster, rest = lake.ContentID(id), after
		}
	}
	for len(rest) > 0 {
		if len(rest) < ledgerRecord || !intact(rest[:ledgerRecord]) {
			l.damaged++
			rest = rest[1:]
			continue
		}
		if hash := idHash(rest[1 : 1+ledgerHash]); rest[0] == kindAgain {
			delete(l.known, hash)
		} else {
			l.known[hash] = rest[0]
		}
		rest = rest[ledgerRecord:]
	}
}

func intact(record []byte) bool {
	return (record[0] == kindSent || record[0] == kindForeign || record[0] == kindAgain) &&
		crc32.Checksum(record[:1+ledgerHash], castagnoli) == binary.BigEndian.Uint32(record[1+ledgerHash:])
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

// append makes the records durable.
func (l *Ledger) append(records []byte) error {
	if len(records) == 0 {
		return nil
	}
	if _, err := l.file.Write(records); err != nil {
		return ledgerError(err)
	}
	if err := l.file.Sync(); err != nil {
		return ledgerError(err)
	}
	return nil
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

// rewrite replaces the file by one that holds what is known, each id once.
func (l *Ledger) rewrite() error {
	fresh, err := os.CreateTemp(filepath.Dir(l.path), filepath.Base(l.path)+"-*")
	if err != nil {
		return err
	}
	if err := l.fill(fresh); err != nil {
		return errors.Join(err, fresh.Close(), os.Remove(fresh.Name()))
	}
	if err := os.Rename(fresh.Name(), l.path); err != nil {
		return errors.Join(err, fresh.Close(), os.Remove(fresh.Name()))
	}
	_ = l.file.Close() // it is replaced
	l.file = fresh     // it stands at its end
	return nil
}

func (l *Ledger) fill(file io.Writer) error {
	w := bufio.NewWriter(file)
	_, _ = fmt.Fprintf(w, "%s%s\n", ledgerMagic, l.cluster) // Flush tells
	for hash, kind := range l.known {
		_, _ = w.Write(appendRecord(nil, kind, hash)) // as above
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if syncer, ok := file.(interface{ Sync() error }); ok {
		return syncer.Sync()
	}
	return nil
}

// Close releases the file.
func (l *Ledger) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.file.Close()
}

func appendRecord(to []byte, kind byte, hash idHash) []byte {
	start := len(to)
	to = append(append(to, kind), hash[:]...)
	return binary.BigEndian.AppendUint32(to, crc32.Checksum(to[start:], castagnoli))
}

func hashOf(id string) idHash {
	sum := sha256.Sum256([]byte(id))
	return idHash(sum[:ledgerHash])
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
