package cli

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"wattlake/lake"
	"wattlake/pipeline"
)

// showJSON is what `show --json` prints: what was read, and the Silver rows that came of it.
type showJSON struct {
	File     string          `json:"file"`
	Document lake.DocumentID `json:"document"`
	Status   lake.Status     `json:"status"`
	Source   lake.TextSource `json:"source"`
	Readings []lake.Reading  `json:"readings"`
	Failure  *lake.Failure   `json:"failure,omitempty"`
	Invoices []lake.Invoice  `json:"invoices"`
	Origins  []lake.Origin   `json:"origins"`
	History  []decisionJSON  `json:"history"`
}

func (p *Program) showCommand() *cobra.Command {
	var text bool
	command := &cobra.Command{
		Use:   "show FILE|ID",
		Short: p.text("Pokaż pola dokumentu z pewnością i miejscem", "Show a document's fields with confidence and place"),
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.withLibrary(cmd.Context(), func(library Library) error {
				document, err := one(cmd.Context(), library, args[0])
				if err != nil {
					return err
				}
				detail, err := library.Document(cmd.Context(), document.ID)
				if err != nil {
					return err
				}
				if p.json {
					return p.printDetailJSON(detail)
				}
				return p.showDetail(detail, text)
			})
		},
	}
	command.Flags().BoolVar(&text, "text", false, p.text("także tekst dokumentu", "the document's text too"))
	return command
}

func (p *Program) printDetailJSON(d pipeline.DocumentDetail) error {
	encoder := json.NewEncoder(p.Out)
	encoder.SetIndent("", "  ")
	return encoder.Encode(showJSON{
		File: d.FileName, Document: d.ID, Status: d.Status, Source: d.Source,
		Readings: d.Readings, Failure: d.Failure, Invoices: d.Invoices, Origins: d.Origins, History: decisionsJSON(d.Steps),
	})
}

func (p *Program) showDetail(d pipeline.DocumentDetail, text bool) error {
	p.sayf(p.Out, "%s  [%s]\nDokument: %s\n", "%s  [%s]\nDocument: %s\n", d.FileName, p.status(d.Status), d.ID)
	if d.Failure != nil {
		_, _ = fmt.Fprintf(p.Out, "%s %s\n", d.Failure.Message.In(p.Lang), d.Failure.Hint.In(p.Lang)) // the terminal is gone
	}
	for _, reading := range d.Readings {
		if err := p.showReading(reading, findings(d, reading)); err != nil {
			return err
		}
		p.showOthers(d, reading)
	}
	if err := p.printHistory(d); err != nil {
		return err
	}
	if text {
		_, err := fmt.Fprintf(p.Out, "\n%s\n", d.Text)
		return err
	}
	return nil
}

// showOthers names the other documents of the reading's invoice, and the one that counts.
func (p *Program) showOthers(d pipeline.DocumentDetail, r lake.Reading) {
	of := func(ref lake.DocumentRef) bool { return ref.Document == d.ID && ref.Part == r.Part }
	for _, row := range d.Invoices {
		if !slices.ContainsFunc(row.Documents, of) {
			continue
		}
		for _, ref := range row.Documents {
			switch {
			case of(ref):
			case ref.Role == lake.Winner:
				p.sayf(p.Out, "Liczy się inny dokument tej faktury: %s\n", "Another document of this invoice counts: %s\n", ref.Document)
			default:
				p.sayf(p.Out, "Ta faktura jest też w dokumencie: %s\n", "This invoice is in this document too: %s\n", ref.Document)
			}
		}
	}
}

// findings are those of the row that the reading became: with what people's decisions brought up, without what they settled. A
// reading that did not become a row, or not the row's winner, has those of its own.
func findings(d pipeline.DocumentDetail, r lake.Reading) []lake.Finding {
	for _, row := range d.Invoices {
		for _, ref := range row.Documents {
			if ref.Document == d.ID && ref.Part == r.Part && ref.Role == lake.Winner {
				return row.Findings
			}
		}
	}
	return r.Findings
}

func (p *Program) showReading(r lake.Reading, findings []lake.Finding) error {
	p.sayf(p.Out, "\nCzęść %d, strony %s\n", "\nPart %d, pages %s\n", r.Part, strings.Trim(fmt.Sprint(r.Pages), "[]"))
	t := newTable(p.text("Pole", "Field"), p.text("Wartość", "Value"), p.text("Pewność", "Confidence"),
		p.text("Na stronie", "As printed"), p.text("Str.", "Page"), p.text("Reguła", "Rule")).figures(2, 4)
	p.addFields(t, "", r.Fields)
	for i, point := range r.Points {
		p.addFields(t, fmt.Sprintf("points.%d.", i), point)
	}
	if err := t.print(p.Out); err != nil {
		return err
	}
	for _, f := range findings {
		if _, err := fmt.Fprintf(p.Out, "• %s (%s)\n", f.Message.In(p.Lang), p.word(string(f.Severity))); err != nil {
			return err
		}
	}
	return nil
}

func (p *Program) addFields(t *table, prefix string, fields lake.Fields) {
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		f := fields[name]
		value := f.Value
		if f.Absent {
			value = p.text("(brak na dokumencie)", "(not on this document)")
		}
		page := ""
		if f.Page > 0 { // else it stands nowhere: it was concluded
			page = strconv.Itoa(f.Page)
		}
		t.add(prefix+string(name), value, fmt.Sprintf("%.0f %%", 100*f.Confidence), f.Raw, page, lake.RuleText(f.Rule).In(p.Lang))
	}
}
