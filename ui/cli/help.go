package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"wattlake/lake"
)

// helpWidth is the longest line of help in characters, except for examples, which are never broken.
const helpWidth = 100

// group is a heading of the list of commands.
type group struct {
	title lake.Text
	names []string
}

// groups hold the commands by what people do with them, in the order in which they meet them; a command that is in none stands under the last.
var groups = []group{
	{lake.Text{PL: "Dokumenty", EN: "Documents"}, []string{"ingest", "watch", "status", "show", "review", "delete", "restore", "retry", "erase", "profile"}},
	{lake.Text{PL: "Dane i wskaźniki", EN: "Data and metrics"}, []string{"metrics", "audit", "export", "register"}},
	{lake.Text{PL: "Jezioro", EN: "The lake"}, []string{"sync", "verify", "replay", "maintain", "doctor"}},
	{lake.Text{PL: "Usługi i automatyzacja", EN: "Services and automation"}, []string{"serve", "worker", "kafka", "stage"}},
	{lake.Text{PL: "Inne", EN: "Other"}, nil},
}

// groupOf returns the index of the command's group.
func groupOf(name string) int {
	i := slices.IndexFunc(groups, func(g group) bool { return slices.Contains(g.names, name) })
	if i < 0 {
		return len(groups) - 1
	}
	return i
}

// help prints what a command does, how it is called, examples, and its flags.
func (p *Program) help(cmd *cobra.Command, w io.Writer) {
	about := cmd.Short
	if cmd.Long != "" {
		about = cmd.Short + ".\n\n" + cmd.Long
	}
	writeln(w, wrap(about, helpWidth))
	if isTopic(cmd) {
		return
	}
	writeln(w, "\n"+p.text("Użycie:", "Usage:"))
	writeln(w, "  "+p.useLine(cmd))
	if cmd.Example != "" {
		writeln(w, "\n"+p.text("Przykłady:", "Examples:"))
		writeln(w, indent(cmd.Example, "  "))
	}
	p.helpCommands(cmd, w)
	p.helpFlags(w, p.text("Opcje:", "Flags:"), cmd.LocalNonPersistentFlags())
	if cmd.HasParent() {
		p.helpFlags(w, p.text("Opcje wszystkich poleceń:", "Flags of all commands:"), cmd.InheritedFlags())
	} else {
		p.helpFlags(w, p.text("Opcje wszystkich poleceń:", "Flags of all commands:"), cmd.PersistentFlags())
		writeln(w, "\n"+p.text("Więcej: wattlake help POLECENIE, wattlake help exit-codes, wattlake help configuration",
			"More: wattlake help COMMAND, wattlake help exit-codes, wattlake help configuration"))
	}
}

// isTopic reports whether the command only explains something.
func isTopic(cmd *cobra.Command) bool { return !cmd.Runnable() && !cmd.HasSubCommands() }

func (p *Program) useLine(cmd *cobra.Command) string {
	line := cmd.Use
	if cmd.HasParent() {
		line = cmd.Parent().CommandPath() + " " + cmd.Use
	}
	if cmd.HasAvailableSubCommands() && !cmd.Runnable() {
		return line + " " + p.text("POLECENIE", "COMMAND")
	}
	return line + " " + p.text("[opcje]", "[flags]")
}

func (p *Program) helpCommands(cmd *cobra.Command, w io.Writer) {
	lines := make([][][2]string, len(groups))
	for _, sub := range cmd.Commands() {
		if sub.Hidden || isTopic(sub) {
			continue
		}
		i := len(groups) - 1
		if !cmd.HasParent() {
			i = groupOf(sub.Name())
		}
		lines[i] = append(lines[i], [2]string{sub.Name(), sub.Short})
	}
	for i, group := range lines {
		if len(group) == 0 {
			continue
		}
		title, order := groups[i].title.In(p.Lang), groups[i].names
		slices.SortStableFunc(group, func(a, b [2]string) int { return slices.Index(order, a[0]) - slices.Index(order, b[0]) })
		if cmd.HasParent() {
			title = p.text("Polecenia", "Commands")
		}
		writeln(w, "\n"+title+":")
		writeColumns(w, group)
	}
}

func (p *Program) helpFlags(w io.Writer, title string, flags *pflag.FlagSet) {
	var lines [][2]string
	flags.VisitAll(func(f *pflag.Flag) {
		if !f.Hidden {
			lines = append(lines, [2]string{p.flagName(f), p.flagUsage(f)})
		}
	})
	if len(lines) == 0 {
		return
	}
	writeln(w, "\n"+title)
	writeColumns(w, lines)
}

// flagName is the flag as it is typed, with a word for its value.
func (p *Program) flagName(f *pflag.Flag) string {
	name := "    --" + f.Name
	if f.Shorthand != "" {
		name = "-" + f.Shorthand + ", --" + f.Name
	}
	switch f.Value.Type() {
	case "bool":
		return name
	case "int", "int64", "float64", "count":
		return name + " " + p.text("LICZBA", "NUMBER")
	case "duration":
		return name + " " + p.text("CZAS", "TIME")
	case "stringSlice", "stringArray":
		return name + " " + p.text("TEKST,…", "TEXT,…")
	}
	return name + " " + p.text("TEKST", "TEXT")
}

func (p *Program) flagUsage(f *pflag.Flag) string {
	switch f.DefValue {
	case "", "false", "0", "[]":
		return f.Usage
	}
	return f.Usage + p.text(" (domyślnie ", " (default ") + f.DefValue + ")"
}

// writeColumns prints names and what they mean beside each other; long explanations go on below themselves.
func writeColumns(w io.Writer, lines [][2]string) {
	width := 0
	for _, line := range lines {
		width = max(width, utf8.RuneCountInString(line[0]))
	}
	for _, line := range lines {
		gap := strings.Repeat(" ", width-utf8.RuneCountInString(line[0]))
		about := strings.ReplaceAll(wrap(line[1], helpWidth-width-4), "\n", "\n"+strings.Repeat(" ", width+4))
		writeln(w, "  "+line[0]+gap+"  "+about)
	}
}

// wrap breaks the lines that are longer than width between words. What is set in stays so.
func wrap(text string, width int) string {
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		margin := line[:len(line)-len(strings.TrimLeft(line, " "))]
		current := margin
		for word := range strings.FieldsSeq(line) {
			if current != margin && utf8.RuneCountInString(current)+1+utf8.RuneCountInString(word) > width {
				lines = append(lines, current)
				current = margin
			}
			if current != margin {
				current += " "
			}
			current += word
		}
		lines = append(lines, current)
	}
	return strings.Join(lines, "\n")
}

func indent(text, by string) string { return by + strings.ReplaceAll(text, "\n", "\n"+by) }

// writeln prints help; when the terminal is gone, nobody is left to tell.
func writeln(w io.Writer, line string) { _, _ = fmt.Fprintln(w, line) }
