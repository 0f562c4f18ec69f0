package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// work is something that is measured, by several who do it.
type work struct {
	name       string
	contenders []*contender
	// check tells at the end whether all was done that was counted; nil does not.
	check func(context.Context) error
}

// contender is one that does a work.
type contender struct {
	name string
	// process is the server's; nil where there is none of ours to look at.
	process *process
	// run does the work for a while.
	run     func(ctx context.Context, seed int, duration time.Duration) (load, error)
	samples []sample
}

// sample is one turn.
type sample struct {
	load

	// CPU is the server's time, and Resident its memory afterwards, in bytes.
	CPU      time.Duration
	Resident int64
}

func (c *contender) measure(ctx context.Context, seed int, duration time.Duration) error {
	var before usage
	if c.process != nil {
		before = c.process.usage()
	}
	done, err := c.run(ctx, seed+1, duration)
	if err != nil {
		return err
	}
	s := sample{load: done}
	if c.process != nil {
		after := c.process.usage()
		s.CPU, s.Resident = after.CPU-before.CPU, after.Resident
	}
	c.samples = append(c.samples, s)
	return nil
}

// last tells of the last turn; nothing before the first.
func (c *contender) last() string {
	if len(c.samples) == 0 {
		return ""
	}
	s := c.samples[len(c.samples)-1]
	return fmt.Sprintf(": %.0f a second, p50 %v, p99 %v", s.perSecond(), s.P50, s.P99)
}

// find gives the contender of that name; nil where it was not measured.
func (w *work) find(name string) *contender {
	if i := slices.IndexFunc(w.contenders, func(c *contender) bool { return c.name == name }); i >= 0 {
		return w.contenders[i]
	}
	return nil
}

// works prepares what is to be measured.
func (b *bench) works(ctx context.Context) ([]*work, error) {
	var works []*work
	if slices.Contains(b.Works, "accept") { // first: nobody may be connected to a database that is copied
		w, err := b.acceptWork(ctx)
		if err != nil {
			return nil, err
		}
		works = append(works, w)
	}
	reading, err := b.readingWorks(ctx)
	works = append(reading, works...)
	for _, w := range works {
		w.contenders = slices.DeleteFunc(w.contenders, b.leftOut)
	}
	return works, err
}

// leftOut reports whether a contender is not asked for.
func (b *bench) leftOut(c *contender) bool {
	asked := func(part string) bool { return strings.Contains(c.name, part) }
	return len(b.Only) > 0 && !slices.ContainsFunc(b.Only, asked)
}

// readingWorks are page and invite.
func (b *bench) readingWorks(ctx context.Context) ([]*work, error) {
	page, invite := &work{name: "page"}, &work{name: "invite"}
	if err := b.addLimits(ctx, page, invite); err != nil {
		return nil, err
	}
	servers := map[string]*accord{}
	add := func(name string, p place, d dataset) (err error) {
		servers[name], err = b.addReader(ctx, name, p, d, page, invite)
		return err
	}
	for _, p := range []place{b.postgres.place, b.sqlite.place} {
		if err := add("accord on "+p.name, p, b.data); err != nil {
			return nil, err
		}
	}
	if b.growth() {
		p := b.hundredth.place
		p.name += "-hundredth"
		if err := add(onHundredth, p, sizes[growth]); err != nil {
			return nil, err
		}
	}
	if b.Peers {
		if err := b.addPeers(ctx, page); err != nil {
			return nil, err
		}
	}
	var works []*work
	for _, w := range []*work{page, invite} {
		if slices.Contains(b.Works, w.name) {
			works = append(works, w)
		}
	}
	if !slices.Contains(b.Works, "report") {
		return works, nil
	}
	reporting, err := b.reportWorks(ctx, servers)
	return append(works, reporting...), err
}

// addLimits adds what page and invite are held against.
func (b *bench) addLimits(ctx context.Context, page, invite *work) error {
	page.contenders = append(page.contenders, &contender{name: sqlAlone, run: func(ctx context.Context, seed int, d time.Duration) (load, error) {
		return pgbench(ctx, b.postgres.database, "page", seed, [2]string{"-T", strconv.Itoa(int(d.Seconds()))}, fmt.Sprintf("partners=%d", b.data.partners))
	}})
	file := b.file("bare.requests")
	if err := writeRequests(file, []request{{path: "/", body: []byte(`{}`)}}); err != nil {
		return err
	}
	for _, redis := range []string{"", b.RedisURL} {
		bare, err := serveBare(ctx, b.dir, redis)
		if err != nil {
			return err
		}
		b.ends(bare)
		invite.contenders = append(invite.contenders, asking(bare.name, bare, file))
	}
	return nil
}

// asking is a contender that is asked by wrk.
func asking(name string, p *process, file string) *contender {
	return &contender{name: name, process: p, run: func(ctx context.Context, seed int, d time.Duration) (load, error) {
		return wrk(ctx, p.base, "random", file, seed, d)
	}}
}

// addReader starts a server of ours and checks and adds what it is asked.
func (b *bench) addReader(ctx context.Context, name string, p place, d dataset, page, invite *work) (*accord, error) {
	a, err := b.serve(ctx, p)
	if err != nil {
		return nil, err
	}
	pages, links, err := a.prepareReads(ctx, d)
	if err != nil {
		return nil, err
	}
	if err := d.checkPages(ctx, a.base, pages); err != nil {
		return nil, err
	}
	if err := d.checkInvite(ctx, a.base, links[1], 1); err != nil {
		return nil, err
	}
	var invites []request
	for _, link := range links {
		body, err := json.Marshal(operation{inviteQuery, map[string]any{"token": link}})
		if err != nil {
			return nil, err
		}
		invites = append(invites, request{path: "/graphql", body: body})
	}
	for w, requests := range map[*work][]request{page: pages, invite: invites} {
		file := b.file(w.name + "-" + name + ".requests")
		if err := writeRequests(file, requests); err != nil {
			return nil, err
		}
		w.contenders = append(w.contenders, asking(name, a.process, file))
	}
	return a, nil
}

// prepareReads gives each partner's request of its page, and its default link.
func (a *accord) prepareReads(ctx context.Context, d dataset) (pages []request, links []string, err error) {
	for n := range d.partners {
		email := d.partner(n).email
		page, err := a.pageOf(ctx, email)
		if err != nil {
			return nil, nil, err
		}
		link, err := a.linkOf(ctx, email)
		if err != nil {
			return nil, nil, err
		}
		pages, links = append(pages, page), append(links, link)
	}
	return pages, links, nil
}

// pageOf gives the request of a partner's page.
func (a *accord) pageOf(ctx context.Context, email string) (request, error) {
	var viewer struct {
		Viewer struct{ Partner struct{ ID string } }
	}
	if err := a.ask(ctx, email, `{ viewer { partner { id } } }`, nil, &viewer); err != nil {
		return request{}, err
	}
	token, err := a.tokens.Issue(email)
	if err != nil {
		return request{}, err
	}
	body, err := json.Marshal(operation{accordPage, map[string]any{"id": viewer.Viewer.Partner.ID}})
	return request{"/graphql", token, body}, err
}

// linkOf gives the token of a partner's default link.
func (a *accord) linkOf(ctx context.Context, email string) (string, error) {
	var asked struct {
		RequestRelationship struct {
			Invite     *struct{ Token string }
			UserErrors []struct{ Code, Message string }
		}
	}
	err := a.ask(ctx, email, `mutation { requestRelationship(input: {}) { invite { token } userErrors { code message } } }`, nil, &asked)
	if err == nil && asked.RequestRelationship.Invite == nil {
		err = fmt.Errorf("%s cannot request: %v", email, asked.RequestRelationship.UserErrors)
	}
	if err != nil {
		return "", err
	}
	return asked.RequestRelationship.Invite.Token, nil
}
