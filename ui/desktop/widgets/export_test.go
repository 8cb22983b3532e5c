package widgets

import (
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
)

// MarksOf are the marks that a picture of a chart shows.
func MarksOf(c *Chart, picture *canvas.Raster) []*canvas.Rectangle {
	if r, ok := test.WidgetRenderer(c).(*chartRenderer); ok {
		for _, f := range r.fields {
			if f.Raster == picture {
				return f.marks
			}
		}
	}
	return nil
}
