package activity

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"wattlake/ui/desktop/widgets"
	"wattlake/ui/present"
)

// Team is how the connections to the team are getting on.
type Team struct {
	Sync   present.TeamRow
	Events present.TeamRow
	Syncs  bool // a sync is set up: it can be started and paused
	Paused bool
}

// team shows the connections, and what can be done about the sync.
type team struct {
	p    Params
	rows *fyne.Container
	now  *widgets.Push
	rest *widgets.Push
	open *widgets.Push // to set up what is not
	root fyne.CanvasObject
	last Team
}

func newTeam(p Params) *team {
	v := &team{p: p, rows: container.NewVBox()}
	v.now = widgets.Button("retry", p.Locale.T("team.sync.now"), p.OnSync)
	v.rest = widgets.QuietButton("waiting", "", func() { p.OnPause(!v.last.Paused) })
	v.open = widgets.Button("settings", p.Locale.T("team.set_up"), p.OnSetUp)
	buttons := container.NewHBox(v.open, v.now, v.rest)
	v.root = widgets.Card(container.NewBorder(widgets.Title(p.Locale.T("team.title")), buttons, nil, nil, widgets.Pad(8, 4, 0, 0, v.rows)))
	v.paint(Team{})
	return v
}

// set repaints only what is different: it is called several times a second.
func (v *team) set(state Team) {
	if state != v.last {
		v.paint(state)
	}
}

func (v *team) paint(state Team) {
	v.last = state
	v.rows.Objects = v.rows.Objects[:0]
	for _, row := range []present.TeamRow{state.Sync, state.Events} {
		if row.Title == "" {
			continue
		}
		title := widgets.Toned(row.Title, present.Plain)
		title.TextStyle.Bold = true
		text := container.New(layout.NewCustomPaddedVBoxLayout(0), title, widgets.Pad(-6, -6, -8, 0, widgets.Lines(row.State, row.Tone)))
		if row.Hint != "" {
			text.Add(widgets.Pad(-2, -4, -8, 0, widgets.Small(row.Hint)))
		}
		icon := container.NewVBox(widgets.Gap(1, 1), widgets.Icon(row.Icon, widgets.ToneColor(row.Tone), teamIcon))
		v.rows.Add(container.NewBorder(nil, nil, container.NewHBox(icon, widgets.Gap(4, 1)), nil, text))
	}
	word := "team.sync.pause"
	if state.Paused {
		word = "team.sync.resume"
	}
	v.rest.SetText(v.p.Locale.T(word))
	widgets.Show(v.now, state.Syncs)
	widgets.Show(v.rest, state.Syncs)
	widgets.Show(v.open, !state.Syncs)
	v.rows.Refresh()
}

const teamIcon = 18
