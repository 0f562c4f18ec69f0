package resolvers_test

import (
	"crypto/rand"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"accord/reseller"
)

// random is the randomness of ids, which no run need repeat.
type random struct{}

func (random) Read(p []byte) (int, error) { return rand.Read(p) }

// of splits a user into its role and its tenant.
func of(user string) (role, tenant string) {
	role, tenant, _ = strings.Cut(user, " ")
	return role, tenant
}

func (l *life) isPartner(user string) bool { return l.users[user].Partner != nil }

func secondTier(partner string) bool { return strings.HasPrefix(partner, "tier2") }

func (l *life) request(user string, s lifeSlot) (error, string) { //nolint:revive,staticcheck // the outcome, then what it should be
	role, tenant := of(user)
	in := reseller.RequestInput{Campaign: l.label, Services: lifeServices}
	want := ""
	switch {
	case !l.isPartner(user):
		s = lifeSlot{}
		want = "FORBIDDEN_ROLE"
	case role == "help" || secondTier(tenant):
		s = lifeSlot{tenant, ""}
		want = "FORBIDDEN_ROLE"
	case s.partner != tenant:
		s = lifeSlot{tenant, ""}
		fallthrough
	default:
		if l.suspended[s.partner] || l.suspended[s.named] {
			want = "PARTNER_SUSPENDED"
		}
	}
	if s.named != "" {
		in.OnBehalfOf = l.partnerID(s.named)
	}
	answer, err := l.app.RequestRelationship(l.t.Context(), l.users[user], in)
	if err == nil && want == "" {
		l.made(s, answer.InviteID)
	}
	return err, want
}

// made takes the link that stands now into the model; another than the one that stood is a fault.
func (l *life) made(s lifeSlot, id reseller.ID) {
	if standing := l.standing(s); standing != nil {
		if standing.id != id {
			l.t.Errorf("another link for the same terms")
		}
		return
	}
	view, err := l.store.InviteView(l.t.Context(), id)
	l.must(err)
	token, _ := l.app.InviteToken(view.Invite)
	l.links = append(l.links, &lifeLink{slot: s, id: id, token: token, status: "standing"})
}

// anyLink draws one of the links; the first request comes by itself.
func (l *life) anyLink(r *rapid.T) *lifeLink {
	slot := rapid.SampledFrom(lifeSlots).Draw(r, "slot of the link")
	var some []*lifeLink
	for _, link := range l.links {
		if link.slot == slot {
			some = append(some, link)
		}
	}
	if len(some) == 0 {
		if err, want := l.request("admin "+slot.partner, slot); err != nil || want != "" {
			return nil
		}
		some, l.before = append(some, l.standing(slot)), l.events()
	}
	return some[rapid.IntRange(0, len(some)-1).Draw(r, "link")]
}

func (l *life) accepts(r *rapid.T, user string) (error, string) { //nolint:revive,staticcheck // see request
	if l.isPartner(user) && rapid.IntRange(0, 5).Draw(r, "partners seldom accept") > 0 {
		user = "admin one"
	}
	link := l.anyLink(r)
	if link == nil {
		return nil, ""
	}
	in, chosen := l.acceptInput(r, link)
	want := l.acceptRefusal(user, link, chosen, in.ReplaceExisting)
	answer, err := l.app.AcceptRelationship(l.t.Context(), l.users[user], in)
	if err == nil && want == "" {
		_, customer := of(user)
		l.accepted(customer, link.slot, chosen, answer.RelationshipID)
	}
	return err, want
}

// acceptInput draws what is granted to whom: pairs of a service and a partner.
func (l *life) acceptInput(r *rapid.T, link *lifeLink) (reseller.AcceptInput, [][2]string) {
	in := reseller.AcceptInput{Token: link.token, ReplaceExisting: rapid.Bool().Draw(r, "replace")}
	byDefault := link.slot.partner
	if link.slot.named != "" {
		byDefault = link.slot.named
	}
	var chosen [][2]string
	for _, s := range lifeServices {
		switch rapid.SampledFrom([]string{"default", "provider", "both", "none"}).Draw(r, s) {
		case "default":
			chosen = append(chosen, [2]string{s, byDefault})
		case "provider":
			chosen = append(chosen, [2]string{s, link.slot.partner})
		case "both":
			chosen = append(chosen, [2]string{s, byDefault}, [2]string{s, link.slot.partner})
		}
	}
	if len(chosen) == 0 {
		for _, s := range lifeServices {
			chosen = append(chosen, [2]string{s, byDefault})
		}
		return in, chosen
	}
	for _, c := range chosen {
		in.Grants = append(in.Grants, reseller.Grant{Service: c[0], PartnerID: l.partnerID(c[1])})
	}
	return in, chosen
}

func (l *life) acceptRefusal(user string, link *lifeLink, chosen [][2]string, replace bool) string {
	role, customer := of(user)
	switch {
	case l.isPartner(user) || role != "admin":
		return "FORBIDDEN_ROLE"
	case l.suspended[link.slot.partner] || l.suspended[link.slot.named]:
		return "PARTNER_SUSPENDED"
	case link.status == "gone":
		return "INVITE_REVOKED"
	}
	for _, c := range chosen {
		holder := l.holder(customer, c[0])
		if !replace && slices.Contains(transacting, c[1]) && holder != "" && holder != c[1] {
			return "SERVICE_ALREADY_DELEGATED"
		}
	}
	return ""
}

// accepted is what an acceptance does to the model.
func (l *life) accepted(customer string, s lifeSlot, chosen [][2]string, id reseller.ID) {
	pair := [2]string{s.partner, customer}
	if r := l.related[pair]; r == nil || r.status == "ENDED" {
		if r != nil && r.id == id {
			l.t.Error("an ended relationship was revived")
		}
		if r != nil {
			l.known[[2]string{customer, r.reseller}] = true // which the ended one goes on naming
		}
		l.related[pair] = &lifeRelationship{id: id, status: "ACTIVE"}
	}
	if s.named != "" {
		l.related[pair].reseller = s.named
	}
	l.known[[2]string{customer, s.partner}] = true
	for _, c := range chosen {
		l.known[[2]string{customer, c[1]}] = true
		if holder := l.holder(customer, c[0]); holder != c[1] && slices.Contains(transacting, c[1]) {
			delete(l.held, [3]string{customer, c[0], holder})
		}
		if key := [3]string{customer, c[0], c[1]}; l.held[key] == "" {
			l.held[key] = s.partner
		}
	}
}

func (l *life) removes(r *rapid.T, user string) (error, string) { //nolint:revive,staticcheck // see request
	role, customer := of(user)
	partner := rapid.SampledFrom(append([]string{"all"}, lifePartners...)).Draw(r, "from")
	services := lifeServices[:rapid.IntRange(1, len(lifeServices)).Draw(r, "services")]
	in := reseller.RemoveInput{Services: services, AllPartners: partner == "all"}
	want := ""
	if partner != "all" {
		in.PartnerIDs = []reseller.ID{l.partnerID(partner)}
	}
	switch {
	case l.isPartner(user):
		in.AllPartners, in.PartnerIDs = true, nil // whom a partner sees is another matter
		want = "FORBIDDEN_ROLE"
	case partner != "all" && !l.knows(customer, partner):
		want = "NOT_FOUND"
	case role != "admin":
		want = "FORBIDDEN_ROLE"
	}
	_, err := l.app.RemoveDelegatedAdmin(l.t.Context(), l.users[user], in)
	if err == nil && want == "" {
		for key := range l.held {
			if key[0] == customer && (partner == "all" || key[2] == partner) && slices.Contains(services, key[1]) {
				delete(l.held, key)
			}
		}
	}
	return err, want
}

// knows reports whether a customer has to do with a partner, or had.
func (l *life) knows(customer, partner string) bool {
	for pair, r := range l.related {
		if pair[1] == customer && r.reseller == partner {
			return true
		}
	}
	return l.known[[2]string{customer, partner}]
}

func (l *life) changesLink(r *rapid.T, kind, user string) (error, string) { //nolint:revive,staticcheck // see request
	link := l.anyLink(r)
	if link == nil {
		return nil, ""
	}
	role, tenant := of(user)
	want := ""
	switch {
	case tenant != link.slot.partner && tenant != link.slot.named:
		want = "NOT_FOUND"
	case role != "admin" || secondTier(tenant):
		want = "FORBIDDEN_ROLE"
	case kind == "rotate" && link.status == "gone":
		want = "INVITE_REVOKED"
	}
	grace := int32(rapid.SampledFrom([]int{0, 3600}).Draw(r, "grace"))
	var err error
	var answer reseller.LinkAnswer
	if kind == "revoke" {
		_, err = l.app.RevokeInvite(l.t.Context(), l.users[user], reseller.RevokeInput{InviteID: link.id})
	} else {
		answer, err = l.app.RotateInvite(l.t.Context(), l.users[user], reseller.RotateInput{InviteID: link.id, GracePeriodSeconds: &grace})
	}
	if err != nil || want != "" {
		return err, want
	}
	link.status = "gone"
	if kind == "rotate" && grace > 0 {
		link.status = "grace"
	}
	if kind == "rotate" {
		l.made(link.slot, answer.InviteID)
	}
	return nil, ""
}

func (l *life) changesRelationship(r *rapid.T, kind, user string) (error, string) { //nolint:revive,staticcheck // see request
	owner := rapid.SampledFrom([]string{"alpha", "beta", "adv", "prov"}).Draw(r, "owner")
	customer := rapid.SampledFrom([]string{"one", "two"}).Draw(r, "customer")
	relationship := l.related[[2]string{owner, customer}]
	if relationship == nil {
		return nil, ""
	}
	want := l.endRefusal(kind, user, owner, customer)
	end := reseller.EndInput{RelationshipID: relationship.id}
	var err error
	switch v := l.users[user]; kind {
	case "relinquish":
		_, err = l.app.RelinquishDelegatedAdmin(l.t.Context(), v, reseller.RelinquishInput{RelationshipID: relationship.id})
	case "propose":
		_, err = l.app.ProposeRelationshipEnd(l.t.Context(), v, end)
	case "confirm":
		_, err = l.app.ConfirmRelationshipEnd(l.t.Context(), v, end)
	case "withdraw":
		_, err = l.app.WithdrawRelationshipEnd(l.t.Context(), v, end)
	}
	if err == nil && want == "" {
		l.changed(kind, user, owner, customer)
	}
	return err, want
}

func (l *life) endRefusal(kind, user, owner, customer string) string {
	role, tenant := of(user)
	r := l.related[[2]string{owner, customer}]
	mine := r.proposer == l.side(user)
	switch {
	case l.isPartner(user) && !l.party(tenant, owner, customer), !l.isPartner(user) && tenant != customer:
		return "NOT_FOUND"
	case role != "admin", kind == "relinquish" && !l.isPartner(user), kind != "relinquish" && secondTier(tenant):
		return "FORBIDDEN_ROLE"
	case kind == "propose" && r.status != "ACTIVE":
		return "NO_RELATIONSHIP"
	case kind == "confirm" && (r.status != "ENDING" || mine), kind == "withdraw" && (r.status != "ENDING" || !mine):
		return "VALIDATION_FAILED"
	}
	return ""
}

func (l *life) side(user string) string {
	if l.isPartner(user) {
		return "partner"
	}
	return "customer"
}

// changed is what a step towards the end, or giving up, does to the model.
func (l *life) changed(kind, user, owner, customer string) {
	_, tenant := of(user)
	r := l.related[[2]string{owner, customer}]
	switch kind {
	case "propose":
		r.status, r.proposer = "ENDING", l.side(user)
	case "withdraw":
		r.status, r.proposer = "ACTIVE", ""
	case "confirm":
		r.status = "ENDED"
	}
	for key, under := range l.held {
		ends := kind == "confirm" || kind == "relinquish" && key[2] == tenant
		if key[0] == customer && under == owner && ends {
			delete(l.held, key)
		}
	}
}
