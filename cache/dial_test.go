package cache_test

import (
	"strings"
	"testing"

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

func TestKey(t *testing.T) {
	t.Parallel()
	id := reseller.ID{0: 0x01, 15: 0xff}
	if got, want := cache.Key(id), "accord:invite:010000000000000000000000000000ff"; got != want {
		t.Errorf("Key gave %q; want %q: the servers of two releases must agree", got, want)
	}
}
