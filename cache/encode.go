package cache

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"accord/reseller"
)

const (
	keyPrefix = "accord:invite:"
	// dropChannel carries the ids of invalidated links, see encodeDrop.
	dropChannel = "accord:invite:drop"
	// wakeChannel carries the sender's name whenever events were committed.
	wakeChannel = "accord:events"

	// entryVersion goes before every entry. Change it with the shape of wireView: an entry of another version is a
	// miss, so that the servers of two releases can share one Redis. The key and tombstoneText never change, or one
	// release would not invalidate for the other.
	entryVersion  = "v3:"
	tombstoneText = "gone"
)

// Key gives the Redis key of a link's entry: "accord:invite:" and 32 hex digits.
func Key(id reseller.ID) string { return keyPrefix + hex.EncodeToString(id[:]) }

// wireID is an ID as 22 characters instead of a list of 16 numbers.
type wireID reseller.ID

// MarshalText implements encoding.TextMarshaler.
func (id wireID) MarshalText() ([]byte, error) {
	return base64.RawURLEncoding.AppendEncode(nil, id[:]), nil
}

// UnmarshalText implements encoding.TextUnmarshaler.
func (id *wireID) UnmarshalText(text []byte) error {
	raw, err := base64.RawURLEncoding.AppendDecode(nil, text)
	if err != nil || len(raw) != len(id) {
		return fmt.Errorf("an id of %d characters is not one", len(text))
	}
	copy(id[:], raw)
	return nil
}

// wireView is an InviteView as Redis keeps it. The names are short and our own, so that a renamed field of the domain
// does not silently change what is kept. No list has omitempty, because nil and empty differ (R1).
type wireView struct {
	ID             wireID                `json:"i"`
	PartnerID      wireID                `json:"p"`
	ResellerID     wireID                `json:"r"`
	Services       []string              `json:"s"`
	DelegatedAdmin bool                  `json:"d,omitempty"`
	Label          string                `json:"l,omitempty"`
	ExpiresAt      time.Time             `json:"x,omitzero"`
	MaxUses        int32                 `json:"m,omitempty"`
	GraceEndsAt    time.Time             `json:"g,omitzero"`
	Status         reseller.InviteStatus `json:"t"`
	KeyID          uint32                `json:"k"`
	CreatedAt      time.Time             `json:"c,omitzero"`
	CreatedBy      wireID                `json:"b"`
	Version        int32                 `json:"v"`
	Partner        wirePartner           `json:"partner"`
	Reseller       *wirePartner          `json:"reseller,omitempty"`
	AskedFor       []wireService         `json:"services"`
}

type wireService struct {
	Code   string `json:"c"`
	NameEN string `json:"e"`
	NameZH string `json:"z"`
}

type wirePartner struct {
	ID          wireID                 `json:"i"`
	ExternalKey string                 `json:"e,omitempty"`
	Name        string                 `json:"n"`
	Type        reseller.PartnerType   `json:"t"`
	Country     string                 `json:"o"`
	Status      reseller.PartnerStatus `json:"a"`
	ProviderID  wireID                 `json:"p"`
	Services    []string               `json:"s"`
	Support     [3]string              `json:"u,omitzero"`
	Pinned      []string               `json:"f"`
	Agreement   wireAgreement          `json:"g,omitzero"`
	BilledSince reseller.Day           `json:"bs,omitzero"`
	CreatedAt   time.Time              `json:"c,omitzero"`
	Version     int32                  `json:"v"`
}

type wireAgreement struct {
	Version  string    `json:"v"`
	SignedAt time.Time `json:"a,omitzero"`
	SignedBy wireID    `json:"b"`
}

func encode(v reseller.InviteView) (string, error) {
	i := v.Invite
	wire := wireView{
		ID: wireID(i.ID), PartnerID: wireID(i.PartnerID), ResellerID: wireID(i.Terms.ResellerID),
		Services: i.Terms.Services, DelegatedAdmin: i.Terms.DelegatedAdmin, Label: i.Terms.Label,
		ExpiresAt: i.Terms.ExpiresAt, MaxUses: i.Terms.MaxUses,
		Status: i.Status, KeyID: binary.BigEndian.Uint32(i.KeyID[:]),
		GraceEndsAt: i.GraceEndsAt, CreatedAt: i.CreatedAt, CreatedBy: wireID(i.CreatedBy), Version: i.Version,
		Partner: toWire(v.Partner), AskedFor: convert(v.Services, toWireService),
	}
	if v.Reseller != nil {
		partner := toWire(*v.Reseller)
		wire.Reseller = &partner
	}
	text, err := json.Marshal(wire)
	return entryVersion + string(text), err
}

// decode reads the entry of a link; false when it is a tombstone, garbage, of another version or of another link.
func decode(id reseller.ID, entry string) (reseller.InviteView, bool) {
	text, ok := strings.CutPrefix(entry, entryVersion)
	if !ok {
		return reseller.InviteView{}, false
	}
	var wire wireView
	if err := json.Unmarshal([]byte(text), &wire); err != nil || reseller.ID(wire.ID) != id {
		return reseller.InviteView{}, false
	}
	return wire.view(), true
}

func (w wireView) view() reseller.InviteView {
	v := reseller.InviteView{
		Invite: reseller.Invite{
			ID: reseller.ID(w.ID), PartnerID: reseller.ID(w.PartnerID),
			Terms: reseller.Terms{
				Services: w.Services, DelegatedAdmin: w.DelegatedAdmin, Label: w.Label,
				ExpiresAt: w.ExpiresAt, MaxUses: w.MaxUses, ResellerID: reseller.ID(w.ResellerID),
			},
			Status: w.Status, GraceEndsAt: w.GraceEndsAt, CreatedAt: w.CreatedAt, CreatedBy: reseller.ID(w.CreatedBy), Version: w.Version,
		},
		Partner: w.Partner.partner(), Services: convert(w.AskedFor, wireService.service),
	}
	binary.BigEndian.PutUint32(v.Invite.KeyID[:], w.KeyID)
	if w.Reseller != nil {
		partner := w.Reseller.partner()
		v.Reseller = &partner
	}
	return v
}

func toWire(p reseller.Partner) wirePartner {
	return wirePartner{
		ID: wireID(p.ID), ExternalKey: p.ExternalKey, Name: p.Name, Type: p.Type, Country: p.Country, Status: p.Status,
		ProviderID: wireID(p.ProviderID), Services: p.Services, Support: [3]string{p.Support.URL, p.Support.Email, p.Support.Phone},
		Pinned:      p.PinnedOffers,
		Agreement:   wireAgreement{p.Agreement.Version, p.Agreement.SignedAt, wireID(p.Agreement.SignedBy)},
		BilledSince: p.BilledSince, CreatedAt: p.CreatedAt, Version: p.Version,
	}
}

func (w wirePartner) partner() reseller.Partner {
	return reseller.Partner{
		ID: reseller.ID(w.ID), ExternalKey: w.ExternalKey, Name: w.Name, Type: w.Type, Country: w.Country, Status: w.Status,
		ProviderID: reseller.ID(w.ProviderID), Services: w.Services,
		Support:      reseller.Support{URL: w.Support[0], Email: w.Support[1], Phone: w.Support[2]},
		PinnedOffers: w.Pinned,
		Agreement: reseller.Agreement{
			Version: w.Agreement.Version, SignedAt: w.Agreement.SignedAt, SignedBy: reseller.ID(w.Agreement.SignedBy),
		},
		BilledSince: w.BilledSince, CreatedAt: w.CreatedAt, Version: w.Version,
	}
}

func toWireService(s reseller.Service) wireService {
	return wireService{Code: s.Code, NameEN: s.NameEN, NameZH: s.NameZH}
}

func (w wireService) service() reseller.Service {
	return reseller.Service{Code: w.Code, NameEN: w.NameEN, NameZH: w.NameZH}
}

// convert makes a list of another type; a nil list stays nil.
func convert[From, To any](list []From, to func(From) To) []To {
	if list == nil {
		return nil
	}
	converted := make([]To, len(list))
	for i, element := range list {
		converted[i] = to(element)
	}
	return converted
}

// encodeDrop writes who has invalidated links, and which: the name of a process, a space, and the ids one after the other, 32 hex
// digits each.
func encodeDrop(sender string, ids []reseller.ID) string {
	text := []byte(sender + " ")
	for _, id := range ids {
		text = hex.AppendEncode(text, id[:])
	}
	return string(text)
}

// decodeDrop reads what encodeDrop wrote; false when it is anything else.
func decodeDrop(text string) (sender string, ids []reseller.ID, ok bool) {
	sender, digits, ok := strings.Cut(text, " ")
	raw, err := hex.DecodeString(digits)
	if !ok || err != nil || len(raw)%len(reseller.ID{}) != 0 {
		return "", nil, false
	}
	ids = make([]reseller.ID, len(raw)/len(reseller.ID{}))
	for i := range ids {
		copy(ids[i][:], raw[i*len(reseller.ID{}):])
	}
	return sender, ids, true
}
