package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
)

// module is one module of the binary with its licence, or a part of one.
type module struct {
	debug.Module

	within   string   // the module that brings this part along, in its version; "" of a module
	licences []string // SPDX identifiers
	text     []byte
}

var (
	errNoLicence      = errors.New("has no licence file")
	errUnknownLicence = errors.New("has a licence that is not on the list")
)

// marks are sentences that stand in one licence only, after its spaces are made one and its letters small. The first that
// fits counts, so the stricter come first.
var marks = []struct{ spdx, words string }{
	{"Apache-2.0", "apache license version 2.0"},
	{"MPL-2.0", "mozilla public license version 2.0"},
	{"MPL-2.0", "mozilla public license, version 2.0"},
	{"Unlicense", "this is free and unencumbered software released into the public domain"},
	{"CC0-1.0", "cc0 1.0 universal"},
	{"BSD-3-Clause", "neither the name of"},
	{"BSD-3-Clause", "names of its contributors may not be used"},
	{"BSD-3-Clause", "may not be used to endorse or promote products"},
	{"BSD-2-Clause", "redistributions in binary form must reproduce the above copyright notice"},
	{"ISC", "permission to use, copy, modify, and/or distribute this software for any purpose with or without fee"},
	{"ISC", "permission to use, copy, modify, and distribute this software for any purpose with or without fee"},
	{"MIT", "permission is hereby granted, free of charge, to any person obtaining a copy"},
	{"Zlib", "altered source versions must be plainly marked as such"},
}

// refused are words of licences that the program may not contain: they would bind all of it.
var refused = []string{"gnu general public license", "gnu affero general public license"}

func withLicences(modules []*debug.Module) ([]module, error) {
	var all []module
	for _, m := range modules {
		used := *m
		if m.Replace != nil && strings.HasPrefix(m.Replace.Path, ".") {
			continue // a folder of this project
		}
		if m.Replace != nil {
			used = *m.Replace
		}
		dir, err := folderOf(used)
		if err != nil {
			return nil, err
		}
		text, err := licenceText(dir)
		if err != nil {
			return nil, fmt.Errorf("%s %s %w", used.Path, used.Version, err)
		}
		licences := identify(text)
		if len(licences) == 0 {
			return nil, fmt.Errorf("%s %s %w", used.Path, used.Version, errUnknownLicence)
		}
		brought, err := partsOf(used, dir)
		if err != nil {
			return nil, err
		}
		all = append(append(all, module{Module: used, licences: licences, text: text}), brought...)
	}
	slices.SortFunc(all, func(a, b module) int { return strings.Compare(a.Path, b.Path) })
	return all, nil
}

// folderOf asks Go where the module lies.
func folderOf(m debug.Module) (string, error) {
	out, err := exec.CommandContext(context.Background(), "go", "mod", "download", "-json", m.Path+"@"+m.Version).Output() //nolint:gosec // no shell; the path is a module of our own binary
	if err != nil {
		return "", fmt.Errorf("find module %s: %w", m.Path, err)
	}
	var found struct{ Dir string }
	if err := json.Unmarshal(out, &found); err != nil {
		return "", fmt.Errorf("find module %s: %w", m.Path, err)
	}
	return found.Dir, nil
}

// licenceText joins the licence files of the folder; a module below the root of its repository may have its in no file.
func licenceText(dir string) ([]byte, error) {
	var files []string
	for _, pattern := range []string{"LICEN[SC]E*", "licen[sc]e*", "Licen[sc]e*", "COPYING*", "UNLICENSE*", "NOTICE*"} {
		found, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			return nil, fmt.Errorf("look for licences: %w", err)
		}
		files = append(files, found...)
	}
	var texts [][]byte
	for _, file := range files {
		info, err := os.Stat(file)
		if err != nil || info.IsDir() || filepath.Ext(file) == ".go" {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("read a licence: %w", err)
		}
		texts = append(texts, text)
	}
	if len(texts) == 0 {
		return nil, errNoLicence
	}
	return bytes.Join(texts, []byte("\n\n")), nil
}

// identify names the licences of the text; none if it is unknown or refused.
func identify(text []byte) []string {
	plain := strings.ToLower(strings.Join(strings.Fields(string(text)), " "))
	plain = strings.ReplaceAll(plain, "apache license, version 2.0", "apache license version 2.0")
	var found []string
	for _, mark := range marks {
		bsd := strings.HasPrefix(mark.spdx, "BSD") && slices.ContainsFunc(found, func(f string) bool { return strings.HasPrefix(f, "BSD") })
		if !bsd && !slices.Contains(found, mark.spdx) && strings.Contains(plain, mark.words) {
			found = append(found, mark.spdx)
		}
	}
	for _, words := range refused {
		if strings.HasPrefix(plain, words) {
			return nil
		}
	}
	return found
}

// texts is what people read: every module with its licences in full.
func texts(modules []module) []byte {
	var out bytes.Buffer
	out.WriteString("Wattlake is made of these modules.\n\n")
	for _, m := range modules {
		fmt.Fprintf(&out, "  %s: %s\n", m.title(), strings.Join(m.licences, ", "))
	}
	for _, m := range modules {
		fmt.Fprintf(&out, "\n%s\n%s\n\n%s\n", strings.Repeat("=", 100), m.title(), bytes.TrimSpace(m.text))
	}
	return out.Bytes()
}

func (m module) title() string {
	if m.within != "" {
		return m.Path + ", in " + m.within + " " + m.Version
	}
	return m.Path + " " + m.Version
}
