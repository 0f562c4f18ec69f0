package reseller

import (
	"encoding/binary"
	"encoding/hex"
	"io"
	"slices"
	"time"
)

// ID names one object for ever: 16 bytes of which the first six are the milliseconds of its making (a UUID version 7),
// so that new rows lie side by side in an index. The zero ID names nothing.
type ID [16]byte

// NewID makes an ID from a time, a number that orders the IDs of one time (of which the lowest 12 bits count), and a source
// of randomness. It panics when the source fails, as crypto/rand does: without randomness nothing that follows would be
// safe.
func NewID(at time.Time, order uint16, random io.Reader) ID {
	var id ID
	if _, err := io.ReadFull(random, id[8:]); err != nil {
		panic("no randomness: " + err.Error())
	}
	var millis [8]byte
	binary.BigEndian.PutUint64(millis[:], uint64(max(at.UnixMilli(), 0)))
	copy(id[:6], millis[2:])
	binary.BigEndian.PutUint16(id[6:], order&0x0fff|0x7000)
	id[8] = id[8]&0x3f | 0x80
	return id
}

// String writes the ID in hex, as logs and events hold it.
func (id ID) String() string { return hex.EncodeToString(id[:]) }

// IsZero reports whether the ID names nothing.
func (id ID) IsZero() bool { return id == ID{} }

// firstOf gives the first id that names something.
func firstOf(ids ...ID) ID {
	i := slices.IndexFunc(ids, func(id ID) bool { return !id.IsZero() })
	if i < 0 {
		return ID{}
	}
	return ids[i]
}
