package main

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
)

// listenForAdmin opens the second listener; nil where none is asked for.
func (c *serveCommand) listenForAdmin(ctx context.Context) (net.Listener, error) {
	if c.AdminListen == "" {
		return nil, nil //nolint:nilnil // none was asked for
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", c.AdminListen)
	if err != nil {
		return nil, fmt.Errorf("cannot listen on --admin-listen %s: %w", c.AdminListen, err)
	}
	return listener, nil
}

// serveAdmin serves the second listener beside the first, until it is ended. It is cut off then: nobody's work depends on it.
func (s *server) serveAdmin(listener net.Listener) (end func()) {
	if listener == nil {
		return func() {}
	}
	h := &http.Server{
		Handler: s.admin, ReadHeaderTimeout: headerTimeout, IdleTimeout: idleTimeout,
		ErrorLog: slog.NewLogLogger(slog.Default().Handler(), slog.LevelWarn),
	}
	go func() { _ = h.Serve(listener) }() // it ends with Close alone
	slog.Info("for operators", "address", "http://"+listener.Addr().String()+"/debug/pprof/")
	return func() { _ = h.Close() }
}
