package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"wattlake/lake"
	"wattlake/ui/settings"
)

// origin says where the value of a flag comes from.
type origin string

// The origins; each beats those before it.
const (
	fromDefault     origin = "default"
	fromFile        origin = "file"
	fromEnvironment origin = "environment"
	fromFlag        origin = "flag"
)

const environmentPrefix = "WATTLAKE_"

// momentary are flags that are a decision of the moment: neither the environment nor a file takes them.
var momentary = []string{"help", "version", "yes", "force", "all", "repair", "dry-run", "approve", "unapprove", "undo", "rejoin", "save-keys", "test"}

// Configuration is where flags that are not given get their values from.
type Configuration struct {
	Path   string                           // of the settings file; "" if there is none
	File   settings.Settings                // the zero value if there is none
	Lookup func(name string) (string, bool) // the environment; nil is an empty one

	// Problem says why the file cannot be read; nil if it can or if there is none.
	Problem error
}

func (c Configuration) environment(name string) (string, bool) {
	if c.Lookup == nil {
		return "", false
	}
	value, ok := c.Lookup(name)
	return value, ok && value != ""
}

// option is a flag with what is known about its value.
type option struct {
	flag     *pflag.Flag
	variable string // of the environment; "" if it takes none
	value    string
	origin   origin
}

// options returns what each flag of the command is set to, and by whom, without changing them.
func (p *Program) options(cmd *cobra.Command) []option {
	var all []option
	global := cmd.Root().PersistentFlags()
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if f.Hidden || f.Name == "help" || f.Name == "version" {
			return
		}
		o := option{flag: f, value: f.Value.String(), origin: fromDefault}
		if !slices.Contains(momentary, f.Name) {
			o.variable = variable(cmd, f, global.Lookup(f.Name) == f)
		}
		switch value, found := p.configured(cmd, f, global.Lookup(f.Name) == f); {
		case f.Changed:
			o.origin = fromFlag
		case found && o.variable != "":
			o.value, o.origin = value, fromFile
		}
		if value, found := p.Configuration.environment(o.variable); found && o.origin != fromFlag && o.variable != "" {
			o.value, o.origin = value, fromEnvironment
		}
		all = append(all, o)
	})
	return all
}

// variable names a flag in the environment: WATTLAKE_LAKE, WATTLAKE_SERVE_LISTEN.
func variable(cmd *cobra.Command, f *pflag.Flag, global bool) string {
	name := f.Name
	if !global {
		name = commandKey(cmd) + " " + name
	}
	return environmentPrefix + strings.ToUpper(strings.NewReplacer(" ", "_", "-", "_").Replace(name))
}

// commandKey is the command in the settings file: "serve", "serve token create".
func commandKey(cmd *cobra.Command) string {
	_, key, _ := strings.Cut(cmd.CommandPath(), " ")
	return key
}

// configured returns the flag's value in the settings file.
func (p *Program) configured(cmd *cobra.Command, f *pflag.Flag, global bool) (value string, found bool) {
	file := p.Configuration.File
	switch {
	case global && f.Name == "lake":
		return file.Lake, file.Lake != ""
	case global && f.Name == "lang":
		return file.Language, file.Language != ""
	case global:
		return "", false
	}
	kept, found := file.Commands[commandKey(cmd)][f.Name]
	if list, ok := kept.([]any); ok {
		words := make([]string, 0, len(list))
		for _, one := range list {
			words = append(words, fmt.Sprint(one))
		}
		return strings.Join(words, ","), true
	}
	return fmt.Sprint(kept), found
}

// fill gives the flags that stand not on the command line their values from the environment or the settings file.
func (p *Program) fill(cmd *cobra.Command) error {
	for name := range p.Configuration.File.Commands {
		if _, rest, err := cmd.Root().Find(strings.Fields(name)); err != nil || len(rest) > 0 {
			return badSetting(p.Configuration.Path, "[commands."+name+"]")
		}
	}
	for name := range p.Configuration.File.Commands[commandKey(cmd)] {
		if f := cmd.LocalFlags().Lookup(name); f == nil || slices.Contains(momentary, name) {
			return badSetting(p.Configuration.Path, "[commands."+commandKey(cmd)+"] "+name)
		}
	}
	for _, o := range p.options(cmd) {
		if o.origin != fromFile && o.origin != fromEnvironment {
			continue
		}
		if err := cmd.Flags().Set(o.flag.Name, o.value); err != nil {
			if o.origin == fromFile {
				return badSetting(p.Configuration.Path, o.flag.Name+" = "+o.value)
			}
			return badSetting("", o.variable+"="+o.value)
		}
	}
	return nil
}

func badSetting(file, what string) error {
	e := &lake.Error{
		Code: lake.CodeUsage, Op: "cli: configuration",
		Message: lake.Text{PL: "W środowisku jest zła wartość: " + what + ".", EN: "The environment has a bad value: " + what + "."},
		Hint:    lake.Text{PL: "Zobacz: wattlake help configuration.", EN: "See: wattlake help configuration."},
	}
	if file != "" {
		e.Message = lake.Text{PL: "W pliku " + file + " jest złe ustawienie: " + what + ".", EN: "The file " + file + " has a bad setting: " + what + "."}
	}
	return e
}

// language is the one that --lang, the environment or the file asks for; else the system's. It is needed before anything is parsed.
func (p *Program) language(args []string) (lang lake.Lang, chosen origin) {
	for i, arg := range args {
		if value, ok := strings.CutPrefix(arg, "--lang="); ok {
			return lake.ParseLang(value), fromFlag
		}
		if arg == "--lang" && i+1 < len(args) {
			return lake.ParseLang(args[i+1]), fromFlag
		}
	}
	if value, ok := p.Configuration.environment(environmentPrefix + "LANG"); ok {
		return lake.ParseLang(value), fromEnvironment
	}
	if value := p.Configuration.File.Language; value != "" {
		return lake.ParseLang(value), fromFile
	}
	return p.Lang, fromDefault
}
