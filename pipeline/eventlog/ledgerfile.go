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
	"os"
	"path/filepath"

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

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

type idHash [ledgerHash]byte

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

func appendRecord(to []byte, kind byte, hash idHash) []byte {
	start := len(to)
	to = append(append(to, kind), hash[:]...)
	return binary.BigEndian.AppendUint32(to, crc32.Checksum(to[start:], castagnoli))
}

func hashOf(id string) idHash {
	sum := sha256.Sum256([]byte(id))
	return idHash(sum[:ledgerHash])
}
