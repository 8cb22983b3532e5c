// Package forget removes what this machine noted about documents that were erased for good (privacy requests): events, lines of
// logs, and whatever else in the lake's local folder names them.
package forget

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"wattlake/lake"
	"wattlake/pipeline"
)

const (
	forgetFile   = "forget.json"
	eventsFolder = "events"
)

// Plan writes down what is to be forgotten: the event log and the program's log are in use until the lake is closed.
func Plan(local string, gone pipeline.Erasure) error {
	words, err := planned(local)
	if err != nil {
		return err
	}
	words = append(append(words, string(gone.Document)), gone.FileNames...)
	content, err := json.Marshal(words)
	if err != nil {
		return fmt.Errorf("encode what is to be forgotten: %w", err)
	}
	return os.WriteFile(filepath.Join(local, forgetFile), content, 0o600)
}

func planned(local string) (words []string, err error) {
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

// Now removes what this machine noted about erased documents: the event log, which starts empty again, lines of program
// logs, and other files that name them; whatever lies in the folder of this machine is made anew when it is missing. Nobody
// may use these files meanwhile.
func Now(local string) error {
	words, err := planned(local)
	if err != nil || len(words) == 0 {
		return err
	}
	words = spelled(words)
	if err := os.RemoveAll(filepath.Join(local, eventsFolder)); err != nil {
		return err
	}
	err = filepath.WalkDir(local, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && path == filepath.Join(local, filepath.Base(string(lake.QuarantinePrefix))):
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

// spelled adds to the words how they are written in JSON, as logs are: with a backslash before quotes and backslashes.
func spelled(words []string) []string {
	all := slices.Clone(words)
	for _, word := range words {
		if inJSON := strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(word); inJSON != word {
			all = append(all, inJSON)
		}
	}
	return all
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
