package reseller

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// InviteLookup reads links through a cache, and forgets what has become old.
type InviteLookup interface {
	// View gives what a link shows; it may be old by the cache's bound. ErrNotFound.
	View(ctx context.Context, id ID) (InviteView, error)
	// Invalidate forgets links.
	Invalidate(ctx context.Context, ids ...ID)
}

// Config is what the domain needs of the outside.
type Config struct {
	Store    Store
	Invites  InviteLookup
	Notifier Notifier
	Keys     *Keyring
	// Identities is what is kept of who asked a moment ago; nil is nothing.
	Identities Identities
	// PublicURL is what invite links begin with, such as "https://accord.example".
	PublicURL string
	// Taxes are the rates of tax on bills; nil is none (R33).
	Taxes TaxRates
	// Clock tells the time; nil is the machine's.
	Clock func() time.Time
	// Random gives randomness; it must be safe for concurrent use.
	Random io.Reader
}

// App holds the use cases. Its methods may be called at once from many goroutines.
type App struct {
	store    Store
	invites  InviteLookup
	notifier Notifier
	// identities is nil where nothing is kept.
	identities Identities
	keys       *Keyring
	publicURL  string
	clock      func() time.Time
	random     io.Reader
	taxes      TaxRates
	views      *viewCounter
	// tail looks for live events on behalf of all who read them.
	tail *tail

	apiKeyUses *apiKeyUses
	// counted is up to which event reports were counted when this process looked last; nil is unknown.
	counted atomic.Pointer[Position]

	// stopping is closed when live events are to end.
	stopping chan struct{}
	stopOnce sync.Once
}

// New makes the domain's use cases.
func New(c Config) *App {
	clock := c.Clock
	if clock == nil {
		clock = time.Now
	}
	return &App{
		store: c.Store, invites: c.Invites, notifier: c.Notifier, keys: c.Keys, identities: c.Identities,
		publicURL: strings.TrimRight(c.PublicURL, "/"), clock: clock, random: c.Random, taxes: c.Taxes,
		views: newViewCounter(), tail: &tail{store: c.Store}, apiKeyUses: newAPIKeyUses(), stopping: make(chan struct{}),
	}
}

// Reader gives the reads of the store. Each takes the Scope of whoever asks.
func (a *App) Reader() Reader { return a.store }

// Lines gives the store's pages as lines.
func (a *App) Lines() LineReader { return a.store }

// now reads the clock: UTC, in microseconds, which both stores keep exactly.
func (a *App) now() time.Time { return a.clock().UTC().Truncate(time.Microsecond) }

// InviteStatus gives a link's status at this moment.
func (a *App) InviteStatus(i Invite) InviteStatus { return i.StatusAt(a.now(), a.keys) }

// InviteToken gives a link's token and its whole address; both are empty when the key that signed it is withdrawn.
func (a *App) InviteToken(i Invite) (token, url string) {
	token, ok := a.keys.Token(i.KeyID, i.ID)
	if !ok {
		return "", ""
	}
	return token, a.publicURL + "/invite/" + token
}

// lastFlush bounds the last writing down of views.
const lastFlush = 2 * time.Second

// Run does the background work until ctx ends: views and the last uses of API keys are written down every second, and once more at
// the end; events are counted for reports every second; old idempotency keys are forgotten every hour; terms that have ended are renewed at once and every minute.
func (a *App) Run(ctx context.Context) {
	var beside sync.WaitGroup
	beside.Go(func() { a.renewUntil(ctx) })
	beside.Go(func() { a.countUntil(ctx) })
	defer beside.Wait()
	flush, forget := time.NewTicker(time.Second), time.NewTicker(time.Hour)
	defer flush.Stop()
	defer forget.Stop()
	for {
		select {
		case <-flush.C:
			warn(ctx, "writing down views", a.FlushViews(ctx))
			warn(ctx, "writing down uses of API keys", a.FlushAPIKeyUses(ctx))
		case <-forget.C:
			warn(ctx, "removing old idempotency keys", a.store.ForgetKeys(ctx, a.now().Add(-IdempotencyWindow)))
		case <-ctx.Done():
			a.flushLast(ctx)
			return
		}
	}
}

// flushLast writes down the views and uses of the last second, after ctx has ended.
func (a *App) flushLast(ctx context.Context) {
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastFlush)
	defer cancel()
	warn(last, "writing down the last views", a.FlushViews(last))
	warn(last, "writing down the last uses of API keys", a.FlushAPIKeyUses(last))
}

func warn(ctx context.Context, work string, err error) {
	if err != nil && !errors.Is(err, context.Canceled) {
		slog.WarnContext(ctx, "background work failed", "work", work, "error", err)
	}
}
