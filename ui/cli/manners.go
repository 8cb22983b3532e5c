package cli

import (
	"errors"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"wattlake/lake"
)

// teach gives every command the manners that all have in common: help in the person's language, settings from the file and
// the environment, completions, examples, and errors that say how the command is called.
func (p *Program) teach(root *cobra.Command) {
	flags := root.PersistentFlags()
	flags.StringVar(&p.lakeDir, "lake", p.DefaultLake, p.text("folder jeziora", "folder of the lake"))
	flags.StringVar(&p.langFlag, "lang", string(p.Lang), p.text("język komunikatów: pl albo en", "language of messages: pl or en"))
	flags.BoolVar(&p.json, "json", false, p.text("wynik jako JSON", "print JSON"))
	flags.BoolVarP(&p.quiet, "quiet", "q", false, p.text("bez postępu i uwag na stderr; błędy są mówione", "no progress and no notes on stderr; errors are told"))
	flags.BoolP("help", "h", false, p.text("pokaż pomoc", "show help"))
	root.Flags().BoolP("version", "v", false, p.text("pokaż wersję", "show the version"))
	root.SetVersionTemplate("wattlake {{.Version}}\n")
	root.CompletionOptions.DisableDefaultCmd = true
	help := p.helpCommand()
	root.SetHelpCommand(help)
	root.AddCommand(help)
	root.SetHelpFunc(func(cmd *cobra.Command, _ []string) { p.help(cmd, p.Out) })
	root.SetUsageFunc(func(cmd *cobra.Command) error { p.help(cmd, p.Err); return nil })
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error { return p.flagError(cmd, err) })
	root.PersistentPreRunE = func(cmd *cobra.Command, _ []string) error { return p.prepare(cmd) }
	p.teachAll(root)
}

func (p *Program) teachAll(cmd *cobra.Command) {
	if check := cmd.Args; check != nil {
		cmd.Args = func(cmd *cobra.Command, args []string) error {
			if err := check(cmd, args); err != nil {
				return p.calledWrong(cmd, p.text("Polecenie wymaga innych argumentów", "The command takes other arguments"))
			}
			return nil
		}
	}
	if cmd.Example == "" {
		cmd.Example = p.examples(cmd.CommandPath())
	}
	p.completeArguments(cmd)
	for _, sub := range cmd.Commands() {
		p.teachAll(sub)
	}
}

func (p *Program) helpCommand() *cobra.Command {
	return &cobra.Command{
		Use: "help [COMMAND]", Short: p.text("Pomoc o poleceniu", "Help about a command"),
		RunE: func(cmd *cobra.Command, args []string) error {
			of, rest, err := cmd.Root().Find(args)
			if err != nil || len(rest) > 0 || of == nil {
				return p.unknown(cmd.Root(), strings.Join(args, " "))
			}
			return of.Help()
		},
		ValidArgsFunction: func(cmd *cobra.Command, args []string, begun string) ([]cobra.Completion, cobra.ShellCompDirective) {
			var names []cobra.Completion
			for _, sub := range cmd.Root().Commands() {
				if len(args) == 0 && !sub.Hidden && strings.HasPrefix(sub.Name(), begun) {
					names = append(names, cobra.CompletionWithDesc(sub.Name(), sub.Short))
				}
			}
			return names, cobra.ShellCompDirectiveNoFileComp
		},
	}
}

// prepare runs before a command: flags that are not given get their values, and what the framework would check in its own
// words is checked.
func (p *Program) prepare(cmd *cobra.Command) error {
	if err := p.Configuration.Problem; err != nil && !slices.Contains(withoutSettings, cmd.Name()) {
		return err // another lake than the one in the file must not be used in its stead
	}
	p.lakeGiven = cmd.Flags().Changed("lake")
	p.filled = map[string]origin{}
	for _, o := range p.options(cmd) {
		p.filled[o.flag.Name] = o.origin
	}
	if err := p.fill(cmd); err != nil {
		return err
	}
	if err := cmd.ValidateRequiredFlags(); err != nil {
		return p.calledWrong(cmd, p.text("Brakuje opcji: ", "A flag is missing: ")+strings.Join(quoted.FindAllString(err.Error(), -1), ", "))
	}
	if err := cmd.ValidateFlagGroups(); err != nil {
		return p.calledWrong(cmd, p.text("Te opcje się wykluczają albo należą do siebie: ", "These flags exclude or need one another: ")+bracketed.FindString(err.Error()))
	}
	return nil
}

// withoutSettings are the commands that work all the same if the settings file cannot be read.
var withoutSettings = []string{"wattlake", "help", "doctor", "config", "completion", "man", "reader"}

// What the framework's errors name.
var (
	quoted    = regexp.MustCompile(`"[^"]+"`)
	bracketed = regexp.MustCompile(`\[[^\]]+\]`)
)

func (p *Program) flagError(cmd *cobra.Command, err error) error {
	if errors.Is(err, pflag.ErrHelp) {
		return err
	}
	if e, ok := errors.AsType[*pflag.NotExistError](err); ok {
		return p.calledWrong(cmd, p.text("Nie ma opcji --", "There is no flag --")+e.GetSpecifiedName())
	}
	if e, ok := errors.AsType[*pflag.ValueRequiredError](err); ok {
		return p.calledWrong(cmd, p.text("Opcja wymaga wartości: --", "The flag needs a value: --")+e.GetSpecifiedName())
	}
	if e, ok := errors.AsType[*pflag.InvalidValueError](err); ok {
		return p.calledWrong(cmd, p.text("Zła wartość opcji --", "Bad value of the flag --")+e.GetFlag().Name+": "+e.GetValue())
	}
	return p.calledWrong(cmd, p.text("Niezrozumiała opcja: ", "A flag that makes no sense: ")+err.Error())
}

// calledWrong says what is wrong with a call and how the command is called.
func (p *Program) calledWrong(cmd *cobra.Command, sentence string) error {
	line := p.useLine(cmd)
	return &lake.Error{
		Code: lake.CodeUsage, Op: "cli", Message: lake.Text{PL: sentence + ".", EN: sentence + "."},
		Hint: lake.Text{
			PL: "Użycie: " + line + "\n  Więcej: " + cmd.CommandPath() + " --help", EN: "Usage: " + line + "\n  More: " + cmd.CommandPath() + " --help",
		},
	}
}

// unknown says that there is no such command, and which one may be meant.
func (p *Program) unknown(root *cobra.Command, name string) error {
	hint := lake.Text{PL: "Lista poleceń: wattlake help.", EN: "The commands: wattlake help."}
	root.SuggestionsMinimumDistance = 2
	if like := root.SuggestionsFor(name); len(like) > 0 {
		hint = lake.Text{PL: "Może chodzi o: wattlake " + like[0] + "?", EN: "Do you mean: wattlake " + like[0] + "?"}
	}
	return &lake.Error{
		Code: lake.CodeUsage, Op: "cli",
		Message: lake.Text{PL: "Nie ma polecenia ani pliku „" + name + "”.", EN: "There is no command and no file “" + name + "”."}, Hint: hint,
	}
}

// open starts the desktop with the files, or says what else can be done.
func (p *Program) open(cmd *cobra.Command, args []string) error {
	for _, arg := range args {
		if _, err := os.Stat(arg); err != nil {
			return p.unknown(cmd.Root(), arg)
		}
	}
	switch {
	case p.Desktop != nil:
		return p.Desktop(cmd.Context(), p.lakeDir, args)
	case len(args) > 0:
		return usage("Ten program nie ma okna.", "This build has no window.", "wattlake ingest "+strings.Join(args, " "))
	}
	return cmd.Help()
}
