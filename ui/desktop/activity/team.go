package activity

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

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
	now  *widget.Button
	rest *widget.Button
	root fyne.CanvasObject
	last Team
}

func newTeam(p Params) *team {
	v := &team{p: p, rows: container.NewVBox()}
	v.now = widgets.Button("retry", p.Locale.T("team.sync.now"), p.OnSync)
	v.rest = widgets.QuietButton("waiting", "", func() { p.OnPause(!v.last.Paused) })
	head := container.NewBorder(nil, nil, widgets.Middle(widgets.Title(p.Locale.T("team.title"))), container.NewHBox(v.rest, v.now))
	v.root = widgets.Card(container.NewBorder(head, nil, nil, nil, widgets.Pad(6, 0, 0, 0, v.rows)))
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
		text := container.NewVBox(container.NewHBox(widgets.Toned(row.Title+":", present.Plain), widgets.Toned(row.State, row.Tone)))
		if row.Hint != "" {
			text.Add(widgets.Small(row.Hint))
		}
		icon := container.NewVBox(widgets.Gap(1, 2), widgets.Icon(row.Icon, widgets.ToneColor(row.Tone), teamIcon))
		v.rows.Add(container.NewBorder(nil, nil, icon, nil, text))
	}
	word := "team.sync.pause"
	if state.Paused {
		word = "team.sync.resume"
	}
	v.rest.SetText(v.p.Locale.T(word))
	widgets.Show(v.now, state.Syncs)
	widgets.Show(v.rest, state.Syncs)
	v.rows.Refresh()
}

const teamIcon = 18
