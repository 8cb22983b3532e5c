package cli

import (
	"time"

	"github.com/spf13/cobra"

	"wattlake/lake"
)

// WorkerOptions are the flags of `wattlake worker`.
type WorkerOptions struct {
	SharedOptions

	Brokers   []string
	Prefix    string // of topics and groups
	Stages    []string
	Listen    string    // for metrics and health; "" does not listen
	Parallel  int       // documents read at the same time; 0 means one per processor
	FromStart bool      // consume every event again
	FromTime  time.Time // consume the events since then again; zero leaves it
}

func (p *Program) workerCommand() *cobra.Command {
	var o WorkerOptions
	var from string
	command := &cobra.Command{
		Use:   "worker --brokers HOSTS --lake s3://BUCKET/PREFIX",
		Short: p.text("Przetwarzaj dokumenty zespołu razem z innymi procesami", "Work on the team's documents together with others"),
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			switch from {
			case "":
			case "earliest":
				o.FromStart = true
			default:
				if o.FromTime, err = time.Parse(time.RFC3339, from); err != nil {
					if o.FromTime, err = time.Parse(time.DateOnly, from); err != nil {
						return badFrom(from)
					}
				}
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
	o.SharedOptions.flags(p, flags)
	flags.StringVar(&from, "from", "", p.text("zacznij jeszcze raz: earliest albo czas RFC 3339", "begin again: earliest, or a time (RFC 3339)"))
	return command
}

func badFrom(from string) error {
	return &lake.Error{
		Code: lake.CodeUsage, Op: "cli: worker",
		Message: lake.Text{PL: "To nie jest czas: " + from + ".", EN: "This is not a time: " + from + "."},
		Hint:    lake.Text{PL: "Użyj: earliest, 2026-03-01 albo 2026-03-01T08:00:00Z.", EN: "Use earliest, 2026-03-01 or 2026-03-01T08:00:00Z."},
	}
}
