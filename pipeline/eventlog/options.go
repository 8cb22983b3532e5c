package eventlog

import (
	"log/slog"
	"time"
)

// Option changes how [Open] opens the log.
type Option func(*config)

type config struct {
	source string
	now    func() time.Time
	logger *slog.Logger
	listen string
}

func newConfig(opts []Option) config {
	cfg := config{source: "wattlake", logger: slog.New(slog.DiscardHandler)}
	for _, opt := range opts {
		opt(&cfg)
	}
	return cfg
}

// WithSource names the lake in the ce_source header of every event. It is a URI reference; the default is "wattlake".
func WithSource(lakeID string) Option { return func(cfg *config) { cfg.source = lakeID } }

// WithClock gives the time of the ce_time header. Without a clock events carry no such header, which CloudEvents allows.
func WithClock(now func() time.Time) Option { return func(cfg *config) { cfg.now = now } }

// WithLogger receives what the log has to say about itself. The default says nothing.
func WithLogger(logger *slog.Logger) Option { return func(cfg *config) { cfg.logger = logger } }

// WithListen opens the log to other Kafka tools on this machine, for example at 127.0.0.1:9092. Only loopback addresses
// are accepted: the log knows no passwords.
func WithListen(address string) Option { return func(cfg *config) { cfg.listen = address } }
