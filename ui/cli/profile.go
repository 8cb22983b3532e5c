package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"wattlake/lake"
)

// Profiler is what the profile command needs of a node.
type Profiler interface {
	Profiles() lake.ProfileSet
	AddProfile(ctx context.Context, content []byte) (lake.Profile, error)
	RemoveProfile(ctx context.Context, name string) error
	SuggestProfiles(ctx context.Context) ([]lake.Profile, error)
}

func (p *Program) profileCommand() *cobra.Command {
	command := &cobra.Command{
		Use:   "profile",
		Short: p.text("Profile sprzedawców: etykiety i zwyczaje ich faktur", "Vendor profiles: labels and habits of their invoices"),
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	command.AddCommand(
		p.profileAction("list", p.text("Pokaż profile", "Show the profiles"), cobra.NoArgs, p.listProfiles),
		p.profileAction("add FILE", p.text("Dodaj profil z pliku JSON, także dla zespołu", "Add a profile from a JSON file, for the team too"), cobra.ExactArgs(1), p.addProfile),
		p.profileAction("remove NAME", p.text("Usuń profil", "Remove a profile"), cobra.ExactArgs(1), p.removeProfile),
		p.profileAction("suggest", p.text("Zaproponuj profile na podstawie poprawek", "Suggest profiles from corrections made in review"), cobra.NoArgs, p.suggestProfiles),
	)
	return command
}

func (p *Program) profileAction(use, short string, args cobra.PositionalArgs, run func(context.Context, Node, []string) error) *cobra.Command {
	return &cobra.Command{
		Use: use, Short: short, Args: args,
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.withNode(cmd.Context(), func(node Node) error { return run(cmd.Context(), node, args) })
		},
	}
}

func (p *Program) listProfiles(_ context.Context, node Node, _ []string) error {
	active := []lake.Profile{}
	for _, h := range node.Profiles() {
		if h.Active == nil {
			continue
		}
		active = append(active, *h.Active)
		if !p.json {
			p.sayf(p.Out, "%s  NIP: %s  (%s, %s)\n", "%s  NIP: %s  (%s, %s)\n", h.Name, allOr(h.Active.SellerNIPs, p.text("wszyscy", "all")), h.Latest.Author, h.Latest.At)
		}
	}
	if p.json {
		return p.printProfiles(active)
	}
	if len(active) == 0 {
		p.sayf(p.Out, "Nikt jeszcze nie dodał profilu.\n", "Nobody has added a profile yet.\n")
	}
	return nil
}

func allOr(values []string, all string) string {
	if len(values) == 0 {
		return all
	}
	return strings.Join(values, ", ")
}

func (p *Program) addProfile(ctx context.Context, node Node, args []string) error {
	content, err := os.ReadFile(args[0])
	if errors.Is(err, os.ErrNotExist) {
		return &lake.Error{
			Code: lake.CodeNotFound, Op: "cli: profile add", Err: err,
			Message: lake.Text{PL: "Nie ma pliku " + args[0] + ".", EN: "There is no file " + args[0] + "."},
		}
	}
	if err != nil {
		return fmt.Errorf("read profile: %w", err)
	}
	profile, err := node.AddProfile(ctx, content)
	if err != nil {
		return err
	}
	return p.done(profile, "Dodano profil %s. Aby użyć go do wczytanych faktur: wattlake replay --from parse\n",
		"Profile %s is added. To use it on the invoices that are here: wattlake replay --from parse\n", profile.Name)
}

func (p *Program) removeProfile(ctx context.Context, node Node, args []string) error {
	if err := node.RemoveProfile(ctx, args[0]); err != nil {
		return err
	}
	return p.done(map[string]any{"name": args[0], "removed": true}, "Usunięto profil %s. Aby wczytane faktury odczytać bez niego: wattlake replay --from parse\n",
		"Profile %s is removed. To read the invoices that are here without it: wattlake replay --from parse\n", args[0])
}

func (p *Program) suggestProfiles(ctx context.Context, node Node, _ []string) error {
	suggested, err := node.SuggestProfiles(ctx)
	if err != nil {
		return err
	}
	if len(suggested) == 0 && !p.json {
		p.sayf(p.Out, "Nie ma czego zaproponować: ta sama poprawka musi zdarzyć się w dwóch dokumentach jednego sprzedawcy.\n",
			"There is nothing to suggest: the same correction must occur in two documents of one seller.\n")
		return nil
	}
	return p.printProfiles(suggested)
}

// printProfiles prints profiles as files that profile add takes.
func (p *Program) printProfiles(profiles []lake.Profile) error {
	encoder := json.NewEncoder(p.Out)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	for _, profile := range profiles {
		if err := encoder.Encode(profile); err != nil {
			return fmt.Errorf("print profile: %w", err)
		}
	}
	return nil
}
