package httpapi

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"wattlake/lake"
	"wattlake/pipeline"
)

// Limits of the worker's own HTTP service.
const (
	workerAskLimit    = 10 * time.Second
	workerHeaderLimit = 5 * time.Second
)

// ServeWorker offers /metrics and /health of a worker at the address, until stop is called. It takes no orders and needs no token.
func ServeWorker(ctx context.Context, address string, w *pipeline.Worker, logger *slog.Logger) (stop func(), err error) {
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
	mux.HandleFunc("GET /health", func(rw http.ResponseWriter, r *http.Request) { workerHealth(rw, r, w) })
	server := &http.Server{Handler: mux, ReadHeaderTimeout: workerHeaderLimit}
	go func() {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			logger.ErrorContext(ctx, "metrics and health are not offered any more", "error", err)
		}
	}()
	return func() { _ = server.Close() }, nil // the process ends
}

// workerHealth answers 200 if the store and the brokers answer, else 503 with what is wrong.
func workerHealth(rw http.ResponseWriter, r *http.Request, w *pipeline.Worker) {
	ctx, cancel := context.WithTimeout(r.Context(), workerAskLimit)
	defer cancel()
	state := struct {
		Status string               `json:"status"`
		Behind map[lake.Stage]int64 `json:"behind,omitempty"`
		Reason string               `json:"reason,omitempty"`
	}{Status: "ok"}
	behind, err := w.Behind(ctx)
	if err == nil {
		state.Behind, err = behind, w.Healthy(ctx)
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
