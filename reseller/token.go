package reseller

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math/big"
	"strings"
)

const (
	// SecretSize is the length of a secret key in bytes: 64 hex digits.
	SecretSize = 32

	tokenPrefix = "inv_"
	macSize     = 16
	tokenBytes  = len(KeyID{}) + len(ID{}) + macSize
	// tokenDigits is how many base62 digits hold tokenBytes bytes: ⌈36 × 8 / log2(62)⌉.
	tokenDigits = 49
)

// KeyID names a secret key without telling it: the start of a hash of it.
type KeyID [4]byte

// Keyring holds the server's secret keys. The first signs, all verify; a token names its key, so that a new key in front
// changes no link and taking a key away revokes exactly the links that it signed.
type Keyring struct {
	current KeyID
	secrets map[KeyID][]byte
	order   []KeyID
}

// ParseKeyring reads one or more secret keys of 64 hex digits, separated by commas.
func ParseKeyring(text string) (*Keyring, error) {
	ring := &Keyring{secrets: map[KeyID][]byte{}}
	for i, field := range strings.Split(text, ",") {
		field = strings.TrimSpace(field)
		if len(field) != 2*SecretSize {
			return nil, fmt.Errorf("secret key %d has %d characters; it must be %d hex digits (make one with: openssl rand -hex %d)",
				i+1, len(field), 2*SecretSize, SecretSize)
		}
		secret, err := hex.DecodeString(field)
		if err != nil {
			return nil, fmt.Errorf("secret key %d holds a character that is not a hex digit", i+1)
		}
		id := keyID(secret)
		if _, twice := ring.secrets[id]; twice {
			return nil, fmt.Errorf("secret key %d is given twice", i+1)
		}
		ring.secrets[id] = secret
		ring.order = append(ring.order, id)
	}
	ring.current = ring.order[0]
	return ring, nil
}

func keyID(secret []byte) KeyID {
	sum := sha256.Sum256(append([]byte("accord key id\x00"), secret...))
	return KeyID(sum[:len(KeyID{})])
}

// Current names the key that signs new links.
func (k *Keyring) Current() KeyID { return k.current }

// Has reports whether the key is still held.
func (k *Keyring) Has(id KeyID) bool { return k.secrets[id] != nil }

// Derive gives one key for another purpose from each secret, in their order, such that it tells nothing of the secret.
func (k *Keyring) Derive(purpose string) [][]byte {
	keys := make([][]byte, len(k.order))
	for i, id := range k.order {
		keys[i] = k.mac(id, "derive\x00"+purpose)
	}
	return keys
}

func (k *Keyring) mac(key KeyID, message string) []byte {
	h := hmac.New(sha256.New, k.secrets[key])
	h.Write([]byte(message))
	return h.Sum(nil)
}

func (k *Keyring) tokenMAC(key KeyID, invite ID) []byte {
	return k.mac(key, "invite\x00"+string(key[:])+string(invite[:]))[:macSize]
}

// Token gives the token of a link, signed with the key named. It is the same each time; false when the key is not held.
func (k *Keyring) Token(key KeyID, invite ID) (string, bool) {
	if !k.Has(key) {
		return "", false
	}
	raw := make([]byte, 0, tokenBytes)
	raw = append(raw, key[:]...)
	raw = append(raw, invite[:]...)
	raw = append(raw, k.tokenMAC(key, invite)...)
	return tokenPrefix + encode62(raw, tokenDigits), true
}

var errForged = errors.New("not a token of ours")

// Verify tells which link a token names. A token that is mistyped, forged, or signed by a key not held is refused with
// CodeInviteInvalid, without looking anything up.
func (k *Keyring) Verify(token string) (ID, error) {
	id, err := k.verify(token)
	if err != nil {
		return ID{}, refuse(CodeInviteInvalid, "R8", "This is not a valid invite link. Check that it was copied whole.").at("token")
	}
	return id, nil
}

func (k *Keyring) verify(token string) (ID, error) {
	digits, ok := strings.CutPrefix(token, tokenPrefix)
	if !ok || len(digits) != tokenDigits {
		return ID{}, errForged
	}
	raw, err := decode62(digits, tokenBytes)
	if err != nil {
		return ID{}, err
	}
	key := KeyID(raw[:4])
	invite := ID(raw[4:20])
	if !k.Has(key) || !hmac.Equal(raw[20:], k.tokenMAC(key, invite)) {
		return ID{}, errForged
	}
	return invite, nil
}

// encode62 writes bytes as a number of so many digits 0-9 a-z A-Z.
func encode62(raw []byte, digits int) string {
	text := new(big.Int).SetBytes(raw).Text(62)
	return strings.Repeat("0", digits-len(text)) + text
}

// decode62 reads what encode62 wrote, and nothing else.
func decode62(text string, size int) ([]byte, error) {
	for i := range len(text) {
		c := text[i]
		if (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') {
			return nil, errForged
		}
	}
	n, ok := new(big.Int).SetString(text, 62)
	if !ok || n.BitLen() > size*8 {
		return nil, errForged
	}
	return n.FillBytes(make([]byte, size)), nil
}
