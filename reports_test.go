package main

import (
	"strings"
	"testing"
)

// The reports of a database are verified beside the server that counts them, and where that has never run.
func TestReports(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p place) {
		p.succeed(t, append([]string{"import", "--migrate"}, demoFiles(t, p)...)...)
		if said := p.succeed(t, "reports", "verify"); !strings.Contains(said, "are what the rows tell") {
			t.Errorf("verifying says %s", said)
		}
		s := serve(t, p, demoOnlyForTheKey(p)...)
		s.story(t, harbourFoods)
		for _, command := range []string{"verify", "rebuild", "verify"} {
			if said := p.succeed(t, "reports", command); !strings.HasPrefix(said, "The reports of ") {
				t.Errorf("%s says %s", command, said)
			}
		}
	})
}
