package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/pipeline/eventlog"
	"wattlake/pipeline/teamsync"
	"wattlake/ui/cli"
)

// worker works on a shared lake until ctx ends. What is at hand then is given up and done by another.
func worker(ctx context.Context, place string, options cli.WorkerOptions) (err error) {
	logger := slog.New(slog.NewJSONHandler(os.Stderr, nil))
	stages, err := parseStages(options.Stages)
	if err != nil {
		return err
	}
	shared, err := openShared(ctx, place, options.SharedOptions, logger)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, shared.Close()) }()
	params := shared.params
	team, err := workerTeam(ctx, options, params.LakeID, logger)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, team.Close()) }()
	params.Log, params.Run, params.Workers = team, stages, cmp.Or(options.Parallel, params.Workers)
	w := pipeline.StartWorker(ctx, pipeline.WorkerParams{
		Params: params, Behind: team.Lag,
		Healthy: func(ctx context.Context) error { return storeAnswers(ctx, params.Objects) },
	})
	defer w.Close()
	if options.Listen != "" {
		stop, err := serveWorker(ctx, options.Listen, w, params.Objects, logger)
		if err != nil {
			return err
		}
		defer stop()
	}
	logger.InfoContext(ctx, "the worker is up", "lake", place, "lake_id", params.LakeID, "stages", w.Stages())
	<-ctx.Done()
	logger.InfoContext(context.WithoutCancel(ctx), "the worker ends")
	return nil
}

// workerTeam connects to the brokers; a worker that cannot is of no use.
func workerTeam(ctx context.Context, options cli.WorkerOptions, lakeID string, logger *slog.Logger) (*eventlog.Team, error) {
	k := kafkaSettings()
	if len(options.Brokers) > 0 {
		k.Brokers = options.Brokers
	}
	k.Prefix = cmp.Or(options.Prefix, k.Prefix)
	cfg, err := teamConfig(k, lakeID)
	if err != nil {
		return nil, err
	}
	cfg.Logger = logger
	from := options.From
	cfg.From = eventlog.Start{Reset: from.Earliest || !from.Time.IsZero() || from.Event != nil, Time: from.Time, Event: from.Event}
	team, err := eventlog.OpenTeam(cfg)
	if err != nil {
		return nil, err
	}
	if _, err := team.Connect(ctx); err != nil {
		return nil, errors.Join(err, team.Close())
	}
	return team, nil
}

// storeAnswers asks for one object that every lake has.
func storeAnswers(ctx context.Context, objects pipeline.Objects) error {
	_, err := objects.Get(ctx, teamsync.ManifestKey)
	if lake.CodeOf(err) == lake.CodeNotFound {
		return nil
	}
	return err
}

// Limits of the worker's own HTTP service.
const (
	workerAskLimit    = 10 * time.Second
	workerHeaderLimit = 5 * time.Second
)

// serveWorker offers /metrics and /health until stop is called.
func serveWorker(ctx context.Context, address string, w *pipeline.Worker, objects pipeline.Objects, logger *slog.Logger) (stop func(), err error) {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", address)
	if err != nil {
		return nil, &lake.Error{
			Code: lake.CodeUsage, Op: "worker: listen", Err: err,
			Message: lake.Text{PL: "Nie można nasłuchiwać na " + address + ".", EN: "Cannot listen on " + address + "."},
			Hint:    lake.Text{PL: "Wybierz inny adres: --listen.", EN: "Choose another address: --listen."},
		}
	}
	registry := prometheus.NewRegistry()
	registry.MustRegister(workerMetrics{w}, collectors.NewGoCollector())
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{}))
	mux.HandleFunc("GET /health", func(rw http.ResponseWriter, r *http.Request) { workerHealth(rw, r, w, objects) })
	server := &http.Server{Handler: mux, ReadHeaderTimeout: workerHeaderLimit}
	go func() {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			logger.ErrorContext(ctx, "metrics and health are not offered any more", "error", err)
		}
	}()
	return func() { _ = server.Close() }, nil // the process ends
}

// workerHealth answers 200 if the store and the brokers answer, else 503 with what is wrong.
func workerHealth(rw http.ResponseWriter, r *http.Request, w *pipeline.Worker, objects pipeline.Objects) {
	ctx, cancel := context.WithTimeout(r.Context(), workerAskLimit)
	defer cancel()
	state := struct {
		Status string               `json:"status"`
		Behind map[lake.Stage]int64 `json:"behind,omitempty"`
		Reason string               `json:"reason,omitempty"`
	}{Status: "ok"}
	behind, err := w.Behind(ctx)
	if err == nil {
		state.Behind, err = behind, storeAnswers(ctx, objects)
	}
	status := http.StatusOK
	if err != nil {
		message, _ := lake.Explain(err)
		state.Status, state.Reason, status = "unavailable", message.EN, http.StatusServiceUnavailable
	}
	rw.Header().Set("Content-Type", "application/json")
	rw.WriteHeader(status)
	_ = json.NewEncoder(rw).Encode(state) // the asker has gone
}

// workerMetrics tells Prometheus how a worker is getting on.
type workerMetrics struct{ worker *pipeline.Worker }

var (
	documentsMetric = prometheus.NewDesc("wattlake_worker_documents_total", "Documents that a stage has ended with.", []string{"stage", "result"}, nil)
	runningMetric   = prometheus.NewDesc("wattlake_worker_running", "Documents that a stage has at work.", []string{"stage"}, nil)
	behindMetric    = prometheus.NewDesc("wattlake_worker_behind", "Events before a stage, for all workers together.", []string{"stage"}, nil)
)

// Describe names the metrics.
func (m workerMetrics) Describe(ch chan<- *prometheus.Desc) {
	ch <- documentsMetric
	ch <- runningMetric
	ch <- behindMetric
}

// Collect reads the metrics; brokers that do not answer leave out what they know.
func (m workerMetrics) Collect(ch chan<- prometheus.Metric) {
	activity := m.worker.Activity()
	for _, stage := range m.worker.Stages() {
		count := activity.Stages[stage]
		ch <- prometheus.MustNewConstMetric(documentsMetric, prometheus.CounterValue, float64(count.Done), string(stage), "done")
		ch <- prometheus.MustNewConstMetric(documentsMetric, prometheus.CounterValue, float64(count.Failed), string(stage), "failed")
		ch <- prometheus.MustNewConstMetric(runningMetric, prometheus.GaugeValue, float64(count.Running), string(stage))
	}
	ctx, cancel := context.WithTimeout(context.Background(), workerAskLimit)
	defer cancel()
	behind, err := m.worker.Behind(ctx)
	if err != nil {
		return
	}
	for stage, n := range behind {
		ch <- prometheus.MustNewConstMetric(behindMetric, prometheus.GaugeValue, float64(n), string(stage))
	}
}
