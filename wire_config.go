package main

import (
	"os"

	"wattlake/lake"
	"wattlake/ui/cli"
	"wattlake/ui/settings"
)

// configuration is the environment and the settings file of the person, or the file that WATTLAKE_CONFIG names. Of a file
// that cannot be read, nothing counts, and Problem says why.
func configuration() cli.Configuration {
	c := cli.Configuration{Path: os.Getenv("WATTLAKE_CONFIG"), Lookup: os.LookupEnv}
	var err error
	if c.Path == "" {
		c.Path, err = settings.DefaultPath()
	}
	if err == nil {
		c.File, err = settings.Load(c.Path)
	}
	if err != nil {
		c.Problem = &lake.Error{
			Code: lake.CodeUsage, Op: "settings", Err: err,
			Message: lake.Text{PL: "Nie można odczytać pliku ustawień: " + err.Error(), EN: "The settings file cannot be read: " + err.Error()},
			Hint: lake.Text{
				PL: "Popraw albo usuń plik " + c.Path + ", albo wskaż inny zmienną WATTLAKE_CONFIG.",
				EN: "Correct or delete the file " + c.Path + ", or name another one with WATTLAKE_CONFIG.",
			},
		}
	}
	return c
}

// locale is the system's language of messages by the rules of POSIX (LC_ALL before LC_MESSAGES before LANG).
func locale() string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if value := os.Getenv(name); value != "" && value != "C.UTF-8" {
			return value
		}
	}
	return "pl"
}

func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// colors reports whether both streams show colours to a person who wants them (no-color.org).
func colors() bool {
	return os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" && isTerminal(os.Stdout) && isTerminal(os.Stderr)
}
