package cli

import (
	"io"
	"strings"

	"github.com/spf13/cobra"
)

// shells are those that completions can be written for.
var shells = []string{"bash", "zsh", "fish", "powershell"}

func (p *Program) completionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "completion bash|zsh|fish|powershell",
		Short: p.text("Wypisz podpowiedzi dla powłoki", "Print completions for a shell"),
		Long: p.text("Pakiet instaluje podpowiedzi sam. Podpowiadane są polecenia, opcje i dokumenty jeziora.",
			"The package installs completions by itself. Commands, flags and the lake's documents are completed."),
		Args: cobra.ExactArgs(1), ValidArgs: shells,
		RunE: func(cmd *cobra.Command, args []string) error { return p.writeCompletion(cmd.Root(), args[0], p.Out) },
	}
}

func (p *Program) writeCompletion(root *cobra.Command, shell string, w io.Writer) error {
	switch shell {
	case "bash":
		return root.GenBashCompletionV2(w, true)
	case "zsh":
		return root.GenZshCompletion(w)
	case "fish":
		return root.GenFishCompletion(w, true)
	case "powershell":
		return root.GenPowerShellCompletionWithDesc(w)
	}
	return usage("Nie ma podpowiedzi dla powłoki „"+shell+"”.", "There are no completions for the shell “"+shell+"”.", strings.Join(shells, ", "))
}

// maxCompletions is how many documents are offered at most.
const maxCompletions = 200

// completeDocuments offers the names of the lake's documents. A lake that cannot be read offers none.
func (p *Program) completeDocuments(cmd *cobra.Command, args []string, begun string) ([]cobra.Completion, cobra.ShellCompDirective) {
	if len(args) > 0 || p.fill(cmd) != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var names []cobra.Completion
	err := p.withLibrary(cmd.Context(), func(library Library) error {
		documents, err := library.Documents(cmd.Context())
		for _, d := range documents {
			if strings.HasPrefix(d.FileName, begun) && len(names) < maxCompletions {
				names = append(names, cobra.CompletionWithDesc(d.FileName, p.status(d.Status)))
			}
		}
		return err
	})
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}

// complete offers one of the words.
func complete(words ...string) cobra.CompletionFunc {
	return cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp)
}

// flagChoices are the values that a flag may have, by its name or by the command and it.
var flagChoices = map[string][]string{
	"lang":   {"pl", "en"},
	"format": {"table", "json", "csv"},

	"replay from": {"read", "parse", "silver", "gold"},
}

// completeArguments says what can follow the command: the choices in its use line, or documents.
func (p *Program) completeArguments(cmd *cobra.Command) {
	_, form, _ := strings.Cut(cmd.Use, " ")
	first, _, _ := strings.Cut(strings.Trim(form, "[]"), " ")
	switch {
	case cmd.ValidArgsFunction != nil || len(cmd.ValidArgs) > 0:
	case strings.Contains(form, "FILE|ID"):
		cmd.ValidArgsFunction = p.completeDocuments
	case form == "":
		cmd.ValidArgsFunction = cobra.NoFileCompletions
	case strings.Contains(first, "|") && first == strings.ToLower(first):
		cmd.ValidArgsFunction = complete(strings.Split(first, "|")...)
	}
	for name, choices := range flagChoices {
		command, flag, of := strings.Cut(name, " ")
		if !of {
			flag = name
		} else if command != cmd.Name() {
			continue
		}
		if cmd.LocalFlags().Lookup(flag) != nil {
			_ = cmd.RegisterFlagCompletionFunc(flag, complete(choices...)) // fails only for a flag that does not exist, or has one
		}
	}
}
