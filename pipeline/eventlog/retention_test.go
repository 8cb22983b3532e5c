package eventlog

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"hash/crc32"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
	"time"
)

// A group that nobody has consumed for in a year keeps its place, although the broker looks for such groups all the time.
func TestAGroupKeepsItsPlaceForAYear(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	publish(t, l, uploads(5, "a")...)
	consume(t, l, "relay", 5, 5)
	closeLog(t, l)

	ageCommits(t, filepath.Join(dir, "groups.log"), 365*24*time.Hour)
	lookEveryMillisecond(t, filepath.Join(dir, "broker_configs.json"))
	l = open(t, dir)
	for range 1000 { // each takes longer than it takes the broker to look
		wantLag(t, l, "relay", 0)
		if t.Failed() {
			return
		}
	}
}

var commitTime = regexp.MustCompile(`"lc":(\d+)`)

// ageCommits rewrites the times of the commits in the broker's log of groups, whose entries are a length, a checksum, a
// version, and JSON.
func ageCommits(t *testing.T, path string, age time.Duration) {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var aged bytes.Buffer
	found := 0
	for len(raw) > 0 {
		length := binary.LittleEndian.Uint32(raw)
		body := commitTime.ReplaceAllFunc(raw[8:4+4+length], func(m []byte) []byte {
			found++
			at, _ := strconv.ParseInt(string(m[len(`"lc":`):]), 10, 64) // the pattern matched digits
			return strconv.AppendInt([]byte(`"lc":`), at-age.Milliseconds(), 10)
		})
		head := binary.LittleEndian.AppendUint32(nil, uint32(len(body)))
		aged.Write(binary.LittleEndian.AppendUint32(head, crc32.Checksum(body, crc32.MakeTable(crc32.Castagnoli))))
		aged.Write(body)
		raw = raw[4+4+length:]
	}
	if found == 0 {
		t.Fatal("no commit has a time")
	}
	if err := os.WriteFile(path, aged.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

func lookEveryMillisecond(t *testing.T, path string) {
	t.Helper()
	var file struct {
		Version int               `json:"version"`
		Configs map[string]string `json:"configs"`
	}
	raw, err := os.ReadFile(path)
	if err == nil {
		err = json.Unmarshal(raw, &file)
	}
	if err == nil {
		file.Configs["offsets.retention.check.interval.ms"] = "1"
		raw, err = json.Marshal(file)
	}
	if err == nil {
		err = os.WriteFile(path, raw, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}
