package cli

import (
	"encoding/json"
	"strings"

	"github.com/spf13/cobra"
)

// settingJSON is one line of `config --json`.
type settingJSON struct {
	Name     string `json:"name"`
	Value    string `json:"value"`
	Origin   origin `json:"origin"`
	Variable string `json:"variable"`
}

// hidden stands for a value that is not shown.
const hidden = "••••"

func (p *Program) configCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "config [COMMAND]",
		Short: p.text("Pokaż ustawienia i skąd pochodzą", "Show the settings and where they come from"),
		Long: p.text("Bez nazwy polecenia pokazuje opcje wszystkich poleceń. Plik jest przed środowiskiem, środowisko przed opcjami: wygrywa to, co dalej. Zob. wattlake help configuration.",
			"Without a command it shows the flags of all commands. File before environment before flags: what comes later wins. See wattlake help configuration."),
		RunE: func(cmd *cobra.Command, args []string) error {
			root := cmd.Root()
			of, rest, err := root.Find(args)
			if err != nil || len(rest) > 0 || (len(args) > 0 && of == root) {
				return usage("Nie ma polecenia „"+strings.Join(args, " ")+"”.", "There is no command “"+strings.Join(args, " ")+"”.", "wattlake help")
			}
			return p.printConfig(cmd, of)
		},
	}
}

// printConfig prints the settings of the command; those of all commands as this one sees them.
func (p *Program) printConfig(this, of *cobra.Command) error {
	t := newTable(p.text("Opcja", "Flag"), p.text("Wartość", "Value"), p.text("Skąd", "From"), p.text("Zmienna środowiska", "Environment variable"))
	_ = of.InheritedFlags() // hands the flags of all commands down to it
	options := p.options(of)
	if of == this.Root() {
		options = p.options(this)
	}
	for _, o := range options {
		line := settingJSON{Name: o.flag.Name, Value: o.value, Origin: o.origin, Variable: o.variable}
		if o.origin == fromFlag && p.filled[o.flag.Name] != "" {
			line.Origin = p.filled[o.flag.Name]
		}
		if strings.Contains(o.flag.Name, "password") && line.Value != "" {
			line.Value = hidden
		}
		if line.Value == "[]" {
			line.Value = "" // an empty list
		}
		if p.json {
			if err := json.NewEncoder(p.Out).Encode(line); err != nil {
				return err
			}
			continue
		}
		t.add("--"+line.Name, line.Value, p.word(string(line.Origin)), line.Variable)
	}
	if p.json {
		return nil
	}
	if err := t.print(p.Out); err != nil {
		return err
	}
	p.sayf(p.Err, "\nPlik ustawień: %s\n", "\nSettings file: %s\n", p.Configuration.Path)
	return nil
}
