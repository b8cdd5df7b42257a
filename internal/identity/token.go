package identity

import (
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"strings"
	"time"

	"github.com/weirhq/weir/catalog"
	"github.com/weirhq/weir/internal/wiki"
)

// TokenKind is what a token can be used for.
type TokenKind string

// The kinds of token. The text before the first underscore is for people, scanners and doctor; the stored row decides
// (security-model.md §5).
const (
	Unscoped     TokenKind = "wru"
	Scoped       TokenKind = "wrs"
	ServiceToken TokenKind = "wrv"
)

// Lengths of the parts of a token's text: kind, underscore, id, secret, checksum.
const (
	idLen       = 10
	secretLen   = 30
	checksumLen = 6
	textLen     = 4 + idLen + secretLen + checksumLen
)

// Limits of a token's life, auth-behaviour.md §4.
const (
	MinTokenDays     = 1
	MaxTokenDays     = 365
	DefaultTokenDays = 365
)

// Token is an API token without its secret.
type Token struct {
	ID      string // public: logs, lists and revocation use it
	Kind    TokenKind
	Account wiki.AccountID
	Label   string
	Scopes  catalog.ScopeSet // empty for Unscoped
	Created time.Time
	Expires time.Time
	// Died is when the token was revoked, or first seen expired. Final: setting the clock back does not revive it.
	Died     time.Time
	Revoked  bool
	LastUsed time.Time
	Hash     []byte // HMAC-SHA-256 of the whole text
	KeyID    string // which server key made Hash
}

const base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

// NewTokenText makes the text of a new token: its public id and the whole text to show once. random is the system's
// generator; letters are drawn by rejection, so each is equally likely.
func NewTokenText(kind TokenKind, random io.Reader) (id, text string, err error) {
	letters, err := randomBase62(random, idLen+secretLen)
	if err != nil {
		return "", "", fmt.Errorf("token text: %w", err)
	}
	body := string(kind) + "_" + letters
	return letters[:idLen], body + checksum(body), nil
}

func randomBase62(random io.Reader, n int) (string, error) {
	out := make([]byte, 0, n)
	buf := make([]byte, n+n/2)
	for len(out) < n {
		if _, err := io.ReadFull(random, buf); err != nil {
			return "", err
		}
		for _, b := range buf {
			if b < 248 && len(out) < n { // 248 = 4·62: no letter is likelier than another
				out = append(out, base62[b%62])
			}
		}
	}
	return string(out), nil
}

// checksum is the CRC-32 (IEEE) of all before it as six base62 letters. It spares a look-up for typing errors. The sum is
// made here, since package crc32 would have a copy of the text for each request.
func checksum(body string) string {
	sum := ^uint32(0)
	for i := range len(body) {
		sum = crc32.IEEETable[byte(sum)^body[i]] ^ sum>>8
	}
	sum = ^sum
	var out [checksumLen]byte
	for i := checksumLen - 1; i >= 0; i-- {
		out[i] = base62[sum%62]
		sum /= 62
	}
	return string(out[:])
}

// What can be wrong with a token's text before any look-up.
var (
	ErrNotToken = errors.New("not the text of a token")
	ErrChecksum = errors.New("token checksum is wrong")
)

// ParseTokenText takes the public id out of a token's text. ErrNotToken: it has another form (an account password,
// another system's token). ErrChecksum: it was mistyped or cut.
func ParseTokenText(text string) (id string, err error) {
	kind, rest, found := strings.Cut(text, "_")
	if !found {
		return "", ErrNotToken
	}
	switch TokenKind(kind) {
	case Unscoped, Scoped, ServiceToken:
	default:
		return "", ErrNotToken
	}
	if len(text) != textLen || strings.Trim(rest, base62) != "" {
		return "", ErrChecksum
	}
	if body := text[:textLen-checksumLen]; checksum(body) != text[textLen-checksumLen:] {
		return "", ErrChecksum
	}
	return rest[:idLen], nil
}

// Keyring holds the server keys that token hashes are made with. They live outside the database, so that who can write
// to it still cannot mint a token.
type Keyring struct {
	Current string            // id of the key for new hashes
	Keys    map[string][]byte // by id, at least 32 bytes each
}

// Hash is the keyed hash of a token's text under the current key.
func (k Keyring) Hash(text string) (keyID string, sum []byte) {
	return k.Current, mac(k.Keys[k.Current], text)
}

// Verify compares a presented text with a stored hash in constant time. An unknown key id never verifies.
func (k Keyring) Verify(text, keyID string, sum []byte) bool {
	key, known := k.Keys[keyID]
	return hmac.Equal(mac(key, text), sum) && known && len(sum) == sha256.Size
}

func mac(key []byte, text string) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(text))
	return h.Sum(nil)
}

// Dead reports whether the token can no longer be used at this time, and why: TokenRevoked, TokenExpired or "".
// now >= Expires is dead, without grace.
func (t *Token) Dead(now time.Time) wiki.Reason {
	switch {
	case t.Revoked:
		return wiki.TokenRevoked
	case !t.Died.IsZero() || !now.Before(t.Expires):
		return wiki.TokenExpired
	}
	return ""
}

// TokenSpec is the wish for a new token.
type TokenSpec struct {
	Account   wiki.AccountID
	Label     string
	Scopes    []string // none: unscoped
	Days      int      // 1 to 365; 0: DefaultTokenDays
	MaxScopes int      // site's limit (tokens.max-scopes)
	App       bool     // the owner is an app, which may have a token without scopes
}

// Check turns a wish into a Token without id and hash, or a BadRequest: unknown scopes, too many of them, days out of
// range, a service account without scopes.
func (s TokenSpec) Check(owner Account, now time.Time) (Token, error) {
	now = now.UTC().Truncate(time.Millisecond) // as it is stored, so that the answer and the list agree
	t := Token{Kind: Unscoped, Account: owner.ID, Label: s.Label, Created: now}
	days := s.Days
	if days == 0 {
		days = DefaultTokenDays
	}
	if days < MinTokenDays || days > MaxTokenDays {
		return Token{}, wiki.Invalid("expires", fmt.Sprint(s.Days), "1 to 365 days")
	}
	t.Expires = now.Add(time.Duration(days) * 24 * time.Hour)
	if len(s.Scopes) > 0 {
		set, err := catalog.ParseScopes(s.Scopes...)
		if err != nil {
			return Token{}, &wiki.Error{Reason: wiki.InvalidInput, Err: err,
				Facts: wiki.Facts{Param: "scope", Value: strings.Join(s.Scopes, " "), Detail: err.Error()}}
		}
		if set.Len() > s.MaxScopes {
			return Token{}, wiki.Invalid("scope", fmt.Sprint(set.Len(), " scopes"), fmt.Sprintf("at most %d", s.MaxScopes))
		}
		t.Kind, t.Scopes = Scoped, set
	}
	if owner.Kind == Service && !s.App {
		if t.Kind == Unscoped {
			return Token{}, wiki.Invalid("scope", "", "at least one: service accounts have scoped tokens only")
		}
		t.Kind = ServiceToken
	}
	return t, nil
}
