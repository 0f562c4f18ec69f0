package edge_test

import (
	"bytes"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"accord/edge"
	"accord/reseller"
)

func TestContentTypes(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	for contentType, status := range map[string]int{
		"application/json": 200, "application/json; charset=utf-8": 200, "Application/JSON;charset=UTF-8": 200, `application/json; charset="utf8"`: 200,
		"application/json; charset=utf-16": 415, "application/json; charset=iso-8859-1": 415, "text/plain": 415, "": 415, "text/json": 415,
		"application/x-www-form-urlencoded": 415, "multipart/form-data; boundary=x": 415, "application/graphql": 415, "application/graphql+json": 415,
		"application/json, text/plain": 415, "application/json; charset=utf-8; charset=utf-16": 415, "*/*": 415, "application/*": 415, "json": 415,
	} {
		r := h.post("", object{"query": codes})
		r.Header.Set("Content-Type", contentType)
		if contentType == "" {
			r.Header.Del("Content-Type")
		}
		if got := h.send(r); got.status != status {
			t.Errorf("%q: %d %s, want %d", contentType, got.status, got.body, status)
		}
	}
	for coding, status := range map[string]int{"": 200, "identity": 200, "Identity": 200, "gzip": 415, "br": 415, "identity, gzip": 415} {
		r := h.post("", object{"query": codes})
		r.Header.Set("Content-Encoding", coding)
		if got := h.send(r); got.status != status {
			t.Errorf("coding %q: %d %s, want %d", coding, got.status, got.body, status)
		}
	}
}

func TestMethods(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	for _, method := range []string{http.MethodPut, http.MethodDelete, http.MethodPatch, http.MethodHead, http.MethodTrace, "BREW"} {
		r := h.post("", object{"query": codes})
		r.Method = method
		got := h.send(r)
		got.want(method, http.StatusMethodNotAllowed, reseller.CodeValidationFailed)
		if got.header.Get("Allow") != "GET, POST, OPTIONS" {
			t.Errorf("%s: Allow: %s", method, got.header.Get("Allow"))
		}
	}
	r := h.post("", nil)
	r.Method = http.MethodOptions
	if got := h.send(r); got.status != http.StatusNoContent || got.header.Get("Allow") != "GET, POST, OPTIONS" || got.body != "" {
		t.Errorf("OPTIONS: %d %v %s", got.status, got.header, got.body)
	}
}

// TestGetChangesNothing: a mutation is not executed by GET, in whatever way it is named.
func TestGetChangesNothing(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	before := h.links()
	for name, parameters := range map[string]url.Values{
		"alone":            {"query": {requestLink}},
		"named":            {"query": {"query A { services { code } } " + strings.Replace(requestLink, "mutation", "mutation B", 1)}, "operationName": {"B"}},
		"behind a comment": {"query": {"#query\n" + requestLink}},
	} {
		for _, accept := range []string{"", "application/graphql-response+json", "text/event-stream"} {
			r := h.get(partner, parameters)
			r.Header.Set("Accept", accept)
			got := h.send(r)
			if got.status != http.StatusMethodNotAllowed || got.header.Get("Allow") != "POST" || !strings.Contains(got.body, "VALIDATION_FAILED") {
				t.Errorf("%s, %s: %d, Allow: %s, %s", name, accept, got.status, got.header.Get("Allow"), got.body)
			}
		}
	}
	if after := h.links(); after != before {
		t.Errorf("before %v, after %v", before, after)
	}
	if got := h.ask(partner, requestLink, nil); got.code() != "" || h.links() == before {
		t.Errorf("by POST it would have been: %s", got.body)
	}
}

// onlyReader hides the length of a body, as a chunked one does.
type onlyReader struct{ io.Reader }

func TestBodyLimit(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	of := func(size int) []byte {
		frame := `{"query":"` + codes + `","x":""}`
		return []byte(strings.Replace(frame, `""`, `"`+strings.Repeat("x", size-len(frame))+`"`, 1))
	}
	for size, status := range map[int]int{1 << 20: 200, 1<<20 + 1: 413, 3 << 20: 413} {
		if got := h.send(h.postBody("", bytes.NewReader(of(size)))); got.status != status {
			t.Errorf("%d bytes: %d %.200s", size, got.status, got.body)
		}
		got := h.send(h.postBody("", onlyReader{bytes.NewReader(of(size))}))
		if got.status != status {
			t.Errorf("%d bytes in chunks: %d %.200s", size, got.status, got.body)
		}
		if status == 413 && got.code() != string(reseller.CodeLimitExceeded) {
			t.Errorf("code %s", got.code())
		}
	}
	got := h.send(h.postBody("", io.MultiReader(strings.NewReader(`{"query":`), brokenReader{})))
	got.want("a body that breaks off", http.StatusBadRequest, reseller.CodeValidationFailed)
}

// TestManyValues: what is read of a body is bounded in number too, whatever it is.
func TestManyValues(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	for name, test := range map[string]struct {
		values string
		status int
	}{
		"numbers": {"[0" + strings.Repeat(",0", 40_000) + "]", 200}, "too many numbers": {"[0" + strings.Repeat(",0", 60_000) + "]", 413},
		"lists": {"[[]" + strings.Repeat(",[[[]]]", 13_000) + "]", 413}, "commas in a text": {`"` + strings.Repeat(",", 1_000_000) + `"`, 200},
	} {
		got := h.send(h.postBody("", strings.NewReader(`{"query":"{ services { code } }","variables":{"x":`+test.values+`}}`)))
		if got.status != test.status || test.status == 413 && got.code() != string(reseller.CodeLimitExceeded) {
			t.Errorf("%s: %d %.200s", name, got.status, got.body)
		}
	}
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// secret stands in bad bodies; no answer repeats it.
const secret = "hush-3f9c1e77a2"

// badBodies are no requests.
func badBodies() map[string]string {
	q := `"query":"{ services { code } }"`
	return map[string]string{
		"nothing": "", "space": "  \n", "null": "null", "a number": "1", "a text": `"` + secret + `"`, "true": "true", "no JSON": "{" + secret, "a form": "query=" + secret,
		"a list": `[{` + q + `}]`, "an empty list": "[]", "no query": `{}`, "a null query": `{"query":null,"x":"` + secret + `"}`, "an empty query": `{"query":""}`,
		"a number for a query": `{"query":1}`, "an object for a query": `{"query":{"` + secret + `":1}}`,
		"junk behind": `{` + q + `} ` + secret, "a brace behind": `{` + q + `}}`, "two objects": `{` + q + `}{` + q + `}`, "two lines": "{" + q + "}\n{" + q + "}",
		"a byte order mark": "\ufeff{" + q + "}", "in UTF-16": "\xff\xfe{\x00}\x00", "a null byte behind": "{" + q + "}\x00",
		"a key twice": `{` + q + `,` + q + `}`, "a key twice, escaped": `{` + q + `,"\u0071uery":"{ ` + secret + ` }"}`,
		"a key twice in variables": `{` + q + `,"variables":{"a":1,"a":"` + secret + `"}}`, "a key twice deep down": `{` + q + `,"variables":{"a":[{"b":1,"b":2}]}}`,
		"variables twice": `{` + q + `,"variables":{},"variables":{}}`, "a key twice where nobody looks": `{` + q + `,"x":[{"a":1,"a":2}]}`,
		"invalid UTF-8": "{" + q + ",\"x\":\"\xff" + secret + "\"}", "an overlong form": "{" + q + ",\"x\":\"\xc0\x80\"}", "a surrogate in UTF-8": "{" + q + ",\"x\":\"\xed\xa0\x80\"}",
		"invalid UTF-8 in a key": "{" + q + ",\"\xff\":1}", "a lone surrogate": `{` + q + `,"x":"\ud800"}`, "a lone low surrogate": `{"query":"{ a(b: \"\udc00\") }"}`,
		"surrogates the wrong way round": `{` + q + `,"x":"\udc00\ud800"}`, "a control character": "{" + q + ",\"x\":\"\n\"}", "a bad escape": `{` + q + `,"x":"\q"}`,
		"variables in a list": `{` + q + `,"variables":[]}`, "variables in a text": `{` + q + `,"variables":"{\"` + secret + `\":1}"}`, "variables in a number": `{` + q + `,"variables":1}`,
		"extensions in a list": `{` + q + `,"extensions":[1]}`, "a name in a number": `{` + q + `,"operationName":1}`, "an id in a number": `{"documentId":1}`,
		"an id that is none": `{"documentId":"` + secret + `"}`, "a bad extension": `{"extensions":{"persistedQuery":"` + secret + `"}}`,
		"single quotes": `{'query':'{ services { code } }'}`, "a comma too many": `{` + q + `,}`, "a comment": `{` + q + `/* ` + secret + ` */}`, "NaN": `{` + q + `,"x":NaN}`, "a leading zero": `{` + q + `,"x":01}`,
		"lists by the thousand": strings.Repeat("[", 100_000), "objects by the thousand": strings.Repeat(`{"a":`, 100_000), "deep variables": `{` + q + `,"variables":{"a":` + strings.Repeat("[", 20_000) + strings.Repeat("]", 20_000) + `}}`,
		"other spellings": `{"Query":"{ services { code } }"}`,
	}
}

func TestBadBodies(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	for name, body := range badBodies() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := h.of(t)
			got := h.send(h.postBody("", strings.NewReader(body)))
			got.want(name, http.StatusBadRequest, reseller.CodeValidationFailed)
			if got.header.Get("Content-Type") != plain {
				t.Error(got.header.Get("Content-Type"))
			}
			noEcho(t, got.body, body)
		})
	}
}

// ownWords are those of answers that requests may have as well.
const ownWords = `{"query": "…", "variables": {…}}.","extensions":{"code":"VALIDATION_FAILED"} persistedQuery`

// noEcho fails when an answer repeats a piece of what was sent, beyond what the sentences of answers have anyway.
func noEcho(t testing.TB, answer, sent string) {
	t.Helper()
	const length = 12
	for i := 0; i+length <= len(sent); i++ {
		if piece := sent[i : i+length]; strings.Contains(answer, piece) && !strings.Contains(ownWords, piece) {
			t.Errorf("the answer repeats %q: %s", piece, answer)
			return
		}
	}
}

// goodBodies are requests, for all that is unusual about them.
var goodBodies = map[string]string{
	"members that are null":      `{"query":"{ services { code } }","variables":null,"operationName":null,"extensions":null,"documentId":null}`,
	"members that are not known": `{"id":1,"query":"{ services { code } }","headers":5,"Query":"{ nope }","QUERY":"x","operationname":"Z"}`,
	"space around":               " \r\n\t{\"query\":\"{ services { code } }\"}\n ",
	"escapes":                    `{"\u0071uery":"\u007b services { code } }"}`,
	"a pair of surrogates":       `{"query":"{ services { code } } #\ud83d\ude00"}`,
	"a huge number":              `{"query":"{ services { code } }","variables":{"x":1e999999,"y":-1e-999999}}`,
	"an empty name":              `{"query":"{ services { code } }","operationName":""}`,
	"variables that nobody asks": `{"query":"{ services { code } }","variables":{"a":{"b":[1,2,{"c":null}]}}}`,
}

func TestGoodBodies(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	for name, body := range goodBodies {
		if got := h.send(h.postBody("", strings.NewReader(body))); got.status != http.StatusOK || !strings.Contains(got.body, "OFFICE365") {
			t.Errorf("%s: %d %s", name, got.status, got.body)
		}
	}
}

// TestHugeNumbers: a number that no field can hold is refused where it is used.
func TestHugeNumbers(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	for _, number := range []string{"1e999999", "-1e999999", "99999999999999999999", "2147483648", "1.5", "1e-999999"} {
		got := h.send(h.postBody(partner, strings.NewReader(`{"query":"query($n: Int) { customers(first: $n) { totalCount } }","variables":{"n":`+number+`}}`)))
		if got.code() != string(reseller.CodeValidationFailed) {
			t.Errorf("%s: %d %s", number, got.status, got.body)
		}
	}
}

func TestGet(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	good := h.get("", url.Values{
		"query": {`query A($l: String) { services { name(locale: $l) } } query B { services { code } }`}, "operationName": {"A"},
		"variables": {`{"l":"zh-CN"}`}, "extensions": {`{"x":1}`}, "other": {"1", "2"},
	})
	if got := h.send(good); got.status != http.StatusOK || !strings.Contains(got.body, "办公 365") {
		t.Errorf("%d %s", got.status, got.body)
	}
	for name, raw := range map[string]string{
		"nothing": "", "an empty query": "query=", "no query": "variables=%7B%7D", "query twice": "query=%7Ba%7D&query=%7Bb%7D", "variables twice": "query=%7Ba%7D&variables=%7B%7D&variables=%7B%7D",
		"a name twice": "query=%7Ba%7D&operationName=a&operationName=a", "an id twice": "documentId=a&documentId=b", "extensions twice": "query=%7Ba%7D&extensions=%7B%7D&extensions=",
		"variables in a list": "query=%7Ba%7D&variables=[]", "bad variables": "query=%7Ba%7D&variables=" + secret, "junk behind variables": "query=%7Ba%7D&variables=%7B%7D" + secret,
		"a key twice": "query=%7Ba%7D&variables=" + url.QueryEscape(`{"a":1,"a":2}`), "a bad escape": "query=%zz" + secret, "invalid UTF-8": "query=%ff" + secret,
		"invalid UTF-8 in variables": "query=%7Ba%7D&variables=" + url.QueryEscape("{\"a\":\"\xff\"}"), "a semicolon": "query=%7Ba%7D;x=" + secret, "deep": "query=%7Ba%7D&variables=" + strings.Repeat("[", 20_000),
	} {
		r := h.get("", nil)
		r.URL.RawQuery = raw
		got := h.send(r)
		got.want(name, http.StatusBadRequest, reseller.CodeValidationFailed)
		noEcho(t, got.body, raw)
	}
	r := h.get("", url.Values{"query": {follow}})
	h.send(r).want("a subscription by GET", http.StatusOK, reseller.CodeValidationFailed)
}

func TestVary(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	for name, r := range map[string]*http.Request{
		"an answer": h.post("", object{"query": codes}), "by GET": h.get("", url.Values{"query": {codes}}),
		"a refusal": h.postBody("", strings.NewReader("x")), "an error": h.post("", object{"query": "{ nope }"}),
	} {
		got := h.send(r)
		vary := strings.Split(strings.Join(got.header.Values("Vary"), ","), ",")
		for i := range vary {
			vary[i] = strings.TrimSpace(vary[i])
		}
		for _, want := range []string{"Accept", "Accept-Encoding", "Accept-Language", "Authorization"} {
			if !slices.Contains(vary, want) {
				t.Errorf("%s does not vary by %s: %v", name, want, vary)
			}
		}
		if got.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: Cache-Control: %s", name, got.header.Get("Cache-Control"))
		}
	}
}

// long is a query whose answer is long enough to be compressed.
const long = `{ __schema { types { name description fields { name } } } }`

func TestCompression(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	for accept, want := range map[string]string{
		"": "", "identity": "", "gzip": "gzip", "zstd": "zstd", "gzip, zstd": "zstd", "gzip, deflate, br": "gzip", "gzip, deflate, br, zstd": "zstd",
		"gzip;q=1, zstd;q=0.5": "gzip", "gzip;q=0.5, zstd;q=1": "zstd", "gzip;q=0": "", "zstd;q=0, gzip": "gzip", "br": "", "GZIP": "gzip", "gzip;q=x": "",
	} {
		r := h.post("", object{"query": long})
		r.Header.Set("Accept-Encoding", accept)
		got := h.send(r)
		if got.header.Get("Content-Encoding") != want || got.status != http.StatusOK {
			t.Errorf("%q: coding %q, want %q", accept, got.header.Get("Content-Encoding"), want)
		}
		if want != "" && len(got.body) > 20_000 {
			t.Errorf("%q: %d bytes", accept, len(got.body))
		}
	}
	short := h.post("", object{"query": codes})
	short.Header.Set("Accept-Encoding", "gzip, zstd")
	stream := h.post("", object{"query": long})
	stream.Header.Set("Accept-Encoding", "gzip, zstd")
	stream.Header.Set("Accept", "text/event-stream")
	for name, r := range map[string]*http.Request{"a short answer": short, "a stream": stream} {
		if got := h.send(r); got.header.Get("Content-Encoding") != "" {
			t.Errorf("%s is compressed: %v", name, got.header)
		}
	}
}

// TestDeferIsRefused: what would be lost is not begun.
func TestDeferIsRefused(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	for _, query := range []string{
		`{ ... @defer { services { code } } }`, `{ services { ...F @defer(label: "x") } } fragment F on Service { code }`,
	} {
		got := h.ask("", query, nil)
		got.want(query, http.StatusOK, reseller.CodeValidationFailed)
		if len(got.parsed.Errors) == 0 || !strings.Contains(got.parsed.Errors[0].Message, "@defer") {
			t.Errorf("%s: %s", query, got.body)
		}
	}
	h.ask(partner, follow, nil).want("a subscription by POST", http.StatusOK, reseller.CodeValidationFailed)
}

// TestNothingOfABadRequestIsDone: a value that is not of its type is an error of the request, wherever it stands. What comes before it
// is not done either.
func TestNothingOfABadRequestIsDone(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	const two = `mutation($in: RequestRelationshipInput!) { a: requestRelationship(input: {campaign: "c"}) { invite { id } } b: requestRelationship(input: $in) { invite { id } } }`
	for name, params := range map[string]object{
		"a variable":                {"query": two, "variables": object{"in": object{"expiresAt": "zzz"}}},
		"a number for a text":       {"query": two, "variables": object{"in": object{"campaign": 5}}},
		"a text for a number":       {"query": two, "variables": object{"in": object{"maxUses": "5"}}},
		"a number of 33 bits":       {"query": two, "variables": object{"in": object{"maxUses": 3_000_000_000}}},
		"a literal":                 {"query": strings.NewReplacer("($in: RequestRelationshipInput!)", "", "$in", `{expiresAt: "zzz"}`).Replace(two)},
		"a literal of 33 bits":      {"query": strings.NewReplacer("($in: RequestRelationshipInput!)", "", "$in", `{maxUses: 3000000000}`).Replace(two)},
		"a default":                 {"query": strings.Replace(two, "Input!)", `Input! = {expiresAt: "zzz"})`, 1)},
		"a literal beside the rest": {"query": `mutation { a: requestRelationship(input: {campaign: "c", expiresAt: "zzz"}) { invite { id } } }`},
	} {
		before := h.links()
		query, _ := params["query"].(string)
		params["query"] = strings.Replace(query, `"c"`, strconv.Quote(name), 1) // a link of its own
		r := h.post(partner, params)
		r.Header.Set("Accept", "application/graphql-response+json")
		got := h.send(r)
		got.want(name, http.StatusBadRequest, reseller.CodeValidationFailed)
		if strings.Contains(got.body, `"data"`) {
			t.Errorf("%s: %s", name, got.body)
		}
		if h.links() != before {
			t.Errorf("%s: a link was made", name)
		}
	}
}

// TestErrorsAreCapped: as many as the limit says, of a document that is not valid as of fields that are executed, and no more than 8 KiB.
func TestErrorsAreCapped(t *testing.T) {
	t.Parallel()
	lengthy := "{ services {" + each(100, " "+strings.Repeat("n", 100)+"%(x: \""+strings.Repeat("y", 2000)+"\")") + " } }"
	unknown := "{ services {" + each(100, " nope%") + " } }"
	failing := "{ viewer { partner {" + each(30, " a%: customers(first: 0) { totalCount }") + " } } }"
	for _, limit := range []int{20, 3, 1} {
		h := newHouse(t, func(o *edge.Options) {
			o.Limits = edge.DefaultLimits()
			o.Limits.Errors = limit
		})
		for name, query := range map[string]string{"a document": unknown, "fields": failing} {
			got := h.ask(partner, query, nil)
			if n := len(got.parsed.Errors); n != limit || got.code() != string(reseller.CodeValidationFailed) {
				t.Errorf("%s: %d errors, want %d: %.300s", name, n, limit, got.body)
			}
		}
		if got := h.ask(partner, lengthy, nil); len(got.parsed.Errors) == 0 || len(got.parsed.Errors) > limit || len(got.body) > 10<<10 {
			t.Errorf("lengthy: %d errors, %d bytes: %.300s", len(got.parsed.Errors), len(got.body), got.body)
		}
	}
	if all := newHouse(t, func(o *edge.Options) { o.Limits = edge.DefaultLimits(); o.Limits.Errors = 30 }).ask(partner, failing, nil); len(all.parsed.Errors) != 30 {
		t.Errorf("of 30 fields %d fail", len(all.parsed.Errors))
	}
}
