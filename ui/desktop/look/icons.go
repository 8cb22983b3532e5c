package look

import (
	"bytes"
	"fmt"
	"image/color"
	"sync"

	"fyne.io/fyne/v2"

	"wattlake/assets/icons"
)

// ink is what the drawings have in place of a colour.
var ink = []byte("currentColor")

var (
	inked   = map[string]fyne.Resource{}
	inkedMu sync.Mutex
)

// Icon returns the icon drawn in a colour of the theme in use. An unknown name gives nil, which shows nothing.
func Icon(name string, colour fyne.ThemeColorName) fyne.Resource {
	return drawn(name, Color(colour))
}

// IconOnPaper returns the icon in the colour that it has on white: pages are white in every theme.
func IconOnPaper(name string, colour fyne.ThemeColorName) fyne.Resource {
	return drawn(name, OnPaper(colour))
}

// AppIcon returns the program's icon.
func AppIcon() fyne.Resource { return fyne.NewStaticResource("wattlake.png", icons.App) }

func drawn(name string, c color.Color) fyne.Resource {
	r, g, b, _ := c.RGBA()
	hex := fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
	key := name + hex + ".svg"
	inkedMu.Lock()
	defer inkedMu.Unlock()
	if resource, ok := inked[key]; ok {
		return resource
	}
	content, err := icons.Files.ReadFile(name + ".svg")
	if err != nil {
		return nil
	}
	resource := fyne.NewStaticResource(key, bytes.ReplaceAll(content, ink, []byte(hex)))
	inked[key] = resource
	return resource
}
