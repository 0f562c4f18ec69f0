package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"accord/edge"
	"accord/reseller"
)

// limitFlags say what one request may ask for, and which documents are executed.
type limitFlags struct {
	RequestTimeout time.Duration `help:"How long one operation may take; the database is told." env:"ACCORD_REQUEST_TIMEOUT" default:"10s"`
	MaxBody        int64         `help:"The length of a request, in bytes." env:"ACCORD_MAX_BODY" default:"1048576"`
	MaxTokens      int           `help:"The length of a document, in tokens." env:"ACCORD_MAX_TOKENS" default:"2000"`
	MaxDepth       int64         `help:"How many fields of an operation lie within each other; introspection is excepted." env:"ACCORD_MAX_DEPTH" default:"12"`
	MaxAliases     int64         `help:"How many fields of an operation have an alias." env:"ACCORD_MAX_ALIASES" default:"30"`
	MaxRootFields  int64         `help:"How many fields an operation has at its root." env:"ACCORD_MAX_ROOT_FIELDS" default:"20"`
	MaxSelections  int64         `help:"How many fields an operation has in all, every fragment expanded." env:"ACCORD_MAX_SELECTIONS" default:"1000"`
	MaxCost        int64         `help:"What one operation may cost, in the points that extensions.cost tells." env:"ACCORD_MAX_COST" default:"50000"`
	MaxPage        int64         `help:"How many items a page of a list has; at most 100." env:"ACCORD_MAX_PAGE" default:"100"`
	MaxErrors      int           `help:"How many errors an answer names." env:"ACCORD_MAX_ERRORS" default:"20"`
	MaxOperations  int           `help:"How many operations of one WebSocket are at work at once." env:"ACCORD_MAX_OPERATIONS" default:"100"`

	MaxWork          int `help:"How many queries and mutations are executed at once, of all clients together." env:"ACCORD_MAX_WORK" default:"1000"`
	MaxStreams       int `help:"How many WebSockets are open at once, and how many streams of server-sent events." env:"ACCORD_MAX_STREAMS" default:"10000"`
	MaxTenantStreams int `help:"How many of both one company has open, or one address of whoever has not signed in." env:"ACCORD_MAX_TENANT_STREAMS" default:"1000"`
	MaxConnections   int `help:"How many connections of clients are open at once. Then a new one takes the place of the one that has said nothing for longest." env:"ACCORD_MAX_CONNECTIONS" default:"20000"`

	RateLimit string `help:"What each tenant may ask for in a time, in the points of extensions.cost: 600/m is a bucket of 600 that empties within a minute. Also 3600/h, and 10/s or 10 alone. None: no limit." env:"ACCORD_RATE_LIMIT" placeholder:"RATE"`

	Documents     string   `help:"A manifest of persisted documents, {\"SHA-256\": \"query …\"}: clients name one by its documentId." env:"ACCORD_DOCUMENTS" placeholder:"FILE"`
	OnlyDocuments []string `help:"For whom nothing but the documents of the manifest is executed: nobody (without a token), partner, customer, operator." env:"ACCORD_ONLY_DOCUMENTS" placeholder:"WHO,…"`
}

// limits gives the limits, or says which of them is none.
func (f limitFlags) limits() (edge.Limits, error) {
	l := edge.Limits{
		Time: f.RequestTimeout, Body: f.MaxBody, Tokens: f.MaxTokens, Depth: f.MaxDepth, Aliases: f.MaxAliases, RootFields: f.MaxRootFields,
		Selections: f.MaxSelections, Cost: f.MaxCost, Page: f.MaxPage, Errors: f.MaxErrors, Operations: f.MaxOperations,
		Work: f.MaxWork, Streams: f.MaxStreams, TenantStreams: f.MaxTenantStreams,
	}
	for flag, value := range map[string]int64{
		"request-timeout": int64(l.Time), "max-body": l.Body, "max-tokens": int64(l.Tokens), "max-depth": l.Depth, "max-root-fields": l.RootFields,
		"max-selections": l.Selections, "max-cost": l.Cost, "max-page": l.Page, "max-errors": int64(l.Errors), "max-operations": int64(l.Operations),
		"max-work": int64(l.Work), "max-streams": int64(l.Streams), "max-tenant-streams": int64(l.TenantStreams), "max-connections": int64(f.MaxConnections),
	} {
		if value < 1 {
			return l, fmt.Errorf("--%s must be more than 0", flag)
		}
	}
	if l.Aliases < 0 {
		return l, errors.New("--max-aliases must not be less than 0")
	}
	if l.Page > reseller.MaxPageSize {
		return l, fmt.Errorf("--max-page is at most %d", reseller.MaxPageSize)
	}
	return l, nil
}

// documents reads the manifest, and for whom it is all.
func (f limitFlags) documents() (edge.Documents, error) {
	var d edge.Documents
	for _, who := range f.OnlyDocuments {
		if !slices.Contains(edge.Classes, edge.Class(who)) {
			return d, fmt.Errorf("--only-documents: %q is none of %v", who, edge.Classes)
		}
		d.OnlyPersisted = append(d.OnlyPersisted, edge.Class(who))
	}
	if f.Documents == "" {
		if len(d.OnlyPersisted) > 0 {
			return d, errors.New("--only-documents needs --documents: without a manifest nothing at all would be executed")
		}
		return d, nil
	}
	text, err := os.ReadFile(f.Documents)
	if err != nil {
		return d, fmt.Errorf("--documents: %w", err)
	}
	if d.Persisted, err = edge.ParseManifest(text); err != nil {
		return d, fmt.Errorf("--documents %s: %w", f.Documents, err)
	}
	return d, nil
}
