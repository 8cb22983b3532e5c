package cli

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"wattlake/lake"
)

// erasedJSON is what `erase --json` prints.
type erasedJSON struct {
	Document lake.DocumentID   `json:"document"`
	Objects  int               `json:"objects"`
	Others   []lake.DocumentID `json:"also_in"`
}

func (p *Program) eraseCommand() *cobra.Command {
	var yes bool
	var reason string
	command := &cobra.Command{
		Use:   "erase FILE|ID --yes",
		Short: p.text("Usuń dokument na zawsze, z całą historią", "Erase a document for good, with all history"),
		Long: p.text(
			"Usuwa wszystko, co jezioro wie o dokumencie: plik, tekst, rozpoznane faktury, decyzje, wiersze tabel i starsze wersje wszystkich tabel. "+
				"Zostaje tylko zapis, że dokument o tym identyfikatorze usunięto. Tego nie można cofnąć. Aby dokument tylko ukryć: wattlake delete.",
			"Removes everything that the lake knows of the document: the file, its text, the invoices found, decisions, rows, and the older versions of "+
				"all tables. What stays says only that the document with this id was erased. This cannot be undone. To only hide it: wattlake delete.",
		),
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if !yes {
				return usage("Usunięcia na zawsze nie można cofnąć.", "Erasing cannot be undone.",
					p.text("Jeżeli tak ma być, dodaj --yes. Aby dokument tylko ukryć: wattlake delete.", "If that is what you want, add --yes. To only hide the document: wattlake delete."))
			}
			return p.withSettled(cmd.Context(), func(node Node) error { return p.erase(cmd.Context(), node, args[0], reason) })
		},
	}
	command.Flags().BoolVar(&yes, "yes", false, p.text("tak, na zawsze", "yes, for good"))
	command.Flags().StringVar(&reason, "reason", "", p.text("powód, np. numer wniosku; bez danych osobowych", "why, such as the number of a request; no personal data"))
	return command
}

func (p *Program) erase(ctx context.Context, node Node, what, reason string) error {
	id := lake.DocumentID(what) // a deleted document is listed nowhere
	if !lake.IsDocumentID(what) {
		d, err := one(ctx, node, what)
		if err != nil {
			return err
		}
		id = d.ID
	}
	erased, err := node.Erase(ctx, id, reason)
	if err != nil {
		return err
	}
	if p.json {
		if erased.Others == nil {
			erased.Others = []lake.DocumentID{}
		}
		return json.NewEncoder(p.Out).Encode(erasedJSON{id, erased.Objects, erased.Others})
	}
	p.sayf(p.Out, "Usunięto na zawsze: %s (obiektów: %d).\n", "Erased: %s (objects: %d).\n", id, erased.Objects)
	for _, other := range erased.Others {
		p.sayf(p.Out, "Ta sama faktura jest jeszcze w dokumencie %s.\n", "The same invoice is also in the document %s.\n", other)
	}
	if _, err := fmt.Fprintln(p.Out, p.text(
		"Plik, z którego dokument dodano, oraz kopie zapasowe są poza jeziorem: usuń je osobno.",
		"The file that the document was added from, and backups, are outside of the lake: delete them yourself.",
	)); err != nil {
		return err
	}
	return nil
}
