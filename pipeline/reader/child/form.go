package child

import (
	"strings"
	"unicode/utf8"

	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/structs"

	"wattlake/lake"
)

const (
	maxFormFields   = 1000 // of one page
	maxFieldLetters = 4000 // of one field
	letterWidth     = 0.5  // of the height of a line, about what letters of an ordinary font have
	lineHeight      = 12.0 // points, of a field that holds several lines
)

// formWords returns what is filled in on the page: the text layer holds the form only, not the values in it. The places of
// words are as good as the field's frame tells.
func (d *pdfDocument) formWords(index int, shown display) []placed {
	if !d.hasForm() {
		return nil
	}
	environment, err := d.pdf.FPDFDOC_InitFormFillEnvironment(&requests.FPDFDOC_InitFormFillEnvironment{
		Document: d.ref, FormFillInfo: idleForm(),
	})
	if err != nil {
		return nil
	}
	form, page := environment.FormHandle, d.page(index)
	defer func() {
		_, _ = d.pdf.FPDFDOC_ExitFormFillEnvironment(&requests.FPDFDOC_ExitFormFillEnvironment{FormHandle: form})
	}()
	if _, err := d.pdf.FORM_OnAfterLoadPage(&requests.FORM_OnAfterLoadPage{Page: page, FormHandle: form}); err != nil {
		return nil
	}
	defer func() {
		_, _ = d.pdf.FORM_OnBeforeClosePage(&requests.FORM_OnBeforeClosePage{Page: page, FormHandle: form})
	}()
	count, err := d.pdf.FPDFPage_GetAnnotCount(&requests.FPDFPage_GetAnnotCount{Page: page})
	if err != nil {
		return nil
	}
	var words []placed
	for i := range min(count.Count, maxFormFields) {
		note, err := d.pdf.FPDFPage_GetAnnot(&requests.FPDFPage_GetAnnot{Page: page, Index: i})
		if err != nil {
			continue
		}
		words = append(words, d.fieldWords(form, note.Annotation, shown)...)
		_, _ = d.pdf.FPDFPage_CloseAnnot(&requests.FPDFPage_CloseAnnot{Annotation: note.Annotation})
	}
	return words
}

// idleForm is the environment of a form that nobody fills in: nothing is redrawn, no timer runs, no action is carried out.
func idleForm() structs.FPDF_FORMFILLINFO {
	return structs.FPDF_FORMFILLINFO{
		FFI_Invalidate:         func(references.FPDF_PAGE, float64, float64, float64, float64) {},
		FFI_SetCursor:          func(enums.FXCT) {},
		FFI_SetTimer:           func(int, func(int)) int { return 0 },
		FFI_KillTimer:          func(int) {},
		FFI_GetLocalTime:       func() structs.FPDF_SYSTEMTIME { return structs.FPDF_SYSTEMTIME{} },
		FFI_GetPage:            func(references.FPDF_DOCUMENT, int) *references.FPDF_PAGE { return nil },
		FFI_GetRotation:        func(references.FPDF_PAGE) enums.FPDF_PAGE_ROTATION { return enums.FPDF_PAGE_ROTATION_NONE },
		FFI_ExecuteNamedAction: func(string) {},
	}
}

// fieldWords returns the words of one field that shows text.
func (d *pdfDocument) fieldWords(form references.FPDF_FORMHANDLE, note references.FPDF_ANNOTATION, shown display) []placed {
	kind, err := d.pdf.FPDFAnnot_GetSubtype(&requests.FPDFAnnot_GetSubtype{Annotation: note})
	if err != nil || kind.Subtype != enums.FPDF_ANNOT_SUBTYPE_WIDGET {
		return nil
	}
	flags, err := d.pdf.FPDFAnnot_GetFlags(&requests.FPDFAnnot_GetFlags{Annotation: note})
	if err != nil || flags.Flags&(enums.FPDF_ANNOT_FLAG_HIDDEN|enums.FPDF_ANNOT_FLAG_NOVIEW) != 0 {
		return nil
	}
	field, err := d.pdf.FPDFAnnot_GetFormFieldType(&requests.FPDFAnnot_GetFormFieldType{FormHandle: form, Annotation: note})
	if err != nil || field.FormFieldType != enums.FPDF_FORMFIELD_TYPE_TEXTFIELD && field.FormFieldType != enums.FPDF_FORMFIELD_TYPE_COMBOBOX {
		return nil
	}
	value, err := d.pdf.FPDFAnnot_GetFormFieldValue(&requests.FPDFAnnot_GetFormFieldValue{FormHandle: form, Annotation: note})
	if err != nil || value.FormFieldValue == "" || len(value.FormFieldValue) > maxFieldLetters {
		return nil
	}
	frame, err := d.pdf.FPDFAnnot_GetRect(&requests.FPDFAnnot_GetRect{Annotation: note})
	if err != nil {
		return nil
	}
	r := frame.Rect
	box := shown.box(float64(min(r.Left, r.Right)), float64(min(r.Bottom, r.Top)), float64(max(r.Left, r.Right)), float64(max(r.Bottom, r.Top)))
	return spread(value.FormFieldValue, box)
}

// spread lays the words of a field into its frame: from the left, line by line from the top.
func spread(value string, frame lake.Box) []placed {
	value = strings.TrimRight(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(value), "\n")
	lines := strings.Split(value, "\n")
	height := frame.Y1 - frame.Y0
	if len(lines) > 1 {
		height = min(lineHeight, height/float64(len(lines)))
	}
	var words []placed
	for i, line := range lines {
		letter := letterWidth * min(height, lineHeight)
		if n := float64(utf8.RuneCountInString(line)); n > 0 {
			letter = min(letter, (frame.X1-frame.X0)/n)
		}
		x, top := frame.X0, frame.Y0+float64(i)*height
		for part := range strings.SplitSeq(line, " ") {
			end := x + letter*float64(utf8.RuneCountInString(part))
			if part = strings.Join(strings.Fields(part), ""); part != "" {
				box := lake.Box{X0: x, Y0: top, X1: end, Y1: top + height}
				w := placed{word: lake.Word{Text: part, Box: box, Confidence: 1}, framed: box}
				w.baseline, w.hasBaseline = box.Y1-descent*height, true
				words = append(words, w)
			}
			x = end + letter
		}
	}
	return words
}
