package reseller

import (
	"bytes"
	"context"
	"maps"
	"slices"
	"sync"
	"time"
)

// useInterval is how much later than the last a use of an API key must be to be written down.
const useInterval = time.Minute

// apiKeyUses notes the uses of API keys aside, so that a request with one writes no row. What it holds is lost when the process
// dies at once, and costs no more than that a use is not seen.
type apiKeyUses struct {
	mu sync.Mutex
	// noted are the last uses that this process has noted, of the last minute; pending those that are not in the store yet.
	noted, pending map[ID]time.Time
}

func newAPIKeyUses() *apiKeyUses {
	return &apiKeyUses{noted: map[ID]time.Time{}, pending: map[ID]time.Time{}}
}

// note notes a use, unless one of the same minute is known.
func (u *apiKeyUses) note(key APIKey, at time.Time) {
	u.mu.Lock()
	defer u.mu.Unlock()
	last := key.LastUsedAt
	if noted := u.noted[key.ID]; noted.After(last) {
		last = noted
	}
	if at.Sub(last) >= useInterval {
		u.noted[key.ID], u.pending[key.ID] = at, at
	}
}

// take gives what is to be written, and forgets what is too long ago to tell anything.
func (u *apiKeyUses) take(now time.Time) map[ID]time.Time {
	u.mu.Lock()
	defer u.mu.Unlock()
	maps.DeleteFunc(u.noted, func(_ ID, at time.Time) bool { return now.Sub(at) >= useInterval })
	taken := u.pending
	u.pending = map[ID]time.Time{}
	return taken
}

// giveBack keeps what was not written for the next time, unless there is a later use of the key.
func (u *apiKeyUses) giveBack(uses map[ID]time.Time) {
	u.mu.Lock()
	defer u.mu.Unlock()
	for id, at := range uses {
		if u.pending[id].Before(at) {
			u.pending[id] = at
		}
	}
}

// FlushAPIKeyUses writes the noted uses of API keys down, those of one second in one statement. What cannot be written is kept for
// the next time.
func (a *App) FlushAPIKeyUses(ctx context.Context) error {
	uses := a.apiKeyUses.take(a.now())
	bySecond := map[time.Time][]ID{}
	for id, at := range uses {
		second := at.Truncate(time.Second) // never later than the use
		bySecond[second] = append(bySecond[second], id)
	}
	for second, ids := range bySecond {
		slices.SortFunc(ids, func(x, y ID) int { return bytes.Compare(x[:], y[:]) })
		if err := a.store.NoteAPIKeyUses(ctx, second, ids); err != nil {
			a.apiKeyUses.giveBack(uses)
			return err
		}
		for _, id := range ids {
			delete(uses, id)
		}
	}
	return nil
}
