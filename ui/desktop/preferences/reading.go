package preferences

import (
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"wattlake/ui/desktop/widgets"
	"wattlake/ui/present"
	"wattlake/ui/settings"
)

// usualLanguage is what scans are recognised in when nothing is chosen.
const usualLanguage = "pol"

// Reading is what a person has typed about the cost of reading and not saved yet.
type Reading struct {
	languages                                                              []string
	pageSeconds, documentMinutes, memory, pages, megapixels, atTheSameTime string
}

func newReading(r settings.Reading) *Reading {
	text := func(n int) string {
		if n == 0 {
			return ""
		}
		return strconv.Itoa(n)
	}
	d := &Reading{
		languages: []string{usualLanguage}, pageSeconds: text(r.PageSeconds), documentMinutes: text(r.DocumentMinutes), memory: text(r.MemoryMB),
		pages: text(r.MaxPages), megapixels: text(r.MaxMegapixels), atTheSameTime: text(r.Processes),
	}
	if r.Language != "" {
		d.languages = strings.Split(r.Language, "+")
	}
	return d
}

// valid reports whether every field has a number or nothing.
func (d *Reading) valid() bool {
	for _, text := range []string{d.pageSeconds, d.documentMinutes, d.memory, d.pages, d.megapixels, d.atTheSameTime} {
		text = strings.TrimSpace(text)
		if n, err := strconv.Atoi(text); text != "" && (err != nil || n < 0) {
			return false
		}
	}
	return true
}

// settings returns what was typed; an empty field means the usual value.
func (d *Reading) settings() settings.Reading {
	number := func(s string) int {
		n, err := strconv.Atoi(strings.TrimSpace(s))
		if err != nil {
			return 0
		}
		return n
	}
	r := settings.Reading{
		Language: strings.Join(d.languages, "+"), PageSeconds: number(d.pageSeconds), DocumentMinutes: number(d.documentMinutes), MemoryMB: number(d.memory),
		MaxPages: number(d.pages), MaxMegapixels: number(d.megapixels), Processes: number(d.atTheSameTime),
	}
	if r.Language == usualLanguage {
		r.Language = ""
	}
	return r
}

// toggle adds or removes a language; the last one stays.
func (d *Reading) toggle(language string) {
	switch i := slices.Index(d.languages, language); {
	case i < 0:
		d.languages = append(d.languages, language)
	case len(d.languages) > 1:
		d.languages = slices.Delete(d.languages, i, i+1)
	}
}

func (p *Page) reading() fyne.CanvasObject {
	l, d := p.p.Locale, p.p.State.Reading
	chips := container.NewHBox()
	for _, language := range p.p.Languages {
		chip := widgets.NewChip(languageName(l, language), func() {
			d.toggle(language)
			p.Show(reading)
		})
		chip.Set("", slices.Contains(d.languages, language))
		chips.Add(chip)
	}
	if len(p.p.Languages) == 0 {
		chips.Add(widgets.Toned(l.T("settings.ocr.none"), present.Attention))
	}
	apply := widgets.PrimaryButton("approve", l.T("settings.apply"), func() { p.p.OnReading(d.settings()) })
	wrong := widgets.Toned(l.T("settings.no_number"), present.Bad)
	check := func() {
		widgets.Show(wrong, !d.valid())
		widgets.Enable(apply, "approve", d.valid())
	}
	entry := func(label string, value *string, hint string) fyne.CanvasObject {
		e := widgets.NewEntry(value, hint, p.p.OnShortcut)
		keep := e.OnChanged
		e.OnChanged = func(text string) {
			keep(text)
			check()
		}
		return widgets.Field(l.T(label), e, "")
	}
	check()
	return stack(
		widgets.Section(l.T("settings.ocr"), l.T("settings.ocr.hint"), chips),
		widgets.Section(l.T("settings.budgets"), l.T("settings.budgets.hint"),
			widgets.Fields(entry("settings.page_seconds", &d.pageSeconds, "60"), entry("settings.document_minutes", &d.documentMinutes, "30")),
			widgets.Fields(entry("settings.memory", &d.memory, "1024"), entry("settings.max_pages", &d.pages, "500")),
			widgets.Fields(entry("settings.megapixels", &d.megapixels, "50"), entry("settings.processes", &d.atTheSameTime, l.T("settings.processes.usual")))),
		container.NewHBox(apply, widgets.Middle(wrong)))
}

// languageName is the name of one of Tesseract's languages, the code of those without a name here.
func languageName(l *present.Locale, code string) string {
	if known := map[string]bool{"pol": true, "eng": true, "deu": true, "ces": true, "ukr": true}; known[code] {
		return l.T("ocr." + code)
	}
	return code
}
