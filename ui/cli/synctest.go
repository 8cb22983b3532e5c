package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"wattlake/lake"
	"wattlake/ui/present"
	"wattlake/ui/settings"
)

// syncStepJSON is one line of `sync --test --json`.
type syncStepJSON struct {
	Step    string    `json:"step"`
	OK      bool      `json:"ok"`
	Code    lake.Code `json:"code,omitempty"`
	Message string    `json:"message,omitempty"`
	Hint    string    `json:"hint,omitempty"`
}

func (p *Program) testSync(ctx context.Context, s settings.Sync) error {
	contact := present.NewContact(s)
	err := p.Sync.Test(ctx, s, func(step string) { p.printStep(contact.Passed(step)) })
	if err == nil || ctx.Err() != nil {
		return err
	}
	p.printStep(contact.Failed(err))
	return errProblemsFound
}

func (p *Program) printStep(step present.ContactStep) {
	message, hint := step.Message.In(p.Lang), step.Hint.In(p.Lang)
	if p.json {
		line := syncStepJSON{Step: step.Code, OK: step.State == present.ContactPassed, Code: step.Problem, Message: message, Hint: hint}
		_ = json.NewEncoder(p.Out).Encode(line) // the reader is gone: nobody is left to tell
		return
	}
	mark := "✓"
	if step.State == present.ContactFailed {
		mark = "✗"
	}
	lines := []string{mark + " " + step.Name.In(p.Lang)}
	for _, more := range []string{message, hint} {
		if more != "" {
			lines = append(lines, "    "+more)
		}
	}
	_, _ = fmt.Fprintln(p.Out, strings.Join(lines, "\n")) // as above
}
