package resolvers_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"accord/importer"
)

// refusedImport imports a file that has to be refused, and gives the reasons.
func (w *world) refusedImport(name, text string) string {
	w.t.Helper()
	path := filepath.Join(w.t.TempDir(), name)
	w.must(os.WriteFile(path, []byte(text), 0o600))
	opened, err := importer.Open([]string{path})
	w.must(err)
	_, err = importer.Run(w.t.Context(), w.app, opened, nil)
	if err == nil {
		w.t.Fatal("the import was not refused")
	}
	return err.Error()
}

func TestR18_AnImportLeavesATenantAGlobalAdmin(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		const header = "email,name,tenant,tenant_key,roles\n"
		const demoted = "admin@one.example,Oli,customer,one,USER\n"
		w.unchanged(func() {
			if reason := w.refusedImport("users.csv", header+demoted); !strings.Contains(reason, "last GLOBAL_ADMIN") {
				t.Errorf("refused: %s", reason)
			}
		})
		w.load(map[string]string{"users.csv": header + demoted + "user@one.example,Uma,customer,one,GLOBAL_ADMIN\n"})
		w.accept("user@one.example", vars{"token": w.link("admin@alpha.example", vars{})}).ok()
	})
}

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
