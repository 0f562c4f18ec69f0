package db

import (
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"accord/reseller"
)

// Facts of a month are kept in one value: of each key its name, how many points it has, and of each point how many quarters it lies
// after the one before – the first, after the month's beginning – and its count. Numbers are written as encoding/binary's varints. A year
// of a partner with 150,000 relationships is read, and summed up by days, in a few milliseconds.

// packFacts writes the facts of a month.
func packFacts(month reseller.Month, facts reseller.Facts) []byte {
	var to []byte
	for _, key := range slices.SortedFunc(maps.Keys(facts), reseller.FactKey.Compare) {
		to = appendText(to, factKeyText(key))
		to = binary.AppendUvarint(to, uint64(len(facts[key])))
		at := month.First()
		for _, p := range facts[key] {
			to = binary.AppendVarint(to, int64(p.Quarter-at))
			to = binary.AppendVarint(to, int64(p.Count))
			at = p.Quarter
		}
	}
	return to
}

// sumFacts gives the sums of a month's facts, as if all had happened when it began.
func sumFacts(month reseller.Month, facts reseller.Facts) reseller.Facts {
	sums := make(reseller.Facts, len(facts))
	for key, points := range facts {
		sum := reseller.FactPoint{Quarter: month.First()}
		for _, p := range points {
			sum.Count += p.Count
		}
		sums[key] = []reseller.FactPoint{sum}
	}
	return sums
}

var errPacked = errors.New("the facts of a month are not as they were written; rebuild them with accord reports rebuild")

// unpackFacts adds what packFacts has written, by the parts of a time.
func unpackFacts(month reseller.Month, packed []byte, parts *reseller.Parts, into reseller.Facts) error {
	for len(packed) > 0 {
		text, rest, ok := cutText(packed)
		count, size := binary.Uvarint(rest)
		if !ok || size <= 0 || count > uint64(len(rest)) {
			return errPacked
		}
		key, err := parseFactKey(text)
		if err != nil {
			return err
		}
		points := into[key]
		packed, err = unpackPoints(month.First(), rest[size:], int(count), func(p reseller.FactPoint) { //nolint:gosec // no more than there are bytes
			p.Quarter = parts.Of(p.Quarter)
			if last := len(points) - 1; last >= 0 && points[last].Quarter == p.Quarter {
				points[last].Count += p.Count
			} else {
				points = append(points, p)
			}
		})
		if err != nil {
			return err
		}
		into[key] = points
	}
	return nil
}

func unpackPoints(at reseller.Quarter, packed []byte, count int, give func(reseller.FactPoint)) (rest []byte, err error) {
	for range count {
		after, size := binary.Varint(packed)
		if size <= 0 {
			return nil, errPacked
		}
		packed = packed[size:]
		n, size := binary.Varint(packed)
		if size <= 0 {
			return nil, errPacked
		}
		packed = packed[size:]
		at += reseller.Quarter(after)                          //nolint:gosec // as it was written
		give(reseller.FactPoint{Quarter: at, Count: int32(n)}) //nolint:gosec // the same
	}
	return packed, nil
}

func appendText(to []byte, text string) []byte {
	return append(binary.AppendUvarint(to, uint64(len(text))), text...)
}

func cutText(from []byte) (text string, rest []byte, ok bool) {
	length, size := binary.Uvarint(from)
	if size <= 0 || length > uint64(len(from[max(size, 0):])) {
		return "", nil, false
	}
	end := size + int(length) //nolint:gosec // no more than there are bytes
	return string(from[size:end]), from[end:], true
}

// factKeyText writes a key: its kind, the reason of an end, and the service, which may hold anything.
func factKeyText(k reseller.FactKey) string {
	return string(k.Kind) + " " + string(k.Reason) + " " + k.Service
}

func parseFactKey(text string) (reseller.FactKey, error) {
	parts := strings.SplitN(text, " ", 3)
	if len(parts) != 3 {
		return reseller.FactKey{}, fmt.Errorf("%w: %q", errPacked, text)
	}
	return reseller.FactKey{Kind: reseller.EventKind(parts[0]), Reason: reseller.EndReason(parts[1]), Service: parts[2]}, nil
}
