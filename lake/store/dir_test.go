package store_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wattlake/lake"
	"wattlake/lake/store"
	"wattlake/lake/store/storetest"
)

// helperVariable turns the test binary into a process that writes to the folder it names; see TestMain.
const helperVariable = "WATTLAKE_STORE_WRITER"

const writerKeys = 40

func TestMain(m *testing.M) {
	if root := os.Getenv(helperVariable); root != "" {
		os.Exit(writeForever(root))
	}
	os.Exit(m.Run())
}

// writeForever puts one object after the other and reports each on standard output, until it is killed.
func writeForever(root string) int {
	dir, err := store.NewDir(root)
	if err != nil {
		return 1
	}
	for i := 0; ; i++ {
		key := lake.Key(fmt.Sprintf("raced/%04d", i))
		created, err := dir.PutIfAbsent(context.Background(), key, content(key))
		if err != nil {
			fmt.Println("error", err)
			return 1
		}
		if _, err := fmt.Println(created, key); err != nil {
			return 0
		}
	}
}

// content is what every writer writes under the key.
func content(key lake.Key) []byte { return bytes.Repeat([]byte(key), 1000) }

// TestProcessesRaceAndAreKilled runs three processes that put the same keys, and kills them in the midst of it.
func TestProcessesRaceAndAreKilled(t *testing.T) {
	root := t.TempDir()
	winners := map[string]int{}
	reports := make(chan string)
	var commands []*exec.Cmd
	for range 3 {
		command := exec.CommandContext(t.Context(), os.Args[0])
		command.Env = append(os.Environ(), helperVariable+"="+root)
		pipe, err := command.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := command.Start(); err != nil {
			t.Fatal(err)
		}
		commands = append(commands, command)
		go func() {
			for lines := bufio.NewScanner(pipe); lines.Scan(); {
				reports <- lines.Text()
			}
			reports <- ""
		}()
	}
	seen, ended := map[string]bool{}, 0
	for ended < len(commands) {
		line := <-reports
		created, key, _ := strings.Cut(line, " ")
		switch {
		case line == "":
			ended++
		case created == "error":
			t.Error(line)
		case created == "true":
			winners[key]++
		}
		seen[key] = true
		if len(seen) == writerKeys {
			for _, command := range commands {
				_ = command.Process.Kill() // it may have ended
			}
		}
	}
	for _, command := range commands {
		_ = command.Wait() // killed
	}
	objects := newDir(t, root)
	delete(seen, "")
	for key := range seen {
		if got, err := objects.Get(t.Context(), lake.Key(key)); err != nil || !bytes.Equal(got, content(lake.Key(key))) {
			t.Errorf("reported object %s is not whole: %d bytes, %v", key, len(got), err)
		}
		if winners[key] > 1 {
			t.Errorf("%d writers were told that they created %s", winners[key], key)
		}
	}
	for _, key := range storetest.Keys(t, objects, "") {
		if got, err := objects.Get(t.Context(), key); err != nil || !bytes.Equal(got, content(key)) {
			t.Errorf("listed object %s is not whole: %d bytes, %v", key, len(got), err)
		}
	}
}

func TestOrphansAreRemovedWhenOld(t *testing.T) {
	root := t.TempDir()
	objects := newDir(t, root)
	storetest.Put(t, objects, "a/object", "x")
	fresh, old := filepath.Join(root, "a", ".~wl-fresh"), filepath.Join(root, "a", ".~wl-old")
	for _, name := range []string{fresh, old} {
		if err := os.WriteFile(name, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	info, err := os.Stat(fresh)
	if err != nil {
		t.Fatal(err)
	}
	past := info.ModTime().Add(-store.OrphanAge - time.Minute)
	if err := os.Chtimes(old, past, past); err != nil {
		t.Fatal(err)
	}
	if got := storetest.Keys(t, objects, ""); !cmp.Equal(got, []lake.Key{"a/object"}) {
		t.Errorf("listing = %v", got)
	}
	if _, err := os.Stat(old); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("old temporary file is still there: %v", err)
	}
	if _, err := os.Stat(fresh); err != nil {
		t.Errorf("the temporary file of a writer at work was removed: %v", err)
	}
	left, err := filepath.Glob(filepath.Join(root, ".~wl-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	if _, err := objects.PutIfAbsent(t.Context(), "a/.~wl-x", nil); lake.CodeOf(err) != lake.CodeUsage {
		t.Errorf("put under the name of a temporary file: %v", err)
	}
}

func TestLinksDoNotLeaveTheLake(t *testing.T) {
	outside, root := t.TempDir(), t.TempDir()
	if err := os.WriteFile(filepath.Join(outside, "secret"), []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(root, "out")); err != nil {
		t.Skipf("no symbolic links here: %v", err)
	}
	if err := os.Symlink(filepath.Join(outside, "secret"), filepath.Join(root, "secret")); err != nil {
		t.Fatal(err)
	}
	objects := newDir(t, root)
	for _, key := range []lake.Key{"out/secret", "secret"} {
		if got, err := objects.Get(t.Context(), key); err == nil {
			t.Errorf("get %s = %q", key, got)
		}
		if created, err := objects.PutIfAbsent(t.Context(), key, nil); err == nil || created {
			t.Errorf("put %s: created %v, %v", key, created, err)
		}
		_ = objects.Delete(t.Context(), key) // refused, or nothing to delete
	}
	if created, err := objects.PutIfAbsent(t.Context(), "out/new", nil); err == nil || created {
		t.Errorf("put through a link: created %v, %v", created, err)
	}
	if got := storetest.Keys(t, objects, ""); len(got) > 0 {
		t.Errorf("listing = %v", got)
	}
	names, err := os.ReadDir(outside)
	if err != nil || len(names) != 1 {
		t.Errorf("outside: %v, %v", names, err)
	}
}

// TestFolderRemovedUnderTheStore is a person who deletes 02_silver to have it rebuilt while the program runs.
func TestFolderRemovedUnderTheStore(t *testing.T) {
	root := t.TempDir()
	objects := newDir(t, root)
	storetest.Put(t, objects, "02_silver/invoices/1", "x")
	if err := os.RemoveAll(filepath.Join(root, "02_silver")); err != nil {
		t.Fatal(err)
	}
	storetest.Put(t, objects, "02_silver/invoices/1", "y")
}

func TestPutWhereNothingCanBe(t *testing.T) {
	root := t.TempDir()
	objects := newDir(t, root)
	storetest.Put(t, objects, "object", "x")
	storetest.Put(t, objects, "folder/object", "x")
	for _, key := range []lake.Key{"object/below", "folder", lake.Key(strings.Repeat("n", 300))} {
		created, err := objects.PutIfAbsent(t.Context(), key, nil)
		if lake.CodeOf(err) != lake.CodeIO || created {
			t.Errorf("put %.20s: created %v, %v, want an I/O error", key, created, err)
		}
	}
}

// Keys are those of List, whatever else lies there.
func TestKeysAreThoseOfList(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	objects := newDir(t, root)
	for _, key := range []lake.Key{"a/b.json", "a/b/c.json", "a-b.json", "ab.json", "b/a.json"} {
		if _, err := objects.PutIfAbsent(t.Context(), key, content(key)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(root, "a", ".~wl-1"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for prefix, want := range map[lake.Key]int{"": 5, "a": 4, "a/": 2, "a/b/": 1, "c/": 0} {
		var listed, keys []lake.Key
		for info, err := range objects.List(t.Context(), prefix) {
			if err != nil {
				t.Fatal(err)
			}
			listed = append(listed, info.Key)
		}
		for key, err := range objects.Keys(t.Context(), prefix) {
			if err != nil {
				t.Fatal(err)
			}
			keys = append(keys, key)
		}
		if len(keys) != want || !slices.Equal(keys, listed) {
			t.Errorf("%q: keys %v, listed %v", prefix, keys, listed)
		}
	}
}

func TestModified(t *testing.T) {
	objects := newDir(t, t.TempDir())
	storetest.Put(t, objects, "a", "x")
	storetest.Put(t, objects, "b", "x")
	a, errA := objects.Modified(t.Context(), "a")
	b, errB := objects.Modified(t.Context(), "b")
	if errA != nil || errB != nil || a.IsZero() || b.Before(a) {
		t.Errorf("a at %v, %v; b at %v, %v", a, errA, b, errB)
	}
	if _, err := objects.Modified(t.Context(), "c"); lake.CodeOf(err) != lake.CodeNotFound {
		t.Errorf("c: %v, want not found", err)
	}
}
