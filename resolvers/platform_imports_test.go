package resolvers_test

import "testing"

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
