package present

import (
	"slices"

	"wattlake/lake"
	"wattlake/ui/settings"
)

// Trial follows the test of a connection step by step. It belongs to one goroutine.
type Trial struct {
	service string
	steps   []string
	passed  int
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
func NewBucketTrial() *Trial {
	return &Trial{service: "s3", steps: []string{"dns", "tls", "time", "credentials", "bucket", "list", "put", "get", "conditional_put", "delete"}}
}

// NewKafkaTrial follows a test of the team's Kafka. What is not used is not tested.
func NewKafkaTrial(k settings.Kafka) *Trial {
	steps := []string{"dns", "tcp"}
	if k.TLS {
		steps = append(steps, "tls")
	}
	if k.User != "" {
		steps = append(steps, "login")
	}
	return &Trial{service: "kafka", steps: append(steps, "topics")}
}

// Pass notes that a step went well. A service that does not tell some steps apart has passed them as well.
func (t *Trial) Pass(step string) {
	if i := slices.Index(t.steps, step); i >= t.passed {
		t.passed = i + 1
	}
}

// End notes how the test ended: the step after the last one that passed is the one that failed.
func (t *Trial) End(err error) {
	t.ended, t.err = true, err
	if err == nil {
		t.passed = len(t.steps)
	}
}

// Ended reports whether the test is over, and with what.
func (t *Trial) Ended() (ended bool, err error) { return t.ended, t.err }

// Rows lists the steps as far as they are known: what was not reached after a failure is left out.
func (t *Trial) Rows(l *Locale) []StepRow {
	var rows []StepRow
	for i, step := range t.steps {
		row := StepRow{Name: l.T("step." + t.service + "." + step)}
		switch {
		case i < t.passed:
			row.Icon, row.Tone = "ready", Good
		case i == t.passed && t.ended:
			row.Icon, row.Tone = "failed", Bad
			message, hint := l.Explain(t.err)
			row.Hint = join(message, hint)
		case i == t.passed:
			row.Icon, row.Tone = "processing", Busy
		case t.ended:
			return rows
		default:
			row.Icon, row.Tone = "waiting", Muted
		}
		rows = append(rows, row)
	}
	return rows
}

// Verdict says in a sentence how the test ended; "" while it runs.
func (t *Trial) Verdict(l *Locale) Notice {
	switch {
	case !t.ended:
		return Notice{}
	case lake.CodeOf(t.err) == lake.CodeCancelled:
		return Notice{Tone: Muted, Message: l.T("trial.cancelled")}
	case t.err != nil:
		return Notice{Tone: Bad, Message: l.T("trial.failed", "step", l.T("step."+t.service+"."+t.steps[min(t.passed, len(t.steps)-1)]))}
	}
	return Notice{Tone: Good, Message: l.T("trial.passed")}
}
