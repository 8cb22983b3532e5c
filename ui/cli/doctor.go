package cli

import (
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"wattlake/lake"
)

// Check is one line of a report on what the program needs.
type Check struct {
	Name   string // the same in every language
	OK     bool
	Detail lake.Text
	Hint   lake.Text // how to mend it; empty if all is well
}

// checkJSON is one line of `doctor --json` and `kafka test --json`.
type checkJSON struct {
	Name   string `json:"name"`
	OK     bool   `json:"ok"`
	Detail string `json:"detail"`
	Hint   string `json:"hint"`
}

func (p *Program) doctorCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "doctor",
		Short: p.text("Sprawdź, czy wszystko jest na miejscu", "Check that everything is in place"),
		Long: p.text(
			"Sprawdza folder jeziora, miejsce na dysku, odczyt przykładowego skanu w osobnym procesie, tabele, a jeżeli je ustawiono, koszyk i Kafkę zespołu. Przy każdym kłopocie mówi, co zrobić. Kod wyjścia 2: coś wymaga naprawy.",
			"Checks the lake's folder, the room on the disk, the reading of a sample scan in a process of its own, the tables, and, where they are set up, the team's bucket and Kafka. It says how to mend what is wrong. Exit code 2: something needs mending.",
		),
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return p.printChecks(p.Diagnose(cmd.Context(), p.lakeDir)) },
	}
}

// printChecks prints all checks; one that failed makes the exit code 2.
func (p *Program) printChecks(checks []Check) (result error) {
	for _, check := range checks {
		if !check.OK {
			result = errProblemsFound
		}
		if err := p.printCheck(check); err != nil {
			return err
		}
	}
	return result
}

func (p *Program) printCheck(check Check) error {
	line := checkJSON{check.Name, check.OK, check.Detail.In(p.Lang), check.Hint.In(p.Lang)}
	if p.json {
		return json.NewEncoder(p.Out).Encode(line)
	}
	mark := p.paint(green, "✓")
	if !check.OK {
		mark = p.paint(red, "✗")
	}
	_, err := fmt.Fprintf(p.Out, "%s %-8s %s\n", mark, line.Name, line.Detail)
	if err == nil && line.Hint != "" {
		_, err = fmt.Fprintf(p.Out, "  %-8s → %s\n", "", line.Hint)
	}
	return err
}
