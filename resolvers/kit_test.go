package resolvers_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"accord/auth"
	"accord/cache"
	"accord/db"
	"accord/db/dbtest"
	"accord/edge"
	"accord/importer/importertest"
	"accord/reseller"
	"accord/resolvers"
)

// The world of these tests: partners of each type, customers of two countries, users of each role.
var fixture = map[string]string{
	"services.csv": `code,name_en,name_zh
OFFICE365,Office 365,办公 365
AZURE,Azure,Azure 云
INTUNE,Intune,Intune
`,
	"partners.csv": `key,name,type,country,status,provider_key,services
alpha,Alpha,DIRECT_RESELLER,CN,ACTIVE,,OFFICE365;AZURE
beta,Beta,DIRECT_RESELLER,CN,ACTIVE,,OFFICE365;AZURE;INTUNE
prov,Provider,INDIRECT_PROVIDER,CN,ACTIVE,,OFFICE365
tier2,Tier Two,INDIRECT_RESELLER,CN,ACTIVE,prov,OFFICE365
adv,Advisor,ADVISOR,CN,ACTIVE,,OFFICE365
sing,Singapura,DIRECT_RESELLER,SG,ACTIVE,,OFFICE365
`,
	"customers.csv": `key,name,domain,country
one,One Ltd,one.example,CN
two,Two Ltd,two.example,CN
three,三号公司,three.example,CN
`,
	"users.csv": `email,name,tenant,tenant_key,roles
op@x.example,Op,operator,,
admin@alpha.example,Ann,partner,alpha,ADMIN_AGENT
sales@alpha.example,Sal,partner,alpha,SALES_AGENT
help@alpha.example,Hal,partner,alpha,HELPDESK_AGENT
boss@alpha.example,Bos,partner,alpha,HELPDESK_AGENT;GLOBAL_ADMIN
admin@beta.example,Bea,partner,beta,ADMIN_AGENT
admin@prov.example,Pro,partner,prov,ADMIN_AGENT
admin@tier2.example,Tim,partner,tier2,ADMIN_AGENT
admin@adv.example,Ada,partner,adv,ADMIN_AGENT
admin@sing.example,Sin,partner,sing,ADMIN_AGENT
admin@one.example,Oli,customer,one,GLOBAL_ADMIN
user@one.example,Uma,customer,one,USER
admin@two.example,Two,customer,two,GLOBAL_ADMIN
admin@three.example,Tri,customer,three,GLOBAL_ADMIN
`,
}

// clock is a clock that stands still until it is moved.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

// set moves it to a moment, which may be an earlier one.
func (c *clock) set(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = at
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// world is the API over one store.
type world struct {
	t       *testing.T
	store   *db.Store
	app     *reseller.App
	clock   *clock
	auth    *auth.Authenticator
	handler http.Handler
}

const testSecret = "0101010101010101010101010101010101010101010101010101010101010101"

// eachStore runs a test in a world of its own on each store.
func eachStore(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, s *db.Store) {
		t.Helper()
		w := newWorld(t, s, testSecret)
		w.load(fixture)
		test(t, w)
	})
}

// newWorld puts the house together over a store, as the server does.
func newWorld(t *testing.T, s *db.Store, secret string) *world {
	t.Helper()
	at := &clock{at: time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)}
	memory := cache.NewMemory(cache.MemoryOptions{Clock: at.now})
	return newCachedWorld(t, s, secret, at, cache.NewLookup(memory, s.InviteView, at.now))
}

// newCachedWorld does so with a cache of the test's choice.
func newCachedWorld(t *testing.T, s *db.Store, secret string, at *clock, invites reseller.InviteLookup) *world {
	t.Helper()
	w := &world{t: t, store: s, clock: at}
	w.app = w.newApp(s, secret, invites)
	w.auth = auth.New(nameTokens{}, s, auth.WithAPIKeys(w.app))
	w.serve(resolvers.Options{}, testLimits())
	return w
}

func (w *world) newApp(store reseller.Store, secret string, invites reseller.InviteLookup) *reseller.App {
	w.t.Helper()
	keys, err := reseller.ParseKeyring(secret)
	w.must(err)
	return reseller.New(reseller.Config{
		Store: store, Invites: invites, Notifier: &cache.Local{}, Keys: keys,
		PublicURL: "https://accord.example", Clock: w.clock.now, Random: rand.Reader,
	})
}

// another is the domain of another server on the same store.
func (w *world) another() *reseller.App {
	w.t.Helper()
	memory := cache.NewMemory(cache.MemoryOptions{Clock: w.clock.now})
	return w.newApp(w.store, testSecret, cache.NewLookup(memory, w.store.InviteView, w.clock.now))
}

// testLimits are a server's, with the time that a machine under the race detector may take, and what it costs to ask for every field at
// once.
func testLimits() edge.Limits {
	limits := edge.DefaultLimits()
	limits.Time = time.Minute
	limits.Cost *= 10
	return limits
}

// serve puts the edge before the world's executor.
func (w *world) serve(o resolvers.Options, limits edge.Limits) {
	executor := resolvers.NewExecutor(w.app, o)
	w.handler = w.auth.Middleware(edge.New(executor, edge.Options{Schema: executor.Schema, Parsed: executor.Parsed, Auth: w.auth, Limits: limits}))
}

// nameTokens is a verifier whose tokens are e-mail addresses in hex. What tokens prove is package auth's to test.
type nameTokens struct{}

func (nameTokens) Verify(_ context.Context, bearer string) (auth.Claims, error) {
	email, err := hex.DecodeString(bearer)
	return auth.Claims{Email: string(email), ExpiresAt: time.Now().Add(time.Hour)}, err
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// load imports files given as name and text.
func (w *world) load(files map[string]string) {
	w.t.Helper()
	importertest.Load(w.t, w.app, files)
}

// answer is a response of the API.
type answer struct {
	t      *testing.T
	header http.Header
	body   string
	Data   any `json:"data"`
	Errors []struct {
		Message    string         `json:"message"`
		Path       []any          `json:"path"`
		Extensions map[string]any `json:"extensions"`
	} `json:"errors"`
	Extensions map[string]any `json:"extensions"`
}

type vars = map[string]any

// ask sends an operation as a user, named by e-mail, or with the secret of an API key; "" is nobody.
func (w *world) ask(email, query string, variables vars) *answer {
	w.t.Helper()
	return w.send(w.post(email, query, variables))
}

// post makes the request of an operation of a user's.
func (w *world) post(email, query string, variables vars) *http.Request {
	w.t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	w.must(err)
	r := httptest.NewRequestWithContext(w.t.Context(), http.MethodPost, "/graphql", bytes.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	if email != "" {
		r.Header.Set("Authorization", bearer(email))
	}
	return r
}

// bearer is how a user, named by e-mail, or the secret of an API key is sent.
func bearer(who string) string {
	if reseller.IsAPIKey(who) {
		return "Bearer " + who
	}
	return "Bearer " + hex.EncodeToString([]byte(who))
}

// send lets the API answer a request.
func (w *world) send(r *http.Request) *answer {
	w.t.Helper()
	recorder := httptest.NewRecorder()
	w.handler.ServeHTTP(recorder, r)
	w.clock.pass(time.Second) // so that what comes later is later
	if strings.Contains(recorder.Body.String(), "%!") {
		w.t.Errorf("a text is badly put together (R19): %s", recorder.Body)
	}
	a := &answer{t: w.t, header: recorder.Header(), body: recorder.Body.String()}
	if err := json.Unmarshal(recorder.Body.Bytes(), a); err != nil {
		w.t.Fatalf("not JSON: %s", recorder.Body)
	}
	return a
}

// get finds a value in the answer's data by a path such as "viewer.partner.customers.nodes.0.name".
func (a *answer) get(path string) any {
	a.t.Helper()
	value := a.Data
	for step := range strings.SplitSeq(path, ".") {
		switch v := value.(type) {
		case map[string]any:
			value = v[step]
		case []any:
			i, err := strconv.Atoi(step)
			if err != nil || i >= len(v) {
				a.t.Fatalf("no %q in %s of %v", step, path, a.Data)
			}
			value = v[i]
		default:
			return nil
		}
	}
	return value
}

// list finds a list.
func (a *answer) list(path string) []*answer {
	a.t.Helper()
	values, ok := a.get(path).([]any)
	if !ok {
		a.t.Fatalf("no list at %s in %v, errors %v", path, a.Data, a.Errors)
	}
	items := make([]*answer, len(values))
	for i, v := range values {
		items[i] = &answer{t: a.t, Data: v}
	}
	return items
}

// payload is the payload of the only mutation of the answer.
func (a *answer) payload() *answer {
	a.t.Helper()
	data, ok := a.Data.(map[string]any)
	if !ok || len(a.Errors) > 0 || len(data) != 1 {
		a.t.Fatalf("no data: %v", a.Errors)
	}
	for _, payload := range data {
		return &answer{t: a.t, Data: payload}
	}
	return nil
}

// text finds a text.
func (a *answer) text(path string) string {
	a.t.Helper()
	text, ok := a.get(path).(string)
	if !ok {
		a.t.Fatalf("no text at %s in %v, errors %v", path, a.Data, a.Errors)
	}
	return text
}

// want compares a part of the answer with JSON.
func (a *answer) want(path, wanted string) {
	a.t.Helper()
	if len(a.Errors) > 0 {
		a.t.Fatalf("errors: %v", a.Errors)
	}
	var value any
	if err := json.Unmarshal([]byte(wanted), &value); err != nil {
		a.t.Fatalf("not JSON: %s", wanted)
	}
	if diff := cmp.Diff(value, a.get(path)); diff != "" {
		a.t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}

// codes are the codes of the userErrors of the only mutation of the answer.
func (a *answer) codes() string {
	a.t.Helper()
	var codes []string
	for _, e := range a.payload().list("userErrors") {
		codes = append(codes, e.text("code"))
	}
	return strings.Join(codes, " ")
}

// topCode is the code of the first error of the top level; "" when there is none.
func (a *answer) topCode() string {
	if len(a.Errors) == 0 {
		return ""
	}
	code, _ := a.Errors[0].Extensions["code"].(string)
	return code
}

// outcome is the code of the top level if there is one, else those of the userErrors: for goroutines, which may not end the
// test.
func (a *answer) outcome() string {
	if len(a.Errors) > 0 {
		return "top level: " + a.topCode()
	}
	return a.codes()
}

// refused expects a mutation to be refused with these codes, and nothing else to be in its payload.
func (a *answer) refused(codes string) {
	a.t.Helper()
	if got := a.codes(); got != codes {
		a.t.Errorf("codes %q, want %q; %v", got, codes, a.Data)
	}
	payload, ok := a.payload().Data.(map[string]any)
	if !ok {
		a.t.Fatalf("no payload: %v", a.Data)
	}
	for field, value := range payload {
		flag, isFlag := value.(bool)
		list, isList := value.([]any)
		empty := value == nil || isFlag && !flag || isList && len(list) == 0
		if !empty && field != "userErrors" {
			a.t.Errorf("refused, but %s = %v", field, value)
		}
	}
}

// ok expects a mutation not to be refused.
func (a *answer) ok() *answer {
	a.t.Helper()
	if codes := a.codes(); codes != "" {
		a.t.Fatalf("refused: %v", a.Data)
	}
	return a
}

const requestDoc = `mutation($in: RequestRelationshipInput!) { requestRelationship(input: $in) {
	invite { id token url status label services { code } delegatedAdmin expiresAt maxUses version viewCount acceptCount declineCount }
	email { subject paragraphs text html mailto } userErrors { code message path rule } } }`

func (w *world) request(email string, in vars) *answer {
	w.t.Helper()
	return w.ask(email, requestDoc, vars{"in": in})
}

// link gives the token of a partner's link of some terms.
func (w *world) link(email string, in vars) string {
	w.t.Helper()
	return w.request(email, in).ok().text("requestRelationship.invite.token")
}

const acceptDoc = `mutation($in: AcceptRelationshipInput!) { acceptRelationship(input: $in) {
	relationship { id status version partner { id name } customer { name } }
	granted { id service { code } partner { name } status } displaced { id service { code } partner { name } status endReason }
	alreadyAccepted
	userErrors { code message path rule ... on ServiceAlreadyDelegatedError { service { code } holder { name } } } } }`

func (w *world) accept(email string, in vars) *answer {
	w.t.Helper()
	return w.ask(email, acceptDoc, vars{"in": in})
}

const removeDoc = `mutation($in: RemoveDelegatedAdminInput!) { removeDelegatedAdmin(input: $in) {
	ended { service { code } partner { name } status endReason } userErrors { code message path rule } } }`

func (w *world) remove(email string, in vars) *answer {
	w.t.Helper()
	return w.ask(email, removeDoc, vars{"in": in})
}

// holders tells who may administer what of the customer of that admin: "SERVICE=holder+beside …" for services with any.
func (w *world) holders(email string) string {
	w.t.Helper()
	a := w.ask(email, `{ viewer { customer { delegations { service { code } holder { name } beside { name } } } } }`, nil)
	var parts []string
	for _, entry := range a.list("viewer.customer.delegations") {
		part := ""
		if name, ok := entry.get("holder.name").(string); ok {
			part = name
		}
		for _, b := range entry.list("beside") {
			part += "+" + b.text("name")
		}
		if part != "" {
			parts = append(parts, entry.text("service.code")+"="+part)
		}
	}
	return strings.Join(parts, " ")
}

// events counts all events there are, by their numbers.
func (w *world) events() int {
	w.t.Helper()
	numbers := make([]int64, 1000)
	for i := range numbers {
		numbers[i] = int64(i + 1)
	}
	operator := reseller.Viewer{User: reseller.User{ID: reseller.ID{1}, Tenant: reseller.TenantOperator}}
	all, err := w.store.EventsBySeq(w.t.Context(), operator.Scope(), numbers)
	w.must(err)
	return len(all)
}

// unchanged runs f and expects no event to be written by it.
func (w *world) unchanged(f func()) {
	w.t.Helper()
	before := w.events()
	f()
	if after := w.events(); after != before {
		w.t.Errorf("%d events written", after-before)
	}
}
