package cli_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var namedPath = regexp.MustCompile("`((?:lake|pipeline|ui|assets)(?:/[a-z0-9_.*/]*)?|[a-z_*]+\\.go)`")

// The developers' guide says what each folder with Go code holds, to the second level, and names no file or folder that is not there.
func TestDevelopersGuideIsTrueToTheTree(t *testing.T) {
	page, err := os.ReadFile(filepath.Join(root, "docs", "developers.md"))
	if err != nil {
		t.Fatal(err)
	}
	named := map[string]bool{}
	for _, match := range namedPath.FindAllStringSubmatch(string(page), -1) {
		named[strings.TrimSuffix(match[1], "/")] = true
		found, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(match[1])))
		if beside, _ := filepath.Glob(filepath.Join(root, "pipeline", "extract", match[1])); err != nil || len(found)+len(beside) == 0 {
			t.Errorf("there is no %s: %v", match[1], err)
		}
	}
	folders := goFolders(t, "lake", "pipeline", "ui")
	if len(folders) < 15 {
		t.Errorf("only %d folders were found", len(folders))
	}
	for _, folder := range folders {
		if !named[folder] {
			t.Errorf("%s is not in the guide", folder)
		}
	}
}

// goFolders lists the folders with Go code, to the second level.
func goFolders(t *testing.T, roots ...string) []string {
	t.Helper()
	var folders []string
	for _, top := range roots {
		err := fs.WalkDir(os.DirFS(root), top, func(path string, _ fs.DirEntry, err error) error {
			if parts := strings.Split(path, "/"); strings.HasSuffix(path, ".go") {
				folders = append(folders, strings.Join(parts[:min(len(parts)-1, 2)], "/"))
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(folders)
	return slices.Compact(folders)
}

var namedFile = regexp.MustCompile(`[a-z]+\.go`)

// The comment of package pipeline lists its files, each once.
func TestPipelineListsItsFiles(t *testing.T) {
	comment, err := os.ReadFile(filepath.Join(root, "pipeline", "doc.go"))
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(root, "pipeline", "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	var there []string
	for _, path := range files {
		if name := filepath.Base(path); !strings.HasSuffix(name, "_test.go") && name != "doc.go" {
			there = append(there, name)
		}
	}
	listed := namedFile.FindAllString(string(comment), -1)
	slices.Sort(listed)
	if !slices.Equal(listed, there) {
		t.Errorf("listed: %v\nthere: %v", listed, there)
	}
}
