package edge_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"accord/edge"
)

// TestTheTimeOfAnOperationBeginsWhenItArrives: what stands before the edge, such as the question who asks, takes of it.
func TestTheTimeOfAnOperationBeginsWhenItArrives(t *testing.T) {
	t.Parallel()
	const limit = 300 * time.Millisecond
	h := newHouse(t, func(o *edge.Options) {
		o.Limits = edge.DefaultLimits()
		o.Limits.Time = limit
	})
	for name, c := range map[string]struct {
		before time.Duration
		want   string
	}{
		"at once": {0, `"data"`},
		"late":    {limit, "UNAVAILABLE"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			slow := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				<-time.After(c.before)
				h.handler.ServeHTTP(w, r)
			})
			r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/graphql", strings.NewReader(`{"query":"{ services { code } }"}`))
			r.Header.Set("Content-Type", "application/json")
			recorder := httptest.NewRecorder()
			edge.Arriving(slow).ServeHTTP(recorder, r)
			if !strings.Contains(recorder.Body.String(), c.want) {
				t.Errorf("%d %s, want %s in it", recorder.Code, recorder.Body, c.want)
			}
		})
	}
}
