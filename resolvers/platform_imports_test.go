package resolvers_test

import (
	"cmp"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestR24_R25_AnImportThatPairsAnewTellsAllThree(t *testing.T) {
	t.Parallel()
	eachLife(t, func(_ *testing.T, w *world) {
		w.load(map[string]string{"partners.csv": "key,name,type,country,status,provider_key,services\ntier2,Tier Two,INDIRECT_RESELLER,CN,ACTIVE,prov2,OFFICE365\n"})
		const doc = `{ viewer { partner { id history(last: 1, filter: { kinds: [PAIRING_ENDED, PARTNER_CHANGED] }) { nodes { kind before { fields { name value } } } } } } }`
		former := w.ask("admin@prov.example", doc, nil)
		former.want("viewer.partner.history.nodes", `[{"kind":"PAIRING_ENDED","before":{"fields":[{"name":"provider","value":"`+former.text("viewer.partner.id")+`"}]}}]`)
		w.ask("admin@prov2.example", doc, nil).want("viewer.partner.history.nodes",
			`[{"kind":"PARTNER_CHANGED","before":{"fields":[{"name":"country","value":"CN"},{"name":"services","value":"OFFICE365"},{"name":"type","value":"INDIRECT_RESELLER"}]}}]`)
		w.ask("admin@tier2.example", doc, nil).want("viewer.partner.history.nodes.0.kind", `"PARTNER_CHANGED"`)
	})
}

// TestR11_ImportedPrivilegesFollowOneAnother: what a file gives to a partner begins when nobody holds it any more, whatever the file says of
// when the relationship began, and whatever was changed while it was read, or by a clock that is ahead.
func TestR11_ImportedPrivilegesFollowOneAnother(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		const alpha, beta, prov = "alpha,one,2025-01-01T00:00:00Z,,ACTIVE,", "beta,one,2025-01-01T00:00:00Z,,ACTIVE,", "prov,one,2025-06-01T00:00:00Z,,ACTIVE,"
		load := func(rows ...string) {
			w.load(map[string]string{"relationships.csv": "partner_key,customer_key,accepted_at,ended_at,status,services\n" + strings.Join(rows, "\n") + "\n"})
		}
		load(alpha+"OFFICE365;AZURE", beta+"INTUNE")
		now := w.clock.now()
		w.clock.set(now.Add(time.Hour))
		w.remove("admin@one.example", vars{"partnerIds": []string{w.ids()["alpha"]}, "services": []string{"OFFICE365"}}).ok()
		w.clock.set(now)
		load(beta+"OFFICE365;AZURE;INTUNE", alpha) // of what is free by that clock, and of what the same file frees
		load(prov+"OFFICE365", beta+"AZURE;INTUNE")
		load(prov, "beta,one,2025-01-01T00:00:00Z,2025-03-01T00:00:00Z,ENDED,", "alpha,one,2025-01-01T00:00:00Z,2025-02-01T00:00:00Z,ENDED,",
			"alpha,one,2025-02-01T00:00:00Z,,ACTIVE,OFFICE365;AZURE")
		w.clock.set(now.Add(2 * time.Hour))
		held := w.held("admin@one.example")
		for code, count := range map[string]int{"OFFICE365": 4, "AZURE": 3} {
			one := held[code]
			if len(one) != count {
				t.Errorf("%s is held %d times, want %d: %v", code, len(one), count, one)
			}
			for i := range one[1:] {
				if one[i+1].granted < one[i].ended {
					t.Errorf("%s is held in %v and then in %v", code, one[i], one[i+1])
				}
			}
		}
	})
}

// interval is how long a service was held; ended is "for good" while it is.
type interval struct{ granted, ended string }

// held tells of each service when it was held, of the customer of that admin, in order.
func (w *world) held(email string) map[string][]interval {
	w.t.Helper()
	told := w.ask(email, `{ viewer { customer { relationships(first: 10) { nodes {
		delegatedAdminPrivileges { service { code } grantedAt endedAt } } } } } }`, nil)
	held := map[string][]interval{}
	for _, r := range told.list("viewer.customer.relationships.nodes") {
		for _, d := range r.list("delegatedAdminPrivileges") {
			code, one := d.text("service.code"), interval{d.text("grantedAt"), "for good"}
			if ended, ok := d.get("endedAt").(string); ok {
				one.ended = ended
			}
			held[code] = append(held[code], one)
		}
	}
	for _, one := range held {
		slices.SortFunc(one, func(x, y interval) int {
			return cmp.Or(strings.Compare(x.granted, y.granted), strings.Compare(x.ended, y.ended))
		})
	}
	return held
}
