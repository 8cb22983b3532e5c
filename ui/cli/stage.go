package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"wattlake/lake"
	"wattlake/pipeline"
)

// StageRunner is what the stage command needs of a lake.
type StageRunner interface {
	Find(ctx context.Context, what string) ([]pipeline.Document, error)
	Pending(ctx context.Context, stage lake.Stage) ([]lake.DocumentID, error)
	RunStage(ctx context.Context, stage lake.Stage, ids []lake.DocumentID) ([]pipeline.StageResult, error)
	Close()
}

// SharedOptions are the flags about a lake, in a folder or a bucket, that several processes work on.
type SharedOptions struct {
	Endpoint string // of an S3 server that is not AWS
	Region   string
	Cache    string // folder for copies of table files and for the compiled PDF engine
}

// StageOptions are the flags of `wattlake stage`.
type StageOptions struct {
	SharedOptions

	Brokers []string // that hear what was done; none: nobody is told
	Prefix  string   // of topics
}

func (o *SharedOptions) flags(p *Program, flags *pflag.FlagSet) {
	flags.StringVar(&o.Endpoint, "endpoint", "", p.text("adres serwera S3 innego niż AWS", "address of an S3 server that is not AWS"))
	flags.StringVar(&o.Region, "region", "", p.text("region S3", "S3 region"))
	flags.StringVar(&o.Cache, "cache", "", p.text("folder kopii plików tabel", "folder for copies of table files"))
}

// stageNames are the stages in the order of the pipeline.
var stageNames = []string{string(lake.StageRead), string(lake.StageParse), string(lake.StageSilver), string(lake.StageGold)}

func (p *Program) stageCommand() *cobra.Command {
	var o StageOptions
	var list bool
	command := &cobra.Command{
		Use:   "stage read|parse|silver|gold [FILE|ID]...",
		Short: p.text("Wykonaj jeden etap dla programów planujących pracę", "Run a single stage, for programs that schedule the work"),
		Long: p.text("Bez nazw: wszystkie dokumenty, którym brakuje wyniku tego etapu. Powtórzenie niczego nie zmienia. Kilka takich poleceń może działać naraz, ale jeziorem kieruje albo program planujący, albo okno i wattlake worker.",
			"Without names: all documents that lack this stage's result. Running it again changes nothing. Several may run at a time, but a lake is driven either by a scheduler or by the window and wattlake worker."),
		Args: cobra.MinimumNArgs(1), ValidArgs: stageNames,
		RunE: func(cmd *cobra.Command, args []string) error {
			stage, err := stageOf(args[0])
			if err != nil {
				return err
			}
			runner, closeRunner, err := p.OpenStages(cmd.Context(), p.lakeDir, o)
			if err != nil {
				return err
			}
			defer closeRunner()
			if list {
				return p.listPending(cmd.Context(), runner, stage)
			}
			return p.runStage(cmd.Context(), runner, stage, args[1:])
		},
	}
	command.Flags().BoolVar(&list, "list", false, p.text("wypisz tylko identyfikatory dokumentów, na których etap by pracował", "only print the ids of the documents that the stage would work on"))
	command.Flags().StringSliceVar(&o.Brokers, "brokers", nil, p.text("ogłoś wynik na tych brokerach Kafki, HOST:PORT po przecinku", "announce what was done on these Kafka brokers, HOST:PORT with commas"))
	command.Flags().StringVar(&o.Prefix, "prefix", "", p.text("przedrostek tematów", "prefix of topics"))
	o.flags(p, command.Flags())
	return command
}

func stageOf(name string) (lake.Stage, error) {
	if slices.Contains(stageNames, name) {
		return lake.Stage(name), nil
	}
	return "", usage("Nie ma etapu „"+name+"”.", "There is no stage “"+name+"”.", strings.Join(stageNames, ", "))
}

// listPending prints one id a line, or with --json an array, as schedulers map over it.
func (p *Program) listPending(ctx context.Context, runner StageRunner, stage lake.Stage) error {
	ids, err := runner.Pending(ctx, stage)
	if err != nil {
		return err
	}
	if p.json {
		if ids == nil {
			ids = []lake.DocumentID{}
		}
		return json.NewEncoder(p.Out).Encode(ids)
	}
	for _, id := range ids {
		if _, err := fmt.Fprintln(p.Out, id); err != nil {
			return err
		}
	}
	return nil
}

// stageJSON is one line of `stage --json`.
type stageJSON struct {
	Stage    lake.Stage      `json:"stage"`
	File     string          `json:"file"`
	Document lake.DocumentID `json:"document"`
	Status   string          `json:"status"`
	Code     lake.Code       `json:"code,omitempty"`
	Reason   string          `json:"reason"`
	Keys     []lake.Key      `json:"keys"`
}

func (p *Program) runStage(ctx context.Context, runner StageRunner, stage lake.Stage, names []string) error {
	var ids []lake.DocumentID
	var err error
	if len(names) == 0 && stage != lake.StageGold {
		if ids, err = runner.Pending(ctx, stage); err != nil {
			return err
		}
	}
	for _, name := range names {
		document, err := one(ctx, runner, name)
		if err != nil {
			return err
		}
		ids = append(ids, document.ID)
	}
	results, err := runner.RunStage(ctx, stage, ids)
	if err != nil {
		return err
	}
	return p.printStage(stage, results)
}

// printStage prints what became of each document. What waits is an error: whoever schedules should try again.
func (p *Program) printStage(stage lake.Stage, results []pipeline.StageResult) error {
	failed, waiting := false, ""
	for _, r := range results {
		line := stageJSON{Stage: stage, File: r.File, Document: r.Document, Status: "done", Code: r.Code, Reason: r.Reason.In(p.Lang), Keys: r.Keys}
		if line.Keys == nil {
			line.Keys = []lake.Key{}
		}
		switch r.Status {
		case lake.Failed:
			line.Status, failed = string(r.Status), true
		case lake.Waiting:
			line.Status, waiting = string(r.Status), r.File
		default:
		}
		if err := p.printStageLine(line); err != nil {
			return err
		}
	}
	switch {
	case waiting != "":
		return usage("Etapu nie udało się teraz wykonać: "+waiting+".", "The stage could not be run now: "+waiting+".", p.text("Spróbuj ponownie.", "Try again."))
	case failed:
		return errDocumentsFailed
	}
	return nil
}

func (p *Program) printStageLine(line stageJSON) error {
	if p.json {
		return json.NewEncoder(p.Out).Encode(line)
	}
	keys := make([]string, len(line.Keys))
	for i, key := range line.Keys {
		keys[i] = string(key)
	}
	text := strings.TrimSpace(strings.Join([]string{line.File, strings.Join(keys, " "), line.Reason}, "  "))
	_, err := fmt.Fprintf(p.Out, "%-8s %s\n", p.word(line.Status), text)
	return err
}
