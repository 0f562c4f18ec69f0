package main

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"accord/db"
	"accord/ops"
)

const (
	headerTimeout = 10 * time.Second
	idleTimeout   = 2 * time.Minute
	// requestTimeout bounds how long a request takes to arrive, and the work on one that is no GraphQL.
	requestTimeout = 30 * time.Second
	// drainTimeout is how long requests at work, those on WebSockets too, are waited for at least when the server stops: for operations as
	// long as they may take.
	drainTimeout = 20 * time.Second
	// socketTimeout is how long WebSockets are given to say goodbye then.
	socketTimeout = 3 * time.Second
)

// serve answers requests until ctx ends, and then until those at work are answered. Subscriptions are ended.
func (s *server) serve(ctx context.Context, listener net.Listener) error {
	requests, endRequests := context.WithCancel(context.WithoutCancel(ctx))
	defer endRequests()
	defer s.edge.EndSockets()
	var atWork sync.WaitGroup
	h := &http.Server{
		Handler: counted(&atWork, s.handler), ReadHeaderTimeout: headerTimeout, IdleTimeout: idleTimeout,
		BaseContext: func(net.Listener) context.Context { return requests },
		ConnState:   s.connections.Follow,
		ErrorLog:    slog.NewLogLogger(slog.Default().Handler(), slog.LevelWarn),
	}
	h.RegisterOnShutdown(func() { // once nobody new is let in
		s.edge.Stop()
		s.app.EndWatches()
	})
	var background sync.WaitGroup
	working, stopWorking := context.WithCancel(context.WithoutCancel(ctx))
	background.Go(func() { s.app.Run(db.WithoutTimeLimit(working)) })
	background.Go(func() { s.store.WatchReplicas(working) })
	background.Go(func() { s.identity.run(working) })
	background.Go(func() { ops.GiveBack(working) })
	defer func() {
		stopWorking()
		background.Wait()
	}()
	failed := make(chan error, 1)
	go func() { failed <- h.Serve(s.connections.Listener(listener)) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	slog.InfoContext(ctx, "stopping: requests at work are finished first")
	draining, cancel := context.WithTimeout(context.WithoutCancel(ctx), max(drainTimeout, s.edge.Patience()+socketTimeout))
	defer cancel()
	shutDown(draining, h)
	waited(draining, s.edge.Wait) // for WebSockets, of which Shutdown knows nothing
	endRequests()
	s.edge.EndSockets()
	closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), socketTimeout)
	defer cancel()
	if !waited(closing, func() { atWork.Wait(); s.edge.Wait() }) {
		slog.WarnContext(ctx, "some connections did not end in time")
	}
	return nil
}

// shutDown lets the requests at work finish. Those that take too long are cut off, which is no failure of the server: a
// client that does not read must not keep it from stopping well.
func shutDown(ctx context.Context, h *http.Server) {
	if err := h.Shutdown(ctx); err != nil {
		slog.WarnContext(ctx, "requests at work are cut off: they were not done in time", "error", err)
		_ = h.Close() // only the listener can fail to close, and it is closed
	}
}

// counted counts the requests at work.
func counted(atWork *sync.WaitGroup, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		atWork.Add(1)
		defer atWork.Done()
		next.ServeHTTP(w, r)
	})
}

// waited reports whether what is waited for comes before ctx ends.
func waited(ctx context.Context, wait func()) bool {
	done := make(chan struct{})
	go func() {
		wait()
		close(done)
	}()
	select {
	case <-done:
		return true
	case <-ctx.Done():
		return false
	}
}

// bounded gives a request so much time to arrive and to be answered. A stream lifts its deadlines itself, and bounds each
// of its writes.
func bounded(limit time.Duration, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		connection := http.NewResponseController(w)
		_ = connection.SetReadDeadline(time.Now().Add(limit)) // a writer that knows no deadlines is a test's
		// Twice as long, so that a request whose time is up can still be told so.
		_ = connection.SetWriteDeadline(time.Now().Add(2 * limit))
		next.ServeHTTP(w, r)
	})
}

// timed gives a request so much time to be worked on. GraphQL has a limit of its own for each operation.
func timed(limit time.Duration, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), limit)
		defer cancel()
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}
