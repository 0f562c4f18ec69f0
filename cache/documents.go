package cache

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/maypok86/otter/v2"
	"github.com/redis/go-redis/v9"
)

// The defaults of Documents.
const (
	DefaultDocumentTTL    = 24 * time.Hour
	DefaultDocumentsBytes = 16 << 20
	DefaultDocumentBytes  = 64 << 10
)

const (
	// documentPrefix goes before every document's key. What is kept under it is the text itself, and its hash proves it.
	documentPrefix = "accord:document:"
	// warnAgain is how long no second warning of a failing Redis is written.
	warnAgain = time.Minute
	// documentOverhead is what an entry takes beside its text, nearly.
	documentOverhead = 256
)

// DocumentsOptions shape a Documents. The zero value takes the defaults.
type DocumentsOptions struct {
	// TTL is how long a document is kept, to the millisecond, from when it was put; 0 is DefaultDocumentTTL.
	TTL time.Duration
	// MaxBytes bounds what is kept in this process; 0 is DefaultDocumentsBytes.
	MaxBytes uint64
	// MaxDocument is how many bytes a document may have, or else it is not kept at all; 0 is DefaultDocumentBytes.
	MaxDocument int
	// Timeout is how long one call to Redis is waited for; 0 is CallTimeout. The client's own timeouts hold besides.
	Timeout time.Duration
	// Cooldown is how long the breaker stays open before it tries Redis again; 0 is DefaultCooldown.
	Cooldown time.Duration
	// Clock tells the time; nil is time.Now. How long documents live in Redis is measured there.
	Clock func() time.Time
	// Log is warned of a failing Redis, once a minute at most; nil is slog.Default.
	Log *slog.Logger
}

// Documents keeps the texts of automatic persisted queries by their hash, in this process and, where there is a Redis, for
// all processes. A text never changes under its hash, so nothing is ever invalidated. What fails is a miss: the client then
// sends the text again. It needs no Close; the client is the caller's to close.
type Documents struct {
	client  redis.UniversalClient // nil where there is none
	near    *otter.Cache[string, string]
	options DocumentsOptions
	breaker breaker
	// warned is when Redis was last warned of, in nanoseconds since 1970.
	warned atomic.Int64
	count  counters
}

// NewDocuments makes an empty cache on a client, which Dial makes with the timeouts that it needs; nil is none.
func NewDocuments(client redis.UniversalClient, o DocumentsOptions) *Documents {
	o.TTL = cmp.Or(o.TTL, DefaultDocumentTTL)
	o.MaxDocument = cmp.Or(o.MaxDocument, DefaultDocumentBytes)
	o.Clock = clockOr(o.Clock)
	o.Log = cmp.Or(o.Log, slog.Default())
	d := &Documents{client: client, options: o}
	d.breaker = newBreaker(client, o.Timeout, o.Cooldown, &d.count)
	d.near = otter.Must(&otter.Options[string, string]{
		MaximumWeight:    cmp.Or(o.MaxBytes, DefaultDocumentsBytes),
		Weigher:          func(_, text string) uint32 { return uint32(len(text) + documentOverhead) }, //nolint:gosec // bounded by MaxDocument
		ExpiryCalculator: otter.ExpiryWriting[string, string](o.TTL),
		Clock:            newOtterClock(o.Clock),
	})
	return d
}

// Get gives the text whose SHA-256, as 64 lower-case hex digits, is hash; false when it is not known.
func (d *Documents) Get(ctx context.Context, hash string) (string, bool) {
	text, ok := d.get(ctx, hash)
	d.count.looked(ok)
	return text, ok
}

func (d *Documents) get(ctx context.Context, hash string) (string, bool) {
	if !isHash(hash) { // whatever a client has sent; Redis need not hear of it
		return "", false
	}
	if text, ok := d.near.GetIfPresent(hash); ok {
		return text, true
	}
	var text string
	err := d.call(ctx, func(ctx context.Context) (err error) {
		text, err = d.client.Get(ctx, documentPrefix+hash).Result()
		return unlessNothing(err)
	})
	// Checked, because whoever can write into Redis shall not choose what others' hashes execute.
	if err != nil || d.tooLong(text) || hashOf(text) != hash {
		return "", false
	}
	d.near.Set(hash, text)
	return text, true
}

// Put keeps a text under its hash, for all processes where it is new to this one. A text that is not the hash's, or too long, is not
// kept.
func (d *Documents) Put(ctx context.Context, hash, text string) {
	if d.putHere(hash, text) {
		_ = d.call(ctx, func(ctx context.Context) error {
			return d.client.Set(ctx, documentPrefix+hash, text, d.options.TTL).Err()
		})
	}
}

// PutHere keeps a text under its hash as Put does, in this process alone.
func (d *Documents) PutHere(hash, text string) { d.putHere(hash, text) }

// putHere reports whether a text was new.
func (d *Documents) putHere(hash, text string) bool {
	if d.tooLong(text) {
		return false
	}
	if _, known := d.near.GetIfPresent(hash); known || hashOf(text) != hash {
		return false
	}
	d.near.Set(hash, text)
	return true
}

func (d *Documents) tooLong(text string) bool { return len(text) > d.options.MaxDocument }

// call makes a call if there is a Redis, and warns when it fails.
func (d *Documents) call(ctx context.Context, f func(context.Context) error) error {
	if d.client == nil {
		return nil
	}
	err := d.breaker.do(ctx, f)
	if err != nil && !errors.Is(err, errAbandoned) {
		d.warn(ctx, err)
	}
	return err
}

func (d *Documents) warn(ctx context.Context, err error) {
	now, last := d.options.Clock().UnixNano(), d.warned.Load()
	if now-last >= int64(warnAgain) && d.warned.CompareAndSwap(last, now) {
		d.options.Log.WarnContext(ctx, "persisted queries are kept in this process only: Redis fails", "error", err)
	}
}

// State gives the breaker's state, see Redis.State.
func (d *Documents) State() string { return d.breaker.state() }

// Stats tells how often Get hit and missed, and how many calls failed.
func (d *Documents) Stats() Stats { return d.count.stats() }

// isHash reports whether a text is 64 lower-case hex digits.
func isHash(text string) bool {
	if len(text) != 2*sha256.Size {
		return false
	}
	for _, c := range []byte(text) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

func hashOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
