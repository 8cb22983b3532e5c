package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"wattlake/lake/store"
	"wattlake/lake/warehouse"
	"wattlake/pipeline"
)

// eraser takes documents out of a lake in a folder for good.
type eraser struct {
	*store.Dir

	tables *warehouse.Warehouse
	local  string
}

// Purge implements [pipeline.Eraser].
func (e eraser) Purge(ctx context.Context) error { return e.tables.Purge(ctx, time.Now()) }

// Forget writes down what is to be forgotten. The event log and the program's log are in use now: [forgetNotes] goes through
// them when they are closed.
func (e eraser) Forget(_ context.Context, gone pipeline.Erasure) error {
	words, err := wordsToForget(e.local)
	if err != nil {
		return err
	}
	words = append(append(words, string(gone.Document)), gone.FileNames...)
	content, err := json.Marshal(words)
	if err != nil {
		return fmt.Errorf("encode what is to be forgotten: %w", err)
	}
	return os.WriteFile(filepath.Join(e.local, forgetFile), content, 0o600)
}

const (
	forgetFile   = "forget.json"
	eventsFolder = "events"
)

func wordsToForget(local string) (words []string, err error) {
	content, err := os.ReadFile(filepath.Join(local, forgetFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(content, &words); err != nil {
		return nil, fmt.Errorf("read what is to be forgotten: %w", err)
	}
	return words, nil
}

// forgetNotes removes what this machine noted about erased documents: the event log, which starts empty again, lines of program
// logs, and other files that name them; whatever lies in the folder of this machine is made anew when it is missing. Nobody
// may use these files meanwhile.
func forgetNotes(local string) error {
	words, err := wordsToForget(local)
	if err != nil || len(words) == 0 {
		return err
	}
	if err := os.RemoveAll(filepath.Join(local, eventsFolder)); err != nil {
		return err
	}
	err = filepath.WalkDir(local, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && path == filepath.Join(local, filepath.Base(string(pipeline.QuarantinePrefix))):
			return fs.SkipDir // the erasure itself went through it
		case !entry.Type().IsRegular() || entry.Name() == forgetFile:
			return nil
		}
		return forgetIn(path, words)
	})
	if err != nil {
		return err
	}
	return os.Remove(filepath.Join(local, forgetFile))
}

// forgetIn drops the lines of a log that hold one of the words, and any other file that does.
func forgetIn(path string, words []string) error {
	content, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	tells := func(b []byte) bool {
		return slices.ContainsFunc(words, func(word string) bool { return word != "" && bytes.Contains(b, []byte(word)) })
	}
	if !tells(content) {
		return nil
	}
	if !strings.HasSuffix(path, ".log") {
		return os.Remove(path)
	}
	var kept []byte
	for line := range bytes.Lines(content) {
		if !tells(line) {
			kept = append(kept, line...)
		}
	}
	return os.WriteFile(path, kept, 0o600)
}

var _ pipeline.Eraser = eraser{}
