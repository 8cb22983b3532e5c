package eventlog

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"wattlake/lake"
)

func TestADamagedLogIsMovedAside(t *testing.T) {
	topic := filepath.Join("partitions", string(lake.TopicUploaded)+"-0")
	segment := filepath.Join(topic, "0.dat")
	overwrite := func(name, content string) func(string) error {
		return func(dir string) error { return os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600) }
	}
	truncate := func(name string, size int64) func(string) error {
		return func(dir string) error { return os.Truncate(filepath.Join(dir, name), size) }
	}
	remove := func(name string) func(string) error {
		return func(dir string) error { return os.RemoveAll(filepath.Join(dir, name)) }
	}
	for name, damage := range map[string]func(dir string) error{
		"head is garbage":      overwrite("meta.json", "\x00\x01"),
		"head is empty":        truncate("meta.json", 0),
		"head is missing":      remove("meta.json"),
		"topics are garbage":   overwrite("topics.json", "{{{"),
		"topics are missing":   remove("topics.json"),
		"groups are garbage":   overwrite("groups.log", "garbage garbage garbage garbage"),
		"groups are cut":       truncate("groups.log", 20),
		"events are garbage":   overwrite(segment, "garbage garbage garbage garbage"),
		"events are cut":       truncate(segment, 30),
		"events are gone":      truncate(segment, 0),
		"a topic is gone":      remove(topic),
		"newer version":        overwrite("meta.json", `{"version":99}`),
		"folder became a file": func(dir string) error { return errors.Join(os.RemoveAll(dir), os.WriteFile(dir, nil, 0o600)) },
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "log")
			l := open(t, dir)
			publish(t, l, uploads(5, "a")...)
			consume(t, l, "read", 5, 10)
			closeLog(t, l)
			if err := damage(dir); err != nil {
				t.Fatal(err)
			}

			l = open(t, dir)
			if want := dir + ".damaged-1"; l.Damaged() != want {
				t.Errorf("moved to %q, want %q", l.Damaged(), want)
			}
			if _, err := os.Stat(dir + ".damaged-1"); err != nil {
				t.Error(err)
			}
			events := uploads(3, "b")
			publish(t, l, events...)
			wantEvents(t, events, consume(t, l, "read", 3, 10))
		})
	}
}

func TestADeletedLogStartsEmpty(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "log")
	l := open(t, dir)
	publish(t, l, uploads(5, "a")...)
	consume(t, l, "read", 5, 10)
	closeLog(t, l)
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	l = open(t, dir)
	if l.Damaged() != "" {
		t.Errorf("nothing was damaged, but moved to %s", l.Damaged())
	}
	publish(t, l, uploads(2, "b")...)
	wantEvents(t, uploads(2, "b"), consume(t, l, "read", 2, 10))
}

func TestMoveAsideTakesTheNextNumber(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "log")
	for _, folder := range []string{dir, dir + ".damaged-1", dir + ".damaged-2"} {
		if err := os.Mkdir(folder, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if aside, err := moveAside(dir); err != nil || aside != dir+".damaged-3" {
		t.Errorf("moved to %s, %v", aside, err)
	}
}

func TestAFolderThatCannotBeMadeIsAnError(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Open(t.Context(), filepath.Join(file, "log"))
	if lake.CodeOf(err) != lake.CodeIO {
		t.Errorf("error %v", err)
	}
}
