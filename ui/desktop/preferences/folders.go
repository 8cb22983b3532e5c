package preferences

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"wattlake/ui/desktop/widgets"
	"wattlake/ui/present"
)

// folders lists the folders that are watched.
func (p *Page) folders() fyne.CanvasObject {
	l := p.p.Locale
	list := container.NewVBox()
	for _, folder := range p.p.Settings.Watch {
		name := widgets.Toned(folder, present.Plain)
		remove := widgets.QuietButton("delete", l.T("settings.folders.remove"), func() {
			p.p.OnWatch(slices.DeleteFunc(slices.Clone(p.p.Settings.Watch), func(f string) bool { return f == folder }))
		})
		list.Add(container.NewBorder(nil, widgets.Hairline(), container.NewHBox(widgets.Icon("folder", widgets.ToneColor(present.Busy), folderIcon), widgets.Middle(name)), remove))
	}
	if len(p.p.Settings.Watch) == 0 {
		list.Add(widgets.Toned(l.T("settings.folders.none"), present.Muted))
	}
	return stack(widgets.Section(l.T("settings.folders"), l.T("settings.folders.hint"), list,
		container.NewHBox(widgets.Button("add", l.T("settings.folders.add"), p.p.OnAddFolder))))
}

const folderIcon = 20
