package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/redis/go-redis/v9"
)

// bareCommand serves the handlers that invite is held against: net/http and nothing else, with a GET of Redis or without.
type bareCommand struct {
	Listen string `required:"" help:"Address to listen on."`
	Redis  string `help:"Redis to GET a key from; none: the answer is at hand."`
}

// bareKey is the key of Redis that has the bare handlers' answer.
const bareKey = "accord-bench-bare"

// Run serves until the process is ended.
func (c *bareCommand) Run(ctx context.Context) error {
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // what a client sends
		answerJSON(w, []byte(bareAnswer))
	})
	if c.Redis != "" {
		options, err := redis.ParseURL(c.Redis)
		if err != nil {
			return err
		}
		client := redis.NewClient(options)
		defer func() { _ = client.Close() }()
		if err := client.Set(ctx, bareKey, bareAnswer, time.Hour).Err(); err != nil {
			return err
		}
		handler = func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body) // what a client sends
			value, err := client.Get(r.Context(), bareKey).Bytes()
			if err != nil {
				http.Error(w, err.Error(), http.StatusServiceUnavailable)
				return
			}
			answerJSON(w, value)
		}
	}
	server := &http.Server{Addr: c.Listen, Handler: handler, ReadHeaderTimeout: time.Minute}
	context.AfterFunc(ctx, func() { _ = server.Close() })
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// bareAnswer is as long as the answer to invite.
const bareAnswer = `{"data":{"invite":{"partner":{"name":"Bright Cloud 001"},"services":[{"code":"OFFICE365","name":"OFFICE365"},{"code":"AZURE","name":"AZURE"},{"code":"DYNAMICS365","name":"DYNAMICS365"},{"code":"INTUNE","name":"INTUNE"}]}}}`

func answerJSON(w http.ResponseWriter, body []byte) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(body) // the client may have gone
}

// serveBare starts this program anew, as a bare handler.
func serveBare(ctx context.Context, dir, redisURL string) (*process, error) {
	address, err := freeAddress(ctx)
	if err != nil {
		return nil, err
	}
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	name, args := bareHandler, []string{"bare", "--listen", address}
	if redisURL != "" {
		name, args = bareRedis, append(args, "--redis", redisURL)
	}
	return start(ctx, name, filepath.Join(dir, fmt.Sprintf("bare-%d.log", len(args))), fmt.Sprintf("http://%s", address), "/", exec.Command(self, args...)) //nolint:gosec,noctx // this program; ended by stop
}
