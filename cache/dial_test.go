package cache_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"accord/cache"
	"accord/cache/cachetest"
	"accord/reseller"
)

func TestDialNeverTellsThePassword(t *testing.T) {
	t.Parallel()
	for _, url := range []string{
		"",
		"hunter2",
		"hunter2://host",
		"http://user:hunter2@host:6379/0",
		"redis://user:hunter2@host:port/0",
		"redis://user:hun/ter2@host:6379/0",
		"redis://user:12/hunter2@host:6379/0",
		"redis://user:12?hunter2@host:6379/0",
		"redis://user:hunter2%zz@host:6379/0",
		"redis://user:hunter2@host:6379/zero",
		"redis://user:hunter2@host:6379/0?what=hunter2",
		"redis://user:hunter2@host:6379/0?dial_timeout=hunter2",
		"redis://host/0\nhunter2",
		"redis://user:hunter2@host:26379?master_name=",
		"redis://user:hunter2@host:26379/zero?master_name=hunter2",
		"redis://user:hunter2@host:26379?master_name=m&addr=hunter2",
		"redis://user:hunter2@host:26379?master_name=m&password=hunter2&what=hunter2",
		"redis://user:hunter2@host?addr=hunter2",
		"redis://user:hunter2@host?addr=host:6379&pool_size=hunter2",
		"redis://user:hunter2@host?addr=",
	} {
		client, err := cache.Dial(url)
		if err == nil {
			_ = client.Close()
			t.Errorf("Dial took %q", url)
			continue
		}
		if strings.Contains(err.Error(), "ter2") || !strings.Contains(err.Error(), "Redis URL") {
			t.Errorf("Dial of %q says: %v", url, err)
		}
	}
}

func TestDialOptions(t *testing.T) {
	t.Parallel()
	dialled := cachetest.Client(t, "rediss://user:secret@host.example:6380/3?pool_size=7&max_retries=9")
	client, ok := dialled.(*redis.Client)
	if !ok {
		t.Fatalf("Dial made a %T", dialled)
	}
	o := client.Options()
	if o.TLSConfig == nil || o.Addr != "host.example:6380" || o.DB != 3 || o.Password != "secret" || o.PoolSize != 7 {
		t.Errorf("the URL was not heeded: %+v", o)
	}
	// go-redis turns the -1 that means "never" into 0.
	if o.MaxRetries != 0 || o.DialerRetries != 1 || !o.ContextTimeoutEnabled {
		t.Errorf("retries %d, dials %d, heeds contexts %v", o.MaxRetries, o.DialerRetries, o.ContextTimeoutEnabled)
	}
	if o.DialTimeout != cache.CallTimeout || o.ReadTimeout != cache.CallTimeout || o.WriteTimeout != cache.CallTimeout {
		t.Errorf("timeouts %v, %v, %v", o.DialTimeout, o.ReadTimeout, o.WriteTimeout)
	}
}

func TestDialSentinel(t *testing.T) {
	t.Parallel()
	dialled := cachetest.Client(t, "rediss://sentinel:secret@one.example?master_name=m&addr=two.example:26379&username=user&password=hunter2"+
		"&max_retries=9&replica_only=true&route_by_latency=true&route_randomly=true")
	client, ok := dialled.(*redis.Client)
	if !ok {
		t.Fatalf("Dial made a %T", dialled)
	}
	o := client.Options()
	if o.Addr != "FailoverClient" || o.TLSConfig == nil || o.Username != "user" || o.Password != "hunter2" {
		t.Errorf("the URL was not heeded: %+v", o)
	}
	if o.MaxRetries != 0 || o.DialerRetries != 1 || !o.ContextTimeoutEnabled || o.ReadTimeout != cache.CallTimeout || o.WriteTimeout != cache.CallTimeout {
		t.Errorf("retries %d, dials %d, heeds contexts %v, timeouts %v, %v", o.MaxRetries, o.DialerRetries, o.ContextTimeoutEnabled, o.ReadTimeout, o.WriteTimeout)
	}
}

func TestDialCluster(t *testing.T) {
	t.Parallel()
	dialled := cachetest.Client(t, "rediss://user:secret@one.example?addr=two.example:7000&max_retries=9&max_redirects=99&pool_size=7"+
		"&read_only=true&route_by_latency=true&route_randomly=true")
	client, ok := dialled.(*redis.ClusterClient)
	if !ok {
		t.Fatalf("Dial made a %T", dialled)
	}
	o := client.Options()
	if !slices.Equal(o.Addrs, []string{"one.example:6379", "two.example:7000"}) || o.TLSConfig == nil || o.Password != "secret" || o.PoolSize != 7 {
		t.Errorf("the URL was not heeded: %+v", o)
	}
	if o.ReadOnly || o.RouteByLatency || o.RouteRandomly {
		t.Error("replicas would be read, which may show what is gone")
	}
	if !o.ContextTimeoutEnabled {
		t.Error("contexts are not heeded")
	}
	if got, want := []int{o.MaxRetries, o.MaxRedirects, o.DialerRetries}, []int{-1, 3, 1}; !slices.Equal(got, want) {
		t.Errorf("retries, redirections and dials are %d; want %d", got, want)
	}
	for _, timeout := range []time.Duration{o.DialTimeout, o.ReadTimeout, o.WriteTimeout, o.PoolTimeout} {
		if timeout != cache.CallTimeout {
			t.Errorf("a time-out is %s; want %s", timeout, cache.CallTimeout)
		}
	}
}

func TestKey(t *testing.T) {
	t.Parallel()
	id := reseller.ID{0: 0x01, 15: 0xff}
	if got, want := cache.Key(id), "accord:invite:010000000000000000000000000000ff"; got != want {
		t.Errorf("Key gave %q; want %q: the servers of two releases must agree", got, want)
	}
}
