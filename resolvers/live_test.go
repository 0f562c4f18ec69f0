package resolvers_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// listen follows the events over server-sent events and gives each as it comes.
func (w *world) listen(ctx context.Context, server *httptest.Server, email, since string) <-chan *answer {
	w.t.Helper()
	variables := "null"
	if since != "" {
		variables = fmt.Sprintf(`{"s":%q}`, since)
	}
	body := fmt.Sprintf(`{"query":"subscription($s: String) { relationshipEvents(since: $s) { kind cursor customer: relationship { customer { name } } after { service { code } } } }","variables":%s}`, variables)
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, server.URL+"/graphql", bytes.NewReader([]byte(body)))
	w.must(err)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "text/event-stream")
	r.Header.Set("Authorization", "Bearer "+hex.EncodeToString([]byte(email)))
	response, err := server.Client().Do(r) //nolint:bodyclose // closed below, where it has been read
	w.must(err)
	events := make(chan *answer)
	go func() {
		defer close(events)
		defer func() { _ = response.Body.Close() }()
		lines := bufio.NewScanner(response.Body)
		for lines.Scan() {
			data, ok := strings.CutPrefix(lines.Text(), "data: ")
			if !ok || data == "" {
				continue
			}
			a := &answer{t: w.t}
			if json.Unmarshal([]byte(data), a) != nil {
				return
			}
			events <- a
		}
	}()
	return events
}

func TestR25_EventsComeAsTheyHappen(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		server := httptest.NewServer(w.handler)
		t.Cleanup(server.Close)
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		alpha := w.listen(ctx, server, "admin@alpha.example", "")
		beta := w.listen(ctx, server, "admin@beta.example", "")
		tokenOfAlpha := w.link("admin@alpha.example", vars{"services": []string{"AZURE"}})
		first := <-alpha
		first.want("relationshipEvents.kind", `"INVITE_CREATED"`)
		w.accept("admin@one.example", vars{"token": tokenOfAlpha}).ok()
		var cursor string
		for _, kind := range []string{"RELATIONSHIP_CREATED", "DELEGATED_ADMIN_GRANTED"} {
			e := <-alpha
			e.want("relationshipEvents.kind", `"`+kind+`"`)
			e.want("relationshipEvents.customer.customer.name", `"One Ltd"`)
			cursor = e.text("relationshipEvents.cursor")
		}
		// Another tenant sees nothing of it: its first event is its own.
		w.accept("admin@two.example", vars{"token": w.link("admin@beta.example", vars{"services": []string{"AZURE"}})}).ok()
		(<-beta).want("relationshipEvents.kind", `"INVITE_CREATED"`)
		(<-beta).want("relationshipEvents.customer.customer.name", `"Two Ltd"`)
		stop()
		for range alpha {
			t.Error("an event of another tenant")
		}
		// What was missed meanwhile comes first.
		w.remove("admin@one.example", vars{"allPartners": true}).ok()
		again, stopAgain := context.WithCancel(t.Context())
		defer stopAgain()
		missed := w.listen(again, server, "admin@alpha.example", cursor)
		(<-missed).want("relationshipEvents.kind", `"DELEGATED_ADMIN_ENDED"`)
		w.app.EndWatches()
		for range missed {
			t.Error("an event too many")
		}
	})
}

func TestBadSubscriptions(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		server := httptest.NewServer(w.handler)
		t.Cleanup(server.Close)
		for _, since := range []string{"nonsense", "AQEB"} {
			a := <-w.listen(t.Context(), server, "admin@alpha.example", since)
			if a == nil || a.topCode() != "VALIDATION_FAILED" {
				t.Errorf("since %q: %v", since, a)
			}
		}
		if a := <-w.listen(t.Context(), server, "", ""); a != nil && a.topCode() != "UNAUTHENTICATED" {
			t.Errorf("nobody: %v", a.Errors)
		}
	})
}
