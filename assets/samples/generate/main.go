// Command generate writes the built-in samples and their truth into the folders pdf and truth beside it.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"wattlake/assets/samples/invoicegen"
)

func main() {
	if err := run("."); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1) //nolint:forbidigo // this is the main function of a program of its own
	}
}

// run replaces everything in dir/pdf and dir/truth.
func run(dir string) error {
	samples, err := invoicegen.Story()
	if err != nil {
		return err
	}
	for _, sub := range []string{"pdf", "truth"} {
		if err := os.RemoveAll(filepath.Join(dir, sub)); err != nil {
			return fmt.Errorf("remove the old samples: %w", err)
		}
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o750); err != nil {
			return fmt.Errorf("make the folder: %w", err)
		}
	}
	for _, s := range samples {
		truth, err := json.MarshalIndent(s.Truth, "", "  ")
		if err != nil {
			return fmt.Errorf("encode the truth of %s: %w", s.FileName, err)
		}
		if err := os.WriteFile(filepath.Join(dir, "pdf", s.FileName), s.PDF, 0o600); err != nil {
			return fmt.Errorf("write a sample: %w", err)
		}
		if err := os.WriteFile(filepath.Join(dir, "truth", invoicegen.TruthName(s.FileName)), append(truth, '\n'), 0o600); err != nil {
			return fmt.Errorf("write a truth: %w", err)
		}
	}
	return nil
}
