package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
)

const (
	acceptOnce = `mutation Accept($token: String!, $key: String) { acceptRelationship(input: {token: $token, replaceExisting: true, idempotencyKey: $key}) {
		relationship { id } granted { id } alreadyAccepted userErrors { code message } } }`
	takeBackOnce = `mutation TakeBack($key: String) { removeDelegatedAdmin(input: {allPartners: true, idempotencyKey: $key}) { ended { id } userErrors { code message } } }`
)

// writer is a customer's administrator that accepts a link, takes the privileges back, accepts again, and so on.
type writer struct {
	number int
	bearer string
	link   string
	// done are the acknowledged writes; unsure is one that was not answered, "" for none.
	done   []written
	unsure string
	// failed is what came in the place of an answer.
	failed error
}

// written is a write and its answer.
type written struct{ body, data string }

// crowd adds customers to a server's data, each with an administrator who has a link of Brightcloud's.
func crowd(t testing.TB, s *instance, size int) []*writer {
	t.Helper()
	var customers, users strings.Builder
	customers.WriteString("key,name,domain,country\n")
	users.WriteString("email,name,tenant,tenant_key,roles\n")
	for n := range size {
		fmt.Fprintf(&customers, "crowd%d,Crowd %d,crowd%d.example,CN\n", n, n, n)
		fmt.Fprintf(&users, "%s,Admin,customer,crowd%d,GLOBAL_ADMIN\n", crowdAdmin(n), n)
	}
	s.succeed(t, "import", writeFile(t, s.place, "customers.csv", customers.String()), writeFile(t, s.place, "users.csv", users.String()))
	link := s.request(t, brightcloud)
	writers := make([]*writer, size)
	for n := range writers {
		a := s.send(t, http.MethodPost, "/identity/token", `{"email":"`+crowdAdmin(n)+`"}`, map[string]string{"Content-Type": "application/json"})
		var issued struct {
			Token string `json:"token"`
		}
		if err := json.Unmarshal([]byte(a.body), &issued); err != nil || issued.Token == "" {
			t.Fatalf("no token: %s", a.body)
		}
		writers[n] = &writer{number: n, bearer: s.hide(issued.Token), link: link}
	}
	return writers
}

func crowdAdmin(n int) string { return fmt.Sprintf("admin@crowd%d.example", n) }

// next is the writer's next write: one that was not answered is sent again.
func (w *writer) next(t testing.TB) (body string) {
	t.Helper()
	if w.unsure != "" {
		return w.unsure
	}
	query := acceptOnce
	if len(w.done)%2 == 1 {
		query = takeBackOnce
	}
	return document(t, query, map[string]any{"token": w.link, "key": fmt.Sprintf("%d.%d", w.number, len(w.done))})
}

// write does the next write. It reports whether it was acknowledged.
func (w *writer) write(t testing.TB, s *instance, client *http.Client) bool {
	t.Helper()
	body := w.next(t)
	w.unsure = body
	data, err := s.post(t, client, w.bearer, body)
	if w.failed = err; err != nil {
		return false
	}
	w.done, w.unsure = append(w.done, written{body, data}), ""
	return true
}

// post sends an operation that has to go well, and gives its data.
func (s *instance) post(t testing.TB, client *http.Client, bearer, body string) (data string, err error) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.base+"/graphql", strings.NewReader(body))
	if err != nil {
		t.Error(err)
		return "", err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+bearer)
	response, err := client.Do(r)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err != nil {
		return "", err
	}
	var a struct {
		Data   json.RawMessage   `json:"data"`
		Errors []json.RawMessage `json:"errors"`
	}
	if err := json.Unmarshal(content, &a); err != nil || len(a.Errors) > 0 || strings.Contains(string(a.Data), `"code"`) {
		return "", refusedError(content)
	}
	return string(a.Data), nil
}

// refusedError is an answer that is none of success.
type refusedError string

// Error implements error.
func (e refusedError) Error() string { return string(e) }

// crowded gives a client with room for as many connections.
func crowded(t testing.TB, connections int) *http.Client {
	t.Helper()
	transport := &http.Transport{MaxIdleConnsPerHost: connections}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport, Timeout: patience}
}

// all has the writers write at once, each until its turn says that it is over.
func all(t testing.TB, s *instance, writers []*writer, turn func(w *writer, acknowledged bool) (goesOn bool)) {
	t.Helper()
	client := crowded(t, len(writers))
	var working sync.WaitGroup
	for _, w := range writers {
		working.Go(func() {
			for turn(w, w.write(t, s, client)) {
			}
		})
	}
	working.Wait()
}

// privileges counts what the writers were granted, and what of it they have taken back, by their answers.
func privileges(writers []*writer) (granted, ended int) {
	for _, w := range writers {
		for _, one := range w.done {
			n := strings.Count(one.data, `"id"`)
			if strings.Contains(one.data, `"granted"`) {
				granted += n - 1 // the relationship's own
			} else {
				ended += n
			}
		}
	}
	return granted, ended
}

// kept compares what the writers were told with the rows: nothing is lost, and nothing was done twice.
func kept(t testing.TB, p place, writers []*writer) {
	t.Helper()
	var rows struct {
		Granted int `db:"granted"`
		Ended   int `db:"ended"`
	}
	if err := p.open(t).GetContext(t.Context(), &rows, `SELECT count(*) AS granted, COALESCE(sum(CASE WHEN d.status = 'ENDED' THEN 1 ELSE 0 END), 0) AS ended
		FROM delegated_admin_privileges d JOIN customers c ON c.id = d.customer_id WHERE c.domain LIKE 'crowd%'`); err != nil {
		t.Fatal(err)
	}
	if granted, ended := privileges(writers); granted != rows.Granted || ended != rows.Ended || granted == 0 {
		t.Errorf("there are %d privileges, %d of them ended; acknowledged were %d and %d", rows.Granted, rows.Ended, granted, ended)
	}
	if said := p.succeed(t, "reports", "verify"); !strings.Contains(said, "are what the rows tell") {
		t.Errorf("the reports: %s", said)
	}
}

// repeated sends all acknowledged writes again: each gives its first answer (R26).
func repeated(t testing.TB, s *instance, writers []*writer) {
	t.Helper()
	client := crowded(t, len(writers))
	var working sync.WaitGroup
	for _, w := range writers {
		working.Go(func() {
			for _, first := range w.done {
				if again, err := s.post(t, client, w.bearer, first.body); again != first.data {
					t.Errorf("answered at first %s, and then %s, %v", first.data, again, err)
				}
			}
		})
	}
	working.Wait()
}

// failures are what the writers were answered in the place of success.
func failures(writers []*writer) (all []string) {
	for _, w := range writers {
		if w.failed != nil {
			all = append(all, w.failed.Error())
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}
