package model

import (
	"bytes"
	"errors"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"accord/reseller"
)

func TestGlobalIDsRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var id reseller.ID
		copy(id[:], rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "id"))
		for _, kind := range []Kind{KindPartner, KindCustomer, KindUser, KindInvite, KindRelationship, KindDelegation, KindSubscription} {
			got, err := ParseID(kind, GlobalID(kind, id))
			if err != nil || got != id {
				t.Fatalf("%s: %v, %v", kind, got, err)
			}
		}
		code := rapid.StringN(1, 64, -1).Draw(t, "code")
		if ref, err := ParseRef(ServiceID(code)); err != nil || ref.Code != code {
			t.Fatalf("service %q: %q, %v", code, ref.Code, err)
		}
		if ref, err := ParseRef(OfferID(code)); err != nil || ref.Kind != KindOffer || ref.Code != code {
			t.Fatalf("offer %q: %q, %v", code, ref.Code, err)
		}
		seq := rapid.Int64Min(0).Draw(t, "seq")
		if ref, err := ParseRef(EventID(seq)); err != nil || ref.Seq != seq {
			t.Fatalf("event %d: %d, %v", seq, ref.Seq, err)
		}
	})
}

func TestMalformedIDsAreRefused(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", "par", "par_", "par_123", "par_00000000000000000000000", "par_ZZZZZZZZZZZZZZZZZZZZZZ", "PAR_0000000000000000000000",
		"xxx_0000000000000000000000", "par_000000000000000000000é", "svc_", "svc_***", "par_-000000000000000000000", "cus_0000000000000000000000",
	} {
		if _, err := ParseID(KindPartner, text, "id"); !invalid(err) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// keys draws a key of any of the three kinds.
func keys(t *rapid.T) reseller.Key {
	var k reseller.Key
	switch rapid.IntRange(0, 2).Draw(t, "kind") {
	case 0:
		k.Event = reseller.Position{Tx: rapid.Int64Min(0).Draw(t, "tx"), Seq: rapid.Int64Min(1).Draw(t, "seq")}
		return k
	case 1:
		k.Time = time.UnixMicro(rapid.Int64Range(1, 4e15).Draw(t, "time")).UTC()
	case 2:
		k.Text = rapid.String().Draw(t, "text")
	}
	copy(k.ID[:], rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "id"))
	return k
}

func TestCursorsRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		key := keys(t)
		cursor := Cursor(ListPartners, key)
		got, err := ParseCursor(ListPartners, &cursor, "after")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(&key, got); diff != "" {
			t.Fatal(diff)
		}
		if _, err := ParseCursor(ListCustomers, &cursor, "after"); !invalid(err) {
			t.Fatal("a cursor of another list is taken")
		}
	})
}

func TestEveryListHasItsOwnName(t *testing.T) {
	t.Parallel()
	seen := map[List]bool{}
	for _, plain := range []List{ListPartners, ListCustomers, ListInvites, ListHistory, ListEvents} {
		seen[plain] = true
	}
	for _, of := range []reseller.TenantKind{reseller.TenantPartner, reseller.TenantCustomer} {
		for _, customers := range []bool{false, true} {
			for _, field := range []reseller.OrderField{reseller.OrderAcceptedAt, reseller.OrderCustomerName} {
				for _, descending := range []bool{false, true} {
					name := RelationshipsList(of, customers, reseller.Order{Field: field, Descending: descending})
					if seen[name] {
						t.Errorf("two lists of number %d", name)
					}
					seen[name] = true
				}
			}
		}
	}
}

func FuzzParseRef(f *testing.F) {
	f.Add(GlobalID(KindPartner, reseller.ID{1}))
	f.Add(ServiceID("AZURE"))
	f.Add(OfferID("E3"))
	f.Add(EventID(7))
	f.Add("rel_")
	f.Fuzz(func(t *testing.T, text string) {
		ref, err := ParseRef(text, "id")
		if err != nil {
			if !invalid(err) {
				t.Error(err)
			}
			return
		}
		again := GlobalID(ref.Kind, ref.ID)
		if ref.Kind == KindService || ref.Kind == KindOffer {
			again = codeID(ref.Kind, ref.Code)
		}
		if again != text {
			t.Errorf("%q is taken for %q", text, again)
		}
	})
}

func FuzzParseCursor(f *testing.F) {
	f.Add(Cursor(ListPartners, reseller.Key{Text: "a", ID: reseller.ID{1}}))
	f.Add(Cursor(ListPartners, reseller.Key{Time: time.UnixMicro(5), ID: reseller.ID{1}}))
	f.Add("AQEC")
	f.Fuzz(func(t *testing.T, text string) {
		for list := range List(24) {
			if _, err := ParseCursor(list, &text, "after"); err != nil && !invalid(err) {
				t.Error(err)
			}
		}
	})
}

func invalid(err error) bool {
	var e *reseller.Error
	return errors.As(err, &e) && e.Code == reseller.CodeValidationFailed
}

// TestGlobalIDsAreNumbersOfBase62: ids are written as the library for large numbers writes them.
func TestGlobalIDsAreNumbersOfBase62(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var id reseller.ID
		copy(id[:], rapid.SliceOfN(rapid.Byte(), len(id), len(id)).Draw(t, "id"))
		digits := new(big.Int).SetBytes(id[:]).Text(62)
		want := "rel_" + strings.Repeat("0", 22-len(digits)) + digits
		if got := GlobalID(KindRelationship, id); got != want {
			t.Fatalf("%x is %s, want %s", id, got, want)
		}
	})
	largest := reseller.ID(bytes.Repeat([]byte{0xff}, 16))
	if back, err := ParseID(KindPartner, GlobalID(KindPartner, largest)); err != nil || back != largest {
		t.Errorf("the largest id comes back as %x, %v", back, err)
	}
}
