package main

import (
	"fmt"
	"log/slog"
	"net/http"
	"strings"

	"accord/edge"
	"accord/export"
	"accord/ops"
	"accord/resolvers"
	"accord/web"
)

// graphQL puts the API together: who asks, what may be asked for, and what executes it.
func (c *serveCommand) graphQL(s *server, kept *caches, metrics *ops.Metrics) (http.Handler, error) {
	origins, err := c.origins()
	if err != nil {
		return nil, err
	}
	limits, err := c.limits()
	if err != nil {
		return nil, err
	}
	documents, err := c.documents()
	if err != nil {
		return nil, err
	}
	documents.Automatic = kept.documents
	budget, err := c.budget(kept)
	if err != nil {
		return nil, err
	}
	executor := resolvers.NewExecutor(s.app, resolvers.Options{Observer: metrics, Production: c.production()})
	if err := documents.Persisted.Check(executor.Schema, limits, executor.Validate); err != nil {
		return nil, fmt.Errorf("--documents %s: %w", c.Documents, err)
	}
	a := s.identity.authenticator
	s.edge = edge.New(executor, edge.Options{
		Schema: executor.Schema, Parsed: executor.Parsed, Auth: a, Limits: limits, Documents: documents, Budget: budget,
		OriginsGuarded: true,
	})
	return edge.Arriving(origins.Guard(a.Middleware(s.edge))), nil
}

func (c *serveCommand) routes(s *server, graphQL http.Handler, metrics *ops.Metrics, dependencies []ops.Dependency) http.Handler {
	mux := http.NewServeMux()
	handle := func(pattern string, h http.Handler) { mux.Handle(pattern, timed(requestTimeout, h)) }
	mux.Handle("/graphql", graphQL)
	c.site(s).Register(handle)
	mux.Handle("GET /exports/{sealed}", ops.Spare(export.Handler(s.app))) // which takes its own time
	handle("GET /healthz", ops.Live())
	handle("GET /readyz", ops.Ready(dependencies...))
	handle("GET /metrics", metrics.Handler())
	return bounded(max(requestTimeout, c.RequestTimeout), ops.LogRequests(slog.Default(), web.Secured(strings.HasPrefix(strings.ToLower(c.PublicURL), "https:"), mux)))
}

// adminRoutes are those of the second listener.
func adminRoutes(metrics *ops.Metrics) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/debug/pprof/", ops.Profiles())
	mux.Handle("GET /metrics", metrics.Handler())
	return mux
}

// origins reads whose pages may ask.
func (c *serveCommand) origins() (*web.Origins, error) {
	origins, err := web.ParseOrigins(c.PublicURL, c.AllowedOrigins)
	if err != nil {
		return nil, fmt.Errorf("--allowed-origins: %w", err)
	}
	return origins, nil
}
