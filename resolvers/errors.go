package resolvers

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"slices"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"accord/graph/model"
	"accord/internal/locale"
	"accord/reseller"
)

// ofRequests are the codes that concern the request rather than what it asks for.
var ofRequests = []reseller.Code{reseller.CodeUnauthenticated, reseller.CodeLimitExceeded, reseller.CodeUnavailable, reseller.CodeInternal}

// maxUserErrors is how many refusals a mutation, or an item of a batch, tells: as many as errors of the top level, and more than
// people read.
const maxUserErrors = 20

// refused turns a mutation's refusals into userErrors, the first ones where there are many. What is not a refusal, and what concerns the request rather than
// what it asks for, stays an error of the top level.
func refused(ctx context.Context, err error) ([]model.UserError, error) {
	refusals := reseller.AsRefusals(err)
	if refusals == nil {
		return nil, err
	}
	if slices.ContainsFunc(refusals, func(r *reseller.Error) bool { return slices.Contains(ofRequests, r.Code) }) {
		return nil, err
	}
	note(ctx, refusals[0].Code)
	refusals = refusals[:min(len(refusals), maxUserErrors)]
	holders := idsOf(refusals, func(r *reseller.Error) reseller.ID { return r.PartnerID })
	var blockers []reseller.ID
	for _, r := range refusals {
		blockers = append(blockers, r.Blockers...)
	}
	return model.UserErrors(refusals, locale.From(ctx)), errors.Join(
		then(ctx, loadersOf(ctx).partners, holders, nil, nothingAhead),
		then(ctx, loadersOf(ctx).subscriptions, blockers, nil, nothingAhead),
	)
}

// present gives an error of the top level its code (extensions.code) and words. What is no refusal of the domain is
// logged under an id, which is all that the client learns of it.
func present(ctx context.Context, err error) *gqlerror.Error {
	shown := graphql.DefaultErrorPresenter(ctx, err)
	if refusals := reseller.AsRefusals(err); refusals != nil {
		return withCode(shown, refusals[0].Code, refusals[0].In(locale.From(ctx)))
	}
	var parsed *gqlerror.Error
	if errors.As(err, &parsed) && parsed.Err == nil {
		return presentDocument(shown)
	}
	if errors.Is(err, reseller.ErrUnavailable) || errors.Is(err, reseller.ErrConflict) ||
		errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		slog.WarnContext(ctx, "request not answered", "path", pathOf(shown), "error", err)
		if errors.Is(err, reseller.ErrUncertain) {
			return say(ctx, shown, reseller.Refuse(reseller.CodeUnavailable,
				"The database went away while this was being written down: it may have been done, or not. Ask again with the same idempotencyKey, which does it once; without one, look first."))
		}
		if slow := reseller.AsRefusals(context.Cause(ctx)); slow != nil {
			return say(ctx, shown, slow[0]) // its time was up
		}
		return say(ctx, shown, reseller.Refuse(reseller.CodeUnavailable, "The service cannot answer at the moment. Try again shortly."))
	}
	id := errorID()
	slog.ErrorContext(ctx, "request failed", "error_id", id, "path", pathOf(shown), "error", err)
	return say(ctx, shown, reseller.Refuse(reseller.CodeInternal, "Something went wrong on our side. Try again; if it happens again, give the operator this error id: %s", id))
}

// say shows a refusal in the request's language.
func say(ctx context.Context, shown *gqlerror.Error, r *reseller.Error) *gqlerror.Error {
	return withCode(shown, r.Code, r.In(locale.From(ctx)))
}

// presentDocument shows errors that gqlgen found in the document or its variables.
func presentDocument(shown *gqlerror.Error) *gqlerror.Error {
	switch shown.Extensions["code"] {
	case nil, errcode.ParseFailed, errcode.ValidationFailed:
		return withCode(shown, reseller.CodeValidationFailed, shown.Message)
	}
	return shown
}

func withCode(e *gqlerror.Error, code reseller.Code, message string) *gqlerror.Error {
	return &gqlerror.Error{
		Message: message, Path: e.Path, Locations: e.Locations, Extensions: map[string]any{"code": string(code)},
	}
}

func pathOf(e *gqlerror.Error) string {
	if e.Path == nil {
		return ast.Path{}.String()
	}
	return e.Path.String()
}

func errorID() string {
	id := make([]byte, 8)
	_, _ = rand.Read(id) // never fails
	return hex.EncodeToString(id)
}

// recovered turns a panic into an error, with its stack in the log.
func recovered(ctx context.Context, p any) error {
	slog.ErrorContext(ctx, "panic", "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
	return fmt.Errorf("panic: %v", p)
}
