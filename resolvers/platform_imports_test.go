package resolvers_test

import (
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

// TestR11_AnImportIsDatedBehindWhatWasChangedLast: a file takes a while, and other clocks may be ahead. What it changes of privileges now
// follows what others have changed meanwhile, so that no two partners hold a service at one moment.
func TestR11_AnImportIsDatedBehindWhatWasChangedLast(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		const head = "partner_key,customer_key,accepted_at,ended_at,status,services\n"
		const alpha, beta = "alpha,one,2025-01-01T00:00:00Z,,ACTIVE,", "beta,one,2025-01-01T00:00:00Z,,ACTIVE,"
		w.load(map[string]string{"relationships.csv": head + alpha + "OFFICE365;AZURE\n" + beta + "INTUNE\n"})
		now := w.clock.now()
		w.clock.set(now.Add(time.Hour))
		w.remove("admin@one.example", vars{"partnerIds": []string{w.ids()["alpha"]}, "services": []string{"OFFICE365"}}).ok()
		w.clock.set(now)
		// In one file the one ends, and the other begins, of what is free by the clock that was ahead, and of what the file itself has freed.
		w.load(map[string]string{"relationships.csv": head + beta + "OFFICE365;AZURE;INTUNE\n" + alpha + "\n"})
		w.clock.set(now.Add(2 * time.Hour))
		told := w.ask("admin@one.example", `{ viewer { customer { relationships(first: 10) { nodes {
			delegatedAdminPrivileges { service { code } grantedAt endedAt } } } } } }`, nil)
		type interval struct{ granted, ended string }
		of := map[string][]interval{}
		for _, r := range told.list("viewer.customer.relationships.nodes") {
			for _, d := range r.list("delegatedAdminPrivileges") {
				ended, _ := d.get("endedAt").(string)
				of[d.text("service.code")] = append(of[d.text("service.code")], interval{d.text("grantedAt"), ended})
			}
		}
		for _, code := range []string{"OFFICE365", "AZURE"} {
			held := of[code]
			if len(held) != 2 {
				t.Fatalf("%s: %v", code, held)
			}
			first, second := held[0], held[1]
			if first.ended == "" {
				first, second = second, first
			}
			if second.ended != "" || first.ended == "" || second.granted < first.ended {
				t.Errorf("%s is held in %v and then in %v", code, first, second)
			}
		}
	})
}
