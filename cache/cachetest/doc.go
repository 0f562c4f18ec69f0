// Package cachetest holds every reseller.InviteCache to its contract, and helps tests to break the way to Redis.
package cachetest

import (
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"accord/cache"
)

// patience bounds what a test waits for; only a test that fails waits as long.
const patience = 20 * time.Second

// RedisURL gives the URL of the Redis that tests may use, and fails the test when there is none: a backend that is not
// tested must not look tested.
func RedisURL(t testing.TB) string {
	t.Helper()
	url := os.Getenv("TEST_REDIS_URL")
	if url == "" {
		t.Fatal("this test needs Redis: run make test, or set TEST_REDIS_URL")
	}
	return url
}

// PatientTimeout is for tests that are not about timeouts, so that a busy machine does not fail them.
const PatientTimeout = 10 * time.Second

// Client dials a Redis by its URL, as the server does, and closes the client when the test ends.
func Client(t testing.TB, url string) redis.UniversalClient {
	t.Helper()
	return client(t, url)
}

// PatientClient is a Client that waits PatientTimeout.
func PatientClient(t testing.TB, url string) redis.UniversalClient {
	t.Helper()
	wait := PatientTimeout.String()
	begin := "?"
	if strings.Contains(url, "?") {
		begin = "&"
	}
	return client(t, url+begin+"dial_timeout="+wait+"&read_timeout="+wait+"&write_timeout="+wait+"&pool_timeout="+wait)
}

func client(t testing.TB, url string) redis.UniversalClient {
	t.Helper()
	client, err := cache.Dial(url)
	if err != nil {
		t.Fatalf("dial the Redis of the tests: %v", err)
	}
	t.Cleanup(func() { _ = client.Close() })
	return client
}

// Eventually waits until a condition holds, and fails the test when it does not come to.
func Eventually(t testing.TB, what string, holds func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for !holds() {
		select {
		case <-tick.C:
		case <-ctx.Done():
			t.Fatalf("waited in vain: %s", what)
		}
	}
}
