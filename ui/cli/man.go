package cli

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"wattlake/lake"
)

// manCommand writes the pages and the completions that a package installs.
func (p *Program) manCommand() *cobra.Command {
	return &cobra.Command{
		Use: "man DIR", Hidden: true, Args: cobra.ExactArgs(1), Short: "man, completions",
		RunE: func(_ *cobra.Command, args []string) error { return p.writeShare(args[0]) },
	}
}

// writeShare fills a share folder: manual pages in both languages and completions, where the shells look for them.
func (p *Program) writeShare(dir string) error {
	for _, language := range []struct {
		lang lake.Lang
		dir  string
	}{{lake.English, "man/man1"}, {lake.Polish, "man/pl/man1"}} {
		spoken := *p
		spoken.Lang, spoken.DefaultLake = language.lang, "~/.local/share/wattlake"
		if err := spoken.writeMan(spoken.root(), filepath.Join(dir, filepath.FromSlash(language.dir))); err != nil {
			return err
		}
	}
	for shell, path := range map[string]string{
		"bash": "bash-completion/completions/wattlake", "zsh": "zsh/vendor-completions/_wattlake", "fish": "fish/vendor_completions.d/wattlake.fish",
	} {
		var script bytes.Buffer
		if err := p.writeCompletion(p.root(), shell, &script); err != nil {
			return err
		}
		if err := writeShared(filepath.Join(dir, filepath.FromSlash(path)), script.Bytes()); err != nil {
			return err
		}
	}
	return nil
}

const (
	sharedDirMode  = 0o755
	sharedFileMode = 0o644
)

func writeShared(path string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), sharedDirMode); err != nil {
		return fmt.Errorf("folder of a page: %w", err)
	}
	if err := os.WriteFile(path, content, sharedFileMode); err != nil {
		return fmt.Errorf("write a page: %w", err)
	}
	return nil
}

// writeMan writes the page of the command and of all below it.
func (p *Program) writeMan(cmd *cobra.Command, dir string) error {
	if cmd.Hidden {
		return nil
	}
	var page bytes.Buffer
	p.manPage(cmd, &page)
	if err := writeShared(filepath.Join(dir, manName(cmd)+".1"), page.Bytes()); err != nil {
		return err
	}
	for _, sub := range cmd.Commands() {
		if err := p.writeMan(sub, dir); err != nil {
			return err
		}
	}
	return nil
}

func manName(cmd *cobra.Command) string { return strings.ReplaceAll(cmd.CommandPath(), " ", "-") }

// manPage writes one page in the man macros.
func (p *Program) manPage(cmd *cobra.Command, w io.Writer) {
	writeln(w, fmt.Sprintf(`.TH "%s" 1 "" "Wattlake %s" "Wattlake"`, strings.ToUpper(manName(cmd)), roff(p.Version)))
	p.manSection(w, "NAZWA", "NAME")
	writeln(w, roff(manName(cmd))+` \- `+roff(cmd.Short))
	if !isTopic(cmd) {
		p.manSection(w, "SKŁADNIA", "SYNOPSIS")
		writeln(w, `\fB`+roff(p.useLine(cmd))+`\fR`)
	}
	if cmd.Long != "" {
		p.manSection(w, "OPIS", "DESCRIPTION")
		writeVerbatim(w, wrap(cmd.Long, helpWidth-20))
	}
	if cmd.Example != "" {
		p.manSection(w, "PRZYKŁADY", "EXAMPLES")
		writeVerbatim(w, cmd.Example)
	}
	if !isTopic(cmd) {
		p.manSection(w, "OPCJE", "OPTIONS")
		p.manFlags(w, cmd.NonInheritedFlags())
		p.manFlags(w, cmd.InheritedFlags())
	}
	if !isTopic(cmd) {
		p.manSection(w, "KODY WYJŚCIA", "EXIT STATUS")
		writeln(w, roff(p.text("0, gdy wszystko się udało; 1 przy błędnym użyciu lub błędzie; 2, gdy coś wymaga człowieka. Zobacz wattlake-exit-codes(1).",
			"0 if all went well; 1 for wrong usage or an error; 2 if something needs a person. See wattlake-exit-codes(1).")))
	}
	var others []string
	for _, sub := range cmd.Commands() {
		if !sub.Hidden {
			others = append(others, `\fB`+roff(manName(sub))+`\fR(1)`)
		}
	}
	if cmd.HasParent() {
		others = append(others, `\fB`+roff(manName(cmd.Parent()))+`\fR(1)`)
	}
	p.manSection(w, "ZOBACZ TAKŻE", "SEE ALSO")
	writeln(w, strings.Join(others, ",\n"))
}

func (p *Program) manSection(w io.Writer, pl, en string) { writeln(w, `.SH "`+p.text(pl, en)+`"`) }

func (p *Program) manFlags(w io.Writer, flags *pflag.FlagSet) {
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		usage := p.flagUsage(f)
		if f.Name == "lang" {
			usage = f.Usage // the default is the system's, not that of this page
		}
		writeln(w, ".TP\n"+`\fB`+roff(strings.TrimSpace(p.flagName(f)))+`\fR`+"\n"+roff(usage))
	})
}

// writeVerbatim keeps lines as they are.
func writeVerbatim(w io.Writer, text string) { writeln(w, ".nf\n"+roff(text)+"\n.fi") }

// roff protects what the formatter would take for its own.
func roff(text string) string {
	text = strings.NewReplacer(`\`, `\e`, "-", `\-`, "'", `\(aq`, "`", "\\`").Replace(text)
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, ".") {
			lines[i] = `\&` + line
		}
	}
	return strings.Join(lines, "\n")
}
