package cache

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"
)

var (
	errScheme = errors.New("the Redis URL must begin with redis:// or rediss:// (TLS)")
	errURL    = errors.New("the Redis URL cannot be read: it must be redis://user:password@host:port/database with " +
		"options that go-redis knows; in a user name or password write / ? # @ : % as %2F %3F %23 %40 %3A %25")
)

// Dial makes a client for a URL such as redis://user:password@host:6379/0, or rediss:// for TLS. It does not connect
// yet: a Redis that is down is no error here. The URL's query may set go-redis's options, such as pool_size; whatever it
// says, nothing is retried.
//
// An error never holds any of the URL, which has a password in it – and that may stand anywhere in a URL that is wrong.
func Dial(url string) (redis.UniversalClient, error) {
	if !strings.HasPrefix(url, "redis://") && !strings.HasPrefix(url, "rediss://") {
		return nil, errScheme
	}
	o, err := redis.ParseURL(url)
	if err != nil {
		return nil, errURL
	}
	o.DialTimeout = cmp.Or(o.DialTimeout, CallTimeout)
	o.ReadTimeout = cmp.Or(o.ReadTimeout, CallTimeout)
	o.WriteTimeout = cmp.Or(o.WriteTimeout, CallTimeout)
	o.PoolTimeout = cmp.Or(o.PoolTimeout, CallTimeout)
	o.ConnMaxIdleTime = cmp.Or(o.ConnMaxIdleTime, 5*time.Minute)
	// Without it a context's deadline is not heeded once a connection is made.
	o.ContextTimeoutEnabled = true
	o.MaxRetries = -1
	o.DialerRetries = 1
	// Our pipelines are short and rare; they need no pool and buffers of their own.
	o.PipelinePoolSize = cmp.Or(o.PipelinePoolSize, -1)
	// Two round trips less for each new connection.
	o.DisableIdentity = true
	o.MaintNotificationsConfig = &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
	return redis.NewClient(o), nil
}

// LogTo sends what go-redis has to say of its connections to a logger, at level Debug: the breaker's state and Stats tell
// the same with less noise. It holds for the whole process and must come before the first Dial.
func LogTo(l *slog.Logger) { redis.SetLogger(redisLogger{l}) }

type redisLogger struct{ to *slog.Logger }

// Printf implements go-redis's logger.
func (l redisLogger) Printf(ctx context.Context, format string, args ...any) {
	if l.to.Enabled(ctx, slog.LevelDebug) {
		l.to.DebugContext(ctx, "go-redis says", "message", fmt.Sprintf(format, args...))
	}
}
