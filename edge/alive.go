package edge

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/vektah/gqlparser/v2/ast"

	"accord/auth"
	"accord/reseller"
)

// errIdentityEnded ends a stream whose identity has ended: its token has, or its user was removed.
var errIdentityEnded = errors.New("edge: the identity has ended")

// whileAlive gives a context that ends when the identity does. The database is asked from time to time; while it does not
// answer, the stream goes on.
func (h *Handler) whileAlive(ctx context.Context, identity auth.Identity) (context.Context, context.CancelFunc) {
	if !identity.Viewer.Known() || identity.ExpiresAt.IsZero() {
		return context.WithCancel(ctx)
	}
	ctx, end := context.WithCancelCause(ctx)
	go h.watch(ctx, identity, end)
	return ctx, func() { end(context.Canceled) }
}

func (h *Handler) watch(ctx context.Context, identity auth.Identity, end context.CancelCauseFunc) {
	expiry := time.NewTimer(time.Until(identity.ExpiresAt))
	defer expiry.Stop()
	recheck := time.NewTicker(h.timing.Recheck)
	defer recheck.Stop()
	for {
		select {
		case <-expiry.C:
			end(errIdentityEnded)
			return
		case <-recheck.C:
			if _, err := h.auth.Renew(ctx, identity); errors.Is(err, auth.ErrBadToken) {
				end(errIdentityEnded)
				return
			}
		case <-ctx.Done():
			return
		}
	}
}

// endOf tells a client why its stream ends, where the reason is its identity; nil where it is another.
func endOf(ctx context.Context) *refusal {
	if !errors.Is(context.Cause(ctx), errIdentityEnded) {
		return nil
	}
	return identityEnded()
}

// endedOf is endOf for a subscription that came to its end: the domain, which hears of it first, ends those of a user who was
// removed.
func (h *Handler) endedOf(ctx context.Context, op *operation, identity auth.Identity) *refusal {
	if op.Operation.Operation != ast.Subscription {
		return nil
	}
	if ctx.Err() != nil {
		return endOf(ctx)
	}
	if _, err := h.auth.Renew(ctx, identity); errors.Is(err, auth.ErrBadToken) {
		return identityEnded()
	}
	return nil
}

func identityEnded() *refusal {
	return refuse(http.StatusUnauthorized, reseller.CodeUnauthenticated, "Your sign-in has ended. Sign in again and connect anew.")
}
