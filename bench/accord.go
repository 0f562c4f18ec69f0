package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"accord/auth"
	"accord/reseller"
)

// secret signs the links and tokens of the benchmark's own data, on loopback; a fixed one, so that kept data stays of use.
const secret = "6265636820626563682062656368206265636820626563682062656368206265"

// place is where a server's data is.
type place struct {
	name               string
	database, redisURL string
}

// buildAccord builds the server as it is released, and gives its size in bytes.
func buildAccord(ctx context.Context, dir string) (binary string, size int64, err error) {
	binary = filepath.Join(dir, "accord")
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", binary, ".") //nolint:gosec // into a directory of our own
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if _, err := output(cmd); err != nil {
		return "", 0, err
	}
	info, err := os.Stat(binary)
	if err != nil {
		return "", 0, err
	}
	return binary, info.Size(), nil
}

// importFiles loads files into a place.
func importFiles(ctx context.Context, binary string, p place, files ...string) error {
	_, err := output(exec.CommandContext(ctx, binary, append([]string{"import", "--migrate", "--database-url", p.database}, files...)...)) //nolint:gosec // what was built above
	return err
}

// accord is a server of ours, serving a place.
type accord struct {
	*process

	client *http.Client
	tokens *auth.Development
}

// serveAccord starts a server as it is by default: identity, limits, cost, log lines and metrics on.
func serveAccord(ctx context.Context, binary, dir string, p place) (*accord, error) {
	address, err := freeAddress(ctx)
	if err != nil {
		return nil, err
	}
	admin, err := freeAddress(ctx)
	if err != nil {
		return nil, err
	}
	args := []string{"serve", "--listen", address, "--admin-listen", admin, "--database-url", p.database, "--secret-key", secret}
	if p.redisURL != "" {
		args = append(args, "--redis-url", p.redisURL)
	}
	process, err := start(ctx, "accord on "+p.name, filepath.Join(dir, "accord-"+p.name+".log"), "http://"+address, "/readyz", exec.Command(binary, args...)) //nolint:gosec,noctx // what was built above; ended by stop
	if err != nil {
		return nil, err
	}
	process.admin = "http://" + admin
	keys, err := reseller.ParseKeyring(secret)
	if err != nil {
		return nil, errors.Join(err, process.stop())
	}
	tokens, err := auth.NewDevelopment(keys.Derive(auth.DevelopmentPurpose), nil)
	if err != nil {
		return nil, errors.Join(err, process.stop())
	}
	return &accord{process: process, client: &http.Client{Timeout: time.Minute}, tokens: tokens}, nil
}

// ask sends an operation as a user and reads the answer's data. Any error in the answer is one.
func (a *accord) ask(ctx context.Context, email, query string, variables map[string]any, into any) error {
	token := ""
	if email != "" {
		var err error
		if token, err = a.tokens.Issue(email); err != nil {
			return err
		}
	}
	return post(ctx, a.client, a.base+"/graphql", token, operation{Query: query, Variables: variables}, into)
}

// operation is the body of a request.
type operation struct {
	Query     string         `json:"query"`
	Variables map[string]any `json:"variables,omitempty"`
}

func newRequest(ctx context.Context, address, token string, op operation) (*http.Request, error) {
	body, err := json.Marshal(op)
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	return request, nil
}

// post sends an operation to any server of GraphQL.
func post(ctx context.Context, client *http.Client, address, token string, op operation, into any) error {
	request, err := newRequest(ctx, address, token, op)
	if err != nil {
		return err
	}
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }() // read to its end
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	var answer struct {
		Data   json.RawMessage `json:"data"`
		Errors json.RawMessage `json:"errors"`
	}
	if err := json.Unmarshal(text, &answer); err != nil || response.StatusCode != http.StatusOK || len(answer.Errors) > 0 {
		return fmt.Errorf("%s answers %s: %s", address, response.Status, strings.TrimSpace(string(text[:min(len(text), 500)])))
	}
	return json.Unmarshal(answer.Data, into)
}
