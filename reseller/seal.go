package reseller

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"errors"
	"io"
)

// ErrNotSealed is what was not sealed here for that purpose, or has been altered since.
var ErrNotSealed = errors.New("not sealed here")

// Seal encrypts and signs bytes for a purpose, as text that fits into a URL: whoever carries it can neither read nor alter it.
func (k *Keyring) Seal(purpose string, plain []byte, random io.Reader) (string, error) {
	sealing, err := sealer(k.Derive(purpose)[0])
	if err != nil {
		return "", err
	}
	nonce := make([]byte, sealing.NonceSize(), sealing.NonceSize()+len(plain)+sealing.Overhead())
	if _, err := io.ReadFull(random, nonce); err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(sealing.Seal(nonce, nonce, plain, []byte(purpose))), nil
}

// Unseal gives what Seal has sealed for a purpose with any of the keys. ErrNotSealed.
func (k *Keyring) Unseal(purpose, sealed string) ([]byte, error) {
	raw, ok := Decode64(sealed)
	if !ok {
		return nil, ErrNotSealed
	}
	for _, key := range k.Derive(purpose) {
		sealing, err := sealer(key)
		if err != nil {
			return nil, err
		}
		size := sealing.NonceSize()
		if len(raw) < size {
			break
		}
		if plain, err := sealing.Open(nil, raw[:size], raw[size:], []byte(purpose)); err == nil {
			return plain, nil
		}
	}
	return nil, ErrNotSealed
}

// Decode64 reads what base64.RawURLEncoding wrote, and nothing else: the library's own reader passes over line breaks.
func Decode64(text string) ([]byte, bool) {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(text)
	return raw, err == nil && base64.RawURLEncoding.EncodeToString(raw) == text
}

func sealer(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}
