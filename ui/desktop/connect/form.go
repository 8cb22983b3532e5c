package connect

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"wattlake/ui/desktop/widgets"
	"wattlake/ui/present"
)

// attempt is a test of what is in the draft at this moment: its steps, and how to run it.
type attempt func() (steps *present.Trial, run func(ctx context.Context, passed func(step string)) error)

// form is the shape of both forms: the fields, the buttons that save and test what they hold, and the steps of the test.
func (p Params) form(save func(), test attempt, fields ...fyne.CanvasObject) fyne.CanvasObject {
	trial := newTrial(p, test)
	buttons := container.NewHBox()
	if save != nil {
		buttons.Add(widgets.PrimaryButton("approve", p.Locale.T("connect.save"), save))
	}
	buttons.Add(trial.button)
	return container.New(layout.NewCustomPaddedVBoxLayout(12), append(fields, buttons, trial.steps)...)
}

// entry is a field with its title. The hint stands in it while it is empty.
func (p Params) entry(title string, value *string, hint string) fyne.CanvasObject {
	return widgets.Field(title, widgets.NewEntry(value, hint, p.OnShortcut), "")
}

// secret is an entry whose letters are not shown.
func (p Params) secret(title string, value *string) fyne.CanvasObject {
	return widgets.Field(title, widgets.NewSecret(value, p.Locale.T("connect.kept"), p.OnShortcut), "")
}
