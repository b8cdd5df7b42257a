package identity_test

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/weirhq/weir/catalog"
	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/wiki"
)

// chance is a generator that gives the same bytes in each run.
func chance(seed byte) io.Reader { return rand.NewChaCha8([32]byte{seed}) }

func newText(t *testing.T, kind identity.TokenKind, seed byte) (id, text string) {
	t.Helper()
	id, text, err := identity.NewTokenText(kind, chance(seed))
	if err != nil {
		t.Fatal(err)
	}
	return id, text
}

func TestATokensTextHasTheFormThatScannersKnow(t *testing.T) {
	t.Parallel()
	pattern := regexp.MustCompile(`\bwr[usv]_[0-9A-Za-z]{46}\b`) // security-model.md §5 "Form"
	for kind, prefix := range map[identity.TokenKind]string{
		identity.Unscoped: "wru_", identity.Scoped: "wrs_", identity.ServiceToken: "wrv_",
	} {
		for seed := range byte(50) {
			id, text := newText(t, kind, seed)
			if pattern.FindString(text) != text || len(text) != 50 || !strings.HasPrefix(text, prefix) {
				t.Errorf("the text of a token is %q", text)
			}
			if parsed, err := identity.ParseTokenText(text); parsed != id || err != nil {
				t.Errorf("ParseTokenText(%q) = %q, %v; want %q", text, parsed, err, id)
			}
			if text[4:14] != id {
				t.Errorf("the id of %q is %q, not its first ten letters", text, id)
			}
		}
	}
}

// TestAKnownTokenText pins the checksum: were it computed otherwise, every token handed out would be mistyped. The last
// six letters are the CRC-32 (IEEE) of the rest, 0x37354c79, in base 62.
func TestAKnownTokenText(t *testing.T) {
	t.Parallel()
	id, text, err := identity.NewTokenText(identity.Scoped, bytes.NewReader(make([]byte, 60)))
	if err != nil {
		t.Fatal(err)
	}
	if want := "wrs_" + strings.Repeat("0", 40) + "10gPIf"; id != "0000000000" || text != want {
		t.Errorf("a token of zero bytes is %q with id %q, want %q", text, id, want)
	}
}

func TestLettersAreDrawnByRejection(t *testing.T) {
	t.Parallel()
	// 248 = 4·62: bytes from there on would make the first eight letters likelier, so they are passed over.
	random := bytes.Repeat([]byte{248, 255, 61}, 40)
	_, text, err := identity.NewTokenText(identity.Unscoped, bytes.NewReader(random))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := text[4:44], strings.Repeat("z", 40); got != want {
		t.Errorf("letters are %q, want %q", got, want)
	}
}

func TestNoTokenWithoutRandomness(t *testing.T) {
	t.Parallel()
	broken := errors.New("no entropy")
	id, text, err := identity.NewTokenText(identity.Unscoped, iotest.ErrReader(broken))
	if id != "" || text != "" || !errors.Is(err, broken) {
		t.Errorf("NewTokenText = %q, %q, %v", id, text, err)
	}
}

func TestASlipOfOneLetterIsCaught(t *testing.T) {
	t.Parallel()
	_, text := newText(t, identity.Scoped, 1)
	const letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_- \n"
	for i := range text {
		for _, letter := range []byte(letters) {
			slip := []byte(text)
			if slip[i] == letter {
				continue
			}
			slip[i] = letter
			if id, err := identity.ParseTokenText(string(slip)); err == nil {
				t.Errorf("%q passes for token %s", slip, id)
			}
		}
		if i > 0 && text[i] != text[i-1] {
			swapped := []byte(text)
			swapped[i], swapped[i-1] = swapped[i-1], swapped[i]
			if id, err := identity.ParseTokenText(string(swapped)); err == nil {
				t.Errorf("%q passes for token %s", swapped, id)
			}
		}
	}
}

func TestParseTokenText(t *testing.T) {
	t.Parallel()
	_, text := newText(t, identity.Unscoped, 2)
	for name, row := range map[string]struct {
		text string
		want error
	}{
		"empty":                   {"", identity.ErrNotToken},
		"a password":              {"correct horse battery staple", identity.ErrNotToken},
		"a password with a line":  {"correct_horse", identity.ErrNotToken},
		"Cloud's own":             {"ATATT3xFfGF0" + strings.Repeat("a", 171) + "=0123ABCD", identity.ErrNotToken},
		"unknown kind":            {"wrx" + text[3:], identity.ErrNotToken},
		"kind in capitals":        {"WRU" + text[3:], identity.ErrNotToken},
		"another kind":            {"wrs" + text[3:], identity.ErrChecksum},
		"cut":                     {text[:49], identity.ErrChecksum},
		"only the kind":           {"wru_", identity.ErrChecksum},
		"one letter more":         {text + "0", identity.ErrChecksum},
		"a line end at the end":   {text + "\n", identity.ErrChecksum},
		"a blank before":          {" " + text, identity.ErrNotToken},
		"a letter outside base62": {text[:20] + "é" + text[22:], identity.ErrChecksum},
		"checksum of something":   {text[:44] + "000000", identity.ErrChecksum},
	} {
		if id, err := identity.ParseTokenText(row.text); id != "" || !errors.Is(err, row.want) {
			t.Errorf("%s: ParseTokenText(%q) = %q, %v; want %v", name, row.text, id, err, row.want)
		}
	}
}

func FuzzParseTokenText(f *testing.F) {
	_, text, err := identity.NewTokenText(identity.Unscoped, chance(3))
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{text, text[:40], "", "wrv_", "_", "wru_\x00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		id, err := identity.ParseTokenText(text)
		if err != nil {
			return
		}
		if len(text) != 50 || text[4:14] != id || strings.ContainsFunc(text[4:], func(r rune) bool {
			return !('0' <= r && r <= '9' || 'A' <= r && r <= 'Z' || 'a' <= r && r <= 'z')
		}) {
			t.Errorf("%q passes for token %q", text, id)
		}
	})
}

func TestAHashIsOfItsKeyAndText(t *testing.T) {
	t.Parallel()
	ring := identity.Keyring{Current: "new", Keys: map[string][]byte{
		"new": bytes.Repeat([]byte{1}, 32), "old": bytes.Repeat([]byte{2}, 32)}}
	_, text := newText(t, identity.Unscoped, 4)
	keyID, sum := ring.Hash(text)
	_, oldSum := identity.Keyring{Current: "old", Keys: ring.Keys}.Hash(text)
	for name, row := range map[string]struct {
		text, keyID string
		sum         []byte
		want        bool
	}{
		"as made":             {text, keyID, sum, true},
		"under the old key":   {text, "old", oldSum, true},
		"another key's":       {text, "old", sum, false},
		"another text":        {text[:49] + "!", keyID, sum, false},
		"an unknown key":      {text, "lost", sum, false},
		"no hash":             {text, keyID, nil, false},
		"half a hash":         {text, keyID, sum[:16], false},
		"no hash, no key":     {text, "lost", nil, false},
		"the key of no name":  {text, "", sum, false},
		"a hash with a tail":  {text, keyID, append(bytes.Clone(sum), 0), false},
		"the hash's own text": {string(sum), keyID, sum, false},
	} {
		if got := ring.Verify(row.text, row.keyID, row.sum); got != row.want {
			t.Errorf("%s: Verify = %v", name, got)
		}
	}
}

// TestAnUnknownKeyNeverVerifies shows that the hash under no key, which who can write to the database can compute, opens
// nothing.
func TestAnUnknownKeyNeverVerifies(t *testing.T) {
	t.Parallel()
	_, text := newText(t, identity.Unscoped, 4)
	_, forged := identity.Keyring{}.Hash(text)
	ring := identity.Keyring{Current: "k", Keys: map[string][]byte{"k": bytes.Repeat([]byte{1}, 32)}}
	if ring.Verify(text, "gone", forged) {
		t.Error("a hash without a key verifies under an unknown key id")
	}
}

func TestDead(t *testing.T) {
	t.Parallel()
	born := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	expires := born.Add(24 * time.Hour)
	for name, row := range map[string]struct {
		token identity.Token
		now   time.Time
		want  wiki.Reason
	}{
		"alive":                          {identity.Token{Expires: expires}, born, ""},
		"a millisecond before":           {identity.Token{Expires: expires}, expires.Add(-time.Millisecond), ""},
		"at the moment, without grace":   {identity.Token{Expires: expires}, expires, wiki.TokenExpired},
		"after":                          {identity.Token{Expires: expires}, expires.Add(time.Hour), wiki.TokenExpired},
		"revoked":                        {identity.Token{Expires: expires, Revoked: true, Died: born}, born, wiki.TokenRevoked},
		"revoked and expired":            {identity.Token{Expires: expires, Revoked: true, Died: born}, expires, wiki.TokenRevoked},
		"buried, the clock was set back": {identity.Token{Expires: expires, Died: expires}, born, wiki.TokenExpired},
		"without an end":                 {identity.Token{}, born, wiki.TokenExpired},
	} {
		if got := row.token.Dead(row.now); got != row.want {
			t.Errorf("%s: Dead = %q, want %q", name, got, row.want)
		}
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 22, 12, 0, 0, 123_456_789, time.UTC)
	start := time.Date(2026, 11, 22, 12, 0, 0, 123_000_000, time.UTC)
	person := identity.Account{ID: "ann", Kind: identity.Person}
	robot := identity.Account{ID: "robot", Kind: identity.Service}
	scopes := []string{"read:confluence-user", "search:confluence"}
	set, err := catalog.ParseScopes(scopes...)
	if err != nil {
		t.Fatal(err)
	}
	day := 24 * time.Hour
	for name, row := range map[string]struct {
		owner identity.Account
		spec  identity.TokenSpec
		want  identity.Token
		param string // of the refusal
	}{
		"unscoped, preset life": {person, identity.TokenSpec{Label: "l", MaxScopes: 50},
			identity.Token{Kind: identity.Unscoped, Account: "ann", Label: "l", Created: start, Expires: start.Add(365 * day)}, ""},
		"one day": {person, identity.TokenSpec{Days: 1},
			identity.Token{Kind: identity.Unscoped, Account: "ann", Created: start, Expires: start.Add(day)}, ""},
		"a year": {person, identity.TokenSpec{Days: 365},
			identity.Token{Kind: identity.Unscoped, Account: "ann", Created: start, Expires: start.Add(365 * day)}, ""},
		"more than a year":   {person, identity.TokenSpec{Days: 366}, identity.Token{}, "expires"},
		"less than nothing":  {person, identity.TokenSpec{Days: -1}, identity.Token{}, "expires"},
		"scoped":             {person, identity.TokenSpec{Scopes: scopes, MaxScopes: 2}, identity.Token{Kind: identity.Scoped, Account: "ann", Scopes: set, Created: start, Expires: start.Add(365 * day)}, ""},
		"scope named twice":  {person, identity.TokenSpec{Scopes: append(scopes, scopes...), MaxScopes: 2}, identity.Token{Kind: identity.Scoped, Account: "ann", Scopes: set, Created: start, Expires: start.Add(365 * day)}, ""},
		"too many scopes":    {person, identity.TokenSpec{Scopes: scopes, MaxScopes: 1}, identity.Token{}, "scope"},
		"unknown scope":      {person, identity.TokenSpec{Scopes: []string{"read:everything"}, MaxScopes: 50}, identity.Token{}, "scope"},
		"service, scoped":    {robot, identity.TokenSpec{Scopes: scopes, MaxScopes: 50}, identity.Token{Kind: identity.ServiceToken, Account: "robot", Scopes: set, Created: start, Expires: start.Add(365 * day)}, ""},
		"service, no scopes": {robot, identity.TokenSpec{MaxScopes: 50}, identity.Token{}, "scope"},
	} {
		got, err := row.spec.Check(row.owner, now)
		if diff := cmp.Diff(row.want, got, cmp.Comparer(func(a, b catalog.ScopeSet) bool { return a == b })); diff != "" {
			t.Errorf("%s: Check (-want +got):\n%s", name, diff)
		}
		if row.param == "" && err == nil {
			continue
		}
		refusal := wiki.AsError(err)
		if refusal == nil || refusal.Reason != wiki.InvalidInput || refusal.Facts.Param != row.param {
			t.Errorf("%s: error is %v, want invalid-input of %q", name, err, row.param)
		}
	}
}
