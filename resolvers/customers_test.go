package resolvers_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"accord/db/dbtest"
)

const createDoc = `mutation($in: CreateCustomerInput!) { createCustomer(input: $in) {
	customer { id name domain country externalKey version contact { name } users { nodes { id } } }
	relationship { id status acceptedAt acceptedBy { id } consentVersion version partner { name } customer { name }
		delegatedAdminPrivileges { id } history { nodes { kind changeId } } }
	userErrors { code message path rule ... on PartnerNotEligibleError { partner { name } } } } }`

// newCustomer is an input for createCustomer and registerCustomer, with some of its fields changed.
func newCustomer(changes vars) vars {
	in := vars{"name": "New Ltd", "domain": "new.example", "country": "CN", "adminName": "Nia", "adminEmail": "nia@new.example"}
	maps.Copy(in, changes)
	return in
}

func (w *world) create(email string, changes vars) *answer {
	w.t.Helper()
	return w.ask(email, createDoc, vars{"in": newCustomer(changes)})
}

func TestR29_CreatingACustomer(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		a := w.create("sales@alpha.example", vars{"domain": " New.EXAMPLE ", "country": "cn", "adminEmail": "Nia@New.example"}).ok()
		a.want("createCustomer.customer.domain", `"new.example"`)
		a.want("createCustomer.customer.country", `"CN"`)
		a.want("createCustomer.customer.externalKey", `null`)
		a.want("createCustomer.customer.users", `null`) // the customer's own affair
		a.want("createCustomer.relationship.status", `"ACTIVE"`)
		a.want("createCustomer.relationship.acceptedBy", `null`)
		a.want("createCustomer.relationship.consentVersion", `null`)
		a.want("createCustomer.relationship.delegatedAdminPrivileges", `[]`)
		a.want("createCustomer.relationship.partner.name", `"Alpha"`)
		own := w.ask("nia@new.example", `{ viewer { user { email name roles } customer { name
			relationships { nodes { partner { name } status } } history { nodes { kind changeId actorRole } } } } }`, nil)
		own.want("viewer.user", `{"email":"nia@new.example","name":"Nia","roles":["GLOBAL_ADMIN"]}`)
		own.want("viewer.customer.relationships.nodes", `[{"partner":{"name":"Alpha"},"status":"ACTIVE"}]`)
		changes, kinds := map[string]bool{}, []string{}
		for _, e := range own.list("viewer.customer.history.nodes") {
			changes[e.text("changeId")] = true
			kinds = append(kinds, e.text("kind"))
		}
		if strings.Join(kinds, " ") != "CUSTOMER_REGISTERED USER_ADDED RELATIONSHIP_CREATED" || len(changes) != 1 {
			t.Errorf("events %v in %d changes", kinds, len(changes))
		}
		w.ask("admin@alpha.example", `{ viewer { partner { history(last: 3) { nodes { kind } } customers(filter: {search: "new"}) { totalCount } } } }`, nil).
			want("viewer.partner", `{"history":{"nodes":[{"kind":"CUSTOMER_REGISTERED"},{"kind":"USER_ADDED"},{"kind":"RELATIONSHIP_CREATED"}]},"customers":{"totalCount":1}}`)
	})
}

func TestR29_ADomainOfThePlatformIsRefused(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		w.unchanged(func() {
			a := w.create("admin@alpha.example", vars{"domain": "ONE.example"})
			a.refused("CUSTOMER_EXISTS")
			message := a.text("createCustomer.userErrors.0.message")
			if !strings.Contains(message, "link") || strings.Contains(message, "One Ltd") {
				t.Errorf("message: %s", message)
			}
			a.want("createCustomer.userErrors.0.path", `["domain"]`)
			a = w.create("admin@alpha.example", vars{"adminEmail": "ADMIN@one.example"})
			a.refused("VALIDATION_FAILED")
			a.want("createCustomer.userErrors.0.path", `["adminEmail"]`)
			if message := a.text("createCustomer.userErrors.0.message"); strings.Contains(message, "One") {
				t.Errorf("message: %s", message)
			}
		})
	})
}

func TestR29_CreationsAtOnceMakeOneCustomer(t *testing.T) {
	dbtest.AtOnce(t)
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		outcomes := make(chan string, 6)
		for i := range cap(outcomes) {
			email := []string{"admin@alpha.example", "admin@beta.example"}[i%2]
			go func() {
				outcomes <- w.create(email, vars{"adminEmail": fmt.Sprintf("nia%d@new.example", i)}).outcome()
			}()
		}
		made := 0
		for range cap(outcomes) {
			switch outcome := <-outcomes; outcome {
			case "":
				made++
			case "CUSTOMER_EXISTS":
			default:
				t.Errorf("outcome %q", outcome)
			}
		}
		if made != 1 {
			t.Errorf("%d made", made)
		}
	})
}

func TestR29_WhoMayCreate(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		for email, codes := range map[string]string{
			"help@alpha.example": "FORBIDDEN_ROLE", "admin@tier2.example": "FORBIDDEN_ROLE", "admin@one.example": "FORBIDDEN_ROLE",
			"op@x.example": "FORBIDDEN_ROLE", "admin@sing.example": "REGION_MISMATCH",
		} {
			w.unchanged(func() { w.create(email, nil).refused(codes) })
		}
		if code := w.create("", nil).topCode(); code != "UNAUTHENTICATED" {
			t.Errorf("nobody: %s", code)
		}
		for i, email := range []string{"boss@alpha.example", "sales@alpha.example", "admin@prov.example", "admin@adv.example"} {
			w.create(email, vars{"domain": fmt.Sprintf("new%d.example", i), "adminEmail": fmt.Sprintf("nia@new%d.example", i)}).ok()
		}
	})
}

func TestR5_R36_WhoCannotCreateNow(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		w.registerPartner(vars{}).ok()
		a := w.create("first@gamma.example", nil)
		a.refused("AGREEMENT_REQUIRED")
		a.want("createCustomer.userErrors.0.partner.name", `"Gamma"`)
		w.ask("first@gamma.example", signDoc, vars{"in": vars{}}).ok()
		w.setStatus("op@x.example", w.partnerID("first@gamma.example"), "SUSPENDED").ok()
		w.create("first@gamma.example", nil).refused("PARTNER_SUSPENDED")
		w.setStatus("op@x.example", w.partnerID("first@gamma.example"), "ACTIVE").ok()
		w.create("first@gamma.example", nil).ok()
	})
}

func TestR29_BadCustomers(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		long := strings.Repeat("长", 201)
		for name, c := range map[string]struct {
			field string
			value any
		}{
			"no name": {"name", nil}, "blank name": {"name", "  "}, "long name": {"name", long}, "control in name": {"name", "a\x07b"},
			"line break": {"name", "a\nb"}, "bidi": {"name", "a\u202eb"}, "no domain": {"domain", nil}, "one label": {"domain", "localhost"},
			"an address": {"domain", "10.0.0.1"}, "a URL": {"domain", "https://new.example"}, "space in domain": {"domain", "new .example"},
			"long label": {"domain", strings.Repeat("a", 64) + ".example"}, "empty label": {"domain", "new..example"}, "nul in domain": {"domain", "n\x00w.example"},
			"no country": {"country", nil}, "long country": {"country", "CHN"}, "digits": {"country", "C1"}, "Chinese country": {"country", "中国"},
			"no admin": {"adminName", ""}, "no e-mail": {"adminEmail", ""}, "no at": {"adminEmail", "nia.new.example"},
			"named e-mail": {"adminEmail", "Nia <nia@new.example>"}, "two e-mails": {"adminEmail", "a@new.example,b@new.example"},
		} {
			w.unchanged(func() {
				a := w.create("admin@alpha.example", vars{c.field: c.value})
				a.refused("VALIDATION_FAILED")
				if path := fmt.Sprint(a.get("createCustomer.userErrors.0.path")); path != "["+c.field+"]" {
					t.Errorf("%s: path %s", name, path)
				}
			})
		}
		w.create("admin@alpha.example", vars{"version": 1}).refused("STALE_VERSION")
		w.create("admin@alpha.example", vars{"domain": "新公司.example", "name": "新公司"}).ok()
	})
}

func TestR26_CreatingIsRepeatable(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		first := w.create("admin@alpha.example", vars{"idempotencyKey": "k"}).ok()
		w.unchanged(func() {
			again := w.create("admin@alpha.example", vars{"idempotencyKey": "k"}).ok()
			if again.text("createCustomer.customer.id") != first.text("createCustomer.customer.id") {
				t.Error("another customer")
			}
			w.create("admin@alpha.example", vars{"idempotencyKey": "k", "name": "Other"}).refused("IDEMPOTENCY_CONFLICT")
		})
	})
}

const updateDoc = `mutation($in: UpdateCustomerInput!) { updateCustomer(input: $in) {
	customer { id name domain version contact { name email phone } billingDetails { name address email taxId } }
	userErrors { code message path rule } } }`

func (w *world) update(email string, in vars) *answer {
	w.t.Helper()
	return w.ask(email, updateDoc, vars{"in": in})
}

// customerID is the id of the company of a customer's user.
func (w *world) customerID(email string) string {
	w.t.Helper()
	return w.ask(email, `{ viewer { customer { id } } }`, nil).text("viewer.customer.id")
}

// related makes One Ltd related to the partner of an admin, and gives the customer's id.
func (w *world) related(partner string) string {
	w.t.Helper()
	w.accept("admin@one.example", vars{"token": w.link(partner, vars{})}).ok()
	return w.customerID("admin@one.example")
}

func TestR28_EditingACustomer(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		id := w.related("admin@alpha.example")
		a := w.update("sales@alpha.example", vars{
			"customerId": id, "name": "One & Co", "contactName": "Ora", "contactEmail": "ORA@one.example", "contactPhone": "+86 21 5555 0100",
			"billingAddress": "1 Harbour Road\r\nShanghai", "taxId": "91310000", "version": 1,
		}).ok()
		a.want("updateCustomer.customer.name", `"One & Co"`)
		a.want("updateCustomer.customer.version", `2`)
		a.want("updateCustomer.customer.contact", `{"name":"Ora","email":"ora@one.example","phone":"+86 21 5555 0100"}`)
		a.want("updateCustomer.customer.billingDetails", `{"name":null,"address":"1 Harbour Road\nShanghai","email":null,"taxId":"91310000"}`)
		w.unchanged(func() {
			w.update("admin@one.example", vars{"customerId": id, "name": "One & Co", "taxId": "91310000"}).ok().
				want("updateCustomer.customer.version", `2`)
		})
		w.update("admin@one.example", vars{"customerId": id, "contactPhone": "", "domain": "ONE-and-co.example"}).ok().
			want("updateCustomer.customer.contact.phone", `null`)
		w.update("op@x.example", vars{"customerId": id, "taxId": "", "billingAddress": ""}).ok().want("updateCustomer.customer.billingDetails", `null`)
		w.update("admin@alpha.example", vars{"customerId": id, "name": "X", "version": 3}).refused("STALE_VERSION")
		w.ask("admin@alpha.example", `{ viewer { partner { list: customers(filter: {search: "one-AND"}) { totalCount nodes { name } } } } }`, nil).
			want("viewer.partner.list.nodes", `[{"name":"One & Co"}]`)
	})
}

func TestR25_AnEditedCustomersHistoryHoldsNoPersonsData(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		id := w.related("admin@alpha.example")
		w.related("admin@adv.example")
		w.update("admin@alpha.example", vars{"customerId": id, "name": "Uno", "contactName": "Ora", "contactEmail": "ora@one.example"}).ok()
		const history = `query($id: ID!) { customer(id: $id) { history(filter: {kinds: [CUSTOMER_CHANGED]}) { nodes {
			before { name fields { name value } } after { name fields { name value } } } } } }`
		wanted := `[{"before":{"name":"One Ltd","fields":[{"name":"domain","value":"one.example"}]},
			"after":{"name":"Uno","fields":[{"name":"changed","value":"contact_name;contact_email"},{"name":"domain","value":"one.example"}]}}]`
		w.ask("help@alpha.example", history, vars{"id": id}).want("customer.history.nodes", wanted)
		w.ask("user@one.example", history, vars{"id": id}).want("customer.history.nodes", wanted)
		w.ask("admin@adv.example", history, vars{"id": id}).want("customer.history.nodes", `[]`) // what another partner did
	})
}

func TestR28_WhoMayEdit(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		id := w.related("admin@alpha.example")
		for name, c := range map[string]struct {
			email string
			in    vars
			codes string
		}{
			"helpdesk":             {"help@alpha.example", vars{"contactName": "Ora"}, ""},
			"helpdesk, billing":    {"help@alpha.example", vars{"contactName": "Ora", "taxId": "1"}, "FORBIDDEN_ROLE"},
			"helpdesk, clearing":   {"help@alpha.example", vars{"billingName": ""}, "FORBIDDEN_ROLE"},
			"a reader":             {"user@one.example", vars{"name": "X"}, "FORBIDDEN_ROLE"},
			"its own admin":        {"admin@one.example", vars{"billingName": "One"}, ""},
			"another customer":     {"admin@two.example", vars{"name": "X"}, "NOT_FOUND"},
			"an unrelated partner": {"admin@beta.example", vars{"name": "X"}, "NOT_FOUND"},
			"the operator":         {"op@x.example", vars{"billingName": "Uno"}, ""},
			"another's domain":     {"admin@alpha.example", vars{"domain": "TWO.example"}, "CUSTOMER_EXISTS"},
			"no name":              {"admin@alpha.example", vars{"name": " "}, "VALIDATION_FAILED"},
			"no domain":            {"admin@alpha.example", vars{"domain": ""}, "VALIDATION_FAILED"},
			"bad e-mail":           {"admin@alpha.example", vars{"contactEmail": "ora"}, "VALIDATION_FAILED"},
			"bad phone":            {"admin@alpha.example", vars{"contactPhone": "ring me"}, "VALIDATION_FAILED"},
			"long address":         {"admin@alpha.example", vars{"billingAddress": strings.Repeat("a", 501)}, "VALIDATION_FAILED"},
			"line break":           {"admin@alpha.example", vars{"contactName": "a\nb"}, "VALIDATION_FAILED"},
		} {
			c.in["customerId"] = id
			const doc = `mutation($in: UpdateCustomerInput!) { updateCustomer(input: $in) { customer { id } userErrors { code } } }`
			if got := w.ask(c.email, doc, vars{"in": c.in}).codes(); got != c.codes {
				t.Errorf("%s: %q, want %q", name, got, c.codes)
			}
		}
	})
}

func TestR18_HelpdeskSeesNoBillingDetails(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		id := w.related("admin@alpha.example")
		w.update("admin@one.example", vars{"customerId": id, "taxId": "7", "contactName": "Ora"}).ok()
		const doc = `query($id: ID!) { customer(id: $id) { contact { name } billingDetails { taxId } } }`
		a := w.ask("help@alpha.example", doc, vars{"id": id})
		if a.topCode() != "FORBIDDEN_ROLE" || a.get("customer.billingDetails") != nil || a.text("customer.contact.name") != "Ora" {
			t.Errorf("%v %v", a.Errors, a.Data)
		}
		for _, email := range []string{"sales@alpha.example", "boss@alpha.example", "user@one.example", "op@x.example"} {
			w.ask(email, doc, vars{"id": id}).want("customer.billingDetails", `{"taxId":"7"}`)
		}
	})
}

func TestR27_AnEndedRelationshipHidesTheDetails(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		w.load(map[string]string{"relationships.csv": `partner_key,customer_key,accepted_at,ended_at,status,services
alpha,one,2024-01-01T00:00:00Z,2024-02-01T00:00:00Z,ENDED,
alpha,two,2024-01-01T00:00:00Z,2024-02-01T00:00:00Z,ENDED,
alpha,two,2025-01-01T00:00:00Z,,ACTIVE,
`})
		for _, email := range []string{"admin@one.example", "admin@two.example"} {
			w.update(email, vars{"customerId": w.customerID(email), "contactName": "Ora", "taxId": "7"}).ok()
		}
		a := w.ask("admin@alpha.example", `{ viewer { partner { relationships(orderBy: {field: CUSTOMER_NAME, direction: ASC}) { nodes { status customer {
			name domain externalKey contact { name } billingDetails { taxId } users { totalCount } delegations { service { code } } } } } } } }`, nil)
		a.want("viewer.partner.relationships.nodes.0.customer", `{"name":"One Ltd","domain":"one.example","externalKey":null,"contact":null,"billingDetails":null,"users":null,"delegations":null}`)
		for _, i := range []string{"1", "2"} { // the same customer, once of an ended and once of a standing relationship
			a.want("viewer.partner.relationships.nodes."+i+".customer.contact", `{"name":"Ora"}`)
		}
		w.update("admin@alpha.example", vars{"customerId": w.customerID("admin@one.example"), "name": "X"}).refused("NOT_FOUND")
	})
}
