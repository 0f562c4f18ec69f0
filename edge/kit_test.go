package edge_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"accord/auth"
	"accord/cache"
	"accord/db"
	"accord/db/dbtest"
	"accord/edge"
	"accord/graph/model"
	"accord/importer/importertest"
	"accord/reseller"
	"accord/resolvers"
)

func TestMain(m *testing.M) {
	slog.SetDefault(slog.New(slog.DiscardHandler)) // the refusals are meant
	os.Exit(m.Run())
}

const (
	partner  = "admin@alpha.example"
	customer = "admin@one.example"
	operator = "op@x.example"
)

// fixture has a user of each class of identity.
var fixture = map[string]string{
	"services.csv":  "code,name_en,name_zh\nOFFICE365,Office 365,办公 365\nAZURE,Azure,Azure 云\n",
	"partners.csv":  "key,name,type,country,status,provider_key,services\nalpha,Alpha,DIRECT_RESELLER,CN,ACTIVE,,OFFICE365;AZURE\n",
	"customers.csv": "key,name,domain,country\none,One Ltd,one.example,CN\n",
	"users.csv": "email,name,tenant,tenant_key,roles\nop@x.example,Op,operator,,\nadmin@alpha.example,Ann,partner,alpha,ADMIN_AGENT\n" +
		"second@alpha.example,Sec,partner,alpha,ADMIN_AGENT\nadmin@one.example,Oli,customer,one,GLOBAL_ADMIN\n",
}

// house is the edge over the real schema and a store of its own.
type house struct {
	t        testing.TB
	store    *db.Store
	app      *reseller.App
	executor *resolvers.Executor
	auth     *auth.Authenticator
	edge     *edge.Handler
	handler  http.Handler
}

const testSecret = "0101010101010101010101010101010101010101010101010101010101010101"

// newHouse puts the house together; change may change the edge's options.
func newHouse(t testing.TB, change func(*edge.Options)) *house {
	t.Helper()
	h := &house{t: t, store: dbtest.Any(t).Store(t)}
	keys, err := reseller.ParseKeyring(testSecret)
	h.must(err)
	memory := cache.NewMemory(cache.MemoryOptions{Clock: time.Now})
	h.app = reseller.New(reseller.Config{
		Store: h.store, Invites: cache.NewLookup(memory, h.store.InviteView, time.Now), Notifier: &cache.Local{}, Keys: keys,
		PublicURL: "https://accord.example", Clock: time.Now, Random: rand.Reader,
	})
	h.load(fixture)
	h.auth = auth.New(testTokens{}, h.store)
	h.executor = resolvers.NewExecutor(h.app, resolvers.Options{})
	h.rebuild(h.executor, change)
	return h
}

// rebuild makes the edge over an executor.
func (h *house) rebuild(executor edge.Executor, change func(*edge.Options)) {
	options := edge.Options{Schema: h.executor.Schema, Parsed: h.executor.Parsed, Auth: h.auth}
	if change != nil {
		change(&options)
	}
	h.edge = edge.New(executor, options)
	h.handler = h.auth.Middleware(h.edge)
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// load imports files given as name and text.
func (h *house) load(files map[string]string) {
	h.t.Helper()
	importertest.Load(h.t, h.app, files)
}

// testTokens is a verifier whose tokens are, in hex, an e-mail address and the moment at which the token ends.
type testTokens struct{}

func (testTokens) Verify(_ context.Context, bearer string) (auth.Claims, error) {
	text, err := hex.DecodeString(bearer)
	email, moment, _ := strings.Cut(string(text), " ")
	if err != nil {
		return auth.Claims{}, auth.ErrBadToken
	}
	ends, err := time.Parse(time.RFC3339Nano, moment)
	if err != nil {
		return auth.Claims{}, auth.ErrBadToken
	}
	return auth.Claims{Email: email, ExpiresAt: ends}, nil
}

// bearer is the Authorization of a user for so long; that of nobody is empty.
func bearer(email string, lasting time.Duration) string {
	if email == "" {
		return ""
	}
	return "Bearer " + hex.EncodeToString([]byte(email+" "+time.Now().Add(lasting).Format(time.RFC3339Nano)))
}

// reply is a response of the edge.
type reply struct {
	t      testing.TB
	status int
	header http.Header
	body   string
	parsed struct {
		Data   any `json:"data"`
		Errors []struct {
			Message    string         `json:"message"`
			Extensions map[string]any `json:"extensions"`
		} `json:"errors"`
		Extensions struct {
			Cost *edge.Cost `json:"cost"`
		} `json:"extensions"`
	}
}

// code is the code of the first error; "" when there is none.
func (r *reply) code() string {
	if len(r.parsed.Errors) == 0 {
		return ""
	}
	code, _ := r.parsed.Errors[0].Extensions["code"].(string)
	return code
}

// want expects a status and a code.
func (r *reply) want(what string, status int, code reseller.Code) {
	r.t.Helper()
	if r.status != status || r.code() != string(code) {
		r.t.Errorf("%s: %d %s, want %d %s: %.400s", what, r.status, r.code(), status, code, r.body)
	}
}

// send lets the edge answer a request, in memory.
func (h *house) send(r *http.Request) *reply {
	h.t.Helper()
	recorder := httptest.NewRecorder()
	h.handler.ServeHTTP(recorder, r)
	result := &reply{t: h.t, status: recorder.Code, header: recorder.Header(), body: recorder.Body.String()}
	if strings.HasPrefix(result.header.Get("Content-Type"), "application/") && result.header.Get("Content-Encoding") == "" {
		if err := json.Unmarshal(recorder.Body.Bytes(), &result.parsed); err != nil {
			h.t.Errorf("no JSON: %d %.400s", result.status, result.body)
		}
	}
	return result
}

// postBody makes the request of any body by a user.
func (h *house) postBody(email string, body io.Reader) *http.Request {
	r := httptest.NewRequestWithContext(h.t.Context(), http.MethodPost, "/graphql", body)
	r.Header.Set("Content-Type", "application/json")
	if email != "" {
		r.Header.Set("Authorization", bearer(email, time.Hour))
	}
	return r
}

type object = map[string]any

func encode(t testing.TB, v any) []byte {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// post makes the request of an operation by a user.
func (h *house) post(email string, params object) *http.Request {
	h.t.Helper()
	return h.postBody(email, bytes.NewReader(encode(h.t, params)))
}

// ask sends a document with POST.
func (h *house) ask(email, query string, variables object) *reply {
	h.t.Helper()
	return h.send(h.post(email, object{"query": query, "variables": variables}))
}

// get makes the request of parameters with GET.
func (h *house) get(email string, parameters url.Values) *http.Request {
	h.t.Helper()
	r := httptest.NewRequestWithContext(h.t.Context(), http.MethodGet, "/graphql?"+parameters.Encode(), nil)
	if email != "" {
		r.Header.Set("Authorization", bearer(email, time.Hour))
	}
	return r
}

// server serves the edge on a port of its own.
func (h *house) server() *httptest.Server {
	server := httptest.NewServer(h.handler)
	h.t.Cleanup(server.Close)
	return server
}

// links counts the partner's links: what requestLink adds to.
func (h *house) links() any {
	h.t.Helper()
	r := h.ask(partner, `{ viewer { partner { invites { totalCount } } } }`, nil)
	if len(r.parsed.Errors) > 0 {
		h.t.Fatal(r.body)
	}
	return r.body
}

const (
	codes       = `{ services { code } }`
	requestLink = `mutation { requestRelationship(input: {services: ["AZURE"], campaign: "x"}) { invite { id } userErrors { code } } }`
	follow      = `subscription($since: String) { relationshipEvents(since: $since) { kind } }`
)

// beginning is the cursor from which all events come.
var beginning = model.Cursor(model.ListEvents, reseller.Key{Event: reseller.Position{Seq: 1}})

// of is the house for a subtest.
func (h *house) of(t testing.TB) *house {
	t.Helper()
	other := *h
	other.t = t
	return &other
}
