package resolvers_test

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/coder/websocket"

	"accord/db/dbtest"
)

const (
	addUserDoc = `mutation($in: AddUserInput!) { addUser(input: $in) { user { id email name roles version } userErrors { code message path rule } } }`
	rolesDoc   = `mutation($in: SetUserRolesInput!) { setUserRoles(input: $in) { user { id roles version } userErrors { code message path rule } } }`
	eraseDoc   = `mutation($in: RemoveUserInput!) { removeUser(input: $in) { user { id email name roles version } userErrors { code message path rule } } }`
)

// userID is the id of a user who signs in.
func (w *world) userID(email string) string {
	w.t.Helper()
	return w.ask(email, `{ viewer { user { id } } }`, nil).text("viewer.user.id")
}

// partnerID is the id of the company of a partner's user.
func (w *world) partnerID(email string) string {
	w.t.Helper()
	return w.ask(email, `{ viewer { partner { id } } }`, nil).text("viewer.partner.id")
}

func (w *world) addUser(email string, in vars) *answer {
	w.t.Helper()
	return w.ask(email, addUserDoc, vars{"in": in})
}

func (w *world) setRoles(email, user string, roles ...string) *answer {
	w.t.Helper()
	return w.ask(email, rolesDoc, vars{"in": vars{"userId": user, "roles": roles}})
}

func (w *world) erase(email, user string) *answer {
	w.t.Helper()
	return w.ask(email, eraseDoc, vars{"in": vars{"userId": user}})
}

func TestR18_AddingAUser(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		a := w.addUser("boss@alpha.example", vars{"email": "Una@Alpha.example", "name": "Una", "roles": []string{"USER_ADMIN", "HELPDESK_AGENT"}}).ok()
		a.want("addUser.user.email", `"una@alpha.example"`)
		a.want("addUser.user.roles", `["HELPDESK_AGENT","USER_ADMIN"]`)
		a.want("addUser.user.version", `1`)
		w.addUser("una@alpha.example", vars{"email": "vic@alpha.example", "name": "Vic", "roles": []string{"SALES_AGENT"}}).ok()
		w.addUser("admin@one.example", vars{"email": "new@one.example", "name": "New", "roles": []string{"USER"}, "tenantId": w.customerID("admin@one.example")}).ok()
		w.addUser("op@x.example", vars{"email": "gig@beta.example", "name": "Gig", "roles": []string{"ADMIN_AGENT", "GLOBAL_ADMIN"}, "tenantId": w.partnerID("admin@beta.example")}).ok()
		w.ask("gig@beta.example", `{ viewer { partner { name users { totalCount nodes { email name roles version } } } } }`, nil).
			want("viewer.partner", `{"name":"Beta","users":{"totalCount":2,"nodes":[
				{"email":"admin@beta.example","name":"Bea","roles":["ADMIN_AGENT"],"version":1},
				{"email":"gig@beta.example","name":"Gig","roles":["ADMIN_AGENT","GLOBAL_ADMIN"],"version":1}]}}`)
		w.ask("user@one.example", `{ viewer { customer { users(first: 1) { totalCount pageInfo { hasNextPage } nodes { email } } } } }`, nil).
			want("viewer.customer.users", `{"totalCount":3,"pageInfo":{"hasNextPage":true},"nodes":[{"email":"admin@one.example"}]}`)
	})
}

func TestR18_WhoMayManageUsers(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		one := w.related("admin@alpha.example")
		for name, c := range map[string]struct{ email, tenant, codes string }{
			"an admin agent":           {"admin@alpha.example", "", "FORBIDDEN_ROLE"},
			"a reader":                 {"user@one.example", "", "FORBIDDEN_ROLE"},
			"a customer that it sees":  {"boss@alpha.example", one, "FORBIDDEN_ROLE"},
			"a partner that it sees":   {"admin@one.example", w.partnerID("admin@alpha.example"), "FORBIDDEN_ROLE"},
			"a partner not to be seen": {"boss@alpha.example", w.partnerID("admin@beta.example"), "NOT_FOUND"},
			"a customer not seen":      {"boss@alpha.example", w.customerID("admin@two.example"), "NOT_FOUND"},
			"the operator, of none":    {"op@x.example", "", "VALIDATION_FAILED"},
			"another kind of id":       {"op@x.example", w.userID("admin@one.example"), "VALIDATION_FAILED"},
			"no id":                    {"op@x.example", "nonsense", "VALIDATION_FAILED"},
		} {
			in := vars{"email": "x@y.example", "name": "X", "roles": []string{"USER"}}
			if c.tenant != "" {
				in["tenantId"] = c.tenant
			}
			w.unchanged(func() {
				if got := w.addUser(c.email, in).codes(); got != c.codes {
					t.Errorf("%s: %q, want %q", name, got, c.codes)
				}
			})
		}
		w.unchanged(func() {
			hal := w.userID("help@alpha.example")
			w.setRoles("admin@alpha.example", hal, "SALES_AGENT").refused("FORBIDDEN_ROLE")
			w.erase("admin@alpha.example", hal).refused("FORBIDDEN_ROLE")
			w.setRoles("admin@one.example", hal, "USER").refused("NOT_FOUND")
			w.erase("admin@one.example", hal).refused("NOT_FOUND")
			w.erase("boss@alpha.example", w.userID("op@x.example")).refused("NOT_FOUND")
			w.erase("op@x.example", w.userID("op@x.example")).refused("VALIDATION_FAILED")
		})
	})
}

func TestR18_BadUsers(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		good := func() vars {
			return vars{"email": "una@alpha.example", "name": "Una", "roles": []string{"SALES_AGENT"}}
		}
		for name, change := range map[string]func(vars){
			"no e-mail":   func(in vars) { delete(in, "email") },
			"bad e-mail":  func(in vars) { in["email"] = "una" },
			"taken":       func(in vars) { in["email"] = "HELP@alpha.example" },
			"taken there": func(in vars) { in["email"] = "admin@two.example" },
			"no name":     func(in vars) { in["name"] = "" },
			"no roles":    func(in vars) { delete(in, "roles") },
			"two agents":  func(in vars) { in["roles"] = []string{"SALES_AGENT", "ADMIN_AGENT"} },
			"admin alone": func(in vars) { in["roles"] = []string{"GLOBAL_ADMIN"} },
			"operator":    func(in vars) { in["roles"] = []string{"OPERATOR"} },
			"repeated":    func(in vars) { in["roles"] = []string{"SALES_AGENT", "SALES_AGENT"} },
		} {
			in := good()
			change(in)
			w.unchanged(func() {
				if got := w.addUser("boss@alpha.example", in).codes(); got != "VALIDATION_FAILED" {
					t.Errorf("%s: %q", name, got)
				}
			})
		}
		in := good()
		in["version"] = 1
		w.addUser("boss@alpha.example", in).refused("STALE_VERSION")
		w.setRoles("boss@alpha.example", w.userID("help@alpha.example")).refused("VALIDATION_FAILED")
		w.ask("boss@alpha.example", rolesDoc, vars{"in": vars{"userId": w.userID("help@alpha.example"), "roles": []string{"SALES_AGENT"}, "version": 7}}).refused("STALE_VERSION")
	})
}

func TestR18_OneEmailAddedAtOnceBecomesOneUser(t *testing.T) {
	dbtest.AtOnce(t)
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		outcomes := make(chan string, 6)
		one, boss := w.customerID("admin@one.example"), w.partnerID("boss@alpha.example")
		for i := range cap(outcomes) {
			in := vars{"email": "Una@new.example", "name": "Una", "roles": []string{"USER"}, "tenantId": one}
			if i%2 == 0 {
				in["tenantId"], in["roles"] = boss, []string{"SALES_AGENT"}
			}
			go func() { outcomes <- w.addUser("op@x.example", in).outcome() }()
		}
		added := 0
		for range cap(outcomes) {
			switch outcome := <-outcomes; outcome {
			case "":
				added++
			case "VALIDATION_FAILED":
			default:
				t.Errorf("outcome %q", outcome)
			}
		}
		if added != 1 {
			t.Errorf("%d added", added)
		}
	})
}

func TestR26_ManagingUsersIsRepeatable(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		in := vars{"email": "una@alpha.example", "name": "Una", "roles": []string{"SALES_AGENT"}, "idempotencyKey": "k"}
		una := w.addUser("boss@alpha.example", in).ok().text("addUser.user.id")
		w.unchanged(func() {
			w.addUser("boss@alpha.example", in).ok().want("addUser.user.id", `"`+una+`"`)
			in["name"] = "Una B"
			w.addUser("boss@alpha.example", in).refused("IDEMPOTENCY_CONFLICT")
		})
		for range 2 {
			w.ask("boss@alpha.example", eraseDoc, vars{"in": vars{"userId": una, "version": 1, "idempotencyKey": "e"}}).ok().
				want("removeUser.user.version", `2`)
		}
		w.ask("boss@alpha.example", eraseDoc, vars{"in": vars{"userId": una, "version": 1}}).refused("STALE_VERSION")
	})
}

func TestR18_SettingRoles(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		hal := w.userID("help@alpha.example")
		w.setRoles("boss@alpha.example", hal, "USER_ADMIN", "SALES_AGENT").ok().want("setUserRoles.user", `{"id":"`+hal+`","roles":["SALES_AGENT","USER_ADMIN"],"version":2}`)
		w.unchanged(func() { w.setRoles("help@alpha.example", hal, "SALES_AGENT", "USER_ADMIN").ok() })
		w.ask("boss@alpha.example", `{ viewer { partner { history(last: 1) { nodes { kind user { email } before { name roles } after { name roles } } } } } }`, nil).
			want("viewer.partner.history.nodes", `[{"kind":"USER_CHANGED","user":{"email":"help@alpha.example"},"before":{"name":null,"roles":["HELPDESK_AGENT"]},"after":{"name":null,"roles":["SALES_AGENT","USER_ADMIN"]}}]`)
	})
}

func TestR18_TheLastGlobalAdminStays(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		boss, oli := w.userID("boss@alpha.example"), w.userID("admin@one.example")
		w.unchanged(func() {
			w.erase("boss@alpha.example", boss).refused("VALIDATION_FAILED")
			w.erase("op@x.example", boss).refused("VALIDATION_FAILED")
			w.setRoles("boss@alpha.example", boss, "HELPDESK_AGENT").refused("VALIDATION_FAILED")
			w.setRoles("admin@one.example", oli, "USER").refused("VALIDATION_FAILED")
		})
		w.setRoles("boss@alpha.example", boss, "SALES_AGENT", "GLOBAL_ADMIN").ok()
		w.setRoles("admin@one.example", w.userID("user@one.example"), "GLOBAL_ADMIN").ok()
		w.erase("user@one.example", oli).ok()
	})
}

func TestR18_TheLastTwoGlobalAdminsRemovedAtOnce(t *testing.T) {
	dbtest.AtOnce(t)
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		w.setRoles("admin@one.example", w.userID("user@one.example"), "GLOBAL_ADMIN").ok()
		ids := []string{w.userID("admin@one.example"), w.userID("user@one.example")}
		outcomes := make(chan string, len(ids))
		for i, id := range ids {
			go func() {
				if i == 0 {
					outcomes <- w.erase("op@x.example", id).outcome()
					return
				}
				outcomes <- w.setRoles("op@x.example", id, "USER").outcome()
			}()
		}
		got := []string{<-outcomes, <-outcomes}
		if joined := strings.Join(got, ""); joined != "VALIDATION_FAILED" {
			t.Errorf("outcomes %q", got)
		}
	})
}

func TestR25_AnErasedPersonLeavesEventsWhole(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		w.link("sales@alpha.example", vars{"campaign": "spring"})
		sal := w.userID("sales@alpha.example")
		before := w.events()
		w.erase("boss@alpha.example", sal).ok().want("removeUser.user", `{"id":"`+sal+`","email":null,"name":null,"roles":[],"version":2}`)
		if n := w.events() - before; n != 1 {
			t.Errorf("%d events", n)
		}
		w.unchanged(func() { w.erase("boss@alpha.example", sal).ok() })
		for _, email := range []string{"boss@alpha.example", "op@x.example"} {
			w.ask(email, `query($id: ID!) { node(id: $id) { ... on User { id email name } } }`, vars{"id": sal}).
				want("node", `{"id":"`+sal+`","email":null,"name":null}`)
		}
		w.ask("boss@alpha.example", `query($id: ID!) { viewer { partner { history(filter: {actorId: $id}) { nodes { kind actorRole actor { id name } } } } } }`, vars{"id": sal}).
			want("viewer.partner.history.nodes", `[{"kind":"INVITE_CREATED","actorRole":"SALES_AGENT","actor":{"id":"`+sal+`","name":null}}]`)
		w.ask("boss@alpha.example", `{ viewer { partner { history(last: 1) { nodes { kind user { id name } before { roles } after { roles } } } } } }`, nil).
			want("viewer.partner.history.nodes", `[{"kind":"USER_REMOVED","user":{"id":"`+sal+`","name":null},"before":{"roles":["SALES_AGENT"]},"after":null}]`)
		w.setRoles("boss@alpha.example", sal, "SALES_AGENT").refused("VALIDATION_FAILED")
		anew := w.addUser("boss@alpha.example", vars{"email": "sales@alpha.example", "name": "Sam", "roles": []string{"HELPDESK_AGENT"}}).ok()
		if anew.text("addUser.user.id") == sal {
			t.Error("the same id")
		}
		w.request("sales@alpha.example", vars{}).refused("FORBIDDEN_ROLE")
	})
}

func TestR25_WhoIsRemovedSignsInNoMore(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		server := httptest.NewServer(w.handler)
		t.Cleanup(server.Close)
		open := w.socket(server, "sales@alpha.example")
		if a := open.ask("1", `{ viewer { user { name } } }`, nil); a.text("viewer.user.name") != "Sal" {
			t.Fatalf("%v", a.Data)
		}
		w.erase("boss@alpha.example", w.userID("sales@alpha.example")).ok()
		if a := open.error("2", `{ viewer { user { name } } }`, nil); a.topCode() != "UNAUTHENTICATED" {
			t.Errorf("an open connection: %v", a.Errors)
		}
		if _, _, err := open.conn.Read(t.Context()); websocket.CloseStatus(err) != 4403 {
			t.Errorf("it stays open: %v", err)
		}
		if code := w.ask("sales@alpha.example", `{ viewer { user { name } } }`, nil).topCode(); code != "UNAUTHENTICATED" {
			t.Errorf("a new request: %q", code)
		}
	})
}

func TestR25_WhoIsRemovedReadsNoMoreLiveEvents(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		server := httptest.NewServer(w.handler)
		t.Cleanup(server.Close)
		since := w.ask("sales@alpha.example", `{ viewer { partner { history(last: 1) { nodes { cursor } } } } }`, nil).text("viewer.partner.history.nodes.0.cursor")
		events := w.listen(t.Context(), server, "sales@alpha.example", since)
		w.erase("boss@alpha.example", w.userID("sales@alpha.example")).ok()
		w.link("admin@alpha.example", vars{})
		for e := range events { // where the stream had not begun, its request is refused
			if e.Data != nil || e.topCode() != "UNAUTHENTICATED" {
				t.Errorf("after the removal: %v %v", e.Data, e.Errors)
			}
		}
	})
}

func TestR27_UsersAreTheirTenantsAffair(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		w.related("admin@alpha.example")
		w.ask("admin@alpha.example", `{ viewer { partner { customers { nodes { users { totalCount } } } } } }`, nil).
			want("viewer.partner.customers.nodes", `[{"users":null}]`)
		w.ask("admin@one.example", `{ viewer { customer { relationships { nodes { partner { users { totalCount } resellers { totalCount } provider { id } pinnedOffers { code } agreement { version } } } } } } }`, nil).
			want("viewer.customer.relationships.nodes", `[{"partner":{"users":null,"resellers":null,"provider":null,"pinnedOffers":null,"agreement":null}}]`)
		a := w.ask("op@x.example", `{ customers { nodes { users { totalCount } } } }`, nil)
		if got := fmt.Sprint(a.get("customers.nodes")); got != "[map[users:map[totalCount:2]] map[users:map[totalCount:1]] map[users:map[totalCount:1]]]" {
			t.Errorf("operator: %s", got)
		}
	})
}
