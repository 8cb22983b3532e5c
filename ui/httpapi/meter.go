package httpapi

import (
	"net/http"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// meter counts requests and shows the pipeline's counts to Prometheus.
type meter struct {
	handler     http.Handler
	requests    *prometheus.CounterVec
	seconds     *prometheus.HistogramVec
	uploadBytes prometheus.Counter
	streaming   atomic.Int64
}

func newMeter(node Node) *meter {
	m := &meter{
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "wattlake_http_requests_total", Help: "Requests by route, method and status.",
		}, []string{"route", "method", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "wattlake_http_request_duration_seconds", Help: "Time to answer, by route.",
			Buckets: []float64{.001, .005, .01, .05, .1, .5, 1, 5, 10, 60},
		}, []string{"route"}),
		uploadBytes: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "wattlake_http_upload_bytes_total", Help: "Bytes of uploaded files, refused ones too.",
		}),
	}
	registry := prometheus.NewRegistry()
	registry.MustRegister(
		m.requests, m.seconds, m.uploadBytes, stageCollector{node}, collectors.NewGoCollector(),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "wattlake_http_event_streams", Help: "Open event streams."},
			func() float64 { return float64(m.streaming.Load()) }),
	)
	m.handler = promhttp.HandlerFor(registry, promhttp.HandlerOpts{})
	return m
}

// count notes one answered request. Methods and routes that are not ours count as one, so that nobody can fill the memory.
func (m *meter) count(route, method string, status int, elapsed time.Duration) {
	if route == "" {
		route = "none"
	}
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodDelete:
	default:
		method = "other"
	}
	m.requests.WithLabelValues(route, method, strconv.Itoa(status)).Inc()
	m.seconds.WithLabelValues(route).Observe(elapsed.Seconds())
}

// stageCollector shows [pipeline.Activity].
type stageCollector struct{ node Node }

var stageDocuments = prometheus.NewDesc("wattlake_stage_documents",
	"Documents by stage of the pipeline: queued and running now, done and failed since the start.", []string{"stage", "state"}, nil)

// Describe names the only metric.
func (c stageCollector) Describe(to chan<- *prometheus.Desc) { to <- stageDocuments }

// Collect asks the node.
func (c stageCollector) Collect(to chan<- prometheus.Metric) {
	for stage, count := range c.node.Activity().Stages {
		for state, n := range map[string]int{"queued": count.Queued, "running": count.Running, "done": count.Done, "failed": count.Failed} {
			to <- prometheus.MustNewConstMetric(stageDocuments, prometheus.GaugeValue, float64(n), string(stage), state)
		}
	}
}
