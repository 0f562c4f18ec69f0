package main

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"accord/db/dbtest"
)

// asking is an operation with what goes beside it.
type asking struct {
	email, query string
	variables    map[string]any
	// header is the position sent as one, and extension the one among the extensions.
	header    string
	extension any
}

// positioned sends an operation, and gives the answer and the position that it tells, which the header tells too.
func (s *instance) positioned(t testing.TB, a asking) (answer, string) {
	t.Helper()
	headers := s.headers(t, a.email)
	if a.header != "" {
		headers["Accord-Position"] = a.header
	}
	request := map[string]any{"query": a.query, "variables": a.variables}
	if a.extension != nil {
		request["extensions"] = map[string]any{"position": a.extension}
	}
	body, err := json.Marshal(request)
	if err != nil {
		t.Fatal(err)
	}
	got := s.send(t, http.MethodPost, "/graphql", string(body), headers)
	var told struct {
		Extensions struct {
			Position string `json:"position"`
		} `json:"extensions"`
	}
	if err := json.Unmarshal([]byte(got.body), &told); err != nil {
		t.Fatal(err)
	}
	if inHeader := got.header.Get("Accord-Position"); inHeader != told.Extensions.Position {
		t.Errorf("the header tells the position %q, the answer %q", inHeader, told.Extensions.Position)
	}
	return got, told.Extensions.Position
}

// TestReplicas: whoever sends back what it was told sees what it has written, on any server, and reads from a replica where that has it.
func TestReplicas(t *testing.T) {
	t.Parallel()
	cluster := dbtest.Replicated(t)
	p := place{database: cluster.Primary, redis: redisURL(t), env: []string{"DATABASE_REPLICA_URL=" + cluster.Replica, "DATABASE_REPLICA_LAG=1m"}}.in(t)
	one := demo(t, p)
	two := one.beside(t)
	for _, s := range []*instance{one, two} {
		eventually(t, "the replica is read from", func() bool { _, body := s.ready(t); return strings.Contains(body, `"replica-1":"ok"`) })
	}
	customers := func(s *instance, a asking) string {
		t.Helper()
		a.email, a.query = brightcloud, countRelationships
		got, _ := s.positioned(t, a)
		return got.at("viewer.partner.customers.totalCount")
	}
	token := one.request(t, brightcloud)
	before := customers(one, asking{})
	eventually(t, "the replica has it all", func() bool { return customers(two, asking{header: "0"}) == before })

	cluster.PauseReplay()
	accepted, position := one.positioned(t, asking{email: harbourFoods, query: acceptLink, variables: map[string]any{"token": token}})
	if accepted.at("acceptRelationship.relationship.status") != "ACTIVE" || position == "" {
		t.Fatalf("accepted: %s", accepted.body)
	}
	again, repeated := one.positioned(t, asking{email: harbourFoods, query: acceptLink, variables: map[string]any{"token": token}})
	if again.at("acceptRelationship.alreadyAccepted") != "true" || repeated == "" {
		t.Errorf("accepted again: %s", again.body)
	}
	for _, s := range []*instance{one, two} {
		for name, a := range map[string]asking{"its position": {header: position}, "the same in extensions": {extension: position}, "none": {}} {
			if got := customers(s, a); got == before {
				t.Errorf("with %s, what was written is not seen", name)
			}
		}
		if got := customers(s, asking{header: "0"}); got != before {
			t.Errorf("any replica would do, and what it lacks is seen: %s of %s", got, before)
		}
	}

	positionsGrantNothing(t, one, two, token)
	cluster.ResumeReplay()
	eventually(t, "the replica has followed", func() bool { return customers(two, asking{header: "0"}) != before })
	if metrics := one.get(t, "/metrics").body; !strings.Contains(metrics, `accord_database_replica_used{replica="replica-1"} 1`) {
		t.Error("the metrics do not tell of the replica")
	}
	cluster.StopReplica()
	eventually(t, "the replica is left out", func() bool { _, body := one.ready(t); return strings.Contains(body, `"replica-1":"down"`) })
	if customers(one, asking{header: "0"}) == before {
		t.Error("without the replica, it is not read from the database")
	}
}

// positionsGrantNothing: what is kept for others is never old, and what is no position is refused.
func positionsGrantNothing(t *testing.T, one, two *instance, token string) {
	t.Helper()
	link := one.do(t, brightcloud, requestLink, nil).at("requestRelationship.invite.id")
	if a := one.do(t, brightcloud, revokeLink, map[string]any{"id": link}); a.at("revokeInvite.invite.status") != "REVOKED" {
		t.Errorf("revoked: %s", a.body)
	}
	if got, _ := two.positioned(t, asking{query: previewLink, variables: map[string]any{"token": token}, header: "0"}); got.code() != "INVITE_REVOKED" {
		t.Errorf("a link that was revoked is read from a replica that lags: %s", got.body)
	}
	for _, a := range []asking{{header: "-1"}, {header: "x y"}, {extension: 7}, {extension: "0x10"}} {
		a.query = servicesQuery
		if got, _ := one.positioned(t, a); got.code() != "VALIDATION_FAILED" {
			t.Errorf("%v: %s", a, got.body)
		}
	}
}
