package ops

import (
	"context"
	"encoding/json"
	"net/http"
	"sync"
	"time"
)

// checkTimeout bounds one check of readiness.
const checkTimeout = 2 * time.Second

// Dependency is something that the server stands on.
type Dependency struct {
	Name string
	// Required: without it the server is of no use.
	Required bool
	// Check reports what is wrong, nil when nothing is.
	Check func(context.Context) error
}

// Live answers 200 as long as the process answers at all.
func Live() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, http.StatusOK, map[string]string{"status": "ok"})
	})
}

// Ready names each dependency and its state. It answers 200 also when a dependency that can be done without is down
// ("degraded"), and 503 only without a required one ("unavailable"). What exactly is wrong stands in the log, not here.
func Ready(dependencies ...Dependency) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), checkTimeout)
		defer cancel()
		states := make([]string, len(dependencies))
		var checks sync.WaitGroup
		for i, d := range dependencies {
			checks.Go(func() { states[i] = stateOf(d.Check(ctx)) })
		}
		checks.Wait()
		status, overall := http.StatusOK, "ok"
		answer := map[string]any{}
		for i, d := range dependencies {
			answer[d.Name] = states[i]
			switch {
			case states[i] == "ok":
			case d.Required:
				status, overall = http.StatusServiceUnavailable, "unavailable"
			case overall == "ok":
				overall = "degraded"
			}
		}
		writeJSON(w, status, map[string]any{"status": overall, "dependencies": answer})
	})
}

func stateOf(err error) string {
	if err != nil {
		return "down"
	}
	return "ok"
}

func writeJSON(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) //nolint:errchkjson // texts and maps of them; a reader that has gone needs no answer
}
