package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/ui/cli"
	"wattlake/ui/httpapi"
	"wattlake/ui/settings"
)

var update = flag.Bool("update", false, "write the golden files anew")

// speak runs a command line in a language and returns what it printed to both streams.
func speak(t *testing.T, lang lake.Lang, change func(*cli.Program), args ...string) (out, errs string, code int) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	p := &cli.Program{Version: "1.2.3", Lang: lang, Out: &stdout, Err: &stderr, DefaultLake: "/home/ala/.local/share/wattlake"}
	if change != nil {
		change(p)
	}
	code = p.Run(t.Context(), args)
	return stdout.String(), stderr.String(), code
}

var listed = regexp.MustCompile(`(?m)^  ([a-z][a-z-]*)  `)

// commands are the paths of all commands that help lists, from the one at path down.
func commands(t *testing.T, path ...string) [][]string {
	t.Helper()
	out, _, _ := speak(t, lake.English, nil, append(path, "--help")...)
	_, list, _ := strings.Cut(out, "\nExamples:\n")
	list, _, _ = strings.Cut(list, "\nFlags")
	all := [][]string{path}
	for _, match := range listed.FindAllStringSubmatch(list, -1) {
		all = append(all, commands(t, append(append([]string{}, path...), match[1])...)...)
	}
	return all
}

// Help is the part of the program that people read before any other. The golden files show all of it at a glance; after a
// change: go test ./ui/cli -run Help -update.
func TestHelp(t *testing.T) {
	const longest = 120
	all := append(commands(t), []string{"exit-codes"}, []string{"configuration"})
	pages := map[lake.Lang][]string{}
	for _, lang := range []lake.Lang{lake.Polish, lake.English} {
		for _, path := range all {
			out, errs, code := speak(t, lang, nil, append([]string{"help"}, path...)...)
			if code != 0 || errs != "" {
				t.Fatalf("help %v: exit code %d, %s", path, code, errs)
			}
			for line := range strings.SplitSeq(out, "\n") {
				if utf8.RuneCountInString(line) > longest {
					t.Errorf("help %v: a line of %d characters: %s", path, utf8.RuneCountInString(line), line)
				}
			}
			pages[lang] = append(pages[lang], "$ wattlake "+strings.Join(append([]string{"help"}, path...), " ")+"\n"+out)
		}
		golden(t, "help."+string(lang)+".txt", strings.Join(pages[lang], "\n"))
	}
	for i, path := range all {
		pl, en := pages[lake.Polish][i], pages[lake.English][i]
		if !strings.Contains(en, "Examples:") && strings.Contains(en, "Usage:") {
			t.Errorf("%v has no example", path)
		}
		for line := range strings.SplitSeq(en, "\n") {
			if words := strings.Fields(line); len(words) > 4 && !strings.HasPrefix(words[0], "wattlake") && !strings.HasPrefix(words[0], "$") && strings.Contains(pl, line) {
				t.Errorf("%v: not translated: %s", path, line)
			}
		}
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs (-want +got); if it should: go test ./ui/cli -run %s -update\n%s", path, t.Name(), diff)
	}
}

// Every wrong call says what is wrong and how the command is called, in the person's language.
func TestWrongCalls(t *testing.T) {
	for call, want := range map[string][2]string{
		"stauts":                    {"Nie ma polecenia ani pliku „stauts”.", "Do you mean: wattlake status?"},
		"help nope":                 {"wattlake help", "There is no command and no file “nope”."},
		"show":                      {"Polecenie wymaga innych argumentów.", "Usage: wattlake show FILE|ID"},
		"status a b":                {"Użycie: wattlake status", "The command takes other arguments."},
		"status --nope":             {"Nie ma opcji --nope.", "There is no flag --nope."},
		"status -x":                 {"Nie ma opcji --x.", "There is no flag --x."},
		"serve --listen":            {"Opcja wymaga wartości: --listen.", "The flag needs a value: --listen."},
		"review x --part q":         {"Zła wartość opcji --part: q.", "Bad value of the flag --part: q."},
		"replay":                    {"Brakuje opcji: \"from\".", "A flag is missing: \"from\"."},
		"review x --undo --approve": {"Te opcje się wykluczają", "These flags exclude"},
		"completion tcsh":           {"Nie ma podpowiedzi dla powłoki „tcsh”.", "There are no completions for the shell “tcsh”."},
	} {
		for i, lang := range []lake.Lang{lake.Polish, lake.English} {
			out, errs, code := speak(t, lang, nil, strings.Fields(call)...)
			if code != 1 || out != "" || !strings.Contains(errs, want[i]) {
				t.Errorf("wattlake %s: exit code %d, %q\n%s\nwant %s", call, code, out, errs, want[i])
			}
		}
	}
}

// serveOptions runs `serve` and returns the lake and the options that it was called with.
func serveOptions(t *testing.T, c cli.Configuration, args ...string) (dir string, got cli.ServeOptions, errs string, code int) {
	t.Helper()
	_, errs, code = speak(t, lake.English, func(p *cli.Program) {
		p.Configuration = c
		p.Serve = func(_ context.Context, lakeDir string, o cli.ServeOptions, _ func(string, *httpapi.TokenStore)) error {
			dir, got = lakeDir, o
			return nil
		}
	}, append([]string{"serve"}, args...)...)
	return dir, got, errs, code
}

// A flag beats the environment, the environment the file, the file the default.
func TestPrecedenceOfSettings(t *testing.T) {
	file := settings.Settings{Lake: "/file", Commands: map[string]map[string]any{"serve": {"listen": "file:1", "host": []any{"a", "b"}}}}
	environment := map[string]string{"WATTLAKE_LAKE": "/environment", "WATTLAKE_SERVE_LISTEN": "environment:1"}
	lookup := func(name string) (string, bool) { value, ok := environment[name]; return value, ok }
	for name, c := range map[string]struct {
		configuration cli.Configuration
		args          []string
		lake, listen  string
		hosts         []string
	}{
		"defaults":    {cli.Configuration{}, nil, "/home/ala/.local/share/wattlake", "127.0.0.1:8080", nil},
		"file":        {cli.Configuration{File: file}, nil, "/file", "file:1", []string{"a", "b"}},
		"environment": {cli.Configuration{File: file, Lookup: lookup}, nil, "/environment", "environment:1", []string{"a", "b"}},
		"flags": {
			cli.Configuration{File: file, Lookup: lookup}, []string{"--lake", "/flag", "--listen=flag:1", "--host", "c"}, "/flag", "flag:1", []string{"c"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir, o, errs, code := serveOptions(t, c.configuration, c.args...)
			if code != 0 {
				t.Fatal(errs)
			}
			if diff := cmp.Diff([]any{c.lake, c.listen, c.hosts}, []any{dir, o.Listen, o.Hosts}); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestBadSettingsAreNamed(t *testing.T) {
	typo := settings.Settings{Commands: map[string]map[string]any{"serve": {"lsten": "x"}}}
	_, _, errs, code := serveOptions(t, cli.Configuration{Path: "/s.toml", File: typo})
	if code != 1 || !strings.Contains(errs, "/s.toml has a bad setting: [commands.serve] lsten") {
		t.Errorf("exit code %d, %s", code, errs)
	}
	misnamed := settings.Settings{Commands: map[string]map[string]any{"serv": {"listen": "x"}}}
	if _, _, errs, code = serveOptions(t, cli.Configuration{Path: "/s.toml", File: misnamed}); code != 1 || !strings.Contains(errs, "/s.toml has a bad setting: [commands.serv]") {
		t.Errorf("exit code %d, %s", code, errs)
	}
	unreadable := &lake.Error{Code: lake.CodeUsage, Message: lake.Text{EN: "The settings file cannot be read."}}
	if dir, _, errs, code := serveOptions(t, cli.Configuration{Problem: unreadable}); code != 1 || dir != "" || !strings.Contains(errs, unreadable.Message.EN) {
		t.Errorf("exit code %d, lake %q, %s", code, dir, errs)
	}
	lookup := func(name string) (string, bool) { return "perhaps", name == "WATTLAKE_JSON" }
	if _, _, errs, code = serveOptions(t, cli.Configuration{Lookup: lookup}); code != 1 || !strings.Contains(errs, "WATTLAKE_JSON=perhaps") {
		t.Errorf("exit code %d, %s", code, errs)
	}
	careless := settings.Settings{Commands: map[string]map[string]any{"retry": {"all": true}}}
	if _, errs, code := speak(t, lake.English, func(p *cli.Program) { p.Configuration.File = careless }, "retry"); code != 1 {
		t.Errorf("a file decides for the moment: %s", errs)
	}
}

// config tells where each value comes from, and shows no secret.
func TestConfigTellsOrigins(t *testing.T) {
	environment := map[string]string{"WATTLAKE_LAKE": "/environment", "WATTLAKE_INGEST_PASSWORD": "tajne"}
	change := func(p *cli.Program) {
		p.Configuration = cli.Configuration{
			Path: "/s.toml", File: settings.Settings{Language: "en", Commands: map[string]map[string]any{"serve": {"listen": "file:1"}}},
			Lookup: func(name string) (string, bool) { value, ok := environment[name]; return value, ok },
		}
	}
	origins := func(args ...string) map[string]string {
		out, errs, code := speak(t, lake.Polish, change, append([]string{"config", "--json"}, args...)...)
		if code != 0 {
			t.Fatal(errs)
		}
		got := map[string]string{}
		decoder := json.NewDecoder(strings.NewReader(out))
		for decoder.More() {
			var line struct{ Name, Value, Origin, Variable string }
			if err := decoder.Decode(&line); err != nil {
				t.Fatal(err)
			}
			got[line.Name] = line.Origin + " " + line.Value
		}
		return got
	}
	for name, want := range map[string]string{"lake": "environment /environment", "lang": "file en", "json": "flag true", "quiet": "default false"} {
		for _, command := range [][]string{nil, {"serve"}} {
			if got := origins(command...)[name]; got != want {
				t.Errorf("config %v: %s: %q, want %q", command, name, got, want)
			}
		}
	}
	if got := origins("serve")["listen"]; got != "file file:1" {
		t.Errorf("listen: %s", got)
	}
	if got := origins("ingest")["password"]; strings.Contains(got, "tajne") || !strings.HasPrefix(got, "environment") {
		t.Errorf("password: %s", got)
	}
}

func TestLanguage(t *testing.T) {
	english := func(name string) (string, bool) { return "en", name == "WATTLAKE_LANG" }
	for name, c := range map[string]struct {
		system lake.Lang
		c      cli.Configuration
		args   []string
		want   string
	}{
		"system":      {lake.Polish, cli.Configuration{}, nil, "Użycie:"},
		"file":        {lake.Polish, cli.Configuration{File: settings.Settings{Language: "en"}}, nil, "Usage:"},
		"environment": {lake.Polish, cli.Configuration{File: settings.Settings{Language: "pl"}, Lookup: english}, nil, "Usage:"},
		"flag":        {lake.English, cli.Configuration{Lookup: english}, []string{"--lang", "pl"}, "Użycie:"},
		"flag with =": {lake.English, cli.Configuration{Lookup: english}, []string{"--lang=pl"}, "Użycie:"},
	} {
		out, _, _ := speak(t, c.system, func(p *cli.Program) { p.Configuration = c.c }, append(c.args, "--help")...)
		if !strings.Contains(out, c.want) {
			t.Errorf("%s: help is not in the language asked for", name)
		}
	}
}

// ingesting runs an ingest of forty files and returns what stderr got.
func ingesting(t *testing.T, change func(*cli.Program), args ...string) string {
	t.Helper()
	const files = 40
	_, errs, _ := speak(t, lake.English, func(p *cli.Program) {
		p.OpenNode = func(context.Context, string) (cli.Node, func(), error) { return busyNode{files: files}, func() {}, nil }
		change(p)
	}, append([]string{"ingest", "x.pdf"}, args...)...)
	return errs
}

// busyNode reports progress for every file.
type busyNode struct {
	cli.Node
	files int
}

func (n busyNode) Ingest(_ context.Context, _ pipeline.IngestRequest, update func(pipeline.IngestUpdate)) ([]pipeline.IngestResult, error) {
	for i := range n.files {
		if update != nil {
			update(pipeline.IngestUpdate{File: strings.Repeat("długa nazwa ", 20), Done: i + 1, Total: n.files})
		}
	}
	return nil, nil
}

// A terminal gets a bar on one line, a pipe a few plain lines, and who wants quiet gets nothing.
func TestProgress(t *testing.T) {
	terminal := ingesting(t, func(p *cli.Program) { p.Interactive = true })
	if !strings.Contains(terminal, "█") || strings.Contains(terminal, "\n") {
		t.Errorf("a terminal gets %q", terminal)
	}
	for line := range strings.SplitSeq(terminal, "\r\033[K") {
		if utf8.RuneCountInString(line) > 79 {
			t.Errorf("the line would wrap: %q", line)
		}
	}
	pipe := ingesting(t, func(*cli.Program) {})
	if got := strings.Count(pipe, "\n"); got != 10 || strings.ContainsAny(pipe, "\r\033") || !strings.HasSuffix(pipe, "40 of 40\n") {
		t.Errorf("a pipe gets %d lines: %q", got, pipe)
	}
	for _, interactive := range []bool{true, false} {
		if quiet := ingesting(t, func(p *cli.Program) { p.Interactive = interactive }, "-q"); quiet != "" {
			t.Errorf("quiet prints %q", quiet)
		}
	}
}

// A check that failed comes with what to do, in the person's language, and makes the exit code 2.
func TestDoctor(t *testing.T) {
	ill := func(p *cli.Program) {
		p.Diagnose = func(context.Context, string) []cli.Check {
			return []cli.Check{
				{Name: "lake", OK: true, Detail: lake.Text{PL: "można pisać", EN: "can be written"}},
				{Name: "disk", Detail: lake.Text{PL: "pełny", EN: "full"}, Hint: lake.Text{PL: "Zwolnij miejsce.", EN: "Make room."}},
			}
		}
	}
	out, errs, code := speak(t, lake.Polish, ill, "doctor")
	if want := "✓ lake     można pisać\n✗ disk     pełny\n           → Zwolnij miejsce.\n"; code != 2 || errs != "" || out != want {
		t.Errorf("exit code %d, %s, want\n%s\ngot\n%s", code, errs, want, out)
	}
	out, _, code = speak(t, lake.English, ill, "doctor", "--json")
	want := `{"name":"lake","ok":true,"detail":"can be written","hint":""}` + "\n" + `{"name":"disk","ok":false,"detail":"full","hint":"Make room."}` + "\n"
	if code != 2 || out != want {
		t.Errorf("exit code %d, %s", code, out)
	}
}

// Errors are told however quiet it should be, and red only where colours are wanted.
func TestErrorsAreAlwaysTold(t *testing.T) {
	for _, colors := range []bool{true, false} {
		_, errs, _ := speak(t, lake.English, func(p *cli.Program) { p.Colors = colors }, "--quiet", "show")
		if !strings.Contains(errs, "takes other arguments") || strings.Contains(errs, "\033[") != colors {
			t.Errorf("colours %v: %q", colors, errs)
		}
	}
}

// Programs get errors as JSON, with the code that tells them apart, also of calls that make no sense.
func TestErrorsForPrograms(t *testing.T) {
	busy := &lake.Error{Code: lake.CodeBusy, Message: lake.Text{EN: "Busy."}, Hint: lake.Text{EN: "Wait."}}
	open := func(p *cli.Program) {
		p.OpenLibrary = func(context.Context, string) (cli.Library, func(), error) { return nil, nil, busy }
	}
	out, errs, code := speak(t, lake.English, open, "status", "--json")
	if want := `{"code":"` + string(lake.CodeBusy) + `","message":"Busy.","hint":"Wait."}` + "\n"; code != 1 || out != "" || errs != want {
		t.Errorf("exit code %d, %q, want %q", code, errs, want)
	}
	_, errs, code = speak(t, lake.English, nil, "status", "--nope", "--json")
	var told struct{ Code, Message, Hint string }
	if err := json.Unmarshal([]byte(errs), &told); err != nil || code != 1 || told.Code != string(lake.CodeUsage) || told.Message != "There is no flag --nope." {
		t.Errorf("exit code %d, %v, %q", code, err, errs)
	}
}

// The package installs these; every command has its page in both languages, and no page is empty.
func TestManualAndCompletions(t *testing.T) {
	dir := t.TempDir()
	if _, errs, code := speak(t, lake.English, nil, "man", dir); code != 0 {
		t.Fatal(errs)
	}
	for _, path := range commands(t) {
		name := strings.Join(append([]string{"wattlake"}, path...), "-") + ".1"
		for _, folder := range []string{"man/man1", "man/pl/man1"} {
			page, err := os.ReadFile(filepath.Join(dir, folder, name))
			if err != nil {
				t.Error(err)
				continue
			}
			if !bytes.HasPrefix(page, []byte(".TH ")) || bytes.Contains(page, []byte("/home/ala")) {
				t.Errorf("%s/%s begins with %.40q", folder, name, page)
			}
		}
	}
	for _, path := range []string{"bash-completion/completions/wattlake", "zsh/vendor-completions/_wattlake", "fish/vendor_completions.d/wattlake.fish"} {
		if script, err := os.ReadFile(filepath.Join(dir, path)); err != nil || len(script) == 0 {
			t.Errorf("%s: %d bytes, %v", path, len(script), err)
		}
	}
}

// Typing is completed with documents of the lake, choices and nothing else.
func TestCompletions(t *testing.T) {
	documents := []pipeline.Document{{FileName: "faktura_1.pdf", Status: lake.Ready}, {FileName: "nota.pdf", Status: lake.Failed}}
	for typed, want := range map[string]string{
		"show fakt":                "faktura_1.pdf\tready",
		"replay --from gold ":      "nota.pdf\tfailed",
		"metrics con":              "consumption",
		"metrics costs --format j": "json",
		"replay --from si":         "silver",
		"--lang e":                 "en",
		"completion z":             "zsh",
		"help inge":                "ingest\tAdd files",
	} {
		out, _, code := speak(t, lake.English, func(p *cli.Program) {
			p.OpenLibrary = func(context.Context, string) (cli.Library, func(), error) {
				return shelf{documents: documents}, func() {}, nil
			}
		}, append([]string{"__complete"}, strings.Split(typed, " ")...)...)
		if code != 0 || !strings.Contains(out, want) || (typed == "show fakt" && strings.Contains(out, "nota")) {
			t.Errorf("%q is completed with %q", typed, out)
		}
	}
}

// shelf is a library that only lists.
type shelf struct {
	cli.Library
	documents []pipeline.Document
}

func (s shelf) Documents(context.Context) ([]pipeline.Document, error) { return s.documents, nil }
