package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"wattlake/lake"
	"wattlake/pipeline/handover"
	"wattlake/ui/cli"
)

// diagnose checks one after the other what a working program needs.
func diagnose(ctx context.Context, dir string) []cli.Check {
	return append([]cli.Check{
		{Name: "wattlake", OK: true, Detail: version + ", " + runtime.Version() + ", " + runtime.GOOS + "/" + runtime.GOARCH},
		checkLake(dir),
		checkLock(dir),
		checkOCR(ctx),
		checkTables(ctx, dir),
		checkSandbox(),
	}, checkKafka(ctx, dir)...)
}

func failed(name string, err error, hint string) cli.Check {
	return cli.Check{Name: name, Detail: err.Error(), Hint: hint}
}

func checkLake(dir string) cli.Check {
	local := filepath.Join(dir, filepath.FromSlash(lake.LocalPrefix))
	if err := os.MkdirAll(local, 0o700); err != nil {
		return failed("lake", err, "choose another folder with --lake")
	}
	probe, err := os.CreateTemp(local, "probe-*")
	if err != nil {
		return failed("lake", err, "choose another folder with --lake")
	}
	_ = probe.Close()           // nothing was written
	_ = os.Remove(probe.Name()) // a leftover here does no harm
	return cli.Check{Name: "lake", OK: true, Detail: dir + " can be written"}
}

func checkLock(dir string) cli.Check {
	lease, err := handover.Acquire(dir)
	if lake.CodeOf(err) == lake.CodeLocked {
		return cli.Check{Name: "lock", OK: true, Detail: "another Wattlake is at work on this lake"}
	}
	if err != nil {
		return failed("lock", err, "")
	}
	if err := lease.Release(); err != nil {
		return failed("lock", err, "")
	}
	return cli.Check{Name: "lock", OK: true, Detail: "free"}
}

func checkOCR(ctx context.Context) cli.Check {
	const hint = "install it: apt-get install tesseract-ocr tesseract-ocr-pol"
	languages, err := exec.CommandContext(ctx, "tesseract", "--list-langs").CombinedOutput()
	if err != nil {
		return failed("ocr", err, hint)
	}
	if !strings.Contains(string(languages), "\npol") {
		return cli.Check{Name: "ocr", Detail: "Tesseract has no Polish model", Hint: hint}
	}
	return cli.Check{Name: "ocr", OK: true, Detail: "Tesseract with the Polish model"}
}

func checkTables(ctx context.Context, dir string) cli.Check {
	_, tables, err := openTables(ctx, dir)
	if err != nil {
		return failed("tables", err, "")
	}
	defer func() { _ = tables.Close() }() // only read
	version, err := tables.SilverVersion(ctx)
	switch {
	case err != nil:
		return failed("tables", err, "rebuild them: wattlake replay --from silver")
	case version < 0:
		return cli.Check{Name: "tables", OK: true, Detail: "no invoice yet"}
	}
	return cli.Check{Name: "tables", OK: true, Detail: "Silver and Gold can be read"}
}

func checkSandbox() cli.Check {
	lsm, err := os.ReadFile("/sys/kernel/security/lsm")
	if err == nil && strings.Contains(string(lsm), "landlock") {
		return cli.Check{Name: "sandbox", OK: true, Detail: "the kernel offers Landlock; PDFs are read in WebAssembly in processes of their own"}
	}
	return cli.Check{Name: "sandbox", OK: true, Detail: "no Landlock in this kernel; PDFs are read in WebAssembly in processes of their own"}
}
