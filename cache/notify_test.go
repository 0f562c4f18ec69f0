package cache_test

import (
	"context"
	"testing"
	"testing/synctest"

	"accord/cache"
	"accord/cache/cachetest"
	"accord/reseller"
)

// woken reports whether a wake is pending, and takes it.
func woken(ch <-chan struct{}) bool {
	select {
	case <-ch:
		return true
	default:
		return false
	}
}

func TestLocal(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var local cache.Local
		local.Notify(t.Context())
		ctx, leave := context.WithCancel(t.Context())
		first, second := local.Subscribe(ctx), local.Subscribe(t.Context())
		if woken(first) {
			t.Error("woken for what was before the subscription")
		}
		for range 3 {
			local.Notify(t.Context())
		}
		if !woken(first) || woken(first) || !woken(second) || woken(second) {
			t.Error("three changes must be one wake for each subscriber")
		}
		leave()
		synctest.Wait()
		local.Notify(t.Context())
		if woken(first) || !woken(second) {
			t.Error("who left must not be woken, who stays must")
		}
	})
}

func newNotifier(t *testing.T, url string) *cache.RedisNotifier {
	t.Helper()
	n := cache.NewRedisNotifier(cachetest.PatientClient(t, url))
	t.Cleanup(n.Close)
	cachetest.Eventually(t, "the notifier listens", n.Listening)
	return n
}

// wakes notifies until the channel is woken: a wake may be lost.
func wakes(t *testing.T, what string, n reseller.Notifier, ch <-chan struct{}) {
	t.Helper()
	cachetest.Eventually(t, what, func() bool {
		n.Notify(t.Context())
		return woken(ch)
	})
}

func TestRedisNotifier(t *testing.T) {
	t.Parallel()
	url := cachetest.RedisURL(t)
	here, there := newNotifier(t, url), newNotifier(t, url)
	near, far := here.Subscribe(t.Context()), there.Subscribe(t.Context())
	here.Notify(t.Context())
	if !woken(near) {
		t.Error("this process is not woken at once")
	}
	wakes(t, "the other process is woken", here, far)
	wakes(t, "and the other way round", there, near)
}

func TestRedisNotifierWithoutRedis(t *testing.T) {
	t.Parallel()
	proxy, url := throughProxy(t)
	here := newNotifier(t, url)
	ch := here.Subscribe(t.Context())
	for _, mode := range []cachetest.Mode{cachetest.Cut, cachetest.Hang} {
		proxy.Set(mode)
		for range 100 {
			here.Notify(t.Context())
			if !woken(ch) {
				t.Fatal("this process is not woken while Redis is away")
			}
		}
	}
	// When the subscription is back its readers are woken, for what they may have missed.
	proxy.Set(cachetest.Cut)
	cachetest.Eventually(t, "the subscription ends", func() bool { return !here.Listening() })
	woken(ch)
	proxy.Set(cachetest.Forward)
	cachetest.Eventually(t, "readers are woken", func() bool { return woken(ch) })
	cachetest.Eventually(t, "the notifier listens", here.Listening)
	there := newNotifier(t, cachetest.RedisURL(t))
	wakes(t, "another process is heard again", there, ch)
}

func TestRedisNotifierCloses(t *testing.T) {
	t.Parallel()
	proxy, url := throughProxy(t)
	proxy.Set(cachetest.Hang)
	n := cache.NewRedisNotifier(cachetest.Client(t, url))
	n.Notify(t.Context())
	n.Close()
	n.Notify(t.Context())
}
