package resolvers_test

import "testing"

const customersDoc = `query($from: Date!) { viewer { partner { report(from: $from) {
	customers { gained { values } lost { values } standing { values } } coverage { service { code } withPrivilege { values total } withoutPrivilege { values total } } } } } }`

// A customer counts once, and the partner has it with or without each service.
func TestR6_ReportsCountCustomersOnce(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		// Imports may tell of times that overlap.
		w.load(map[string]string{"relationships.csv": "partner_key,customer_key,accepted_at,ended_at,status,services\n" +
			"alpha,two,2026-02-28T01:00:00Z,2026-03-01T02:00:00Z,ENDED,\nalpha,two,2026-02-28T02:00:00Z,,,AZURE\nalpha,three,2026-02-28T03:00:00Z,2026-02-28T20:00:00Z,ENDED,\n"})
		w.accept("admin@one.example", vars{"token": w.link("admin@alpha.example", vars{}), "services": []any{"OFFICE365"}}).ok()
		a := w.ask("admin@alpha.example", customersDoc, vars{"from": "2026-02-28"})
		a.want("viewer.partner.report.customers", `{"gained": {"values": [2, 1]}, "lost": {"values": [0, 1]}, "standing": {"values": [2, 2]}}`)
		a.want("viewer.partner.report.coverage.0", `{"service": {"code": "AZURE"}, "withPrivilege": {"values": [1, 1], "total": 1}, "withoutPrivilege": {"values": [1, 1], "total": 1}}`)
		a.want("viewer.partner.report.coverage.2", `{"service": {"code": "OFFICE365"}, "withPrivilege": {"values": [0, 1], "total": 1}, "withoutPrivilege": {"values": [2, 1], "total": 1}}`)
		w.must(w.opens("admin@alpha.example"))
	})
}

// What looks at a partner's is for its list: a customer's has that of many.
func TestRelationshipsOfACustomerHaveNoPartner(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		for _, filter := range []string{
			`customerStandingAt: "2026-01-01T00:00:00Z"`, `customerGainedBetween: {from: "2026-01-01T00:00:00Z"}`, `customerLostBetween: {to: "2026-01-01T00:00:00Z"}`,
			`withDelegatedAdminFor: ["AZURE"]`, `withoutDelegatedAdminFor: ["AZURE"]`,
		} {
			if a := w.ask("admin@one.example", `{ viewer { customer { relationships(filter: {`+filter+`}) { totalCount } } } }`, nil); a.topCode() != "VALIDATION_FAILED" {
				t.Errorf("%s: %q", filter, a.topCode())
			}
			w.ask("admin@alpha.example", `{ viewer { partner { relationships(filter: {`+filter+`}) { totalCount } } } }`, nil).want("viewer.partner.relationships.totalCount", `0`)
		}
		if a := w.ask("admin@alpha.example", `{ viewer { partner { relationships(filter: {withDelegatedAdminFor: ["NOPE"]}) { totalCount } } } }`, nil); a.topCode() != "VALIDATION_FAILED" {
			t.Errorf("no such service: %q", a.topCode())
		}
	})
}
