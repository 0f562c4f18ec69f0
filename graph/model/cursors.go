package model

import (
	"encoding/base64"
	"encoding/binary"
	"time"

	"accord/reseller"
)

// List names a list, so that a cursor of another one is refused.
type List byte

// The lists. A number, once public, stays.
const (
	ListPartners List = iota + 1
	ListCustomers
	ListInvites
	ListHistory
	ListEvents
	listRelationshipsBase // and those after it, as RelationshipsList counts them
)

// The lists that came later, beyond those of relationships.
const (
	// ListCustomersFound is of those that a search finds, in its own order.
	ListCustomersFound = listRelationshipsBase + 1<<relationshipsOrders + iota
	ListAcceptances
	ListDeclines
	ListResellers
	ListUsers
	ListSubscriptions
	ListCustomersSubscriptions
	ListBillLines
	ListBillSubtotals
	ListAPIKeys
	ListDelegations
	ListCharges
)

// relationshipsOrders are how many yes-or-no questions tell the lists of relationships apart.
const relationshipsOrders = 4

// RelationshipsList names a list of relationships, or of a partner's customers, in one order.
func RelationshipsList(of reseller.TenantKind, customers bool, order reseller.Order) List {
	list := byte(listRelationshipsBase)
	for i, set := range []bool{of == reseller.TenantCustomer, customers, order.Field == reseller.OrderCustomerName, order.Descending} {
		if set {
			list += 1 << i
		}
	}
	return List(list)
}

const cursorVersion = 1

// The kinds of key that a cursor holds.
const (
	keyTime byte = iota
	keyText
	keyEvent
)

// Cursor writes a place in a list, opaque to clients: its version, the list, the kind of key, the key itself, the id.
func Cursor(list List, key reseller.Key) string { return string(AppendCursor(nil, list, key)) }

// AppendCursor appends a place in a list.
func AppendCursor(to []byte, list List, key reseller.Key) []byte {
	var room [64]byte
	return base64.RawURLEncoding.AppendEncode(to, appendPlace(room[:0], list, key))
}

func appendPlace(raw []byte, list List, key reseller.Key) []byte {
	raw = append(raw, cursorVersion, byte(list))
	switch {
	case key.Event != (reseller.Position{}):
		raw = append(raw, keyEvent)
		raw = binary.BigEndian.AppendUint64(raw, uint64(key.Event.Tx))   //nolint:gosec // read back the same way
		return binary.BigEndian.AppendUint64(raw, uint64(key.Event.Seq)) //nolint:gosec // read back the same way
	case !key.Time.IsZero():
		raw = append(raw, keyTime)
		raw = binary.BigEndian.AppendUint64(raw, uint64(key.Time.UnixMicro()))
	default:
		raw = append(append(raw, keyText), key.Text...)
	}
	return append(raw, key.ID[:]...)
}

// ParseCursor reads a cursor of a list; nil gives nil. A malformed one, and one of another list, is refused with
// VALIDATION_FAILED.
func ParseCursor(list List, text *string, argument string) (*reseller.Key, error) {
	if text == nil {
		return nil, nil //nolint:nilnil // no cursor asks for no bound
	}
	raw, ok := reseller.Decode64(*text)
	if !ok || len(raw) < 3 || raw[0] != cursorVersion || len(raw) > 4096 {
		return nil, reseller.Invalid([]string{argument}, "This is not a cursor. Use cursors as the API gives them.")
	}
	if raw[1] != byte(list) {
		return nil, reseller.Invalid([]string{argument}, "This cursor is of another list, or of this list in another order. Begin again without a cursor.")
	}
	key, ok := readKey(raw[2], raw[3:])
	if !ok {
		return nil, reseller.Invalid([]string{argument}, "This is not a cursor. Use cursors as the API gives them.")
	}
	return key, nil
}

func readKey(kind byte, raw []byte) (*reseller.Key, bool) {
	key := &reseller.Key{}
	rest := len(raw) - len(key.ID)
	switch {
	case kind == keyEvent && len(raw) == 16:
		key.Event.Tx = int64(binary.BigEndian.Uint64(raw))      //nolint:gosec // written the same way
		key.Event.Seq = int64(binary.BigEndian.Uint64(raw[8:])) //nolint:gosec // written the same way
		return key, key.Event.Tx >= 0 && key.Event.Seq >= 0
	case kind == keyTime && rest == 8:
		key.Time = time.UnixMicro(int64(binary.BigEndian.Uint64(raw))).UTC() //nolint:gosec // written the same way
		if year := key.Time.Year(); year < 1 || year > 9999 {
			return nil, false
		}
	case kind == keyText && rest >= 0:
		key.Text = string(raw[:rest])
	default:
		return nil, false
	}
	copy(key.ID[:], raw[rest:])
	return key, true
}
