package resolvers

import (
	"context"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/99designs/gqlgen/graphql/handler/transport"
	"github.com/vektah/gqlparser/v2/ast"

	"accord/auth"
	"accord/graph"
	"accord/reseller"
)

const (
	// maxTokens bounds a document: validating it takes time that grows with the square of its length.
	maxTokens = 2000
	// documentCache is how many parsed documents are kept, and maxCachedDocument how long one may be, in bytes: anybody may
	// send documents, and what is kept of them must not grow.
	documentCache     = 1000
	maxCachedDocument = 8 << 10
	// pingInterval keeps connections alive through proxies that close silent ones.
	pingInterval = 15 * time.Second
	// initTimeout is how long a WebSocket may wait with its connection_init.
	initTimeout = 10 * time.Second
)

// Options are what the handler needs beside the use cases.
type Options struct {
	// Auth tells who opens a WebSocket.
	Auth *auth.Authenticator
	// Observer is told of every operation; nil is nobody.
	Observer Observer
	// Production turns introspection and suggestions off.
	Production bool
	// OriginAllowed tells whether the page that a request comes from may open a WebSocket; nil lets those of the same host.
	OriginAllowed func(*http.Request) bool
}

// NewHandler answers GraphQL over HTTP, WebSocket (graphql-transport-ws) and server-sent events. It expects the viewer in
// the request's context.
func NewHandler(app *reseller.App, o Options) http.Handler {
	schema := graph.NewExecutableSchema(graph.Config{Resolvers: &Resolver{app: app}})
	server := handler.New(schema)
	addTransports(server, o)
	server.SetQueryCache(shortDocuments{lru.New[*ast.QueryDocument](documentCache)})
	server.SetParserTokenLimit(maxTokens)
	server.SetDisableSuggestion(o.Production)
	server.SetValidationRulesFn(validationRules(o.Production))
	if !o.Production {
		server.Use(extension.Introspection{})
	}
	server.Use(exactEnums{schema.Schema()})
	server.SetErrorPresenter(presenter(o.Production))
	server.SetRecoverFunc(recovered)
	server.AroundOperations(refuseUnstreamed)
	server.AroundOperations(func(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
		return renewed(ctx, o.Auth, next)
	})
	server.AroundResponses(func(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
		return observe(ctx, o.Observer, func(ctx context.Context) *graphql.Response {
			return next(withLoaders(ctx, newLoaders(app, auth.ViewerFrom(ctx))))
		})
	})
	server.AroundRootFields(func(ctx context.Context, next graphql.RootResolver) graphql.Marshaler {
		if graphql.GetOperationContext(ctx).Operation.Operation == ast.Mutation {
			// What one mutation has read is old for the next.
			ctx = withLoaders(ctx, newLoaders(app, auth.ViewerFrom(ctx)))
		}
		return next(ctx)
	})
	return withLocale(guardBody(server))
}

// shortDocuments keeps parsed documents that are not too long.
type shortDocuments struct {
	graphql.Cache[*ast.QueryDocument]
}

// Add implements graphql.Cache.
func (c shortDocuments) Add(ctx context.Context, text string, document *ast.QueryDocument) {
	if len(text) <= maxCachedDocument {
		c.Cache.Add(ctx, text, document)
	}
}

func addTransports(server *handler.Server, o Options) {
	server.AddTransport(transport.Websocket{
		Implementation:   sockets(o.OriginAllowed),
		InitTimeout:      initTimeout,
		PingPongInterval: pingInterval,
		InitFunc: func(ctx context.Context, payload transport.InitPayload) (context.Context, *transport.InitPayload, error) {
			identity, err := o.Auth.FromInit(ctx, payload)
			if err != nil {
				shown := present(ctx, err)
				return transport.AppendCloseReason(ctx, closeReason(shown)), nil, shown
			}
			return streaming(untilExpiry(auth.WithIdentity(ctx, identity), identity)), nil, nil
		},
	})
	server.AddTransport(transport.Options{})
	server.AddTransport(transport.GET{})
	server.AddTransport(eventStream{transport.SSE{KeepAlivePingInterval: pingInterval}})
	server.AddTransport(transport.POST{})
}
