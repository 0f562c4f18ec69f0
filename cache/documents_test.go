package cache_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"accord/cache"
	"accord/cache/cachetest"
)

// document makes a text that no other test has, and its hash.
func document(bytes int) (hash, text string) {
	text = "{ a" + rand.Text() + " }"
	text += strings.Repeat(" ", max(0, bytes-len(text)))
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:]), text
}

func knows(t *testing.T, d *cache.Documents, hash, want string) {
	t.Helper()
	if got, ok := d.Get(t.Context(), hash); !ok || got != want {
		t.Fatalf("Get gave %.50q, %v; want %.50q", got, ok, want)
	}
}

// knowsNot looks a document up within a bound that only a cache that blocks would reach.
func knowsNot(t *testing.T, d *cache.Documents, hash string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	if got, ok := d.Get(ctx, hash); ok {
		t.Fatalf("Get gave %.50q; want a miss", got)
	}
	if ctx.Err() != nil {
		t.Fatal("Get blocked")
	}
}

// eachDocuments runs a test in a process by itself and in one with a Redis.
func eachDocuments(t *testing.T, f func(t *testing.T, open func(cache.DocumentsOptions) *cache.Documents)) {
	t.Helper()
	for _, name := range []string{"memory", "redis"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var client redis.UniversalClient
			if name == "redis" {
				client = cachetest.PatientClient(t, cachetest.RedisURL(t))
			}
			f(t, func(o cache.DocumentsOptions) *cache.Documents {
				o.Timeout = cachetest.PatientTimeout
				return cache.NewDocuments(client, o)
			})
		})
	}
}

func TestDocuments(t *testing.T) {
	t.Parallel()
	eachDocuments(t, func(t *testing.T, open func(cache.DocumentsOptions) *cache.Documents) {
		d := open(cache.DocumentsOptions{})
		hash, text := document(0)
		knowsNot(t, d, hash)
		d.Put(t.Context(), hash, text)
		knows(t, d, hash, text)
		knows(t, d, hash, text)
		if got, want := d.Stats(), (cache.Stats{Hits: 2, Misses: 1}); got != want {
			t.Errorf("stats are %+v; want %+v", got, want)
		}
	})
}

// TestDocumentsAreTheirHashes: nobody can have another text executed for a hash.
func TestDocumentsAreTheirHashes(t *testing.T) {
	t.Parallel()
	eachDocuments(t, func(t *testing.T, open func(cache.DocumentsOptions) *cache.Documents) {
		d := open(cache.DocumentsOptions{})
		hash, text := document(0)
		d.Put(t.Context(), hash, text+" ")
		knowsNot(t, d, hash)
		for _, bad := range []string{
			"", "a", strings.ToUpper(hash), hash[1:], hash + "0", " " + hash, strings.Repeat("g", 64), strings.Repeat("0", 1<<20),
		} {
			d.Put(t.Context(), bad, text)
			knowsNot(t, d, bad)
		}
		knowsNot(t, d, hash)
	})
}

func TestDocumentsTooLong(t *testing.T) {
	t.Parallel()
	eachDocuments(t, func(t *testing.T, open func(cache.DocumentsOptions) *cache.Documents) {
		d := open(cache.DocumentsOptions{})
		hash, text := document(64 << 10)
		d.Put(t.Context(), hash, text)
		knows(t, d, hash, text)
		hash, text = document(64<<10 + 1)
		d.Put(t.Context(), hash, text)
		knowsNot(t, d, hash)
	})
}

func TestDocumentsAreBounded(t *testing.T) {
	t.Parallel()
	const bound, each, crowd = 100_000, 1000, 1000
	d := cache.NewDocuments(nil, cache.DocumentsOptions{MaxBytes: bound})
	hashes := make([]string, crowd)
	for i := range hashes {
		hash, text := document(each)
		hashes[i] = hash
		d.Put(t.Context(), hash, text)
	}
	cachetest.Eventually(t, "what is too much goes", func() bool {
		n := 0
		for _, hash := range hashes {
			if _, ok := d.Get(t.Context(), hash); ok {
				n++
			}
		}
		return n > 0 && n*each <= bound
	})
}

func TestDocumentsExpire(t *testing.T) {
	t.Parallel()
	clock := cachetest.NewClock()
	d := cache.NewDocuments(nil, cache.DocumentsOptions{Clock: clock.Now})
	hash, text := document(0)
	d.Put(t.Context(), hash, text)
	clock.Advance(24*time.Hour - time.Second)
	knows(t, d, hash, text)
	clock.Advance(time.Second)
	knowsNot(t, d, hash)

	client := cachetest.PatientClient(t, cachetest.RedisURL(t))
	cache.NewDocuments(client, cache.DocumentsOptions{Timeout: cachetest.PatientTimeout}).Put(t.Context(), hash, text)
	ttl, err := client.PTTL(t.Context(), "accord:document:"+hash).Result()
	must(t, err)
	if ttl <= 23*time.Hour || ttl > 24*time.Hour {
		t.Errorf("Redis keeps it for %s; want a day", ttl)
	}
}

func TestDocumentsOfOtherProcesses(t *testing.T) {
	t.Parallel()
	documentsOfOthers(t, cachetest.PatientClient(t, cachetest.RedisURL(t)))
}

func documentsOfOthers(t *testing.T, client redis.UniversalClient) {
	t.Helper()
	patient := cache.DocumentsOptions{Timeout: cachetest.PatientTimeout}
	here, there := cache.NewDocuments(client, patient), cache.NewDocuments(client, patient)
	hash, text := document(0)
	here.Put(t.Context(), hash, text)
	knows(t, there, hash, text)
	must(t, client.Del(t.Context(), "accord:document:"+hash).Err())
	knows(t, there, hash, text) // found once, kept near
}

func TestDocumentsOfThisProcess(t *testing.T) {
	t.Parallel()
	client := cachetest.PatientClient(t, cachetest.RedisURL(t))
	patient := cache.DocumentsOptions{Timeout: cachetest.PatientTimeout}
	here, there := cache.NewDocuments(client, patient), cache.NewDocuments(client, patient)
	hash, text := document(0)
	here.PutHere(hash, text)
	knows(t, here, hash, text)
	knowsNot(t, there, hash)
	other, _ := document(0)
	here.PutHere(other, text)
	knowsNot(t, here, other)
}

// TestDocumentsWithGarbage: what stands in Redis under a hash and is not its text is a miss, and is replaced.
func TestDocumentsWithGarbage(t *testing.T) {
	t.Parallel()
	client := cachetest.PatientClient(t, cachetest.RedisURL(t))
	d := cache.NewDocuments(client, cache.DocumentsOptions{Timeout: cachetest.PatientTimeout})
	for _, garbage := range []string{"", "{ another }", strings.Repeat("x", 1<<20)} {
		hash, text := document(0)
		must(t, client.Set(t.Context(), "accord:document:"+hash, garbage, time.Minute).Err())
		knowsNot(t, d, hash)
		d.Put(t.Context(), hash, text)
		knows(t, d, hash, text)
	}
	hash, _ := document(0)
	must(t, client.RPush(t.Context(), "accord:document:"+hash, "garbage").Err())
	knowsNot(t, d, hash)
	if s := d.Stats(); s.Errors != 0 {
		t.Errorf("stats are %+v; want no error", s)
	}
}

// TestDocumentsWithoutRedis: what this process knows it goes on to know; all else is a miss, at once before long, with one
// warning a minute.
func TestDocumentsWithoutRedis(t *testing.T) {
	t.Parallel()
	for name, mode := range map[string]cachetest.Mode{"that hangs": cachetest.Hang, "that died": cachetest.Cut} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			proxy, url := throughProxy(t)
			proxy.Set(mode)
			clock := cachetest.NewClock()
			var log bytes.Buffer
			d := cache.NewDocuments(cachetest.Client(t, url), cache.DocumentsOptions{
				Cooldown: untilTested, Clock: clock.Now, Log: slog.New(slog.NewTextHandler(&log, nil)),
			})
			known, text := document(0)
			d.Put(t.Context(), known, text)
			for range 100 {
				knows(t, d, known, text)
				unknown, other := document(0)
				knowsNot(t, d, unknown)
				d.Put(t.Context(), unknown, other)
				knows(t, d, unknown, other)
			}
			if d.State() != "open" {
				t.Errorf("the breaker is %s; want open", d.State())
			}
			warnings := func() int { return strings.Count(log.String(), "Redis fails") }
			if warnings() != 1 {
				t.Errorf("%d warnings; want one:\n%s", warnings(), log.String())
			}
			clock.Advance(time.Minute)
			knowsNot(t, d, strings.Repeat("0", 64))
			knowsNot(t, d, strings.Repeat("0", 64))
			if warnings() != 2 {
				t.Errorf("%d warnings after a minute; want two:\n%s", warnings(), log.String())
			}
		})
	}
}

func TestDocumentsComeBackWithRedis(t *testing.T) {
	t.Parallel()
	proxy, url := throughProxy(t)
	discard := slog.New(slog.DiscardHandler)
	d := cache.NewDocuments(cachetest.Client(t, url), cache.DocumentsOptions{Cooldown: 10 * time.Millisecond, Log: discard})
	other := cache.NewDocuments(cachetest.PatientClient(t, cachetest.RedisURL(t)),
		cache.DocumentsOptions{Timeout: cachetest.PatientTimeout})
	hash, text := document(0)
	other.Put(t.Context(), hash, text)
	proxy.Set(cachetest.Cut)
	cachetest.Eventually(t, "the breaker opens", func() bool {
		knowsNot(t, d, hash)
		return d.State() == "open"
	})
	proxy.Set(cachetest.Forward)
	cachetest.Eventually(t, "what others have put is found", func() bool {
		got, ok := d.Get(t.Context(), hash)
		return ok && got == text
	})
}

// TestDocumentsOfCallersWhoLeft: they break nothing, and nobody is warned.
func TestDocumentsOfCallersWhoLeft(t *testing.T) {
	t.Parallel()
	proxy, url := throughProxy(t)
	proxy.Set(cachetest.Hang)
	var log bytes.Buffer
	d := cache.NewDocuments(cachetest.Client(t, url), cache.DocumentsOptions{Log: slog.New(slog.NewTextHandler(&log, nil))})
	for range 20 {
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		hash, _ := document(0)
		d.Get(ctx, hash)
		cancel()
	}
	if d.State() != "closed" || log.Len() > 0 {
		t.Errorf("the breaker is %s; the log has %q", d.State(), log.String())
	}
}
