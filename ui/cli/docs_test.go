package cli_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"wattlake/lake"
)

// root is the repository, from here.
const root = "../.."

// guides are the pages that people read, by path.
func guides(t *testing.T) map[string]string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(root, "docs", "*.md"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no pages: %v", err)
	}
	pages := map[string]string{}
	for _, path := range append(paths, filepath.Join(root, "README.md"), filepath.Join(root, "CHANGELOG.md")) {
		page, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		pages[path] = string(page)
	}
	return pages
}

var (
	typedLine  = regexp.MustCompile(`(?m)^    (?:[A-Z_]+=\S+ )*(wattlake .*)$`)
	typedSpan  = regexp.MustCompile("`(wattlake [^`]*)`")
	remark     = regexp.MustCompile(`\s{2,}.*$|\s#.*$`)
	word       = regexp.MustCompile(`^[a-z][a-z|-]*$`)
	flagOfLine = regexp.MustCompile(`--[a-z][a-z-]*`)
)

// Every command line of the guides names commands and flags that the program has.
func TestGuidesTypeWhatThereIs(t *testing.T) {
	seen := 0
	for path, page := range guides(t) {
		lines := append(typedLine.FindAllStringSubmatch(page, -1), typedSpan.FindAllStringSubmatch(page, -1)...)
		for _, line := range lines {
			typed := strings.ReplaceAll(remark.ReplaceAllString(line[1], ""), "\\", "")
			help := helpFor(t, strings.Fields(typed)[1:])
			if help == "" {
				t.Errorf("%s: there is no such command: %s", path, typed)
			}
			for _, flag := range flagOfLine.FindAllString(typed, -1) {
				if help != "" && !strings.Contains(help, flag) {
					t.Errorf("%s: %s has no flag %s", path, typed, flag)
				}
			}
			seen++
		}
	}
	if seen < 100 {
		t.Errorf("only %d command lines were found", seen)
	}
}

// helpFor is the help of the command that the words begin with: as many of them as name one. No word at all is the program itself.
func helpFor(t *testing.T, words []string) string {
	t.Helper()
	end := 0
	for end < len(words) && word.MatchString(words[end]) {
		end++
	}
	if end > 0 && words[0] == "help" {
		end, words = end-1, words[1:]
	}
	for ; end > 0; end-- {
		path := slices.Clone(words[:end])
		path[end-1], _, _ = strings.Cut(path[end-1], "|")
		if out, _, code := speak(t, lake.English, nil, append([]string{"help"}, path...)...); code == 0 {
			return out
		}
	}
	if len(words) > 0 && word.MatchString(words[0]) {
		return ""
	}
	out, _, _ := speak(t, lake.English, nil, "help")
	return out
}

var link = regexp.MustCompile(`\]\(([^)\s]+)\)`)

// What the guides link to in the repository is there.
func TestGuidesLinkToWhatThereIs(t *testing.T) {
	for path, page := range guides(t) {
		for _, match := range link.FindAllStringSubmatch(page, -1) {
			target, _, _ := strings.Cut(match[1], "#")
			if target == "" || strings.Contains(target, "://") {
				continue
			}
			if _, err := os.Stat(filepath.Join(filepath.Dir(path), filepath.FromSlash(target))); err != nil {
				t.Errorf("%s: %v", path, err)
			}
		}
	}
}

var quotedLabel = map[string]*regexp.Regexp{"clerks.md": regexp.MustCompile("“([^”]+)”"), "przewodnik.md": regexp.MustCompile("„([^”]+)”")}

// What the clerks' guides quote is written in the window.
func TestGuidesQuoteTheWindow(t *testing.T) {
	for page, language := range map[string]string{"clerks.md": "en", "przewodnik.md": "pl"} {
		text, err := os.ReadFile(filepath.Join(root, "docs", page))
		if err != nil {
			t.Fatal(err)
		}
		content, err := os.ReadFile(filepath.Join(root, "assets", "translations", language+".json"))
		if err != nil {
			t.Fatal(err)
		}
		labels := strings.ToLower(string(content))
		for _, match := range quotedLabel[page].FindAllStringSubmatch(string(text), -1) {
			label := strings.ToLower(strings.Join(strings.Fields(match[1]), " "))
			if !strings.Contains(labels, strings.TrimRight(label, ".,")) {
				t.Errorf("%s: the window has no “%s”", page, label)
			}
		}
	}
}
