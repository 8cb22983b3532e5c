package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wattlake/assets/samples"
	"wattlake/assets/samples/invoicegen"
	"wattlake/lake"
	"wattlake/ui/cli"
)

// TestMain lets the test binary be the program itself: it is started again as reader processes, and as whole programs that
// the tests kill.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && !strings.HasPrefix(os.Args[1], "-test.") {
		main()
	}
	os.Exit(m.Run())
}

// wattlake runs a command line in this process and returns what it printed.
func wattlake(t *testing.T, dir string, args ...string) (out string, code int) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	p := newProgram()
	p.Lang, p.Out, p.Err, p.Interactive, p.Colors, p.Configuration = lake.Polish, &stdout, &stderr, false, false, cli.Configuration{}
	code = p.Run(t.Context(), append([]string{"--lake", dir}, args...))
	if code != 0 {
		t.Logf("wattlake %s: exit code %d\n%s", strings.Join(args, " "), code, stderr.String())
	}
	return stdout.String(), code
}

// makeInvoices writes text-layer invoices of every layout into a new folder.
func makeInvoices(tb testing.TB, count int, firstSeed int64) string {
	tb.Helper()
	source := tb.TempDir()
	layouts := invoicegen.Layouts()
	for i := range count {
		sample, err := invoicegen.Make(layouts[i%len(layouts)], firstSeed+int64(i), invoicegen.Options{})
		if err != nil {
			tb.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(source, fmt.Sprintf("%05d.pdf", i)), sample.PDF, 0o600); err != nil {
			tb.Fatal(err)
		}
	}
	return source
}

// printed is one line of `ingest --json`.
type printed struct {
	File    string            `json:"file"`
	Status  lake.Status       `json:"status"`
	Code    lake.Code         `json:"code"`
	Invoice *invoicegen.Truth `json:"invoice"`
}

func decodeLines[T any](t *testing.T, out string) []T {
	t.Helper()
	var all []T
	decoder := json.NewDecoder(strings.NewReader(out))
	for decoder.More() {
		var one T
		if err := decoder.Decode(&one); err != nil {
			t.Fatalf("%v in %s", err, out)
		}
		all = append(all, one)
	}
	return all
}

// Every sample goes in, and every field that the page states comes out as it is printed there. A scan may ask for a person's
// look all the same; a text layer leaves no reason to.
func TestSamplesComeOutAsTheyArePrinted(t *testing.T) {
	dir, source := t.TempDir(), t.TempDir()
	paths, err := writeSamples(t.Context(), source)
	if err != nil {
		t.Fatal(err)
	}
	out, code := wattlake(t, dir, append([]string{"ingest", "--json"}, paths...)...)
	if code != 0 {
		t.Fatalf("exit code %d", code)
	}
	got := map[string][]invoicegen.Truth{}
	status := map[string]lake.Status{}
	for _, line := range decodeLines[printed](t, out) {
		name := filepath.Base(line.File)
		got[name] = append(got[name], *line.Invoice)
		status[name] = line.Status
	}
	for _, sample := range samples.All() {
		var want []invoicegen.Truth
		if err := json.Unmarshal(samples.Truth(sample.Name), &want); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got[sample.Name]); diff != "" {
			t.Errorf("%s (%s), - truth, + read:\n%s", sample.Name, status[sample.Name], diff)
		}
		if status[sample.Name] != lake.Ready && !scanned(t, dir, sample.Name) {
			t.Errorf("%s is %s", sample.Name, status[sample.Name])
		}
	}
}

func scanned(t *testing.T, dir, file string) bool {
	t.Helper()
	out, _ := wattlake(t, dir, "show", "--json", file)
	for _, detail := range decodeLines[struct {
		Source lake.TextSource `json:"source"`
	}](t, out) {
		return detail.Source == lake.SourceOCR
	}
	return false
}

func TestBadFilesEndWithCodeTwo(t *testing.T) {
	dir, source := t.TempDir(), t.TempDir()
	good, err := invoicegen.Make("L1", 7, invoicegen.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{
		"dobra.pdf": good.PDF, "pusta.pdf": nil, "notatka.pdf": []byte("nie faktura"), "ucięta.pdf": good.PDF[:len(good.PDF)/3],
	} {
		if err := os.WriteFile(filepath.Join(source, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out, code := wattlake(t, dir, "ingest", "--json", source)
	if code != 2 {
		t.Errorf("exit code %d, want 2", code)
	}
	codes := map[string]lake.Code{}
	for _, line := range decodeLines[printed](t, out) {
		codes[filepath.Base(line.File)] = line.Code
	}
	for name, want := range map[string]lake.Code{"dobra.pdf": "", "pusta.pdf": lake.CodeEmptyFile, "notatka.pdf": lake.CodeNotADocument} {
		if codes[name] != want {
			t.Errorf("%s: %q, want %q", name, codes[name], want)
		}
	}
	if codes["ucięta.pdf"] == "" {
		t.Error("a truncated PDF was taken as whole")
	}
}

func TestEmptyLakeAnswers(t *testing.T) {
	dir := t.TempDir()
	for _, metric := range []string{"costs", "consumption", "corrections"} {
		if out, code := wattlake(t, dir, "metrics", metric, "--format", "json"); out != "[]\n" || code != 0 {
			t.Errorf("metrics %s = %q, %d", metric, out, code)
		}
	}
	if out, code := wattlake(t, dir, "status", "--json"); out != "" || code != 0 {
		t.Errorf("status = %q, %d", out, code)
	}
	if _, code := wattlake(t, dir, "show", "nie-ma.pdf"); code != 1 {
		t.Errorf("show of an unknown file: exit code %d", code)
	}
}

// killedAfter is how many documents of the batch are parsed when the program is killed.
const killedAfter = 12

// kill -9 in the middle of a batch of 50, then the same batch again: every document has a final state, none is doubled, and
// the tables equal those of a lake that was never disturbed.
func TestKillInTheMiddleOfABatch(t *testing.T) {
	source := t.TempDir()
	for i := range 50 {
		sample, err := invoicegen.Make("L1", int64(100+i), invoicegen.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(source, fmt.Sprintf("faktura_%02d.pdf", i)), sample.PDF, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	killed := t.TempDir()
	killDuringIngest(t, killed, source)

	out, code := wattlake(t, killed, "ingest", "--json", source)
	if lines := decodeLines[printed](t, out); code != 0 || len(lines) != 50 {
		t.Fatalf("after the restart: exit code %d, %d lines", code, len(lines))
	}
	calm := t.TempDir()
	if _, code := wattlake(t, calm, "ingest", "--json", source); code != 0 {
		t.Fatalf("undisturbed: exit code %d", code)
	}
	for _, metric := range []string{"costs", "consumption", "corrections"} {
		got, _ := wattlake(t, killed, "metrics", metric, "--format", "json")
		want, _ := wattlake(t, calm, "metrics", metric, "--format", "json")
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s:\n%s", metric, diff)
		}
	}
	states, _ := wattlake(t, killed, "status", "--json")
	if got := strings.Count(states, `"document"`); got != 50 {
		t.Errorf("%d documents, want 50", got)
	}
}

func killDuringIngest(t *testing.T, dir, source string) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(t.Context(), self, "--lake", dir, "ingest", source)
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- command.Wait() }()
	for {
		parsed, err := filepath.Glob(filepath.Join(dir, filepath.FromSlash(lake.ParsedPrefix), "*.json"))
		if err != nil {
			t.Fatal(err)
		}
		if len(parsed) >= killedAfter {
			break
		}
		select {
		case err := <-ended:
			t.Fatalf("the batch ended before it could be killed: %v", err)
		default:
		}
	}
	if err := command.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	<-ended
}

// Whatever the locale, a command that has nothing to say says nothing on standard error.
func TestNothingIsSaidUnasked(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for _, locale := range []string{"C", "C.UTF-8", "pl_PL.UTF-8", "POSIX", ""} {
		var stderr bytes.Buffer
		command := exec.CommandContext(t.Context(), self, "--version")
		command.Env, command.Stderr = append(os.Environ(), "LC_ALL="+locale, "LANG="+locale), &stderr
		if err := command.Run(); err != nil || stderr.Len() > 0 {
			t.Errorf("%q: %v %s", locale, err, stderr.String())
		}
	}
}

// A folder that is not there is no empty lake, a document that is not there cannot be brought back, and neither leaves a trace.
func TestSlipsOfThePen(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "jezoro")
	for _, args := range [][]string{{"status"}, {"show", "a.pdf"}, {"metrics", "costs"}, {"verify"}} {
		if out, code := wattlake(t, dir, args...); code != 1 || out != "" {
			t.Errorf("%v: exit code %d, %s", args, code, out)
		}
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("the folder was made")
	}
	for _, args := range [][]string{{"restore", "faktura.pdf"}, {"restore", string(lake.NewDocumentID([]byte("x")))}} {
		if out, code := wattlake(t, dir, args...); code != 1 || out != "" {
			t.Errorf("%v: exit code %d, %s", args, code, out)
		}
	}
	if decisions, _ := filepath.Glob(filepath.Join(dir, "01_bronze", "decisions", "*")); len(decisions) > 0 {
		t.Errorf("something was decided: %v", decisions)
	}
}

// What was deleted is listed, and comes back by its name.
func TestDeletedDocumentComesBackByName(t *testing.T) {
	dir, source := t.TempDir(), t.TempDir()
	invoice, err := invoicegen.Make("L1", 7, invoicegen.Options{})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(source, "styczeń.pdf")
	if err := os.WriteFile(file, invoice.PDF, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct{ call, status, deleted string }{
		{"ingest " + file, "styczeń.pdf", ""}, {"delete styczeń.pdf", "", "styczeń.pdf"}, {"restore styczeń.pdf", "styczeń.pdf", ""},
	} {
		if _, code := wattlake(t, dir, strings.Fields(step.call)...); code != 0 {
			t.Fatalf("%s: exit code %d", step.call, code)
		}
		status, _ := wattlake(t, dir, "status")
		deleted, _ := wattlake(t, dir, "status", "--deleted")
		for out, want := range map[string]string{status: step.status, deleted: step.deleted} {
			if strings.Contains(out, "styczeń.pdf") != (want != "") {
				t.Errorf("after %s:\n%s\ndeleted:\n%s", step.call, status, deleted)
			}
		}
	}
}
