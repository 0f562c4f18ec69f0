package resolvers_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"

	"accord/db/dbtest"
	"accord/export"
)

const exportDoc = `mutation($relationships: ExportRelationshipsInput!, $subscriptions: ExportSubscriptionsInput!, $events: ExportEventsInput!) {
	relationships: exportRelationships(input: $relationships) { export { url expiresAt asOf format } userErrors { code path } }
	subscriptions: exportSubscriptions(input: $subscriptions) { export { url expiresAt asOf format } userErrors { code path } }
	events: exportEvents(input: $events) { export { url expiresAt asOf format } userErrors { code path } }
}`

var exportKinds = []string{"relationships", "subscriptions", "events"}

// exported asks for a file of each kind, and gives their addresses.
func (w *world) exported(email string, in vars) map[string]string {
	w.t.Helper()
	a := w.ask(email, exportDoc, vars{"relationships": in, "subscriptions": in, "events": in})
	urls := map[string]string{}
	for _, kind := range exportKinds {
		urls[kind] = a.text(kind + ".export.url")
	}
	return urls
}

// files serves addresses of files.
func (w *world) files() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /exports/{sealed}", export.Handler(w.app))
	return mux
}

func (w *world) fetch(files http.Handler, address string) *httptest.ResponseRecorder {
	w.t.Helper()
	got := httptest.NewRecorder()
	files.ServeHTTP(got, httptest.NewRequestWithContext(w.t.Context(), http.MethodGet, strings.TrimPrefix(address, "https://accord.example"), nil))
	return got
}

// fetched are the rows of a file of NDJSON.
func (w *world) fetched(files http.Handler, address string) []vars {
	w.t.Helper()
	got := w.fetch(files, address)
	if got.Code != http.StatusOK {
		w.t.Fatalf("%d: %s", got.Code, got.Body)
	}
	var rows []vars
	for lines := json.NewDecoder(got.Body); lines.More(); {
		var row vars
		w.must(lines.Decode(&row))
		rows = append(rows, row)
	}
	return rows
}

// exportWorld has something of everything, with names that are hard on spreadsheets.
func exportWorld(w *world) {
	w.load(map[string]string{
		"customers.csv": "key,name,domain,country\nevil,\"=HYPERLINK(\"\"http://x\"\")\",evil.example,CN\nwide,＠求和,wide.example,CN\n",
		"relationships.csv": "partner_key,customer_key,accepted_at,ended_at,status,services\n" +
			"alpha,evil,2026-01-05T00:00:00Z,,ACTIVE,AZURE;OFFICE365\nalpha,wide,2025-01-05T00:00:00Z,2025-06-01T00:00:00Z,ENDED,\n",
	})
	w.accept("admin@one.example", vars{"token": w.link("admin@alpha.example", vars{}), "services": []any{"OFFICE365"}}).ok()
	w.accept("admin@two.example", vars{"token": w.link("admin@alpha.example", vars{})}).ok()
	w.clock.pass(time.Minute)
}

// A file has the rows of the list.
func TestFilesHaveTheRowsOfLists(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		exportWorld(w)
		files := w.files()
		urls := w.exported("admin@alpha.example", vars{"format": "NDJSON"})
		rows := w.fetched(files, urls["relationships"])
		if diff := cmp.Diff(w.relationshipRows("admin@alpha.example"), rows); diff != "" || len(rows) != 4 {
			t.Fatalf("%d rows (-list +file):\n%s", len(rows), diff)
		}
		history := w.ask("admin@alpha.example", `{ viewer { partner { history(first: 100) { nodes { id kind } } } } }`, nil).list("viewer.partner.history.nodes")
		events := w.fetched(files, urls["events"])
		if len(events) != len(history) || len(events) == 0 {
			t.Fatalf("%d events, and %d of history", len(events), len(history))
		}
		for i, e := range history {
			if events[i]["id"] != e.text("id") || events[i]["kind"] != e.text("kind") {
				t.Errorf("event %d is %v, want %v", i, events[i], e.Data)
			}
		}
	})
}

// The rest of a file is what follows a row.
func TestFilesGoOnAfterARow(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		exportWorld(w)
		files := w.files()
		urls := w.exported("admin@alpha.example", vars{"format": "NDJSON"})
		for _, kind := range exportKinds {
			all := w.fetched(files, urls[kind])
			for i, row := range all {
				cursor, _ := row["cursor"].(string)
				if diff := cmp.Diff(slices.Clip(append([]vars(nil), all[i+1:]...)), w.fetched(files, urls[kind]+"?after="+cursor)); diff != "" {
					t.Errorf("%s after row %d (-want +got):\n%s", kind, i, diff)
				}
			}
		}
	})
}

// relationshipRows are what a file of relationships is to have: the rows of the list.
func (w *world) relationshipRows(email string) []vars {
	w.t.Helper()
	list := w.ask(email, `{ viewer { partner { relationships(orderBy: {field: ACCEPTED_AT, direction: ASC}) { edges { cursor node {
		id status acceptedAt endedAt partner { id name } customer { id name domain } delegatedAdminPrivileges(status: ACTIVE) { service { code } } } } } } } }`, nil)
	var want []vars
	for _, edge := range list.list("viewer.partner.relationships.edges") {
		services := []any{}
		for _, d := range edge.list("node.delegatedAdminPrivileges") {
			services = append(services, d.text("service.code"))
		}
		slices.SortFunc(services, func(a, b any) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
		want = append(want, vars{
			"id": edge.get("node.id"), "status": edge.get("node.status"), "accepted_at": edge.get("node.acceptedAt"), "ended_at": edge.get("node.endedAt"),
			"partner_id": edge.get("node.partner.id"), "partner_name": edge.get("node.partner.name"), "reseller_id": nil, "reseller_name": nil,
			"customer_id": edge.get("node.customer.id"), "customer_name": edge.get("node.customer.name"), "customer_domain": edge.get("node.customer.domain"),
			"services": services, "cursor": edge.get("cursor"),
		})
	}
	return want
}

func TestFilesOfCSVAreSafeInSpreadsheets(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		exportWorld(w)
		files := w.files()
		got := w.fetch(files, w.exported("admin@alpha.example", vars{})["relationships"])
		if want := "text/csv; charset=utf-8"; got.Header().Get("Content-Type") != want || got.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("headers %v", got.Header())
		}
		text, marked := strings.CutPrefix(got.Body.String(), "\uFEFF")
		if !marked || !strings.Contains(text, "\r\n") {
			t.Errorf("neither marked as UTF-8 nor lines as RFC 4180 has them: %q", text)
		}
		rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
		w.must(err)
		column := slices.Index(rows[0], "customer_name")
		var names []string
		for _, row := range rows[1:] {
			names = append(names, row[column])
		}
		if diff := cmp.Diff([]string{"'＠求和", `'=HYPERLINK("http://x")`, "One Ltd", "Two Ltd"}, names); diff != "" {
			t.Errorf("names (-want +got):\n%s", diff)
		}
		if services := rows[2][slices.Index(rows[0], "services")]; services != "AZURE;OFFICE365" {
			t.Errorf("services %q", services)
		}
	})
}

func TestFilesOfParquetAreRead(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		exportWorld(w)
		files := w.files()
		written, lines := w.exported("admin@alpha.example", vars{"format": "PARQUET"}), w.exported("admin@alpha.example", vars{"format": "NDJSON"})
		for _, kind := range exportKinds {
			body := w.fetch(files, written[kind]).Body.Bytes()
			file, err := parquet.OpenFile(bytes.NewReader(body), int64(len(body)))
			w.must(err)
			if rows := w.fetched(files, lines[kind]); file.NumRows() != int64(len(rows)) {
				t.Errorf("%s: %d rows, want %d", kind, file.NumRows(), len(rows))
			}
		}
		type row struct {
			ID           string    `parquet:"id"`
			AcceptedAt   time.Time `parquet:"accepted_at,timestamp(microsecond)"`
			CustomerName string    `parquet:"customer_name"`
			Services     []string  `parquet:"services,list"`
		}
		body := w.fetch(files, written["relationships"]).Body.Bytes()
		rows, err := parquet.Read[row](bytes.NewReader(body), int64(len(body)))
		w.must(err)
		for i, of := range w.fetched(files, lines["relationships"]) {
			services := make([]any, len(rows[i].Services))
			for j, s := range rows[i].Services {
				services[j] = s
			}
			got := vars{"id": rows[i].ID, "accepted_at": rows[i].AcceptedAt.UTC().Format(time.RFC3339Nano), "customer_name": rows[i].CustomerName, "services": services}
			for name, value := range got {
				if diff := cmp.Diff(of[name], value); diff != "" {
					t.Errorf("row %d, %s (-NDJSON +Parquet):\n%s", i, name, diff)
				}
			}
		}
	})
}

// A file is as of the moment at which it was asked for, or of an earlier one, whatever has happened since.
func TestFilesAreAsOfAMoment(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		exportWorld(w)
		files := w.files()
		urls := w.exported("admin@alpha.example", vars{"format": "NDJSON"})
		before := map[string][]vars{}
		for _, kind := range exportKinds {
			before[kind] = w.fetched(files, urls[kind])
		}
		then := w.clock.now()
		w.clock.pass(time.Minute)
		w.accept("admin@one.example", vars{"token": w.link("admin@alpha.example", vars{}), "services": []any{"AZURE"}}).ok()
		w.do("admin@two.example", `mutation($in: RemoveDelegatedAdminInput!) { removeDelegatedAdmin(input: $in) { ended { id } userErrors { code } } }`, vars{"allPartners": true}).ok()
		for _, kind := range exportKinds {
			if diff := cmp.Diff(before[kind], w.fetched(files, urls[kind])); diff != "" {
				t.Errorf("%s (-then +now):\n%s", kind, diff)
			}
		}
		earlier := w.ask("admin@alpha.example", exportDoc, vars{"relationships": vars{"format": "NDJSON", "asOf": then.Format(time.RFC3339Nano)}, "subscriptions": vars{}, "events": vars{}})
		if diff := cmp.Diff(before["relationships"], w.fetched(files, earlier.text("relationships.export.url"))); diff != "" {
			t.Errorf("as of then (-then +now):\n%s", diff)
		}
	})
}

func TestR27_FilesAreOfListsThatTheViewerSees(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		exportWorld(w)
		files := w.files()
		alpha, one := w.partner("admin@alpha.example"), w.ask("admin@one.example", `{ viewer { customer { id } } }`, nil).text("viewer.customer.id")
		for _, c := range []struct {
			who  string
			in   vars
			code string
		}{
			{"admin@beta.example", vars{"partnerId": alpha}, "NOT_FOUND"},
			{"admin@beta.example", vars{"customerId": one}, "NOT_FOUND"},
			{"admin@one.example", vars{"partnerId": alpha}, "FORBIDDEN_ROLE"},
			{"op@x.example", vars{}, "VALIDATION_FAILED"},
			{"op@x.example", vars{"partnerId": alpha, "customerId": one}, "VALIDATION_FAILED"},
			{"admin@alpha.example", vars{"partnerId": "nonsense"}, "VALIDATION_FAILED"},
			{"admin@alpha.example", vars{"version": 1}, "STALE_VERSION"},
		} {
			a := w.ask(c.who, exportDoc, vars{"relationships": c.in, "subscriptions": c.in, "events": c.in})
			for _, kind := range exportKinds {
				if got := a.text(kind + ".userErrors.0.code"); got != c.code || a.get(kind+".export") != nil {
					t.Errorf("%s, %v: %s %s, want %s", c.who, c.in, kind, got, c.code)
				}
			}
		}
		own := w.fetched(files, w.exported("admin@alpha.example", vars{"format": "NDJSON"})["relationships"])
		if operators := w.fetched(files, w.exported("op@x.example", vars{"format": "NDJSON", "partnerId": alpha})["relationships"]); len(operators) != len(own) {
			t.Errorf("the operator has %d of %d", len(operators), len(own))
		}
		if its := w.fetched(files, w.exported("admin@one.example", vars{"format": "NDJSON"})["relationships"]); len(its) != 1 || its[0]["partner_id"] != alpha {
			t.Errorf("the customer's own: %v", its)
		}
		if its := w.fetched(files, w.exported("admin@alpha.example", vars{"format": "NDJSON", "customerId": one})["relationships"]); len(its) != 1 {
			t.Errorf("the partner's of one customer: %v", its)
		}
	})
}

// Who declined is the customer's to know (R14).
func TestR14_FilesDoNotTellWhoDeclined(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		w.do("admin@one.example", declineDoc, vars{"token": w.link("admin@alpha.example", vars{}), "reason": "no"}).ok()
		w.clock.pass(time.Second)
		for _, e := range w.fetched(w.files(), w.exported("admin@alpha.example", vars{"format": "NDJSON"})["events"]) {
			if e["kind"] == "INVITE_DECLINED" && e["actor_id"] != nil {
				t.Errorf("it tells who: %v", e)
			}
		}
	})
}

func TestAddressesOfFilesExpireAndCannotBeAltered(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		exportWorld(w)
		files := w.files()
		address := w.exported("admin@alpha.example", vars{})["relationships"]
		sealed := address[strings.LastIndex(address, "/")+1:]
		for _, altered := range []string{sealed[1:], sealed[:len(sealed)-4], sealed + "AAAA", strings.Repeat("A", len(sealed)), "x", "%00"} {
			if got := w.fetch(files, "/exports/"+altered); got.Code != http.StatusNotFound || !strings.Contains(got.Body.String(), "NOT_FOUND") {
				t.Errorf("%s: %d %s", altered, got.Code, got.Body)
			}
		}
		if got := w.fetch(files, address+"?after="+url.QueryEscape("no cursor")); got.Code != http.StatusBadRequest {
			t.Errorf("a wrong cursor: %d %s", got.Code, got.Body)
		}
		w.clock.pass(15*time.Minute - 5*time.Second)
		if got := w.fetch(files, address); got.Code != http.StatusOK {
			t.Errorf("before it expires: %d %s", got.Code, got.Body)
		}
		w.clock.pass(5 * time.Second)
		if got := w.fetch(files, address); got.Code != http.StatusGone || !strings.Contains(got.Body.String(), "expired") {
			t.Errorf("after it has expired: %d %s", got.Code, got.Body)
		}
		future := w.clock.now().Add(time.Hour).Format(time.RFC3339)
		a := w.ask("admin@alpha.example", exportDoc, vars{"relationships": vars{"asOf": future}, "subscriptions": vars{}, "events": vars{}})
		if code := a.text("relationships.userErrors.0.code"); code != "VALIDATION_FAILED" {
			t.Errorf("a moment to come: %s", code)
		}
	})
}

// A repetition gives the same export, at an address that is good anew (R26).
func TestR26_ExportsAreRepeated(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		exportWorld(w)
		in := vars{"format": "NDJSON", "idempotencyKey": "k"}
		ask := func() *answer {
			return w.ask("admin@alpha.example", exportDoc, vars{"relationships": in, "subscriptions": in, "events": in})
		}
		first := ask()
		w.clock.pass(time.Hour)
		again, files := ask(), w.files()
		for _, kind := range exportKinds {
			if was, is := first.text(kind+".export.asOf"), again.text(kind+".export.asOf"); was != is {
				t.Errorf("%s as of %s, then of %s", kind, was, is)
			}
			w.fetched(files, again.text(kind+".export.url"))
		}
	})
}

// deadlines notes those of a connection.
type deadlines struct {
	*httptest.ResponseRecorder

	read, write []time.Time
}

func (d *deadlines) SetReadDeadline(at time.Time) error {
	d.read = append(d.read, at)
	return nil
}

func (d *deadlines) SetWriteDeadline(at time.Time) error {
	d.write = append(d.write, at)
	return nil
}

// A file may take longer than a request: its connection's deadlines are lifted, but for one for each piece that is sent.
func TestFilesHaveTheirOwnTime(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		exportWorld(w)
		got := &deadlines{ResponseRecorder: httptest.NewRecorder()}
		address := strings.TrimPrefix(w.exported("admin@alpha.example", vars{})["events"], "https://accord.example")
		w.files().ServeHTTP(got, httptest.NewRequestWithContext(t.Context(), http.MethodGet, address, nil))
		if got.Code != http.StatusOK || len(got.read) != 1 || !got.read[0].IsZero() || len(got.write) == 0 || !got.write[0].After(time.Now()) {
			t.Errorf("%d, to be read until %v, written until %v", got.Code, got.read, got.write)
		}
	})
}

// gone is a client that has stopped reading.
type gone struct {
	http.ResponseWriter

	// writing is told of each write, which then waits until it is let go.
	writing, letGo chan struct{}
}

func (g *gone) Write([]byte) (int, error) {
	g.writing <- struct{}{}
	<-g.letGo
	return 0, errors.New("the client is gone")
}

// Of clients that stop reading nothing is left running. Meanwhile their company is told to come later, and when there are two of them, so are
// others.
func TestFilesOfClientsThatStopReading(t *testing.T) {
	dbtest.AtOnce(t)
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		exportWorld(w)
		files := w.files()
		address, others := w.exported("admin@alpha.example", vars{})["relationships"], w.exported("admin@one.example", vars{})["relationships"]
		third := w.exported("admin@beta.example", vars{})["relationships"]
		writing, letGo, ended := make(chan struct{}), make(chan struct{}), make(chan any)
		stop := func(address string) {
			go func() {
				defer func() { ended <- recover() }()
				r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, strings.TrimPrefix(address, "https://accord.example"), nil)
				files.ServeHTTP(&gone{httptest.NewRecorder(), writing, letGo}, r)
			}()
			<-writing
		}
		later := func(address string) {
			if got := w.fetch(files, address); got.Code != http.StatusServiceUnavailable || got.Header().Get("Retry-After") == "" {
				t.Errorf("another one: %d %s", got.Code, got.Body)
			}
		}
		stop(address)
		later(address)
		stop(others)
		later(third)
		close(letGo)
		for range 2 {
			if with := <-ended; with != http.ErrAbortHandler { //nolint:errorlint // as net/http compares it
				t.Errorf("it ended with %v", with)
			}
		}
		if got := w.fetch(files, address); got.Code != http.StatusOK {
			t.Errorf("afterwards: %d %s", got.Code, got.Body)
		}
	})
}

// What looks at what a partner has is for a partner's list, as it is in the list itself.
func TestFilesOfACustomerHaveNoPartner(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		a := w.ask("admin@one.example", `mutation { exportRelationships(input: {filter: {withDelegatedAdminFor: ["AZURE"]}}) { export { url } userErrors { code path } } }`, nil)
		a.want("exportRelationships", `{"export": null, "userErrors": [{"code": "VALIDATION_FAILED", "path": ["filter"]}]}`)
	})
}

// A repetition is for whoever repeats: with an API key that has been revoked since, nothing is fetched (R26, R18).
func TestR18_ARepeatedExportIsForWhoRepeatsIt(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		exportWorld(w)
		id, secret := w.apiKey("boss@alpha.example", vars{"roles": []any{"HELPDESK_AGENT"}})
		ask := func(as string) string {
			return w.ask(as, `mutation { exportEvents(input: {format: NDJSON, idempotencyKey: "k"}) { export { url } userErrors { code } } }`, nil).text("exportEvents.export.url")
		}
		inPerson, withKey := ask("boss@alpha.example"), ask(secret)
		states := func(address string) (told int) {
			for _, row := range w.fetched(w.files(), address) {
				if row["kind"] == "API_KEY_CREATED" && row["after"] != nil {
					told++
				}
			}
			return told
		}
		if whole, narrow := states(inPerson), states(withKey); whole == 0 || narrow != 0 {
			t.Errorf("%d states of API keys are told in person, %d to the key", whole, narrow)
		}
		w.do("boss@alpha.example", revokeKeyDoc, vars{"apiKeyId": id}).ok()
		if got := w.fetch(w.files(), withKey); got.Code != http.StatusNotFound {
			t.Errorf("with the key revoked: %d %s", got.Code, got.Body)
		}
		if got := w.fetch(w.files(), ask("boss@alpha.example")); got.Code != http.StatusOK {
			t.Errorf("in person again: %d %s", got.Code, got.Body)
		}
	})
}
