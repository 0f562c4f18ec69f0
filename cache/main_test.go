package cache_test

import (
	"log/slog"
	"os"
	"testing"

	"accord/cache"
)

func TestMain(m *testing.M) {
	// The failures are meant; go-redis need not tell of them.
	cache.LogTo(slog.New(slog.DiscardHandler))
	os.Exit(m.Run())
}
