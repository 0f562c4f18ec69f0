package answer

import (
	"net/http"
	"testing"
)

// FuzzAccept: preferences lie between 0 and 1, and an answer has a type that is acceptable.
func FuzzAccept(f *testing.F) {
	for _, seed := range []string{
		"", "*/*", "application/json;q=0.5, application/graphql-response+json", "text/event-stream", "application/*;q=0,*/*", "a;q=NaN,b;q=-1", ";;,", `application/json;charset="utf-16"`, "application/json;q=1e-400",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, accept string) {
		p := PreferencesOf(http.Header{"Accept": {accept}})
		for _, q := range []float64{p.GraphQL, p.JSON, p.Events} {
			if !(q >= 0 && q <= 1) {
				t.Fatalf("%q: %+v", accept, p)
			}
		}
		switch single := p.Single(); {
		case single == MediaGraphQL && p.GraphQL == 0, single == MediaJSON && p.JSON == 0, single == "" && p.JSON+p.GraphQL > 0:
			t.Fatalf("%q: %q of %+v", accept, single, p)
		}
	})
}
