package edge

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"github.com/vektah/gqlparser/v2/ast"

	"accord/auth"
	"accord/reseller"
)

// Why a stream ends before its client or the server ends it.
var (
	// errIdentityEnded: its token has ended, or its user was removed.
	errIdentityEnded = errors.New("edge: the identity has ended")
	// errRolesChanged: its user may do other things by now than when it began.
	errRolesChanged = errors.New("edge: the roles have changed")
)

// certain looks up anew who asks for more than a query, where that was only remembered: a role that was taken away a moment ago, by
// whichever process, changes nothing any more and begins no stream.
func (h *Handler) certain(ctx context.Context, op *operation) (context.Context, *refusal) {
	identity := auth.IdentityFrom(ctx)
	if op.Operation.Operation == ast.Query || !identity.Remembered {
		return ctx, nil
	}
	renewed, err := h.auth.Renew(ctx, identity)
	if errors.Is(err, auth.ErrBadToken) {
		return ctx, identityEnded()
	}
	if err != nil {
		return ctx, &refusal{errors: errorList(err)}
	}
	return auth.WithIdentity(ctx, renewed), nil
}

// whileAlive gives a context that ends when the identity does. The database is asked from time to time; while it does not
// answer, the stream goes on, and no longer than the token.
func (h *Handler) whileAlive(ctx context.Context, identity auth.Identity) (context.Context, context.CancelFunc) {
	if !identity.Viewer.Known() || identity.ExpiresAt.IsZero() {
		return context.WithCancel(ctx)
	}
	ctx, end := context.WithCancelCause(ctx)
	ctx, stop := context.WithDeadlineCause(ctx, identity.ExpiresAt, errIdentityEnded)
	h.every(ctx, h.timing.Recheck, func() bool {
		err := h.recheck(ctx, identity)
		if err != nil {
			end(err)
		}
		return err == nil
	})
	return ctx, func() {
		end(context.Canceled)
		stop()
	}
}

// recheck tells why a stream ends, where it has to.
func (h *Handler) recheck(ctx context.Context, identity auth.Identity) error {
	now, err := h.auth.Renew(ctx, identity)
	switch {
	case errors.Is(err, auth.ErrBadToken):
		return errIdentityEnded
	case err == nil && !slices.Equal(now.Viewer.User.Roles, identity.Viewer.User.Roles):
		return errRolesChanged
	}
	return nil
}

// endOf tells a client why its stream ends, where the reason is its identity; nil where it is another.
func endOf(ctx context.Context) *refusal {
	switch cause := context.Cause(ctx); {
	case errors.Is(cause, errIdentityEnded):
		return identityEnded()
	case errors.Is(cause, errRolesChanged):
		return refuse(http.StatusUnauthorized, reseller.CodeUnauthenticated, "Your roles have changed. Connect anew.")
	}
	return nil
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
	return endOf(ctx) // which may have ended while it was asked, by the look that is taken from time to time
}

func identityEnded() *refusal {
	return refuse(http.StatusUnauthorized, reseller.CodeUnauthenticated, "Your sign-in has ended. Sign in again and connect anew.")
}
