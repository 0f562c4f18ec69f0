package cache

import (
	"context"
	"sync"

	"accord/reseller"
)

// Local is a reseller.Notifier within this process. The zero value is ready; it needs no Close.
type Local struct {
	mu          sync.Mutex
	subscribers map[chan struct{}]struct{}
}

var _ reseller.Notifier = (*Local)(nil)

// Notify implements reseller.Notifier.
func (l *Local) Notify(context.Context) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for ch := range l.subscribers {
		select {
		case ch <- struct{}{}:
		default: // One wake is pending; its reader will see this change too.
		}
	}
}

// Subscribe implements reseller.Notifier. The channel is never closed; after ctx ends nothing more comes.
func (l *Local) Subscribe(ctx context.Context) <-chan struct{} {
	ch := make(chan struct{}, 1)
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.subscribers == nil {
		l.subscribers = map[chan struct{}]struct{}{}
	}
	l.subscribers[ch] = struct{}{}
	context.AfterFunc(ctx, func() { l.remove(ch) })
	return ch
}

func (l *Local) remove(ch chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.subscribers, ch)
}
