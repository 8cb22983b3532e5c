package present

import (
	"slices"

	"wattlake/lake"
	"wattlake/ui/settings"
)

// Trial shows the test of a connection while it goes on and when it has ended. It belongs to one goroutine.
type Trial struct {
	contact *Contact
	ended   bool
	err     error
}

// StepRow is one step of a test in words.
type StepRow struct {
	Icon string
	Tone Tone
	Name string
	Hint string // what went wrong, and what to do about it
}

// NewBucketTrial follows a test of the team's bucket.
func NewBucketTrial(s settings.Sync) *Trial { return &Trial{contact: NewContact(s)} }

// NewKafkaTrial follows a test of the team's Kafka.
func NewKafkaTrial(k settings.Kafka) *Trial { return &Trial{contact: NewKafkaContact(k)} }

// Pass notes that a step went well; one that is not tested is no news.
func (t *Trial) Pass(step string) {
	if slices.ContainsFunc(t.contact.Steps(), func(s ContactStep) bool { return s.Code == step && s.State == ContactWaiting }) {
		t.contact.Passed(step)
	}
}

// End notes how the test ended: the step after the last one that passed is the one that failed.
func (t *Trial) End(err error) {
	t.ended, t.err = true, err
	if err != nil {
		t.contact.Failed(err)
		return
	}
	steps := t.contact.Steps()
	t.Pass(steps[len(steps)-1].Code)
}

// Rows lists the steps as far as they are known: what was not reached after a failure is left out.
func (t *Trial) Rows(l *Locale) []StepRow {
	var rows []StepRow
	busy := !t.ended
	for _, step := range t.contact.Steps() {
		row := StepRow{Name: l.Say(step.Name), Icon: "waiting", Tone: Muted}
		switch {
		case step.State == ContactPassed:
			row.Icon, row.Tone = "ready", Good
		case step.State == ContactFailed:
			row.Icon, row.Tone, row.Hint = "failed", Bad, join(l.Say(step.Message), l.Say(step.Hint))
		case t.ended:
			return rows
		case busy:
			row.Icon, row.Tone, busy = "processing", Busy, false
		}
		rows = append(rows, row)
	}
	return rows
}

// Verdict says in a sentence how the test ended; there is none while it runs.
func (t *Trial) Verdict(l *Locale) Notice {
	switch {
	case !t.ended:
		return Notice{}
	case lake.CodeOf(t.err) == lake.CodeCancelled:
		return Notice{Tone: Muted, Message: l.T("trial.cancelled")}
	case t.err == nil:
		return Notice{Tone: Good, Message: l.T("trial.passed")}
	}
	failed := slices.IndexFunc(t.contact.Steps(), func(s ContactStep) bool { return s.State == ContactFailed })
	return Notice{Tone: Bad, Message: l.T("trial.failed", "step", l.Say(t.contact.Steps()[failed].Name))}
}
