package ops

import (
	"context"
	"database/sql"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"accord/reseller"
)

// The label "operation" is bounded: clients choose the names, and each costs memory for good. Those whom nobody knows may
// bring in only some of them, so that they cannot take them all.
const (
	maxOperationNames = 200
	maxAnonymousNames = 50
)

// maxNameLength bounds an operation's name, which may be as long as a document.
const maxNameLength = 100

// Metrics counts what the server does, for Prometheus, and logs a line for each GraphQL operation.
type Metrics struct {
	log      *slog.Logger
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	duration *prometheus.HistogramVec

	mu    sync.Mutex
	names map[string]bool
}

// NewMetrics makes the metrics, those of the Go runtime and the process among them.
func NewMetrics(log *slog.Logger) *Metrics {
	m := &Metrics{
		log: log, registry: prometheus.NewRegistry(), names: map[string]bool{},
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "accord_operations_total", Help: "GraphQL operations, and events of subscriptions, by name, kind and outcome.",
		}, []string{"operation", "kind", "outcome"}),
		duration: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "accord_operation_duration_seconds", Help: "How long GraphQL operations took.",
			Buckets: []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10},
		}, []string{"kind"}),
	}
	m.registry.MustRegister(m.requests, m.duration, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}), collectors.NewBuildInfoCollector())
	return m
}

// Handler serves the metrics.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// Observe counts and logs one operation. It implements the resolvers' Observer.
func (m *Metrics) Observe(ctx context.Context, v reseller.Viewer, name, kind, outcome string, took time.Duration) {
	name = known(name, kind)
	m.requests.WithLabelValues(m.label(v, name), kind, outcome).Inc()
	m.duration.WithLabelValues(kind).Observe(took.Seconds())
	markObserved(ctx)
	m.log.InfoContext(ctx, "operation", "operation", name, "kind", kind, "outcome", outcome, "tenant", tenantOf(v),
		"duration_ms", milliseconds(took))
}

// known is a name that may be written down. Without a kind there was no operation, and then the name is not a document's but
// any text that the request gave.
func known(name, kind string) string {
	switch {
	case kind == "":
		return ""
	case len(name) > maxNameLength:
		return name[:maxNameLength] // letters, digits and underscores: the grammar allows no others
	}
	return name
}

// label keeps the first names it meets apart and puts all others together.
func (m *Metrics) label(v reseller.Viewer, name string) string {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.names[name] {
		return name
	}
	room := maxOperationNames
	if !v.Known() {
		room = maxAnonymousNames
	}
	if len(m.names) >= room {
		return "other"
	}
	m.names[name] = true
	return name
}

// WatchCache counts the look-ups of the invite cache.
func (m *Metrics) WatchCache(stats func() (hits, misses, failures uint64)) {
	count := func(name, help string, value func() uint64) {
		m.registry.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{Name: name, Help: help},
			func() float64 { return float64(value()) }))
	}
	count("accord_invite_cache_hits_total", "Links found in the cache.", func() uint64 { h, _, _ := stats(); return h })
	count("accord_invite_cache_misses_total", "Links not found in the cache.", func() uint64 { _, n, _ := stats(); return n })
	count("accord_invite_cache_errors_total", "Requests to the cache that failed.", func() uint64 { _, _, e := stats(); return e })
}

// WatchRoom tells of something that is bounded: how much there is, how much there may be, and how often there was no room.
func (m *Metrics) WatchRoom(of string, room func() (used, most, refused int64)) {
	labels := prometheus.Labels{"of": of}
	m.registry.MustRegister(
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "accord_room_used", Help: "How much there is of what is bounded.", ConstLabels: labels},
			func() float64 { used, _, _ := room(); return float64(used) }),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "accord_room_max", Help: "How much there may be of it at once.", ConstLabels: labels},
			func() float64 { _, most, _ := room(); return float64(most) }),
		prometheus.NewCounterFunc(prometheus.CounterOpts{Name: "accord_room_refused_total", Help: "How often there was no room: refused, or closed to make room.", ConstLabels: labels},
			func() float64 { _, _, refused := room(); return float64(refused) }),
	)
}

// WatchPool tells of a pool of database connections.
func (m *Metrics) WatchPool(pool string, stats func() sql.DBStats) {
	gauge := func(name, help string, value func(sql.DBStats) float64) {
		m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: name, Help: help, ConstLabels: prometheus.Labels{"pool": pool},
		}, func() float64 { return value(stats()) }))
	}
	gauge("accord_database_connections_open", "Connections open.", func(s sql.DBStats) float64 { return float64(s.OpenConnections) })
	gauge("accord_database_connections_in_use", "Connections at work.", func(s sql.DBStats) float64 { return float64(s.InUse) })
	gauge("accord_database_connections_max", "Connections at most.", func(s sql.DBStats) float64 { return float64(s.MaxOpenConnections) })
	gauge("accord_database_waits", "How often a connection had to be waited for.", func(s sql.DBStats) float64 { return float64(s.WaitCount) })
	gauge("accord_database_wait_seconds", "How long connections were waited for, in all.", func(s sql.DBStats) float64 { return s.WaitDuration.Seconds() })
}

// WatchReplica tells of a replica of the database: how far behind it is at most, less than 0 while that is not known, and whether it is
// read from.
func (m *Metrics) WatchReplica(replica string, state func() (lag time.Duration, used bool)) {
	gauge := func(name, help string, value func() float64) {
		m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: name, Help: help, ConstLabels: prometheus.Labels{"replica": replica},
		}, value))
	}
	gauge("accord_database_replica_lag_seconds", "How old what a replica has is at most; -1 while that is not known.", func() float64 {
		lag, _ := state()
		if lag < 0 {
			return -1
		}
		return lag.Seconds()
	})
	gauge("accord_database_replica_used", "1 where operations may read from a replica, 0 where it is left out.", func() float64 {
		if _, used := state(); used {
			return 1
		}
		return 0
	})
}
