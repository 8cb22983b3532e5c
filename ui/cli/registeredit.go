package cli

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"wattlake/lake"
	"wattlake/pipeline"
)

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
		return p.withSettled(cmd.Context(), func(node Node) error {
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
			return p.withSettled(cmd.Context(), func(node Node) error {
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
			return p.withSettled(cmd.Context(), func(node Node) error {
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
