package main

import (
	"cmp"
	"fmt"
	"log/slog"
	"os"
	"time"

	"wattlake/pipeline/reader"
	"wattlake/ui/settings"
)

// openReaders makes the pool of reader processes, within the budgets that a person has set.
func openReaders(local string, logger *slog.Logger) (*reader.Pool, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("find this program's file: %w", err)
	}
	cache := cacheDir(local)
	if err := os.MkdirAll(cache, 0o700); err != nil {
		return nil, fmt.Errorf("folder for the compiled PDF engine: %w", err)
	}
	kept := configuration().File.Reading
	return reader.NewPool(reader.Params{
		Command: readerCommand(self, kept.Language), Size: cmp.Or(kept.Processes, workers()), CacheDir: cache, Logger: logger, Budgets: budgetsOf(kept),
	})
}

// readerCommand starts a reader process for scans in the language, or in the usual one.
func readerCommand(self, language string) []string {
	command := []string{self, "reader"}
	if language != "" {
		command = append(command, "--scan-language", language)
	}
	return command
}

// budgetsOf leaves zero what nobody has set: the pool knows the usual values.
func budgetsOf(r settings.Reading) reader.Budgets {
	return reader.Budgets{
		PerPage: time.Duration(r.PageSeconds) * time.Second, PerDocument: time.Duration(r.DocumentMinutes) * time.Minute,
		MemoryBytes: int64(r.MemoryMB) << 20, MaxPages: r.MaxPages, MaxPixelsPerPage: int64(r.MaxMegapixels) * 1_000_000,
	}
}
