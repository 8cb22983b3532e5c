package desktop

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"wattlake/lake"
	"wattlake/ui/desktop/report"
	"wattlake/ui/desktop/thread"
	"wattlake/ui/desktop/widgets"
	"wattlake/ui/present"
)

// pick goes from a chart to the invoices behind what was clicked: those whose period touches the month, under the dashboard's
// filter, or the corrected invoice. A sentence says what the chart showed, because an invoice of several months counts in a
// month with its share only.
func (w *Window) pick(panel present.Panel, category present.Category) {
	filter := w.charts.Filter
	query := present.Query{Group: present.AnyStatus, Sort: w.table.Query.Sort, Descending: w.table.Query.Descending}
	if panel == present.CorrectionsPanel {
		query.Text = category.Name
	} else {
		query.Month, query.Seller = category.Month, filter.Seller
		w.with(func(s *session) { query.About(filter.PPE, filter.Group, s.Node.Points()) })
	}
	w.table.Query, w.table.Bar, w.table.BarQuery = query, "", query
	w.page = invoicesPage
	if chart := w.figures.Panels[panel]; panel == present.CostsPanel {
		i := slices.Index(chart.Categories, category)
		w.table.Bar = w.locale.T("invoices.share", "month", category.Name, "amount", chart.Format(chart.Total(i)))
	}
	w.build()
}

// showInvoice opens the document that carries the invoice.
func (w *Window) showInvoice(key lake.InvoiceKey) {
	w.workOrSay(func(ctx context.Context, node Node) {
		entries, err := node.Entries(ctx)
		if err != nil {
			w.report("the invoice could not be found", err)
			return
		}
		for _, e := range entries {
			if e.Invoice != nil && e.Invoice.Key == key {
				thread.Do(func() { w.showDocument(e.Document) })
				return
			}
		}
	})
}

// accept records that a person lives with a finding.
func (w *Window) accept(finding string) {
	w.act("", "the finding could not be accepted", func(ctx context.Context, n Node) error { return n.AcceptFinding(ctx, finding) },
		func() { w.toast.say(w.locale.T("toast.accepted")) })
}

// saveFigure asks where to keep a chart or its figures, and writes them.
func (w *Window) saveFigure(name, extension string, content func() ([]byte, error)) {
	made, err := content()
	if err != nil {
		w.report("the chart could not be drawn", err)
		return
	}
	w.whereTo(lake.Stem(name)+extension, []string{extension}, func(path string) {
		w.running.Go(func() {
			if err := os.WriteFile(path, made, figureMode); err != nil {
				w.report("the file could not be written", unwritable(path, err))
				return
			}
			thread.Do(func() { w.toast.say(w.locale.T("toast.saved", "file", filepath.Base(path))) })
		})
	})
}

// figureMode lets only the person read what was saved: it may tell what they pay.
const figureMode = 0o600

// printReport asks where to keep the dashboard as a PDF, and sets it beside the drawing thread.
func (w *Window) printReport() {
	switch {
	case w.figures.Empty:
		w.toast.say(w.locale.T("dashboard.empty"))
		return
	case len(w.figures.Cards) == 0:
		w.toast.say(w.locale.T("toast.early"))
		return
	}
	l, now := w.locale, w.p.Clock()
	r := report.Report{
		Title: l.T("report.title"), Filter: w.charting.Chosen(), Cards: w.figures.Cards, Charts: w.charting.Printed(), Findings: w.figures.Findings,
		More:    moreFindings(l, w.figures),
		Heading: l.T("audit.title"), Page: l.T("report.page"), At: now,
		Made: l.T("report.made", "version", w.p.Version, "time", l.Moment(now.Format(time.RFC3339), time.Local)),
	}
	w.beside(func(context.Context) {
		content, err := report.PDF(r)
		thread.Do(func() {
			w.saveFigure(l.T("report.file"), ".pdf", func() ([]byte, error) { return content, err })
		})
	})
}

// moreFindings says how many findings the report leaves out.
func moreFindings(l *present.Locale, d present.Dashboard) string {
	if n := d.Found - len(d.Findings); n > 0 {
		return l.N("report.more_findings", n)
	}
	return ""
}

func unwritable(path string, err error) error {
	return &lake.Error{
		Code: lake.CodeIO, Op: "desktop: save " + path, Err: err,
		Message: lake.Text{PL: "Nie udało się zapisać pliku.", EN: "The file could not be written."},
		Hint:    lake.Text{PL: "Wybierz inny folder i sprawdź, czy na dysku jest miejsce.", EN: "Choose another folder, and check that there is room on the disk."},
	}
}

// showSQL shows how the figures of a chart are read and computed, for analysts who want to check or reuse it.
func (w *Window) showSQL(id present.Panel) {
	if w.p.SQL == nil {
		return
	}
	table := sourceOf(id).table
	text := fmt.Sprintf("-- %s\n%s;\n\n-- %s\n%s", w.locale.T("sql.read"), w.figures.SQL[table], w.locale.T("sql.made"), w.p.SQL(table))
	content := widgets.Code(text, sqlWidth-codeRoom)
	copying := widgets.BoxButton{Label: w.locale.T("sql.copy"), Stay: true, Do: func() { w.copyText(text) }}
	widgets.ShowBox(w.win, table, fyne.NewSize(sqlWidth, sqlHeight), widgets.Surface(content), copying, widgets.BoxButton{Label: w.locale.T("action.close")})
}

// The size of the box with the SQL.
const (
	sqlWidth  = 900
	sqlHeight = 560
	codeRoom  = 48 // what the box has around it
)
