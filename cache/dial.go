package cache

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"
)

const (
	// masterDial bounds a connection through Sentinel. Longer than CallTimeout, for which its caller waits, because it goes on
	// behind the caller's back: with a Sentinel that hangs it takes two time-outs until go-redis asks the others.
	masterDial = 5 * CallTimeout
	// maxRedirects is how often a node of a Cluster may send a call on: to where the slot has gone that our map has not (MOVED),
	// to where its key has gone while the slot is being moved (ASK), and once more where it was moved again meanwhile. All of it
	// happens within the call's time.
	maxRedirects = 3
	// mapAge is how old the map of a Cluster's slots may be: a node that died says no more who has its slots, so that
	// calls would go on to it for as long. Asking is one short call for each process.
	mapAge = time.Second
)

var (
	errScheme = errors.New("the Redis URL must begin with redis:// or rediss:// (TLS)")
	errURL    = errors.New("the Redis URL cannot be read: it must be redis://user:password@host:port/database, for Sentinel " +
		"redis://host:port?master_name=NAME&addr=host2:port2, for a Cluster redis://host:port?addr=host2:port2, with " +
		"options that go-redis knows; in a user name or password write / ? # @ : % as %2F %3F %23 %40 %3A %25")
)

// Dial makes a client for a URL. It does not connect yet: a Redis that is down is no error here. The URL is
//
//   - redis://user:password@host:6379/0 for one server;
//   - redis://host:26379?master_name=NAME&addr=host2:26379&addr=host3:26379 for Sentinel, whose servers' user and password are
//     the options username and password;
//   - redis://user:password@host:6379?addr=host2:6379&addr=host3:6379 for a Cluster, of which some nodes suffice, and one may be
//     named twice;
//
// or rediss:// for TLS. Its query may set go-redis's options besides, such as pool_size; whatever it says, nothing is retried,
// except what another node of a Cluster is to be asked, and nothing is read from replicas, which may show what is gone.
//
// An error never holds any of the URL, which has a password in it – and that may stand anywhere in a URL that is wrong.
func Dial(address string) (redis.UniversalClient, error) {
	if !strings.HasPrefix(address, "redis://") && !strings.HasPrefix(address, "rediss://") {
		return nil, errScheme
	}
	u, err := url.Parse(address)
	if err != nil {
		return nil, errURL
	}
	switch query := u.Query(); {
	case query.Has("master_name"):
		return dialSentinel(address)
	case query.Has("addr"):
		return dialCluster(address)
	}
	return dialServer(address)
}

func dialServer(address string) (redis.UniversalClient, error) {
	o, err := redis.ParseURL(address)
	if err != nil {
		return nil, errURL
	}
	o.DialTimeout = cmp.Or(o.DialTimeout, CallTimeout)
	bound(&o.ReadTimeout, &o.WriteTimeout, &o.PoolTimeout, &o.ConnMaxIdleTime)
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

// dialSentinel is dialServer for the master that the Sentinels name.
func dialSentinel(address string) (redis.UniversalClient, error) {
	o, err := redis.ParseFailoverURL(address)
	if err != nil || o.MasterName == "" {
		return nil, errURL
	}
	o.DialTimeout = cmp.Or(o.DialTimeout, masterDial)
	bound(&o.ReadTimeout, &o.WriteTimeout, &o.PoolTimeout, &o.ConnMaxIdleTime)
	o.ContextTimeoutEnabled = true
	o.MaxRetries = -1
	o.DialerRetries = 1
	o.PipelinePoolSize = cmp.Or(o.PipelinePoolSize, -1)
	o.DisableIdentity = true
	o.ReplicaOnly, o.RouteByLatency, o.RouteRandomly = false, false, false
	return redis.NewFailoverClient(o), nil
}

// dialCluster is dialServer for all nodes of a Cluster, each with a guard.
func dialCluster(address string) (redis.UniversalClient, error) {
	o, err := redis.ParseClusterURL(address)
	if err != nil {
		return nil, errURL
	}
	o.DialTimeout = cmp.Or(o.DialTimeout, CallTimeout)
	bound(&o.ReadTimeout, &o.WriteTimeout, &o.PoolTimeout, &o.ConnMaxIdleTime)
	o.ContextTimeoutEnabled = true
	o.MaxRetries = -1
	o.MaxRedirects = maxRedirects
	// A redirection needs no pause.
	o.MinRetryBackoff, o.MaxRetryBackoff = -1, -1
	o.ClusterStateReloadInterval = mapAge
	o.DialerRetries = 1
	o.PipelinePoolSize = cmp.Or(o.PipelinePoolSize, -1)
	o.DisableIdentity = true
	// Or go-redis asks nodes for the list of all their commands, for up to 5 s and whatever the context says.
	o.DisableRoutingPolicies = true
	o.ReadOnly, o.RouteByLatency, o.RouteRandomly = false, false, false
	o.MaintNotificationsConfig = &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
	client := redis.NewClusterClient(o)
	guardNodes(client, o.ReadTimeout)
	return client, nil
}

// bound sets what the URL has not.
func bound(read, write, pool, idle *time.Duration) {
	for _, wait := range []*time.Duration{read, write, pool} {
		*wait = cmp.Or(*wait, CallTimeout)
	}
	*idle = cmp.Or(*idle, 5*time.Minute)
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
