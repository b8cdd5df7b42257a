package identity_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/wiki"
)

func TestCheckPassword(t *testing.T) {
	t.Parallel()
	owner := identity.Account{Email: "Ann.Example.Long@example.com"}
	for password, want := range map[string]string{
		"correct horse battery":        "",
		"größer als gro":               "",
		"":                             "at least 12 characters",
		"eleven chars"[:11]:            "at least 12 characters",
		"éééééé":                       "at least 12 characters", // twelve bytes
		strings.Repeat("a b", 341):     "",
		strings.Repeat("a b", 342):     "at most 1024 bytes",
		"Password1234":                 "one that is not on every list of passwords",
		"aaaaaaaaaaaaaaaa":             "one that is not on every list of passwords",
		"ann.example.long@EXAMPLE.com": "another than the e-mail",
		"ann.example.long":             "another than the e-mail",
		"twelve chars \xff":            "UTF-8",
	} {
		err := identity.CheckPassword(password, owner)
		if want == "" {
			if err != nil {
				t.Errorf("%q is refused: %v", password, err)
			}
			continue
		}
		if e := wiki.AsError(err); e == nil || e.Reason != wiki.InvalidInput || e.Facts.Want != want || e.Facts.Value != "" {
			t.Errorf("%q: %v, want a refusal for %q that keeps no password", password, err, want)
		}
	}
}

func TestPasswordHash(t *testing.T) {
	t.Parallel()
	hash, err := identity.HashPassword("correct horse", bytes.NewReader(bytes.Repeat([]byte{1}, 16)))
	const want = "$argon2id$v=19$m=19456,t=2,p=1$AQEBAQEBAQEBAQEBAQEBAQ$"
	if err != nil || !strings.HasPrefix(hash, want) || len(hash) != len(want)+43 {
		t.Fatalf("HashPassword = %q, %v", hash, err)
	}
	cheap := "$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ$JgPQfHo9ZxSRe9OsbEo9KyZk8wFNKfkLzWN9tSLSLtA" // not of this password
	for name, row := range map[string]struct {
		hash, password string
		want           bool
	}{
		"right":                  {hash, "correct horse", true},
		"wrong":                  {hash, "correct hors", false},
		"empty":                  {hash, "", false},
		"none kept":              {"", "correct horse", false},
		"none kept, none sent":   {"", "", false},
		"other costs":            {cheap, "correct horse", false},
		"broken":                 {hash[:len(hash)-1] + "!", "correct horse", false},
		"another algorithm":      {strings.Replace(hash, "argon2id", "argon2i", 1), "correct horse", false},
		"more memory than there": {strings.Replace(hash, "m=19456", "m=99999999", 1), "correct horse", false},
		"no key":                 {want, "correct horse", false},
	} {
		if got := identity.VerifyPassword(row.hash, row.password); got != row.want {
			t.Errorf("%s: VerifyPassword = %v", name, got)
		}
	}
	broken := errors.New("no entropy")
	if hash, err := identity.HashPassword("x", iotest.ErrReader(broken)); hash != "" || !errors.Is(err, broken) {
		t.Errorf("HashPassword without randomness = %q, %v", hash, err)
	}
}
