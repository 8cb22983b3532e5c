package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"wattlake/assets/samples"
	"wattlake/lake"
	"wattlake/lake/store"
	"wattlake/pipeline"
	"wattlake/pipeline/handover"
	"wattlake/ui/cli"
	"wattlake/ui/settings"
)

// diagnose checks one after the other what a working program needs.
func diagnose(ctx context.Context, dir string) []cli.Check {
	build := version + ", " + runtime.Version() + ", " + runtime.GOOS + "/" + runtime.GOARCH
	checks := []cli.Check{passed("wattlake", build, build), checkSettings(), checkLake(dir), checkDisk(dir)}
	checks = append(checks, checkReading(ctx, dir)...)
	checks = append(checks, checkTables(ctx, dir), checkBucket(ctx))
	if kafka := checkKafka(ctx, dir); len(kafka) > 0 {
		return append(checks, kafka...)
	}
	return append(checks, passed("kafka", "nie ustawiono", "not set up"))
}

func passed(name, pl, en string) cli.Check {
	return cli.Check{Name: name, OK: true, Detail: lake.Text{PL: pl, EN: en}}
}

// failed tells an error; the hint is for errors that have none of their own.
func failed(name string, err error, hint lake.Text) cli.Check {
	check := cli.Check{Name: name, Detail: lake.Text{PL: err.Error(), EN: err.Error()}, Hint: hint}
	if _, ok := errors.AsType[*lake.Error](err); ok {
		message, own := lake.Explain(err)
		check.Detail = message
		if !own.IsZero() {
			check.Hint = own
		}
	}
	return check
}

func checkSettings() cli.Check {
	c := configuration()
	if c.Problem != nil {
		return failed("settings", c.Problem, lake.Text{})
	}
	if unknown := strings.Join(settings.Unknown(c.Path), ", "); unknown != "" {
		return cli.Check{
			Name: "settings", Detail: lake.Text{PL: c.Path + ": nieznane ustawienia: " + unknown, EN: c.Path + ": unknown settings: " + unknown},
			Hint: lake.Text{PL: "Popraw nazwy, bo te wiersze nic nie znaczą. Zobacz: wattlake help configuration.", EN: "Correct the names: these lines mean nothing. See: wattlake help configuration."},
		}
	}
	return passed("settings", c.Path, c.Path)
}

var anotherFolder = lake.Text{PL: "Wskaż folder, w którym możesz pisać: --lake FOLDER.", EN: "Name a folder in which you may write: --lake FOLDER."}

// checkLake tells whether the lake's folder can be written, and who is at work on it.
func checkLake(dir string) cli.Check {
	local := filepath.Join(dir, filepath.FromSlash(lake.LocalPrefix))
	if err := os.MkdirAll(local, 0o700); err != nil {
		return failed("lake", err, anotherFolder)
	}
	probe, err := os.CreateTemp(local, "probe-*")
	if err != nil {
		return failed("lake", err, anotherFolder)
	}
	_ = probe.Close()           // nothing was written
	_ = os.Remove(probe.Name()) // a leftover here does no harm
	lease, err := handover.Acquire(dir)
	if lake.CodeOf(err) == lake.CodeLocked {
		return passed("lake", dir+": pracuje na nim inny Wattlake", dir+": another Wattlake is at work on it")
	}
	if err == nil {
		err = lease.Release()
	}
	if err != nil {
		return failed("lake", err, anotherFolder)
	}
	return passed("lake", dir+": można pisać", dir+": can be written")
}

// minFreeBytes is room for some hundred documents of usual size with all that is made of them.
const minFreeBytes = 1 << 30

func checkDisk(dir string) cli.Check {
	free, err := store.FreeBytes(dir)
	if err != nil {
		return failed("disk", err, anotherFolder)
	}
	detail := lake.Text{PL: fmt.Sprintf("wolne: %.1f GB", float64(free)/1e9), EN: fmt.Sprintf("free: %.1f GB", float64(free)/1e9)}
	if free < minFreeBytes {
		return cli.Check{Name: "disk", Detail: detail, Hint: lake.Text{
			PL: "Zwolnij miejsce (stare wersje tabel usuwa wattlake maintain) albo wskaż inny dysk: --lake FOLDER.",
			EN: "Make room (wattlake maintain drops old versions of tables), or name another disk: --lake FOLDER.",
		}}
	}
	return cli.Check{Name: "disk", OK: true, Detail: detail}
}

// checkReading reads a sample scan as any document is read: in a confined process, with Tesseract and its Polish model.
func checkReading(ctx context.Context, dir string) []cli.Check {
	start := time.Now()
	pool, err := openReaders(filepath.Join(dir, filepath.FromSlash(lake.LocalPrefix)), slog.New(slog.DiscardHandler))
	if err != nil {
		return []cli.Check{failed("reading", err, lake.Text{})}
	}
	defer func() { _ = pool.Close() }() // it was only tried
	all := samples.All()
	scan := all[slices.IndexFunc(all, func(f samples.File) bool { return strings.HasPrefix(f.Name, "skan") })]
	text, err := pool.Read(ctx, pipeline.ReadRequest{Document: lake.NewDocumentID(scan.PDF), Ext: filepath.Ext(scan.Name), Content: scan.PDF}, nil)
	reading := passed("reading", fmt.Sprintf("przykładowy skan odczytano w %.1f s", time.Since(start).Seconds()),
		fmt.Sprintf("a sample scan was read in %.1f s", time.Since(start).Seconds()))
	if err == nil && !slices.ContainsFunc(text.Pages, func(p lake.Page) bool { return len(p.Words) > 0 }) {
		err = errNoWords
	}
	if err != nil {
		reading = failed("reading", err, lake.Text{PL: "Zainstaluj: apt install tesseract-ocr tesseract-ocr-pol.", EN: "Install: apt install tesseract-ocr tesseract-ocr-pol."})
	}
	return []cli.Check{reading, checkSandbox(pool.Sandbox())}
}

var errNoWords = errors.New("no words were found on a sample scan")

func checkSandbox(confined string) cli.Check {
	if confined == "" {
		return passed("sandbox", "jądro nie oferuje Landlock ani seccomp; PDF czyta WebAssembly w osobnych procesach",
			"the kernel offers neither Landlock nor seccomp; PDFs are read in WebAssembly in processes of their own")
	}
	return passed("sandbox", confined+"; PDF czyta WebAssembly w osobnych procesach", confined+"; PDFs are read in WebAssembly in processes of their own")
}

func checkTables(ctx context.Context, dir string) cli.Check {
	rebuild := lake.Text{PL: "Policz je od nowa: wattlake replay --from silver.", EN: "Compute them anew: wattlake replay --from silver."}
	_, tables, err := openTables(ctx, dir)
	if err != nil {
		return failed("tables", err, rebuild)
	}
	defer func() { _ = tables.Close() }() // only read
	version, err := tables.SilverVersion(ctx)
	switch {
	case err != nil:
		return failed("tables", err, rebuild)
	case version < 0:
		return passed("tables", "nie ma jeszcze faktur", "no invoice yet")
	}
	return passed("tables", "Silver i Gold można czytać", "Silver and Gold can be read")
}

// checkBucket takes the way to the team's bucket and names the step that fails.
func checkBucket(ctx context.Context) cli.Check {
	s := configuration().File.Sync
	if s.Bucket == "" {
		return passed("s3", "nie ustawiono", "not set up")
	}
	last := store.Step("")
	team, err := openTeamStore(ctx, s)
	if err == nil {
		err = team.Diagnose(ctx, time.Now, func(step store.Step) { last = step })
	}
	if err == nil {
		return passed("s3", s.Bucket+": można czytać i pisać", s.Bucket+": can be read and written")
	}
	check := failed("s3", err, lake.Text{})
	if last != "" {
		check.Detail.PL += " (ostatni udany krok: " + string(last) + ")"
		check.Detail.EN += " (the last step that passed: " + string(last) + ")"
	}
	if check.Hint.IsZero() {
		check.Hint = lake.Text{PL: "Krok po kroku: wattlake sync --test.", EN: "Step by step: wattlake sync --test."}
	}
	return check
}
