package reseller

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"
)

// InviteStatus tells whether a link can be used.
type InviteStatus string

// The statuses of an invite. EXPIRED is never stored: it follows from the clock.
const (
	InviteActive    InviteStatus = "ACTIVE"
	InviteRotated   InviteStatus = "ROTATED"
	InviteRevoked   InviteStatus = "REVOKED"
	InviteExpired   InviteStatus = "EXPIRED"
	InviteExhausted InviteStatus = "EXHAUSTED"
)

// Terms are what a link asks for and how long it lasts (R1, R4). Two requests of the same terms get the same link.
type Terms struct {
	// Services are the codes asked for; nil is every service that the partner sells.
	Services []string
	// DelegatedAdmin asks for delegated admin privileges; without it the link asks for the relationship alone.
	DelegatedAdmin bool
	// Label tells links apart for the partner; empty for the default link.
	Label string
	// ExpiresAt is when the link stops; zero is never.
	ExpiresAt time.Time
	// MaxUses is how many customers may accept; zero is any number.
	MaxUses int32
	// ResellerID is the tier-2 partner in whose name the link is made (R6). Zero is left out of the key, which was written
	// before there was this field.
	ResellerID ID `json:",omitzero"`
}

// isDefault reports whether these are the terms of the partner's default link (R1).
func (t Terms) isDefault() bool {
	return t.Services == nil && t.DelegatedAdmin && t.Label == "" && t.ExpiresAt.IsZero() && t.MaxUses == 0 && t.ResellerID.IsZero()
}

// Key gives the same text for the same terms, by which the store keeps at most one standing link of each.
func (t Terms) Key() string {
	if t.isDefault() {
		return "default"
	}
	canonical, err := json.Marshal(t) //nolint:musttag // only its hash is kept, and that has to stay as it is
	if err != nil {
		panic("terms cannot be written: " + err.Error()) // a struct of strings, numbers and a valid time always can
	}
	sum := sha256.Sum256(canonical)
	return hex.EncodeToString(sum[:16])
}

// Invite is a partner's reusable link. It names the partner and nothing of any customer.
type Invite struct {
	ID        ID
	PartnerID ID
	Terms     Terms
	// Status is what is stored: never EXPIRED. StatusAt tells the whole truth.
	Status InviteStatus
	// GraceEndsAt is when a link that was rotated stops; zero for one that was not.
	GraceEndsAt time.Time
	// KeyID names the secret key that signs this link's token.
	KeyID     KeyID
	CreatedAt time.Time
	CreatedBy ID
	Version   int32
}

// StopsAt is when the link stops by itself: at its expiry, or at the end of its grace after a rotation; zero is never.
func (i Invite) StopsAt() time.Time {
	expires := i.Terms.ExpiresAt
	if !i.GraceEndsAt.IsZero() && (expires.IsZero() || i.GraceEndsAt.Before(expires)) {
		return i.GraceEndsAt
	}
	return expires
}

// StatusAt gives the link's status at a moment. A link that was rotated goes on until its grace is over; one whose signing key
// has been withdrawn is revoked. That it has been used up comes last: who has used it may use it again, as long as it goes on.
func (i Invite) StatusAt(now time.Time, keys *Keyring) InviteStatus {
	past := func(at time.Time) bool { return !at.IsZero() && !now.Before(at) }
	switch {
	case i.Status == InviteRevoked || !keys.Has(i.KeyID):
		return InviteRevoked
	case past(i.GraceEndsAt) || i.Status == InviteRotated && i.GraceEndsAt.IsZero():
		return InviteRotated
	case past(i.Terms.ExpiresAt):
		return InviteExpired
	case i.Status == InviteExhausted:
		return InviteExhausted
	}
	return InviteActive
}

// unusable says why a link of that status cannot be used, nil when it can.
func unusable(s InviteStatus) error {
	switch s {
	case InviteActive:
		return nil
	case InviteExpired:
		return refuse(CodeInviteExpired, "R8", "This link has expired. Ask the partner for a new one.")
	case InviteExhausted:
		return refuse(CodeInviteExhausted, "R8", "This link has been used as often as it may be. Ask the partner for a new one.")
	case InviteRotated, InviteRevoked:
		return refuse(CodeInviteRevoked, "R8", "This link has been withdrawn by the partner. Ask for a new one.")
	}
	return refuse(CodeInviteInvalid, "R8", "This link cannot be used. Ask the partner for a new one.")
}

// InviteCounts are how often a link was looked at and acted on.
type InviteCounts struct {
	Views    int32
	Accepts  int32
	Declines int32
}

// Decline is what a customer has said last to a link (R14). The partner learns the customer's name and the reason, no more.
type Decline struct {
	ID           ID
	InviteID     ID
	CustomerID   ID
	CustomerName string
	DeclinedBy   ID
	DeclinedAt   time.Time
	Reason       string
}

// InviteView is what is needed to show a link to whoever follows it: what the InviteCache keeps.
type InviteView struct {
	Invite  Invite
	Partner Partner
	// Reseller is the tier-2 partner that the link names, if any.
	Reseller *Partner
	// Services are what the link asks for: those of its terms, or all that the partner sells (R1).
	Services []Service
}

// StatusAt gives the link's status at a moment. A link in the name of a reseller that is no longer paired is revoked (R6).
func (v InviteView) StatusAt(now time.Time, keys *Keyring) InviteStatus {
	if v.Reseller != nil && v.Reseller.ProviderID != v.Partner.ID {
		return InviteRevoked
	}
	return v.Invite.StatusAt(now, keys)
}

// AskedFor are the codes of the services that the link asks for; none for a link without delegated admin privileges.
func (v InviteView) AskedFor() []string {
	switch {
	case !v.Invite.Terms.DelegatedAdmin:
		return nil
	case v.Invite.Terms.Services != nil:
		return v.Invite.Terms.Services
	}
	return v.Partner.Services
}
