package auth

import (
	"crypto/sha256"
	"time"
)

// RecentFor is how long it may stay unseen, for queries, that something has changed about who is asking: where another process has
// changed it. What this process changes it forgets at once.
const RecentFor = 5 * time.Second

// TokenHash names a bearer token without holding it.
type TokenHash [sha256.Size]byte

func hashToken(bearer string) TokenHash { return sha256.Sum256([]byte(bearer)) }

// Recent keeps who asked a moment ago, for RecentFor at most.
type Recent interface {
	// Get returns who asked with a token, or false when that is not known any more.
	Get(token TokenHash) (Identity, bool)
	// Mark is taken before it is found out who asks, and given to Put with it.
	Mark() uint64
	// Put keeps who asks. It keeps nothing that was begun to be found out before everything was forgotten.
	Put(token TokenHash, id Identity, mark uint64)
	// Forget forgets everything.
	Forget()
}

// WithRecent takes the word of who asked a moment ago, so that most requests need neither the token verified nor the database asked.
// Such an identity says so by Remembered; whoever changes something on its behalf renews it first. API keys are always looked up.
func WithRecent(r Recent) Option { return func(a *Authenticator) { a.recent = r } }

// remembered gives the identity of a token that was good a moment ago, and has not ended since.
func (a *Authenticator) remembered(token TokenHash) (Identity, bool) {
	if a.recent == nil {
		return Identity{}, false
	}
	id, ok := a.recent.Get(token)
	if !ok || !a.now().Before(id.ExpiresAt) {
		return Identity{}, false
	}
	id.Remembered = true
	return id, true
}
