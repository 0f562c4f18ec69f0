package edge_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"accord/edge"
	"accord/reseller"
)

// small are limits that are easily reached.
func small() edge.Limits {
	l := edge.DefaultLimits()
	l.Tokens, l.Depth, l.Aliases, l.RootFields, l.Selections, l.Cost, l.Page = 60, 4, 2, 3, 10, 100, 50
	return l
}

// TestLimits: each limit lets N pass and refuses N + 1, with fragments too.
func TestLimits(t *testing.T) {
	t.Parallel()
	h := newHouse(t, func(o *edge.Options) { o.Limits = small() })
	for name, test := range map[string]struct{ in, over string }{
		"tokens":              {"{ __typename }" + strings.Repeat(" #\n", 57), "{ __typename }" + strings.Repeat(" #\n", 58)},
		"depth":               {`{ viewer { partner { invite { id } } } }`, `{ viewer { partner { invite { services { code } } } } }`},
		"depth, by fragments": {`{ viewer { ...A } } fragment A on Viewer { partner { invite { id } } }`, `{ viewer { ...A } } fragment A on Viewer { partner { ...B } } fragment B on Partner { invite { services { code } } }`},
		"aliases":             {`{ a: services { code } b: services { code } }`, `{ a: services { code } b: services { c: code } }`},
		"aliases, by fragments": {
			`{ services { ...A } offers { ...B } } fragment A on Service { a: code } fragment B on Offer { a: code }`,
			`{ services { ...A ...A ...A } } fragment A on Service { a: code }`,
		},
		"root fields":               {`{ services { code } offers { code } __typename }`, `{ services { code } offers { code } __typename viewer { __typename } }`},
		"root fields, by fragments": {`{ ...A ...A ...A } fragment A on Query { __typename }`, `{ ...A ...A } fragment A on Query { __typename services { code } }`},
		"selections":                {`{ services {` + strings.Repeat(" code", 9) + `} }`, `{ services {` + strings.Repeat(" code", 9) + ` __typename } }`},
		"selections, by fragments":  {`{ services { ...A ...A ...A } } fragment A on Service { code id __typename }`, `{ services { ...A ...A ...A ...A } } fragment A on Service { code id __typename }`},
		"cost":                      {`{ partners(first: 50) { nodes { id } } customers(first: 48) { nodes { id } } }`, `{ partners(first: 50) { nodes { id } } customers(first: 49) { nodes { id } } }`},
		"page":                      {`{ partners(first: 50) { nodes { id } } }`, `{ partners(first: 51) { pageInfo { hasNextPage } } }`},
		"page from the end":         {`{ partners(last: 50) { nodes { id } } }`, `{ partners(last: 51) { pageInfo { hasNextPage } } }`},
		"names":                     {`query ` + strings.Repeat("n", 128) + ` { __typename }`, `query ` + strings.Repeat("n", 129) + ` { __typename }`},
	} {
		for accept, status := range map[string]int{"application/json": http.StatusOK, "application/graphql-response+json": http.StatusBadRequest} {
			r := h.post(partner, object{"query": test.in})
			r.Header.Set("Accept", accept)
			if got := h.send(r); got.status != http.StatusOK || got.code() != "" {
				t.Errorf("%s, within: %d %s", name, got.status, got.body)
			}
			r = h.post(partner, object{"query": test.over})
			r.Header.Set("Accept", accept)
			got := h.send(r)
			got.want(name+", beyond", status, reseller.CodeLimitExceeded)
			if cost := got.parsed.Extensions.Cost; name == "cost" && (cost == nil || cost.Requested != 101 || cost.Maximum != 100) {
				t.Errorf("%s: cost %+v", name, cost)
			}
		}
	}
}

// TestLimitsOfEveryOperation: those that are not executed are held to the limits too, since they are validated.
func TestLimitsOfEveryOperation(t *testing.T) {
	t.Parallel()
	h := newHouse(t, func(o *edge.Options) { o.Limits = small() })
	got := h.send(h.post("", object{"query": `query A { __typename } query B { services { a: code b: code c: code } }`, "operationName": "A"}))
	got.want("the other has too many aliases", http.StatusOK, reseller.CodeLimitExceeded)
	got = h.send(h.post("", object{"query": `query A { __typename } query B { partners(first: 50) { nodes { id } } customers(first: 50) { nodes { id } } }`, "operationName": "A"}))
	got.want("the other costs too much, and is not executed", http.StatusOK, "")
}

// TestLimitsByVariables: a document that was found good is held to the cost of each request's variables.
func TestLimitsByVariables(t *testing.T) {
	t.Parallel()
	h := newHouse(t, func(o *edge.Options) { o.Limits = small(); o.Limits.Cost = 40 })
	const query = `query($n: Int) { partners(first: $n) { nodes { id } } }`
	for n, code := range map[int]reseller.Code{39: "", 40: reseller.CodeLimitExceeded, 5: "", 51: reseller.CodeLimitExceeded, 101: reseller.CodeLimitExceeded} {
		h.ask(partner, query, object{"n": n}).want(fmt.Sprint(n), http.StatusOK, code)
	}
	if cost := h.ask(partner, query, object{"n": 5}).parsed.Extensions.Cost; cost == nil || cost.Requested != 6 || cost.Maximum != 40 || cost.Budget != nil {
		t.Errorf("%+v", cost)
	}
}

// TestLongDocument: what no body bounds is bounded too.
func TestLongDocument(t *testing.T) {
	t.Parallel()
	long := `{ services { code } } #` + strings.Repeat("x", 2000)
	h := newHouse(t, func(o *edge.Options) {
		o.Limits, o.Documents.Persisted = small(), persisted(t, long)
		o.Limits.Body = 1000
	})
	h.send(h.get("", map[string][]string{"query": {long}})).want("by GET", http.StatusRequestEntityTooLarge, reseller.CodeLimitExceeded)
}

// TestSuggestionsAreBounded: what might have been meant is looked for where little is wrong. However many names a document has that
// are none, and wherever, no more of them are compared with those there are.
func TestSuggestionsAreBounded(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	for what, of := range map[string]func(n int) string{
		"values in a list":    func(n int) string { return history("[" + strings.Repeat(" OFFER_ADDEDX", n) + "]") },
		"values of one field": func(n int) string { return history(strings.Repeat(" OFFER_ADDEDX kinds:", n-1) + " OFFER_ADDEDX") },
		"fields":              func(n int) string { return "{ services {" + strings.Repeat(" coode", n) + " } }" },
		"arguments":           func(n int) string { return `{ services { name(` + strings.Repeat(" locle: 1", n) + `) } }` },
		"types": func(n int) string {
			return "{ node(id: 1) {" + each(n, " ...F%") + " } }" + each(n, " fragment F% on Partnr { id }")
		},
		"no selections": func(n int) string { return "{ " + strings.Repeat(" viewer", n) + " }" },
	} {
		few, many := h.ask(partner, of(2), nil), h.ask(partner, of(21), nil)
		if !strings.Contains(few.body, "Did you mean") || few.code() != "VALIDATION_FAILED" {
			t.Errorf("%s, few: %s", what, few.body)
		}
		if strings.Contains(many.body, "Did you mean") || many.code() == "" {
			t.Errorf("%s, many: %s", what, many.body)
		}
	}
}

// history asks for a history of kinds.
func history(kinds string) string {
	return "{ viewer { partner { history(filter: {kinds: " + kinds + "}) { totalCount } } } }"
}

// TestStandardIntrospection passes the limits of a server that is told none.
func TestStandardIntrospection(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	for deep := range 10 {
		query := `query IntrospectionQuery { __schema { description queryType { name kind } mutationType { name kind } subscriptionType { name kind } types { ...FullType } directives { name description isRepeatable locations args(includeDeprecated: true) { ...InputValue } } } }
fragment FullType on __Type { kind name description specifiedByURL isOneOf fields(includeDeprecated: true) { name description args(includeDeprecated: true) { ...InputValue } type { ...TypeRef } isDeprecated deprecationReason }
inputFields(includeDeprecated: true) { ...InputValue } interfaces { ...TypeRef } enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason } possibleTypes { ...TypeRef } }
fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue isDeprecated deprecationReason }
fragment TypeRef on __Type { kind name ` + strings.Repeat("ofType { kind name ", deep) + strings.Repeat("}", deep) + ` }`
		got := h.ask("", query, nil)
		if got.code() != "" || !strings.Contains(got.body, "CustomerSubscription") {
			t.Errorf("%d deep: %.300s", deep, got.body)
		}
		if deep == 9 {
			t.Logf("costs %+v", got.parsed.Extensions.Cost)
		}
	}
}

// purse is a budget that tells what was taken from it.
type purse struct {
	mu    sync.Mutex
	taken []string
	wait  time.Duration
	// above are the costs that it lets in all the same.
	above int64
}

func (p *purse) Take(_ context.Context, tenant string, cost int64) (int64, time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.above > 0 && cost > p.above {
		return 7, 0
	}
	p.taken = append(p.taken, fmt.Sprintf("%s %d", tenant, cost))
	return 7 - 10*int64(min(p.wait, 1)), p.wait
}

func (p *purse) Limit() (int64, time.Duration) { return 1000, 90 * time.Second }

func (p *purse) last() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.taken) == 0 {
		return ""
	}
	return p.taken[len(p.taken)-1]
}

func TestBudget(t *testing.T) {
	t.Parallel()
	p := &purse{}
	h := newHouse(t, func(o *edge.Options) { o.Budget = p })
	for _, test := range []struct{ query, cost string }{
		{codes, " 10"},
		{`{ __typename }`, " 1"},
		{`{ partners(first: 3) { nodes { id } } }`, " 4"},
		{requestLink, " 21"},
		{"{", " 1"},
		{`{ nope }`, " 1"},
		{`{ partners(first: 3) { nodes { nope } } }`, " 4"},
		{`query A { n } query B { n }`, " 1"},
	} {
		got := h.ask(partner, test.query, nil)
		if !strings.HasPrefix(p.last(), "partner:") || !strings.HasSuffix(p.last(), test.cost) {
			t.Errorf("%s: taken %q", test.query, p.last())
		}
		want := edge.Remaining{Remaining: 7, Limit: 1000, PerSeconds: 90}
		if cost := got.parsed.Extensions.Cost; cost == nil || cost.Budget == nil || *cost.Budget != want {
			t.Errorf("%s: %s", test.query, got.body)
		}
	}
	p.taken = nil
	h.ask(partner, "{"+strings.Repeat(" a: services { code }", 31)+"}", nil).want("what is over a limit", http.StatusOK, reseller.CodeLimitExceeded)
	if len(p.taken) != 1 || !strings.HasSuffix(p.last(), " 1") {
		t.Errorf("what is refused costs as little as anything can, and no less: taken %v", p.taken)
	}
}

// TestBudgetOfEvents: each event of a subscription after the first costs what the first has.
func TestBudgetOfEvents(t *testing.T) {
	t.Parallel()
	p := &purse{}
	h := newHouse(t, func(o *edge.Options) { o.Budget = p })
	w := h.connect(h.server(), partner, time.Hour)
	w.subscribe("a", follow)
	w.until("a", "next")
	h.ask(partner, requestLink, nil)
	w.until("a", "next")
	p.mu.Lock()
	p.wait, p.above = time.Second, 1 // a mutation costs more
	p.mu.Unlock()
	h.ask(partner, strings.Replace(requestLink, `"x"`, `"y"`, 1), nil).want("a link", http.StatusOK, "")
	last := wsMessage{}
	for m := w.hear(); m.Type != "complete"; m = w.hear() {
		last = m
	}
	if !strings.Contains(string(last.Payload), `"code":"RATE_LIMITED","retryAfter":1`) {
		t.Errorf("ended with %s", last.Payload)
	}
}

func TestBudgetIsUsedUp(t *testing.T) {
	t.Parallel()
	p := &purse{wait: 1500 * time.Millisecond}
	h := newHouse(t, func(o *edge.Options) { o.Budget = p })
	for _, accept := range []string{"application/json", "application/graphql-response+json"} {
		r := h.post(partner, object{"query": requestLink})
		r.Header.Set("Accept", accept)
		got := h.send(r)
		got.want(accept, http.StatusTooManyRequests, reseller.CodeRateLimited)
		cost := got.parsed.Extensions.Cost
		if got.header.Get("Retry-After") != "2" || cost == nil || cost.Budget == nil || cost.Budget.Remaining != 0 || cost.Requested != 21 || !strings.Contains(got.parsed.Errors[0].Message, "2 s,") {
			t.Errorf("Retry-After: %s, %s", got.header.Get("Retry-After"), got.body)
		}
	}
	got := h.send(asStream(h.post(partner, object{"query": follow})))
	if got.status != http.StatusTooManyRequests || got.header.Get("Retry-After") != "2" || !strings.Contains(got.body, `"retryAfter":2`) {
		t.Errorf("a stream: %d %s", got.status, got.body)
	}
	w := h.connect(h.server(), partner, time.Hour)
	w.subscribe("1", codes)
	if m := w.until("1", "error"); !strings.Contains(string(m.Payload), `"code":"RATE_LIMITED","retryAfter":2`) {
		t.Errorf("a WebSocket: %s", m.Payload)
	}
	p.mu.Lock()
	p.wait = 0
	p.mu.Unlock()
	if got := h.ask(partner, `{ viewer { partner { invites { totalCount } } } }`, nil); !strings.Contains(got.body, `"totalCount":0`) {
		t.Errorf("something was done: %s", got.body)
	}
}

// TestWhoseBudget: a company has one together; nobodies have one for each address.
func TestWhoseBudget(t *testing.T) {
	t.Parallel()
	p := &purse{}
	h := newHouse(t, func(o *edge.Options) { o.Budget = p })
	from := func(email, address string) string {
		r := h.post(email, object{"query": `{ __typename }`})
		r.RemoteAddr = address
		h.send(r)
		return p.last()
	}
	alpha := from(partner, "192.0.2.1:1000")
	if from("second@alpha.example", "192.0.2.2:1000") != alpha {
		t.Error("two users of a company have a budget each")
	}
	nobody := from("", "192.0.2.1:1000")
	if nobody != "nobody:192.0.2.1 1" || from("", "192.0.2.1:2000") != nobody {
		t.Errorf("nobody's is %q", nobody)
	}
	all := []string{alpha, nobody, from("", "192.0.2.2:1000"), from(customer, "192.0.2.1:1000"), from(operator, "192.0.2.1:1000"), from("", "[2001:db8::1]:1000")}
	slices.Sort(all)
	if len(slices.Compact(all)) != 6 {
		t.Errorf("budgets are shared: %v", all)
	}
	if from("", "[2001:db8::1]:1000") != from("", "[2001:db8::2:3]:1000") || from("", "[2001:db8::1]:1000") == from("", "[2001:db8:0:1::1]:1000") {
		t.Error("an IPv6 network of /64, which one machine has to itself, is not one address")
	}
	if from("", "[::ffff:192.0.2.1]:1000") != nobody {
		t.Error("an IPv4 address in IPv6's form is another")
	}
}
