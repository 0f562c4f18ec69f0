package edge

import (
	"context"
	"maps"
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"accord/internal/answer"
	"accord/internal/locale"
	"accord/reseller"
)

// refusal is why an operation is not executed.
type refusal struct {
	// status is that of the answer over HTTP; 0 is 400 in GraphQL's own media type and 200 in plain JSON, in which clients read
	// errors from the body.
	status int
	// header has what goes with the status, and extensions what goes with the error's code.
	header     map[string]string
	extensions map[string]any
	errors     gqlerror.List
	// cost is what the operation was found to cost; nil where it did not come to that.
	cost *Cost
}

// refuse refuses a request in both languages.
func refuse(status int, code reseller.Code, format string, args ...any) *refusal {
	return &refusal{status: status, errors: gqlerror.List{{Err: reseller.Refuse(code, format, args...)}}}
}

// with adds a header.
func (r *refusal) with(name, value string) *refusal {
	if r.header == nil {
		r.header = map[string]string{}
	}
	r.header[name] = value
	return r
}

// retryAfter says when to ask again, in whole seconds: in a header, and, where there is none, in the error.
func (r *refusal) retryAfter(wait time.Duration) *refusal {
	r.extensions = map[string]any{"retryAfter": seconds(wait)}
	return r.with("Retry-After", strconv.Itoa(seconds(wait)))
}

func seconds(d time.Duration) int { return int(math.Ceil(max(d, time.Second).Seconds())) }

// response makes the answer that says why, through the executor, so that it is counted and logged like any other.
func (h *Handler) response(ctx context.Context, r *refusal) *graphql.Response {
	if !graphql.HasOperationContext(ctx) {
		ctx = graphql.WithOperationContext(ctx, &graphql.OperationContext{RecoverFunc: graphql.DefaultRecover})
	}
	// A document may be wrong in tens of thousands of places: no more are presented than are told.
	response := h.executor.DispatchError(ctx, r.errors[:min(len(r.errors), h.limits.Errors)])
	response.Data = nil
	for _, e := range response.Errors {
		maps.Copy(e.Extensions, r.extensions)
	}
	return h.finished(response, r.cost)
}

// What errors may take in an answer, in bytes: the message of one, and all of them.
const (
	maxMessage = 400
	maxErrors  = 8 << 10
)

// bounded cuts errors to what fits: a client that asks badly gets no more back than it can use.
func bounded(list gqlerror.List, most int) gqlerror.List {
	size := 0
	for i, e := range list {
		e.Message = cut(e.Message, maxMessage)
		size += len(e.Message) + pathSize(e.Path) + 100
		if i == most || i > 0 && size > maxErrors {
			return list[:i]
		}
	}
	return list
}

func pathSize(path ast.Path) int {
	size := 0
	for _, element := range path {
		if name, ok := element.(ast.PathName); ok {
			size += len(name)
		}
		size += 4
	}
	return size
}

// cut shortens a text to so many bytes, at the end of a character.
func cut(text string, most int) string {
	if len(text) <= most {
		return text
	}
	end := 0
	for i := range text {
		if i > most {
			break
		}
		end = i
	}
	return text[:end] + "…"
}

// statusOf is the HTTP status of an operation that was not executed.
func (r *refusal) statusOf(mediaType string) int {
	switch {
	case r.status != 0:
		return r.status
	case mediaType == answer.MediaGraphQL:
		return http.StatusBadRequest
	}
	return http.StatusOK
}

// said is the first error's sentence in the language of the request.
func (r *refusal) said(ctx context.Context) string {
	if refusals := reseller.AsRefusals(r.errors[0]); len(refusals) > 0 {
		return refusals[0].In(locale.From(ctx))
	}
	return r.errors[0].Message
}
