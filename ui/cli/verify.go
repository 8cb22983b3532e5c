package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"wattlake/lake"
)

// errProblemsFound ends a check when its output has told already what is wrong.
var errProblemsFound = errors.New("the check found problems")

// Verification is what a check of a lake found, and after a repair what is left of it.
type Verification struct {
	Found    []lake.Problem
	Left     []lake.Problem // the same as Found if nothing was repaired
	Repaired bool
	Busy     bool // another process works on the lake: tables were not compared
}

// problemJSON is one line of `verify --json`.
type problemJSON struct {
	Code     lake.ProblemCode `json:"code"`
	Key      lake.Key         `json:"key"`
	Document lake.DocumentID  `json:"document,omitempty"`
	Message  string           `json:"message"`
	Hint     string           `json:"hint"`
	Detail   string           `json:"detail,omitempty"`
	Repaired bool             `json:"repaired"`
}

func (p *Program) verifyCommand() *cobra.Command {
	var repair, remote bool
	command := &cobra.Command{
		Use:   "verify",
		Short: p.text("Sprawdź całe jezioro: obiekty, tabele, wyliczenia", "Check the whole lake: objects, tables, computations"),
		Long: p.text(
			"Czyta każdy obiekt i każdą tabelę jeziora. Kod wyjścia: 0 - wszystko w porządku, 2 - znaleziono problemy (po --repair: zostały problemy), 1 - nie udało się sprawdzić.",
			"Reads every object and every table of the lake. Exit code: 0 - all is well, 2 - problems found (after --repair: left), 1 - the check could not run.",
		),
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			check := p.Care.Verify
			if remote {
				check = p.Sync.Verify
			}
			result, err := check(cmd.Context(), p.lakeDir, repair, p.verifyProgress())
			p.clearProgress()
			if err != nil {
				return err
			}
			return p.printVerification(result)
		},
	}
	command.Flags().BoolVar(&repair, "repair", false, p.text("napraw, co można odtworzyć", "mend what can be made again"))
	command.Flags().BoolVar(&remote, "remote", false, p.text("porównaj każdy obiekt z koszykiem zespołu", "compare every object with the team's bucket"))
	return command
}

func (p *Program) verifyProgress() func(lake.CheckProgress) {
	if !p.Interactive || p.quiet {
		return nil
	}
	steps := map[string]string{
		"objects": p.text("obiekty", "objects"), "tables": p.text("tabele", "tables"),
		"silver": p.text("faktury", "invoices"), "gold": p.text("wskaźniki", "metrics"), "team": p.text("koszyk zespołu", "the team's bucket"),
	}
	const every = 64 // a terminal is slower than a disk
	return func(u lake.CheckProgress) {
		if u.Done%every == 0 {
			_, _ = fmt.Fprintf(p.Err, "\r\033[K%s %d/%d", steps[u.Step], u.Done, u.Total) // progress only
		}
	}
}

func (p *Program) printVerification(v Verification) error {
	left := map[problemJSON]int{}
	for _, problem := range v.Left {
		left[p.problem(problem)]++
	}
	for _, problem := range v.Found {
		line := p.problem(problem)
		if left[line] > 0 {
			left[line]--
		} else {
			line.Repaired = true
		}
		if err := p.printProblem(line); err != nil {
			return err
		}
	}
	for line, count := range left { // what a repair brought to light
		for range count {
			if err := p.printProblem(line); err != nil {
				return err
			}
		}
	}
	if v.Busy {
		p.sayf(p.Err, "Na jeziorze pracuje inny program: tabel nie porównano. Zamknij go i sprawdź jeszcze raz.\n",
			"Another program is at work on the lake: tables were not compared. Close it and check again.\n")
	}
	if len(v.Left) > 0 {
		return errProblemsFound
	}
	if !p.json {
		p.sayf(p.Out, "Jezioro jest w porządku.\n", "The lake is sound.\n")
	}
	return nil
}

func (p *Program) problem(problem lake.Problem) problemJSON {
	return problemJSON{
		Code: problem.Code, Key: problem.Key, Document: problem.Document,
		Message: problem.Message.In(p.Lang), Hint: problem.Hint.In(p.Lang), Detail: problem.Detail,
	}
}

func (p *Program) printProblem(line problemJSON) error {
	if p.json {
		return json.NewEncoder(p.Out).Encode(line)
	}
	mark, hint := p.text("PROBLEM   ", "PROBLEM  "), "  "+line.Hint
	if line.Repaired {
		mark, hint = p.text("naprawione", "repaired "), ""
	}
	detail := ""
	if line.Detail != "" {
		detail = " (" + line.Detail + ")"
	}
	_, err := fmt.Fprintf(p.Out, "%s  %s  %s%s%s\n", mark, line.Key, line.Message, detail, hint)
	return err
}

// RepairResume is what a repair lets a node do.
func RepairResume(ctx context.Context, node Node, readAgain []lake.DocumentID) error {
	if err := node.Settle(ctx); err != nil || len(readAgain) == 0 {
		return err
	}
	return node.Replay(ctx, lake.StageRead, readAgain)
}
