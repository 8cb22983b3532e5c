package cli

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"wattlake/lake"
)

// WorkerOptions are the flags of `wattlake worker`.
type WorkerOptions struct {
	SharedOptions

	Brokers  []string
	Prefix   string // of topics and groups
	Stages   []string
	Listen   string // for metrics and health; "" does not listen
	Parallel int    // documents read at the same time; 0 means one per processor
	From     WorkerStart
}

// WorkerStart is where to consume again from; the zero value goes on where the group is.
type WorkerStart struct {
	Earliest bool
	Time     time.Time
	Event    *lake.EventOrigin
}

func (p *Program) workerCommand() *cobra.Command {
	var o WorkerOptions
	var from string
	command := &cobra.Command{
		Use:   "worker --brokers HOSTS --lake s3://BUCKET/PREFIX",
		Short: p.text("Przetwarzaj dokumenty zespołu razem z innymi procesami", "Work on the team's documents together with others"),
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			if o.From, err = parseStart(from); err != nil {
				return err
			}
			return p.Worker(cmd.Context(), p.lakeDir, o) // its log tells that it is up
		},
	}
	flags := command.Flags()
	flags.StringSliceVar(&o.Brokers, "brokers", nil, p.text("brokery Kafki, HOST:PORT po przecinku; domyślnie z ustawień", "Kafka brokers, HOST:PORT with commas; default: the settings"))
	flags.StringVar(&o.Prefix, "prefix", "", p.text("przedrostek tematów i grup", "prefix of topics and groups"))
	flags.StringSliceVar(&o.Stages, "stages", nil, p.text("etapy: read,parse,silver,gold; domyślnie wszystkie", "stages: read,parse,silver,gold; default: all"))
	flags.StringVar(&o.Listen, "listen", "", p.text("adres /metrics i /health; domyślnie żaden", "address of /metrics and /health; default: none"))
	flags.IntVar(&o.Parallel, "parallel", 0, p.text("dokumentów naraz; domyślnie tyle, ile procesorów", "documents at a time; default: one per processor"))
	o.flags(p, flags)
	flags.StringVar(&from, "from", "", p.text("zacznij jeszcze raz: earliest, czas RFC 3339 albo TEMAT:PARTYCJA:OFFSET", "begin again: earliest, a time (RFC 3339) or TOPIC:PARTITION:OFFSET"))
	return command
}

// parseStart reads --from: earliest, a time, or an event as the origin of a dead letter names it.
func parseStart(from string) (start WorkerStart, err error) {
	if from == "" || from == "earliest" {
		return WorkerStart{Earliest: from != ""}, nil
	}
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if start.Time, err = time.Parse(layout, from); err == nil {
			return start, nil
		}
	}
	parts := strings.Split(from, ":")
	if len(parts) == 3 && slices.Contains(lake.Topics(), lake.Topic(parts[0])) {
		partition, err1 := strconv.ParseInt(parts[1], 10, 32)
		offset, err2 := strconv.ParseInt(parts[2], 10, 64)
		if err1 == nil && err2 == nil && partition >= 0 && offset >= 0 {
			place := lake.Place{Partition: int32(partition), Offset: offset}
			return WorkerStart{Event: &lake.EventOrigin{Topic: lake.Topic(parts[0]), Place: place}}, nil
		}
	}
	return WorkerStart{}, badFrom(from)
}

func badFrom(from string) error {
	return &lake.Error{
		Code: lake.CodeUsage, Op: "cli: worker",
		Message: lake.Text{PL: "To nie jest miejsce do rozpoczęcia: " + from + ".", EN: "This is not a place to begin: " + from + "."},
		Hint: lake.Text{
			PL: "Użyj: earliest, 2026-03-01, 2026-03-01T08:00:00Z albo invoice_uploaded:3:120.",
			EN: "Use earliest, 2026-03-01, 2026-03-01T08:00:00Z or invoice_uploaded:3:120.",
		},
	}
}
