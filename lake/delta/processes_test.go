package delta_test

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"testing"

	"wattlake/lake/delta"
	"wattlake/lake/delta/checkpoint"
	"wattlake/lake/store/storetest"
)

// writerFolder and writerName make a process of this test a writer, see TestProcessesCommitToOneTable.
const (
	writerFolder = "WATTLAKE_TEST_WRITER_FOLDER"
	writerName   = "WATTLAKE_TEST_WRITER"
)

const appends = 25

// TestWriterProcess is one of the processes; by itself it does nothing.
func TestWriterProcess(t *testing.T) {
	folder, name := os.Getenv(writerFolder), os.Getenv(writerName)
	if folder == "" {
		t.Skip("is run by TestProcessesCommitToOneTable")
	}
	objects := newDir(t, folder)
	table := delta.Open(objects, root, delta.WithCheckpoints(checkpoint.New(database(t), t.TempDir())))
	for i := range appends {
		appendUntilItWins(t, objects, table, fmt.Sprintf("%s-%d", name, i))
	}
}

func database(t *testing.T) *sql.DB {
	t.Helper()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func appendUntilItWins(t *testing.T, objects storetest.Objects, table *delta.Table, name string) {
	t.Helper()
	added := putData(t, objects, file(name, "2026"))
	for {
		s := snapshot(t, table)
		_, err := table.Commit(t.Context(), delta.Commit{ReadVersion: s.Version, Operation: "WRITE", Add: []delta.File{added}, DataChange: true, Time: noon})
		if err == nil {
			return
		}
		if !errors.Is(err, delta.ErrConflict) {
			t.Fatal(err)
		}
	}
}

// Three processes commit to one table on disk at the same time, through checkpoints: every commit is there, once, and the table is sound.
func TestProcessesCommitToOneTable(t *testing.T) {
	folder := t.TempDir()
	objects := newDir(t, folder)
	create(t, delta.Open(objects, root))
	names := []string{"a", "b", "c"}
	var group sync.WaitGroup
	for _, name := range names {
		group.Go(func() {
			command := exec.CommandContext(t.Context(), os.Args[0], "-test.run", "^TestWriterProcess$")
			command.Env = append(os.Environ(), writerFolder+"="+folder, writerName+"="+name)
			if output, err := command.CombinedOutput(); err != nil {
				t.Errorf("writer %s: %v\n%s", name, err, output)
			}
		})
	}
	group.Wait()
	table := delta.Open(objects, root, delta.WithCheckpoints(checkpoint.New(database(t), t.TempDir())))
	s := snapshot(t, table)
	if want := int64(len(names) * appends); s.Version != want || int64(len(s.Files)) != want {
		t.Errorf("version %d with %d files, want %d commits of one file each", s.Version, len(s.Files), want)
	}
	problems, err := table.Verify(t.Context())
	if err != nil || len(problems) > 0 {
		t.Errorf("%+v, %v", problems, err)
	}
}
