package cli

import (
	"context"
	"encoding/json"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"wattlake/lake"
	"wattlake/pipeline"
)

// Registrar is what the commands need of a node that look after the PPE register.
type Registrar interface {
	SavePoints(ctx context.Context, points []lake.RegisteredPoint) (pipeline.RegisterChange, error)
	RemovePoint(ctx context.Context, ppe string) error
	UndoRegister(ctx context.Context) (int, error)
}

// RegisterReader is what the commands need of a library that look into the PPE register.
type RegisterReader interface {
	Points() []lake.RegisteredPoint
	PreviewPoints(points []lake.RegisteredPoint) pipeline.RegisterChange
	CheckRegister(ctx context.Context) (pipeline.RegisterReport, error)
}

func (p *Program) registerCommand() *cobra.Command {
	command := &cobra.Command{
		Use:   "register",
		Short: p.text("Ewidencja punktów poboru (PPE)", "The register of metering points (PPE)"),
		Args:  cobra.NoArgs,
	}
	command.AddCommand(p.registerImport(), p.registerList(), p.registerEdit("add"), p.registerEdit("edit"), p.registerRemove(),
		p.registerUndo(), p.registerExport(), p.registerCheck())
	return command
}

func (p *Program) registerImport() *cobra.Command {
	var dryRun bool
	command := &cobra.Command{
		Use:   "import FILE.csv|.xlsx",
		Short: p.text("Wczytaj listę punktów; kolumny rozpoznaje po nagłówkach", "Take in a list of points; columns are recognised by their headings"),
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			rows, err := p.readPoints(args[0])
			if err != nil {
				return err
			}
			points, refused := p.tellRows(rows)
			if dryRun {
				return p.withLibrary(cmd.Context(), func(library Library) error { return p.tellImport(library.PreviewPoints(points), refused, true) })
			}
			return p.withSettled(cmd.Context(), func(node Node) error {
				change, err := node.SavePoints(cmd.Context(), points)
				if err != nil {
					return err
				}
				return p.tellImport(change, refused, false)
			})
		},
	}
	command.Flags().BoolVar(&dryRun, "dry-run", false, p.text("pokaż, co by się zmieniło, i nic nie zapisuj", "show what would change and store nothing"))
	return command
}

func (p *Program) readPoints(path string) ([]pipeline.PointRow, error) {
	info, err := os.Stat(path)
	var content []byte
	if err == nil && info.Size() > p.Care.MaxPointsFile {
		return p.Care.ReadPoints(make([]byte, p.Care.MaxPointsFile+1)) // says so
	}
	if err == nil {
		content, err = os.ReadFile(path)
	}
	if err != nil {
		return nil, &lake.Error{
			Code: lake.CodeUnreadable, Op: "cli: register import", Err: err,
			Message: lake.Text{PL: "Nie można odczytać pliku „" + path + "”.", EN: "The file “" + path + "” cannot be read."},
		}
	}
	return p.Care.ReadPoints(content)
}

// tellRows prints what is to be said about each row and returns the points of those that can be taken.
func (p *Program) tellRows(rows []pipeline.PointRow) (points []lake.RegisteredPoint, refused int) {
	for _, row := range rows {
		for _, w := range row.Warnings {
			p.sayf(p.Err, "wiersz %d: uwaga: %s\n", "line %d: note: %s\n", row.Line, w.In(p.Lang))
		}
		if row.Refused != nil {
			p.sayf(p.Err, "wiersz %d: pominięty: %s\n", "line %d: left out: %s\n", row.Line, row.Refused.In(p.Lang))
			refused++
			continue
		}
		points = append(points, row.Point)
	}
	return points, refused
}

func (p *Program) tellImport(c pipeline.RegisterChange, refused int, dry bool) error {
	if p.json {
		err := json.NewEncoder(p.Out).Encode(map[string]any{"added": c.Added, "changed": c.Changed, "same": c.Same, "refused": refused, "dry_run": dry})
		if err != nil {
			return err
		}
	} else {
		p.sayf(p.Out, "Dodane: %d, zmienione: %d, bez zmian: %d, pominięte wiersze: %d.\n", "Added: %d, changed: %d, unchanged: %d, rows left out: %d.\n",
			c.Added, c.Changed, c.Same, refused)
	}
	if refused > 0 {
		return errDocumentsFailed
	}
	return nil
}

func (p *Program) registerList() *cobra.Command {
	return &cobra.Command{
		Use: "list", Args: cobra.NoArgs,
		Short: p.text("Wypisz punkty", "Print the points"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return p.withLibrary(cmd.Context(), func(library Library) error { return p.printPoints(library.Points()) })
		},
	}
}

func (p *Program) printPoints(points []lake.RegisteredPoint) error {
	t := newTable("PPE", p.text("Nazwa", "Name"), p.text("Adres", "Address"), p.text("Taryfa", "Tariff"), p.text("Grupa", "Group"), p.text("Stare kody", "Old codes"))
	for _, point := range points {
		if p.json {
			if point.OldCodes == nil {
				point.OldCodes = []string{}
			}
			if err := json.NewEncoder(p.Out).Encode(point); err != nil {
				return err
			}
			continue
		}
		t.add(point.PPE, point.Name, point.Address, point.Tariff, point.Group, strings.Join(point.OldCodes, ", "))
	}
	if p.json {
		return nil
	}
	return t.print(p.Out)
}

func (p *Program) registerExport() *cobra.Command {
	var force bool
	command := &cobra.Command{
		Use: "export FILE.csv|.xlsx", Args: cobra.ExactArgs(1),
		Short: p.text("Zapisz ewidencję do pliku, który można znów wczytać", "Write the register to a file that can be imported again"),
		RunE: func(cmd *cobra.Command, args []string) error {
			e := lake.Export{What: lake.ExportRegister, Format: pipeline.ExportFormatOf(args[0]), Titles: p.Lang, BOM: true}
			return p.withLibrary(cmd.Context(), func(library Library) error {
				return p.export(cmd.Context(), library, e, exportOptions{out: args[0], force: force})
			})
		},
	}
	command.Flags().BoolVar(&force, "force", false, p.text("zastąp istniejący plik", "replace an existing file"))
	return command
}
