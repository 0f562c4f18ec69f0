package edge

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"

	"accord/auth"
	"accord/edge/measure"
	"accord/reseller"
)

// Manifest holds persisted documents: texts by the SHA-256 of each, in hex.
type Manifest map[string]string

// ParseManifest reads a manifest: {"HASH": "text", …}, as Relay's compiler writes it, or what Apollo's tools write, with
// {"operations": [{"id": "HASH", "body": "text"}, …]}. A hash may have the prefix "sha256:". It refuses a hash that is not its
// text's.
func ParseManifest(text []byte) (Manifest, error) {
	listed := map[string]string{}
	var apollo struct {
		Format     string `json:"format"`
		Operations []struct {
			ID   string `json:"id"`
			Body string `json:"body"`
		} `json:"operations"`
	}
	if err := json.Unmarshal(text, &apollo); err == nil && apollo.Operations != nil {
		for _, o := range apollo.Operations {
			listed[o.ID] = o.Body
		}
	} else if err := json.Unmarshal(text, &listed); err != nil || listed == nil {
		return nil, errors.New(`it is not a manifest of documents such as {"SHA-256 in hex": "query …"}`)
	}
	manifest := Manifest{}
	for id, document := range listed {
		hash, ok := hashOf(id)
		if !ok || hash != sum(document) {
			return nil, fmt.Errorf("the id %s is not the SHA-256, in hex, of its document: %s", cut(id, 80), cut(document, 80))
		}
		manifest[hash] = document
	}
	return manifest, nil
}

// Check refuses documents that this schema does not take, and those that are beyond the limits by themselves, so that they are found
// at the start and not by a client. It takes how the executor validates documents.
func (m Manifest) Check(schema *ast.Schema, limits Limits, validate func(*ast.QueryDocument) gqlerror.List) error {
	for _, hash := range slices.Sorted(maps.Keys(m)) {
		document, err := parser.ParseQuery(&ast.Source{Input: m[hash]})
		if err != nil {
			return fmt.Errorf("the document %s is not valid: %w", hash, err)
		}
		refused := limits.checkText(m[hash])
		if refused == nil {
			refused = limits.checkDocument(schema, document)
		}
		if refused != nil {
			return fmt.Errorf("the document %s is beyond the limits: %s", hash, refused.said(context.Background()))
		}
		if found := validate(document); len(found) > 0 {
			return fmt.Errorf("the document %s is not valid: %w", hash, found)
		}
	}
	return nil
}

// checkDocument holds a document to the limits, whichever of its operations is executed.
func (l Limits) checkDocument(schema *ast.Schema, document *ast.QueryDocument) *refusal {
	if refused := l.weighAll(schema, document, nil); refused != nil {
		return refused
	}
	for _, o := range document.Operations {
		if len(o.VariableDefinitions) > 0 {
			continue // by which it may cost less
		}
		if refused := l.checkSize(measure.Operation(schema, document, o, nil, l.pages())); refused != nil {
			return refused
		}
	}
	return nil
}

func sum(document string) string {
	hash := sha256.Sum256([]byte(document))
	return hex.EncodeToString(hash[:])
}

// hashOf reads a SHA-256 in hex, with or without a prefix that says so.
func hashOf(id string) (string, bool) {
	hash := strings.ToLower(strings.TrimPrefix(id, "sha256:"))
	decoded, err := hex.DecodeString(hash)
	return hash, err == nil && len(decoded) == sha256.Size
}

// AutomaticDocuments keeps the texts that clients have sent with their hashes, so that later the hash is enough. It may forget
// any of them at any time; whatever keeps it from answering is a text that is not there.
type AutomaticDocuments interface {
	// Get finds the text with that SHA-256, in hex.
	Get(ctx context.Context, hash string) (string, bool)
	// Put keeps a text, for all processes.
	Put(ctx context.Context, hash, text string)
	// PutHere keeps a text in this process alone, and bounds what it keeps.
	PutHere(hash, text string)
}

// Class is what kind of identity asks.
type Class string

// The classes of identity.
const (
	ClassNobody   Class = "nobody"
	ClassPartner  Class = "partner"
	ClassCustomer Class = "customer"
	ClassOperator Class = "operator"
)

// Classes are all classes of identity.
var Classes = []Class{ClassNobody, ClassPartner, ClassCustomer, ClassOperator}

func classOf(v reseller.Viewer) Class {
	if !v.Known() {
		return ClassNobody
	}
	return Class(v.User.Tenant)
}

// Documents says which documents may be executed.
type Documents struct {
	// Persisted are those known from the start.
	Persisted Manifest
	// OnlyPersisted are the classes of identity for which nothing else is executed.
	OnlyPersisted []Class
	// Automatic keeps those that clients register (automatic persisted queries); nil keeps none.
	Automatic AutomaticDocuments
}

// register keeps a document that has proven good under the hash that find gave; empty is none. What nobody in particular sends takes no
// room that all processes share: anybody can send as much of it as they like.
func (d Documents) register(ctx context.Context, hash, text string) {
	switch {
	case hash == "" || d.Automatic == nil:
	case auth.ViewerFrom(ctx).Known():
		d.Automatic.Put(ctx, hash, text)
	default:
		d.Automatic.PutHere(hash, text)
	}
}

// documentNotFound is what clients that register documents wait for before they send the text.
func documentNotFound() *refusal {
	return &refusal{status: http.StatusOK, errors: gqlerror.List{{
		Message: "PersistedQueryNotFound", Extensions: map[string]any{"code": "PERSISTED_QUERY_NOT_FOUND"},
	}}}
}

// find puts the text of the document that a request means into it. Of an automatic one it gives the hash under which the text
// is kept once it has proven good.
func (d Documents) find(ctx context.Context, r *request) (register string, refused *refusal) {
	if r.DocumentID != "" {
		refused = d.byID(r)
	} else if r.Extensions["persistedQuery"] != nil {
		register, refused = d.automatic(ctx, r)
	}
	if refused != nil {
		return "", refused
	}
	if slices.Contains(d.OnlyPersisted, classOf(auth.ViewerFrom(ctx))) {
		if _, ok := d.Persisted[sum(r.Query)]; !ok {
			return "", refuse(0, reseller.CodeValidationFailed, "Only documents that this server was given at its start are executed for you. Name one by its documentId.")
		}
	}
	return register, nil
}

func (d Documents) byID(r *request) *refusal {
	hash, ok := hashOf(r.DocumentID)
	text, known := d.Persisted[hash]
	switch {
	case !ok:
		return refuse(http.StatusBadRequest, reseller.CodeValidationFailed, "A documentId is the SHA-256 of a document, in hex.")
	case !known:
		return refuse(0, reseller.CodeValidationFailed, "There is no document with this documentId. Give the server a manifest that has it, or send the document's text.")
	case r.Query != "" && r.Query != text:
		return refuse(http.StatusBadRequest, reseller.CodeValidationFailed, "The request has a documentId and another document's text. Send one of the two.")
	}
	r.Query = text
	return nil
}

// automatic serves automatic persisted queries, version 1: the hash alone, or the hash with the text to register it.
func (d Documents) automatic(ctx context.Context, r *request) (register string, refused *refusal) {
	extension, _ := r.Extensions["persistedQuery"].(map[string]any)
	id, _ := extension["sha256Hash"].(string)
	hash, ok := hashOf(id)
	if version, _ := extension["version"].(json.Number); !ok || version.String() != "1" {
		return "", refuse(http.StatusBadRequest, reseller.CodeValidationFailed,
			`The extension persistedQuery looks like {"version": 1, "sha256Hash": "the document's SHA-256, in hex"}.`)
	}
	if r.Query != "" {
		if sum(r.Query) != hash {
			return "", refuse(http.StatusBadRequest, reseller.CodeValidationFailed, "The hash in the extension persistedQuery is not that of the document. Send the SHA-256 of its text.")
		}
		return hash, nil
	}
	if text, ok := d.Persisted[hash]; ok {
		r.Query = text
		return "", nil
	}
	if d.Automatic != nil {
		if text, ok := d.Automatic.Get(ctx, hash); ok && sum(text) == hash {
			r.Query = text
			return "", nil
		}
	}
	return "", documentNotFound()
}
