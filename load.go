package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"accord/cache"
	"accord/db"
	"accord/importer"
	"accord/reseller"
)

type importCommand struct {
	databaseFlags

	RedisURL string   `help:"The servers' Redis, as accord serve takes it: their cached links of changed partners are dropped." env:"REDIS_URL" name:"redis-url"`
	Migrate  bool     `help:"Bring a PostgreSQL database to this build's schema first; an SQLite one always is." env:"ACCORD_MIGRATE"`
	Files    []string `arg:"" name:"file" help:"Files named after what they hold: services, offers, partners, customers, users, relationships, prices, subscriptions; .csv or .ndjson."`
}

// Help explains the files.
func (*importCommand) Help() string {
	return `Each file is loaded in one transaction, services first, then offers, partners, customers, users, relationships, prices and subscriptions, whatever order they are named in.
A file with bad rows is not loaded at all; its bad rows are named with line and reason. Loading a file again updates by key.`
}

// Run loads the files, with a progress bar on a terminal.
func (c *importCommand) Run(ctx context.Context) (err error) {
	files, err := importer.Open(c.Files)
	if err != nil {
		return err
	}
	store, err := c.openCurrent(ctx, c.Migrate)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	app, closeAll, err := c.app(store) //nolint:contextcheck // what listens ends with closeAll, not with ctx
	if err != nil {
		return err
	}
	defer closeAll()
	began := time.Now()
	reports, err := importer.Run(db.WithoutTimeLimit(ctx), app, files, progressOn(os.Stderr))
	for _, r := range reports {
		fmt.Printf("%s: %d rows: %d added, %d changed, %d unchanged\n", r.File, r.Rows, r.Added, r.Changed, r.Unchanged)
	}
	if err != nil {
		return err
	}
	fmt.Printf("%d files loaded in %s\n", len(reports), time.Since(began).Round(time.Millisecond))
	return nil
}

func (c *importCommand) app(store *db.Store) (*reseller.App, func(), error) {
	config := reseller.Config{Store: store, Random: rand.Reader}
	if c.RedisURL == "" {
		config.Invites = cache.NewLookup(cache.NewMemory(cache.MemoryOptions{}), store.InviteView, time.Now)
		config.Notifier = &cache.Local{}
		return reseller.New(config), func() {}, nil
	}
	client, err := cache.Dial(c.RedisURL)
	if err != nil {
		return nil, nil, err
	}
	tiered := cache.NewTiered(cache.NewMemory(cache.MemoryOptions{}), cache.NewRedis(client, cache.RedisOptions{}))
	notifier := cache.NewRedisNotifier(client)
	config.Invites = cache.NewLookup(tiered, store.InviteView, time.Now)
	config.Notifier = notifier
	return reseller.New(config), func() { notifier.Close(); tiered.Close(); _ = client.Close() }, nil
}

// progressOn draws a bar for each file on a terminal, and nothing elsewhere.
func progressOn(w *os.File) func(importer.Progress) {
	if !term.IsTerminal(int(w.Fd())) {
		return nil
	}
	var bar *progressbar.ProgressBar
	file := ""
	return func(p importer.Progress) {
		if p.File != file {
			file, bar = p.File, newBar(w, filepath.Base(p.File), p.Total)
		}
		_ = bar.Set64(p.Bytes) // a bar that cannot be drawn stops nothing
		if p.Done {
			_ = bar.Finish()
		}
	}
}

func newBar(w io.Writer, what string, total int64) *progressbar.ProgressBar {
	return progressbar.NewOptions64(total, progressbar.OptionSetWriter(w), progressbar.OptionShowBytes(true),
		progressbar.OptionSetDescription(what), progressbar.OptionSetPredictTime(true),
		progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionOnCompletion(func() { _, _ = fmt.Fprintln(w) }))
}
