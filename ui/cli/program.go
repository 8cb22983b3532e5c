// Package cli is the command line: it parses arguments, calls the pipeline, and prints for people or programs.
package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"wattlake/lake"
	"wattlake/ui/httpapi"
)

// Exit codes.
const (
	exitOK       = 0
	exitInternal = 1 // usage or internal error
	exitFailed   = 2 // at least one document failed
)

// errDocumentsFailed ends a command whose output has told already which documents failed.
var errDocumentsFailed = errors.New("at least one document failed")

// Program is the command line with everything that main wires into it.
type Program struct {
	Version     string
	Lang        lake.Lang
	DefaultLake string
	Out, Err    io.Writer
	Interactive bool // Err is a terminal: show progress there
	Colors      bool // Out and Err are terminals that show colours, and nobody asked for none

	// Configuration is where flags that are not given get their values from.
	Configuration Configuration

	OpenLibrary  func(ctx context.Context, dir string) (Library, func(), error)
	OpenNode     func(ctx context.Context, dir string) (Node, func(), error)
	OpenSyncing  func(ctx context.Context, dir string) (Node, func(), error) // that also syncs with the team in the background
	Desktop      func(ctx context.Context, dir string, paths []string) error // nil in a headless build
	Reader       func(ctx context.Context, language string) error            // the loop of a reader process; "" is the usual language
	WriteSamples func(ctx context.Context, dir string) ([]string, error)     // returns the paths
	Diagnose     func(ctx context.Context, dir string) []Check
	Watch        func(ctx context.Context, dirs []string, found func(path string) error, notice func(error)) error // until ctx ends

	Serve  func(ctx context.Context, dir string, options ServeOptions, ready func(url string, tokens *httpapi.TokenStore)) error // until ctx ends; tokens are nil if none are needed
	Tokens func(dir string) *httpapi.TokenStore

	OpenStages func(ctx context.Context, place string, options StageOptions) (StageRunner, func(), error)

	Worker func(ctx context.Context, place string, options WorkerOptions) error // until ctx ends
	Kafka  Kafka
	Sync   Sync

	Care Care

	lakeDir   string
	lakeGiven bool // by --lake itself
	langFlag  string
	chosen    origin // of the language
	json      bool
	quiet     bool
	filled    map[string]origin // where the value of each flag of the running command came from
}

// LanguageChosen reports whether the environment or --lang asks for a language, which then beats what the window remembers.
func (p *Program) LanguageChosen() bool { return p.chosen == fromFlag || p.chosen == fromEnvironment }

// Run executes the command line and returns the exit code. What went wrong is printed as a sentence with a hint.
func (p *Program) Run(ctx context.Context, args []string) int {
	p.Lang, p.chosen = p.language(args)
	root := p.root()
	root.SetArgs(args)
	root.SetOut(p.Out)
	root.SetErr(p.Err)
	err := root.ExecuteContext(ctx)
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, errDocumentsFailed), errors.Is(err, errProblemsFound):
		return exitFailed
	case lake.CodeOf(err) == lake.CodeCancelled && !p.json:
		p.sayf(p.Err, "Przerwano. Rozpoczęta praca zostanie dokończona przy następnym uruchomieniu.\n", "Cancelled. Work in progress is finished at the next start.\n")
		return exitInternal
	}
	p.json = p.json || slices.Contains(args, "--json") // a call that makes no sense ends before its flags are read
	p.explain(err)
	return exitInternal
}

func (p *Program) root() *cobra.Command {
	root := &cobra.Command{
		Use:           "wattlake",
		Short:         p.text("Faktury za energię: od PDF do wskaźników", "Electricity invoices: from PDF to metrics"),
		Version:       p.Version,
		Args:          cobra.ArbitraryArgs,
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE:          p.open,
	}
	root.AddCommand(
		p.ingestCommand(), p.statusCommand(), p.showCommand(), p.deleteCommand(), p.restoreCommand(), p.retryCommand(), p.reviewCommand(),
		p.metricsCommand(), p.replayCommand(), p.watchCommand(), p.serveCommand(), p.demoCommand(), p.doctorCommand(), p.readerCommand(),
		p.configCommand(), p.completionCommand(), p.manCommand(),
	)
	root.AddCommand(p.workerCommand(), p.stageCommand(), p.kafkaCommand(), p.syncCommand())
	root.AddCommand(p.careCommands()...)
	root.AddCommand(p.auditCommand(), p.maintainCommand(), p.profileCommand())
	root.AddCommand(p.topics()...)
	p.teach(root)
	return root
}

func (p *Program) readerCommand() *cobra.Command {
	language := ""
	command := &cobra.Command{
		Use: "reader", Hidden: true, Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return p.Reader(cmd.Context(), language) },
	}
	command.Flags().StringVar(&language, "scan-language", "", p.text("języki skanów według Tesseracta", "languages of scans, by Tesseract's names"))
	return command
}

func (p *Program) text(pl, en string) string { return lake.Text{PL: pl, EN: en}.In(p.Lang) }

// sayf prints a sentence. Notes on Err are left out when nobody wants them; errors go through [Program.explain].
func (p *Program) sayf(w io.Writer, pl, en string, args ...any) {
	if p.quiet && w == p.Err {
		return
	}
	_, _ = fmt.Fprintf(w, p.text(pl, en), args...) // the terminal is gone: nobody is left to tell
}

// done tells what a command that changes something did: programs get the object, people the sentence, which is a note.
func (p *Program) done(object any, pl, en string, args ...any) error {
	if p.json {
		return json.NewEncoder(p.Out).Encode(object)
	}
	p.sayf(p.Err, pl, en, args...)
	return nil
}

// errorJSON is what stderr gets with --json when a command ends with an error.
type errorJSON struct {
	Code    lake.Code `json:"code"`
	Message string    `json:"message"`
	Hint    string    `json:"hint"`
}

// explain prints an error as a sentence and what to do about it.
func (p *Program) explain(err error) {
	message, hint := lake.Text{PL: err.Error(), EN: err.Error()}, lake.Text{}
	if _, ok := errors.AsType[*lake.Error](err); ok {
		message, hint = lake.Explain(err)
	}
	if p.json {
		_ = json.NewEncoder(p.Err).Encode(errorJSON{lake.CodeOf(err), message.In(p.Lang), hint.In(p.Lang)}) // the terminal is gone
		return
	}
	_, _ = fmt.Fprintf(p.Err, "%s %s\n", p.paint(red, p.text("Błąd:", "Error:")), message.In(p.Lang)) // as above
	if !hint.IsZero() {
		_, _ = fmt.Fprintf(p.Err, "  %s\n", hint.In(p.Lang)) // as above
	}
}
