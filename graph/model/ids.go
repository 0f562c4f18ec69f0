package model

import (
	"encoding/base64"
	"encoding/binary"
	"math/big"
	"math/bits"
	"strings"

	"accord/reseller"
)

// Kind is the kind of object that a global id names: the id's prefix.
type Kind string

// The kinds of object. A prefix, once public, stays.
const (
	KindPartner      Kind = "par"
	KindCustomer     Kind = "cus"
	KindUser         Kind = "usr"
	KindService      Kind = "svc"
	KindOffer        Kind = "off"
	KindInvite       Kind = "ivt"
	KindRelationship Kind = "rel"
	KindDelegation   Kind = "dap"
	KindEvent        Kind = "evt"
	KindAcceptance   Kind = "acc"
	KindDecline      Kind = "dec"
	KindSubscription Kind = "sub"
	KindAPIKey       Kind = "key"
	kindChange       Kind = "chg"
)

// Kinds lists the kinds of object that node finds by their ids.
func Kinds() []Kind {
	return []Kind{
		KindPartner, KindCustomer, KindUser, KindService, KindOffer, KindInvite, KindRelationship, KindDelegation, KindEvent, KindAcceptance,
		KindDecline, KindSubscription, KindAPIKey,
	}
}

// idDigits is how many base62 digits hold an id's 16 bytes.
const idDigits = 22

// GlobalID gives the id of an object as clients see it.
func GlobalID(kind Kind, id reseller.ID) string { return string(AppendGlobalID(nil, kind, id)) }

// AppendGlobalID appends the id of an object as clients see it.
func AppendGlobalID(to []byte, kind Kind, id reseller.ID) []byte {
	to = append(append(to, kind...), '_')
	at := len(to)
	to = append(to, "0000000000000000000000"...)
	putDigits(to[at:], id)
	return to
}

const (
	base62 = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	// limb is 62^limbDigits, the largest power that 64 bits hold.
	limb, limbDigits = 839299365868340224, 10
)

// putDigits writes 16 bytes as idDigits digits to the base of 62, as one number of 128 bits. The numbers of big do the same, with memory
// for each; a page has a hundred ids.
func putDigits(digits []byte, id reseller.ID) {
	high, low := binary.BigEndian.Uint64(id[:8]), binary.BigEndian.Uint64(id[8:])
	for end := idDigits; end > 0; end -= limbDigits {
		var rest uint64
		rest, high = high%limb, high/limb
		low, rest = bits.Div64(rest, low, limb)
		for i := end - 1; i >= max(end-limbDigits, 0); i-- {
			digits[i] = base62[rest%62]
			rest /= 62
		}
	}
}

// ServiceID gives the global id of a service: its code, which never changes.
func ServiceID(code string) string { return codeID(KindService, code) }

// OfferID gives the global id of an offer: its code, which never changes.
func OfferID(code string) string { return codeID(KindOffer, code) }

func codeID(kind Kind, code string) string {
	return string(kind) + "_" + base64.RawURLEncoding.EncodeToString([]byte(code))
}

// EventID gives the global id of an event: its sequence number.
func EventID(seq int64) string {
	var id reseller.ID
	binary.BigEndian.PutUint64(id[8:], uint64(seq)) //nolint:gosec // sequence numbers are positive
	return GlobalID(KindEvent, id)
}

// Ref is a global id taken apart: ID for most kinds, Code for services and offers, Seq for events.
type Ref struct {
	Kind Kind
	ID   reseller.ID
	Code string
	Seq  int64
}

// ParseRef reads a global id of any kind. A malformed one is refused with VALIDATION_FAILED at the path.
func ParseRef(text string, path ...string) (Ref, error) {
	prefix, rest, _ := strings.Cut(text, "_")
	ref := Ref{Kind: Kind(prefix)}
	switch ref.Kind {
	case KindService, KindOffer:
		if code, ok := reseller.Decode64(rest); ok && len(code) > 0 {
			ref.Code = string(code)
			return ref, nil
		}
	case KindPartner, KindCustomer, KindUser, KindInvite, KindRelationship, KindDelegation, KindEvent, KindAcceptance, KindDecline,
		KindSubscription, KindAPIKey:
		id, ok := parseDigits(rest)
		if ok && ref.Kind == KindEvent {
			ref.Seq = int64(binary.BigEndian.Uint64(id[8:])) //nolint:gosec // a number out of range is no event's
		}
		if ok {
			ref.ID = id
			return ref, nil
		}
	case kindChange:
	}
	return Ref{}, malformed(path)
}

// ParseID reads a global id of one kind. One that is malformed or of another kind is refused with VALIDATION_FAILED.
func ParseID(kind Kind, text string, path ...string) (reseller.ID, error) {
	ref, err := ParseRef(text, path...)
	if err == nil && ref.Kind != kind {
		err = malformed(path)
	}
	return ref.ID, err
}

func malformed(path []string) error {
	return reseller.Invalid(path, "This is not an id of the kind that belongs here. Use ids as the API gives them.")
}

func parseDigits(digits string) (id reseller.ID, ok bool) {
	if len(digits) != idDigits {
		return id, false
	}
	for _, c := range []byte(digits) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') {
			return id, false
		}
	}
	n, ok := new(big.Int).SetString(digits, 62)
	if !ok || n.BitLen() > len(id)*8 {
		return id, false
	}
	n.FillBytes(id[:])
	return id, true
}
