package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"
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
			return p.withNode(cmd.Context(), func(node Node) error {
				if err := node.Settle(cmd.Context()); err != nil {
					return err
				}
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

// registerEdit is add or edit: what is not given stays as it is.
func (p *Program) registerEdit(verb string) *cobra.Command {
	flags := []struct {
		name, pl, en string
		value        string
	}{
		{"name", "nazwa", "name", ""},
		{"address", "adres", "address", ""},
		{"tariff", "taryfa", "tariff", ""},
		{"group", "grupa", "group", ""},
		{"old-codes", "stare kody, po przecinku", "old codes, separated by commas", ""},
	}
	short := p.text("Dodaj punkt", "Add a point")
	if verb == "edit" {
		short = p.text("Zmień dane punktu", "Change a point")
	}
	command := &cobra.Command{Use: verb + " PPE", Short: short, Args: cobra.ExactArgs(1)}
	for i := range flags {
		command.Flags().StringVar(&flags[i].value, flags[i].name, "", p.text(flags[i].pl, flags[i].en))
	}
	command.RunE = func(cmd *cobra.Command, args []string) error {
		return p.withNode(cmd.Context(), func(node Node) error {
			if err := node.Settle(cmd.Context()); err != nil {
				return err
			}
			point, err := pointToEdit(node.Points(), lake.NormalPPE(args[0]), verb == "edit")
			if err != nil {
				return err
			}
			for i, target := range []*string{&point.Name, &point.Address, &point.Tariff, &point.Group} {
				if cmd.Flags().Changed(flags[i].name) {
					*target = flags[i].value
				}
			}
			if cmd.Flags().Changed("old-codes") {
				point.OldCodes = strings.Split(flags[len(flags)-1].value, ",")
			}
			if !lake.ValidPPE(point.PPE) {
				p.sayf(p.Err, "Uwaga: kod %s nie ma 18 cyfr z poprawną cyfrą kontrolną.\n", "Note: the code %s does not have 18 digits with a right check digit.\n", point.PPE)
			}
			change, err := node.SavePoints(cmd.Context(), []lake.RegisteredPoint{point})
			if err != nil {
				return err
			}
			return p.tellImport(change, 0, false)
		})
	}
	return command
}

// pointToEdit returns the point with the code, or a new one; which of them it must be, known says.
func pointToEdit(points []lake.RegisteredPoint, ppe string, known bool) (lake.RegisteredPoint, error) {
	i := slices.IndexFunc(points, func(p lake.RegisteredPoint) bool { return p.PPE == ppe })
	switch {
	case ppe == "":
		return lake.RegisteredPoint{}, usage("Podaj kod PPE.", "Give the code of the point.", "")
	case known && i < 0:
		return lake.RegisteredPoint{}, pipeline.NoSuchPoint(ppe)
	case known:
		return points[i], nil
	case i >= 0:
		return lake.RegisteredPoint{}, usage("Punkt "+ppe+" już jest w ewidencji.", "The point "+ppe+" is in the register already.", "wattlake register edit "+ppe)
	}
	return lake.RegisteredPoint{PPE: ppe}, nil
}

func (p *Program) registerRemove() *cobra.Command {
	return &cobra.Command{
		Use: "remove PPE", Args: cobra.ExactArgs(1),
		Short: p.text("Usuń punkt z ewidencji; faktury zostają", "Take a point out of the register; invoices stay"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.withNode(cmd.Context(), func(node Node) error {
				if err := node.Settle(cmd.Context()); err != nil {
					return err
				}
				if err := node.RemovePoint(cmd.Context(), args[0]); err != nil {
					return err
				}
				ppe := lake.NormalPPE(args[0])
				return p.done(map[string]any{"ppe": ppe, "removed": true}, "Usunięto z ewidencji: %s\n", "Taken out of the register: %s\n", ppe)
			})
		},
	}
}

func (p *Program) registerUndo() *cobra.Command {
	return &cobra.Command{
		Use: "undo", Args: cobra.NoArgs,
		Short: p.text("Cofnij ostatnią zmianę ewidencji, także cały import", "Take back the last change of the register, a whole import too"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return p.withNode(cmd.Context(), func(node Node) error {
				if err := node.Settle(cmd.Context()); err != nil {
					return err
				}
				points, err := node.UndoRegister(cmd.Context())
				if err != nil {
					return err
				}
				if p.json {
					return json.NewEncoder(p.Out).Encode(map[string]int{"points": points})
				}
				p.sayf(p.Out, "Cofnięto zmianę punktów: %d.\n", "Points whose change was taken back: %d.\n", points)
				return nil
			})
		},
	}
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

func (p *Program) registerCheck() *cobra.Command {
	return &cobra.Command{
		Use: "check", Args: cobra.NoArgs,
		Short: p.text("Porównaj ewidencję z fakturami", "Compare the register with the invoices"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return p.withLibrary(cmd.Context(), func(library Library) error {
				report, err := library.CheckRegister(cmd.Context())
				if err != nil {
					return err
				}
				return p.printRegisterReport(report)
			})
		},
	}
}

func (p *Program) printRegisterReport(report pipeline.RegisterReport) error {
	type line struct {
		Problem  string   `json:"problem"`
		PPE      string   `json:"ppe"`
		Name     string   `json:"name"`
		Invoices []string `json:"invoices"`
	}
	lines := make([]line, 0, len(report.Unregistered)+len(report.Unbilled)+len(report.Doubtful))
	for _, u := range report.Unregistered {
		lines = append(lines, line{"not_registered", u.PPE, "", u.Invoices})
	}
	for _, point := range report.Unbilled {
		lines = append(lines, line{"no_invoices", point.PPE, point.Name, []string{}})
	}
	for _, point := range report.Doubtful {
		lines = append(lines, line{"check_digit", point.PPE, point.Name, []string{}})
	}
	words := map[string]string{
		"not_registered": p.text("na fakturach, ale nie w ewidencji", "on invoices, but not in the register"),
		"no_invoices":    p.text("w ewidencji, ale bez faktur", "in the register, but without invoices"),
		"check_digit":    p.text("kod z błędną cyfrą kontrolną lub w dawnej postaci", "code with a wrong check digit or of the old form"),
	}
	for _, l := range lines {
		var err error
		if p.json {
			err = json.NewEncoder(p.Out).Encode(l)
		} else {
			_, err = fmt.Fprintln(p.Out, strings.TrimSpace(strings.Join([]string{l.PPE, l.Name, words[l.Problem], strings.Join(l.Invoices, ", ")}, "  ")))
		}
		if err != nil {
			return err
		}
	}
	if len(lines) == 0 && !p.json {
		p.sayf(p.Out, "Ewidencja zgadza się z fakturami.\n", "The register agrees with the invoices.\n")
	}
	return nil
}
