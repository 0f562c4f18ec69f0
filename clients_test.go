package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"accord/internal/conformance"
)

// installed brings the clients that tools/clients pins, once.
var installed = sync.OnceValue(func() error {
	output, err := exec.Command("scripts/npm-install", "tools/clients").CombinedOutput()
	if err != nil {
		return fmt.Errorf("scripts/npm-install tools/clients: %w\n%s", err, output)
	}
	return nil
})

func installClients(t testing.TB) {
	t.Helper()
	if err := installed(); err != nil {
		t.Fatal(err)
	}
}

// clientsPatience bounds how long one client may take for all of its checks.
const clientsPatience = 3 * time.Minute

// checked is a line that a script of tools/clients prints: of one check, or the last one.
type checked struct {
	Check  string `json:"check"`
	Failed string `json:"failed"`
	Done   int    `json:"done"`
}

// runClient runs a script of tools/clients against a server, each of its checks as a test of its own, and tells how many there
// were and how many passed.
func (s *instance) runClient(t *testing.T, name string, env ...string) (passed, checks int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), clientsPatience)
	defer cancel()
	script := exec.CommandContext(ctx, "node", "tools/clients/"+name+".mjs")
	script.Env = append(script.Environ(), append(env, "ACCORD_URL="+s.base, "ACCORD_TOKEN="+s.token(t, brightcloud))...)
	var stdout, stderr bytes.Buffer
	script.Stdout, script.Stderr = &stdout, &stderr
	ran := script.Run()
	ended := false
	for line := range strings.Lines(stdout.String()) {
		var c checked
		if err := json.Unmarshal([]byte(line), &c); err != nil {
			t.Errorf("the script prints %q", line)
			continue
		}
		if c.Check == "" {
			ended = c.Done == checks
			continue
		}
		checks++
		if t.Run(c.Check, func(t *testing.T) {
			if c.Failed != "" {
				t.Error(c.Failed)
			}
		}) {
			passed++
		}
	}
	if ran != nil || !ended || checks == 0 {
		t.Errorf("after %d checks the script ended with: %v, %v\n%s", checks, ran, ctx.Err(), &stderr)
	}
	return passed, checks
}

// TestClients drives the server with the clients that others use: each runs a query, a mutation, a subscription that hears of
// the mutation, and persisted queries.
func TestClients(t *testing.T) {
	t.Parallel()
	installClients(t)
	each(t, func(t *testing.T, p place) {
		s := demo(t, p)
		for _, name := range []string{"graphql-ws", "graphql-sse", "urql", "apollo"} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				s.runClient(t, name)
			})
		}
	})
}

// TestWebSocketProtocol: graphql-transport-ws is spoken word by word, with the codes that it closes connections with.
func TestWebSocketProtocol(t *testing.T) {
	t.Parallel()
	installClients(t) // before the token's time begins
	p := place{env: []string{"ACCORD_SECRET_KEY=" + testKey}}
	s := demo(t, p)
	now := time.Now()
	s.runClient(t, "graphql-ws-protocol",
		"ACCORD_EXPIRED_TOKEN="+s.hide(expiring(t, brightcloud, now.Add(-time.Second))),
		"ACCORD_EXPIRING_TOKEN="+s.hide(expiring(t, brightcloud, now.Add(10*time.Second))))
}

// audits is how many the pinned release of graphql-http has.
const audits = 61

// TestAudits holds the server to GraphQL over HTTP by the audits of graphql-http.
func TestAudits(t *testing.T) {
	t.Parallel()
	installClients(t)
	passed, checks := demo(t, place{}).runClient(t, "graphql-http")
	if passed != audits || checks != audits {
		t.Errorf("%d of %d audits passed; want %d", passed, checks, audits)
	}
	conformance.Report(t, fmt.Sprintf("graphql-http: %d of %d audits", passed, checks))
}
