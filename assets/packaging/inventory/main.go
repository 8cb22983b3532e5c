// Command inventory lists the modules that a binary is made of: as a CycloneDX document for programs, and with the text of
// each licence for people. It fails on a licence that it does not know, so that none gets in unseen.
package main

import (
	"debug/buildinfo"
	"errors"
	"fmt"
	"os"
)

var errUsage = errors.New("usage: inventory BINARY VERSION SBOM.json LICENCES.txt")

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "inventory:", err)
		os.Exit(1) //nolint:forbidigo // this is the main function of a program of its own
	}
}

const fileMode = 0o644

func run(args []string) error {
	if len(args) != 4 {
		return errUsage
	}
	info, err := buildinfo.ReadFile(args[0])
	if err != nil {
		return fmt.Errorf("read the modules of the binary: %w", err)
	}
	modules, err := withLicences(info.Deps)
	if err != nil {
		return err
	}
	document, err := bill(info, args[1], modules)
	if err != nil {
		return err
	}
	if err := os.WriteFile(args[2], document, fileMode); err != nil { //nolint:gosec // the caller names the file
		return fmt.Errorf("write the bill of materials: %w", err)
	}
	if err := os.WriteFile(args[3], texts(modules), fileMode); err != nil { //nolint:gosec // the caller names the file
		return fmt.Errorf("write the licences: %w", err)
	}
	return nil
}
