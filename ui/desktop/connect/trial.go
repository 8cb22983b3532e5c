package connect

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"wattlake/ui/desktop/thread"
	"wattlake/ui/desktop/widgets"
	"wattlake/ui/present"
)

// trial runs a test of a connection and lists its steps.
type trial struct {
	p      Params
	number int // of the last test; what comes of an older one is dropped
	button *widgets.Push
	steps  *fyne.Container
}

const stepIcon = 16

func newTrial(p Params, begin attempt) *trial {
	v := &trial{p: p, steps: container.New(layout.NewCustomPaddedVBoxLayout(4))}
	v.button = widgets.Button("bolt", p.Locale.T("connect.test"), func() {
		steps, run := begin()
		v.run(steps, run)
	})
	v.steps.Hide()
	return v
}

// run tests beside the drawing thread; every step is shown as it passes.
func (v *trial) run(steps *present.Trial, test func(ctx context.Context, passed func(string)) error) {
	v.number++
	number := v.number
	step := func(note func()) {
		thread.Do(func() {
			if number == v.number {
				note()
				v.show(steps)
			}
		})
	}
	v.button.Disable()
	v.show(steps)
	v.p.Go(func(ctx context.Context) {
		err := test(ctx, func(passed string) { step(func() { steps.Pass(passed) }) })
		step(func() {
			steps.End(err)
			v.button.Enable()
		})
	})
}

func (v *trial) show(steps *present.Trial) {
	l := v.p.Locale
	v.steps.Objects = v.steps.Objects[:0]
	if verdict := steps.Verdict(l); verdict.Message != "" {
		title := widgets.Toned(verdict.Message, verdict.Tone)
		title.TextStyle.Bold = true
		v.steps.Add(title)
	}
	for _, row := range steps.Rows(l) {
		line := container.NewHBox(widgets.Icon(row.Icon, widgets.ToneColor(row.Tone), stepIcon), widgets.Toned(row.Name, present.Plain))
		v.steps.Add(line)
		if row.Hint != "" {
			v.steps.Add(widgets.Pad(-4, 0, stepIcon-2, 0, widgets.Paragraph(row.Hint, row.Tone)))
		}
	}
	v.steps.Show()
	v.steps.Refresh()
	v.p.OnSteps()
}
