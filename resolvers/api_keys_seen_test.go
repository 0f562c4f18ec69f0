package resolvers_test

import (
	"crypto/sha256"
	"database/sql"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"accord/cache"
	"accord/db"
	"accord/db/dbtest"
	"accord/graph/model"
	"accord/reseller"
)

const apiKeyByID = `query($id: ID!) { node(id: $id) { ... on ApiKey { label } } }`

func TestR27_AnAPIKeyIsItsCompanysAffair(t *testing.T) {
	t.Parallel()
	eachLife(t, func(t *testing.T, w *world) {
		w.related("admin@alpha.example")
		ids := map[string]string{}
		for label, email := range map[string]string{"Alpha's": "boss@alpha.example", "One's": "admin@one.example", "Op's": "op@x.example"} {
			ids[label], _ = w.apiKey(email, vars{"label": label})
		}
		for email, sees := range map[string]string{
			"boss@alpha.example": "Alpha's", "admin@one.example": "One's", "boss@tier2.example": "", "op@x.example": "Alpha's One's Op's",
		} {
			for label, id := range ids {
				if strings.Contains(sees, label) {
					w.ask(email, apiKeyByID, vars{"id": id}).want("node.label", fmt.Sprintf("%q", label))
					continue
				}
				w.ask(email, apiKeyByID, vars{"id": id}).want("node", `null`)
				w.unchanged(func() { w.do(email, revokeKeyDoc, vars{"apiKeyId": id}).refusedBy("NOT_FOUND", "R27") })
			}
		}
		if code := w.ask("admin@alpha.example", apiKeyByID, vars{"id": ids["Alpha's"]}).topCode(); code != "FORBIDDEN_ROLE" {
			t.Errorf("a colleague: %q", code)
		}
		w.do("admin@alpha.example", revokeKeyDoc, vars{"apiKeyId": ids["Alpha's"]}).refusedBy("FORBIDDEN_ROLE", "R18")
		w.do("boss@alpha.example", revokeKeyDoc, vars{"apiKeyId": "ak_x"}).refused("VALIDATION_FAILED")
	})
}

func TestR27_ListsOfAPIKeys(t *testing.T) {
	t.Parallel()
	eachLife(t, func(t *testing.T, w *world) {
		w.related("admin@alpha.example")
		alphas, _ := w.apiKey("boss@alpha.example", vars{"label": "Alpha's"})
		w.apiKey("admin@one.example", vars{"label": "One's"})
		w.apiKey("op@x.example", vars{"label": "Op's"})
		alpha, one := w.partnerID("boss@alpha.example"), w.customerID("admin@one.example")
		for _, c := range []struct{ email, tenant, want string }{
			{"boss@alpha.example", "", "Alpha's"},
			{"boss@alpha.example", alpha, "Alpha's"},
			{"boss@alpha.example", one, "null"},
			{"boss@tier2.example", alpha, "null"},
			{"admin@alpha.example", "", "FORBIDDEN_ROLE"},
			{"admin@alpha.example", one, "null"},
			{"user@one.example", "", "FORBIDDEN_ROLE"},
			{"admin@one.example", "", "One's"},
			{"op@x.example", "", "Op's"},
			{"op@x.example", alpha, "Alpha's"},
			{"op@x.example", one, "One's"},
			{"op@x.example", "nonsense", "VALIDATION_FAILED"},
			{"op@x.example", alphas, "VALIDATION_FAILED"},
		} {
			if got := w.keysOf(c.email, c.tenant); got != c.want {
				t.Errorf("%s lists %q of %q", c.email, got, c.tenant)
			}
		}
	})
}

// keysOf joins the labels of the API keys of a company, "" is the user's own, or gives the code of a refusal.
func (w *world) keysOf(email, tenant string) string {
	w.t.Helper()
	variables := vars{}
	if tenant != "" {
		variables["tenant"] = tenant
	}
	a := w.ask(email, keysDoc, variables)
	switch {
	case a.topCode() != "":
		return a.topCode()
	case a.get("viewer.apiKeys") == nil:
		return "null"
	}
	return joined(a.list("viewer.apiKeys.nodes"), "label")
}

func TestR25_TheHistoryOfAPIKeys(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		end := w.clock.now().Add(time.Hour).Format(time.RFC3339)
		id, secret := w.apiKey("boss@alpha.example", vars{"label": "sync", "expiresAt": end})
		joined := w.joined("admin@one.example", w.link("admin@alpha.example", vars{}))
		w.do(secret, proposeDoc, vars{"relationshipId": joined}).ok()
		w.do("op@x.example", revokeKeyDoc, vars{"apiKeyId": id}).ok()
		const doc = `{ viewer { partner { history(last: 10, filter: { kinds: [API_KEY_CREATED, API_KEY_REVOKED, RELATIONSHIP_END_PROPOSED] }) { nodes {
			kind actor { email } actorRole user { email } apiKey { id status } actorApiKey { id label createdBy { email } }
			before { name roles fields { name value } } after { name roles fields { name value } } } } } } }`
		state := func(status string) string {
			return fmt.Sprintf(`{"name":"sync","roles":["HELPDESK_AGENT","GLOBAL_ADMIN"],
				"fields":[{"name":"expires_at","value":%q},{"name":"status","value":%q}]}`, end, status)
		}
		history := func(mail, key, actorKey, active, revoked string) string {
			const before, after = `{"name":null,"roles":null,"fields":[]}`, `{"name":null,"roles":null,"fields":[{"name":"proposed_by","value":"PARTNER"}]}`
			return fmt.Sprintf(`[
				{"kind":"API_KEY_CREATED","actor":{"email":%[1]s},"actorRole":"HELPDESK_AGENT","user":{"email":%[1]s},"apiKey":%[2]s,"actorApiKey":null,"before":null,"after":%[4]s},
				{"kind":"RELATIONSHIP_END_PROPOSED","actor":{"email":%[1]s},"actorRole":"HELPDESK_AGENT","user":null,"apiKey":null,"actorApiKey":%[3]s,"before":%[6]s,"after":%[7]s},
				{"kind":"API_KEY_REVOKED","actor":{"email":null},"actorRole":"OPERATOR","user":{"email":%[1]s},"apiKey":%[2]s,"actorApiKey":null,"before":%[4]s,"after":%[5]s}]`,
				mail, key, actorKey, active, revoked, before, after)
		}
		w.ask("boss@alpha.example", doc, nil).want("viewer.partner.history.nodes", history(`"boss@alpha.example"`,
			fmt.Sprintf(`{"id":%q,"status":"REVOKED"}`, id), fmt.Sprintf(`{"id":%q,"label":"sync","createdBy":{"email":"boss@alpha.example"}}`, id),
			state("ACTIVE"), state("REVOKED")))
		w.ask("help@alpha.example", doc, nil).want("viewer.partner.history.nodes", history(`"boss@alpha.example"`, `null`, `null`, `null`, `null`))
		w.ask("admin@one.example", `{ viewer { customer { history(filter: { kinds: [API_KEY_CREATED, RELATIONSHIP_END_PROPOSED] }) { nodes { kind actorApiKey { id } } } } } }`, nil).
			want("viewer.customer.history.nodes", `[{"kind":"RELATIONSHIP_END_PROPOSED","actorApiKey":null}]`)
	})
}

func TestR25_TheOperatorsAPIKeysAreInNoCompanysHistory(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		_, secret := w.apiKey("op@x.example", vars{})
		events := w.written(func() {
			w.do(secret, statusDoc, vars{"partnerId": w.partnerID("admin@alpha.example"), "status": "SUSPENDED"}).ok()
		})
		if len(events) != 1 || events[0].Actor.APIKeyID.IsZero() {
			t.Errorf("%+v", events)
		}
		for _, e := range w.allEvents() {
			if e.Kind == reseller.EventAPIKeyCreated && (!e.PartnerID.IsZero() || !e.CustomerID.IsZero()) {
				t.Errorf("%+v", e)
			}
		}
	})
}

func TestR18_TheLastUseOfAnAPIKeyIsListed(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		_, secret := w.apiKey("boss@alpha.example", vars{"label": "used"})
		w.apiKey("boss@alpha.example", vars{"label": "never"})
		lastUse := func() any {
			w.must(w.app.FlushAPIKeyUses(t.Context()))
			a := w.ask("boss@alpha.example", keysDoc, nil)
			a.want("viewer.apiKeys.nodes.0.lastUsedAt", `null`)
			return a.get("viewer.apiKeys.nodes.1.lastUsedAt")
		}
		if got := lastUse(); got != nil {
			t.Errorf("before: %v", got)
		}
		first := w.clock.now()
		for range 3 { // within a minute: the first of them counts
			w.ask(secret, whoDoc, nil)
			if got := lastUse(); got != first.Format(time.RFC3339) {
				t.Errorf("%v, want %s", got, first)
			}
		}
		w.clock.pass(time.Minute)
		later := w.clock.now()
		w.request(secret, vars{}).ok() // any operation is a use
		if got := lastUse(); got != later.Format(time.RFC3339) {
			t.Errorf("%v, want %s", got, later)
		}
	})
}

func TestR5_AnAPIKeyOfASuspendedPartnerMayWhatItsUsersMay(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		_, secret := w.apiKey("boss@alpha.example", vars{})
		w.joined("admin@one.example", w.link("admin@alpha.example", vars{}))
		w.suspend(alphaSuspended)
		w.unchanged(func() { w.request(secret, vars{}).refusedBy("PARTNER_SUSPENDED", "R5") })
		w.ask(secret, `{ viewer { partner { status customers { totalCount } } } }`, nil).want("viewer.partner", `{"status":"SUSPENDED","customers":{"totalCount":1}}`)
		id, _ := w.apiKey("boss@alpha.example", vars{})
		w.do("boss@alpha.example", revokeKeyDoc, vars{"apiKeyId": id}).ok()
		w.suspend(alphaActive)
		w.request(secret, vars{}).ok()
	})
}

// presentWorld is a world of the present, since open connections end by the machine's clock.
func presentWorld(t *testing.T, s *db.Store) *world {
	t.Helper()
	at := &clock{at: time.Now().UTC().Truncate(time.Second)}
	w := newCachedWorld(t, s, testSecret, at, cache.NewLookup(cache.NewMemory(cache.MemoryOptions{Clock: at.now}), s.InviteView, at.now))
	w.load(fixture)
	w.load(lifeFixture)
	return w
}

func TestR18_AnOpenConnectionLearnsOfItsAPIKeysEnd(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, s *db.Store) {
		w := presentWorld(t, s)
		server := httptest.NewServer(w.handler)
		t.Cleanup(server.Close)
		id, revoked := w.apiKey("users@alpha.example", vars{})
		_, narrowed := w.apiKey("users@alpha.example", vars{})
		open, other := w.socket(server, revoked), w.socket(server, narrowed)
		for _, s := range []*socket{open, other} {
			s.ask("1", whoDoc, nil).want("viewer.user.roles", `["SALES_AGENT","USER_ADMIN"]`)
		}
		w.do("boss@alpha.example", revokeKeyDoc, vars{"apiKeyId": id}).ok()
		w.setRoles("boss@alpha.example", w.userID("users@alpha.example"), "SALES_AGENT").ok()
		if a := open.error("2", whoDoc, nil); a.topCode() != "UNAUTHENTICATED" {
			t.Errorf("revoked: %v", a.Errors)
		}
		other.ask("2", whoDoc, nil).want("viewer.user.roles", `["SALES_AGENT"]`)
		w.erase("boss@alpha.example", w.userID("users@alpha.example")).ok()
		if a := other.error("3", whoDoc, nil); a.topCode() != "UNAUTHENTICATED" {
			t.Errorf("the maker removed: %v", a.Errors)
		}
	})
}

func TestR25_AnAPIKeyReadsLiveEventsUntilItsEnd(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, s *db.Store) {
		w := presentWorld(t, s)
		server := httptest.NewServer(w.handler)
		t.Cleanup(server.Close)
		users := w.userID("users@alpha.example")
		w.setRoles("boss@alpha.example", users, "HELPDESK_AGENT", "USER_ADMIN").ok() // and back: what was long ago ends no stream
		w.setRoles("boss@alpha.example", users, "SALES_AGENT", "USER_ADMIN").ok()
		beginning := model.Cursor(model.ListEvents, reseller.Key{Event: reseller.Position{Seq: 1}})
		for name, end := range map[string]func(id string){
			"revoked":  func(id string) { w.do("boss@alpha.example", revokeKeyDoc, vars{"apiKeyId": id}).ok() },
			"no roles": func(string) { w.setRoles("boss@alpha.example", users, "HELPDESK_AGENT", "USER_ADMIN").ok() },
		} {
			w.setRoles("boss@alpha.example", users, "SALES_AGENT", "USER_ADMIN").ok()
			id, secret := w.apiKey("users@alpha.example", vars{"roles": []string{"SALES_AGENT"}})
			events := w.listen(t.Context(), server, secret, beginning)
			w.link("admin@alpha.example", vars{"campaign": name})
			until(t, events, "INVITE_CREATED")
			end(id)
			w.link("admin@alpha.example", vars{"campaign": name + ", later"})
			for e := range events { // until the stream ends, which it would not otherwise
				if after, ok := e.get("relationshipEvents.after").(map[string]any); ok && after["name"] == name+", later" {
					t.Errorf("%s: %v", name, e.Data)
				}
			}
		}
	})
}

// The database holds a secret nowhere, nor anything from which it could be told.
func TestR18_TheDatabaseHoldsNoSecret(t *testing.T) {
	t.Parallel()
	dbtest.EachURL(t, func(t *testing.T, url string) {
		w := newWorld(t, dbtest.Open(t, url), testSecret)
		w.load(fixture)
		_, secret := w.apiKey("boss@alpha.example", vars{"idempotencyKey": "k"})
		w.request(secret, vars{"idempotencyKey": "r"}).ok()
		w.must(w.app.FlushAPIKeyUses(t.Context()))
		dump := w.dump(url)
		hash := sha256.Sum256([]byte(secret))
		if !strings.Contains(dump, fmt.Sprintf("%x", hash)) {
			t.Error("the dump lacks the hash: it does not show what there is")
		}
		for _, part := range []string{secret, secret[3:], secret[:20], secret[len(secret)-20:], fmt.Sprintf("%x", secret)} {
			if strings.Contains(dump, part) {
				t.Errorf("the database holds %s", part)
			}
		}
	})
}

// dump writes all rows of all tables, bytes in hex and as texts.
func (w *world) dump(url string) string {
	w.t.Helper()
	driver, address, tables := "pgx", url, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
	if path, ok := strings.CutPrefix(url, "sqlite:"); ok {
		driver, address, tables = "sqlite", "file:"+path, "SELECT name FROM sqlite_master WHERE type = 'table'"
	}
	conn, err := sql.Open(driver, address)
	w.must(err)
	defer func() { w.must(conn.Close()) }()
	var b strings.Builder
	for _, table := range w.rows(conn, tables) {
		//nolint:unqueryvet // every column there is
		for _, row := range w.rows(conn, `SELECT * FROM "`+fmt.Sprint(table[0])+`"`) {
			for _, value := range row {
				if raw, ok := value.([]byte); ok {
					fmt.Fprintf(&b, "%x %s ", raw, raw)
				} else {
					fmt.Fprint(&b, value, " ")
				}
			}
		}
	}
	return b.String()
}

func (w *world) rows(conn *sql.DB, query string) [][]any {
	w.t.Helper()
	rows, err := conn.QueryContext(w.t.Context(), query)
	w.must(err)
	defer rows.Close()
	columns, err := rows.Columns()
	w.must(err)
	var all [][]any
	for rows.Next() {
		row := make([]any, len(columns))
		into := make([]any, len(columns))
		for i := range row {
			into[i] = &row[i]
		}
		w.must(rows.Scan(into...))
		all = append(all, row)
	}
	w.must(rows.Err())
	return all
}
