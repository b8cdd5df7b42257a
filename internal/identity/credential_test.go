package identity_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/wiki"
)

func encoded(pair string) string { return base64.StdEncoding.EncodeToString([]byte(pair)) }

func TestParseAuthorization(t *testing.T) {
	t.Parallel()
	pair := identity.Credential{Carrier: identity.Basic, User: "ann@example.com", Secret: "secret"}
	malformed := identity.Credential{Carrier: identity.Malformed}
	none := identity.Credential{}
	good := encoded("ann@example.com:secret")
	for name, row := range map[string]struct {
		field string
		want  identity.Credential
	}{
		"Basic":                  {"Basic " + good, pair},
		"Basic, lower case":      {"basic " + good, pair}, // design.md §2 "matches in any case"
		"Basic, capitals":        {"BASIC " + good, pair},
		"without padding":        {"Basic " + strings.TrimRight(encoded("ann@example.com:secre"), "="), identity.Credential{Carrier: identity.Basic, User: "ann@example.com", Secret: "secre"}},
		"echo left its line end": {"Basic " + encoded("ann@example.com:secret\n"), identity.Credential{Carrier: identity.Basic, User: "ann@example.com", Secret: "secret\n"}},
		"blanks inside the pair": {"Basic " + encoded("ann smith: x"), identity.Credential{Carrier: identity.Basic, User: "ann smith", Secret: " x"}},
		"bytes beyond ASCII":     {"Basic " + encoded("añn:\xff"), identity.Credential{Carrier: identity.Basic, User: "añn", Secret: "\xff"}},

		// auth-behaviour.md §2 "What is unparseable"
		"not base64":          {"Basic ann@example.com:secret", malformed},
		"base64 of the web":   {"Basic " + base64.URLEncoding.EncodeToString([]byte("a?>:~~~")), malformed},
		"wrong padding":       {"Basic " + good + "=", malformed},
		"no colon":            {"Basic " + encoded("ann@example.com"), malformed},
		"empty user":          {"Basic " + encoded(":secret"), malformed},
		"empty password":      {"Basic " + encoded("ann@example.com:"), malformed},
		"only a colon":        {"Basic " + encoded(":"), malformed},
		"a second colon":      {"Basic " + encoded("ann@example.com:sec:ret"), malformed},
		"a colon at the end":  {"Basic " + encoded("ann@example.com:secret:"), malformed},
		"base64 of no letter": {"Basic ====", malformed},

		// auth-behaviour.md §2 "What counts as no credential"
		"Basic with nothing after it":   {"Basic", none},
		"Basic and a blank":             {"Basic ", none},
		"unknown scheme":                {"Digest " + good, none},
		"no scheme":                     {good, none},
		"bearer in lower case":          {"bearer abc", none},
		"Bearer in capitals":            {"BEARER abc", none},
		"Bearer with nothing after it":  {"Bearer", none},
		"two spaces":                    {"Basic  " + good, none},
		"two spaces after Bearer":       {"Bearer  abc", none},
		"a tab":                         {"Basic\t" + good, none},
		"a tab after the blank":         {"Basic \t" + good, none},
		"a tab in the scheme":           {"Ba\tsic " + good, none},
		"a blank at the end":            {"Basic " + good + " ", none},
		"a blank inside the value":      {"Basic " + good[:8] + " " + good[8:], none},
		"two values in one field":       {"Bearer abc, Basic " + good, none},
		"empty":                         {"", none},
		"the scheme of another product": {"Token abc", none},

		"Bearer":          {"Bearer abc.DEF-_~+/=", identity.Credential{Carrier: identity.Bearer, Secret: "abc.DEF-_~+/="}},
		"Bearer, a pair":  {"Bearer " + good, identity.Credential{Carrier: identity.Bearer, Secret: good}},
		"Bearer, a token": {"Bearer wru_x", identity.Credential{Carrier: identity.Bearer, Secret: "wru_x"}},
	} {
		got, err := identity.ParseAuthorization([]string{row.field})
		if got != row.want || err != nil {
			t.Errorf("%s: ParseAuthorization(%q) = %+v, %v; want %+v", name, row.field, got, err, row.want)
		}
	}
}

func TestNoFieldIsNoCredential(t *testing.T) {
	t.Parallel()
	if got, err := identity.ParseAuthorization(nil); got != (identity.Credential{}) || err != nil {
		t.Errorf("ParseAuthorization(nil) = %+v, %v", got, err)
	}
}

// TestTwoFieldsAreAmbiguous is R-CRED: a proxy and this server must never take different ones of two.
func TestTwoFieldsAreAmbiguous(t *testing.T) {
	t.Parallel()
	good := "Basic " + encoded("ann@example.com:secret")
	for _, fields := range [][]string{{good, good}, {good, ""}, {"", ""}, {good, "Bearer x", "Digest y"}} {
		got, err := identity.ParseAuthorization(fields)
		if got != (identity.Credential{}) || err == nil || err.Reason != wiki.AmbiguousCredentials || err.Kind() != wiki.BadRequest {
			t.Errorf("ParseAuthorization(%q) = %+v, %v; want ambiguous-credentials", fields, got, err)
		}
	}
}

func TestIsJWT(t *testing.T) {
	t.Parallel()
	const token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"
	for text, want := range map[string]bool{
		token:                            true,
		"eyJh.eyJz.c2ln":                 true,
		"abc.def.ghi":                    false, // no JSON object begins like that
		"eyJh.eyJz":                      false,
		"eyJh.eyJz.":                     false,
		"eyJh..c2ln":                     false,
		"eyJh.eyJz.c2ln.extra":           false,
		"eyJh.eyJz.c2l=":                 false,
		"eyJh.ey+z.c2ln":                 false,
		"wru_" + strings.Repeat("0", 46): false,
		"":                               false,
	} {
		if got := (identity.Credential{Carrier: identity.Bearer, Secret: text}).IsJWT(); got != want {
			t.Errorf("IsJWT(%q) = %v", text, got)
		}
	}
	if (identity.Credential{Carrier: identity.Basic, User: "ann", Secret: token}).IsJWT() {
		t.Error("a Basic secret passes for a JWT")
	}
}

func FuzzParseAuthorization(f *testing.F) {
	for _, seed := range []string{"Basic " + encoded("a:b"), "Bearer x", "Basic", "basic \t", "Basic ====", "", "Bearer eyJh.eyJz.c2ln"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, field string) {
		cred, err := identity.ParseAuthorization([]string{field})
		if err != nil {
			t.Fatalf("one field is refused: %v", err)
		}
		switch cred.Carrier {
		case identity.Basic:
			if cred.User == "" || cred.Secret == "" || strings.Contains(cred.User+cred.Secret, ":") {
				t.Errorf("%q gives the pair %q, %q", field, cred.User, cred.Secret)
			}
		case identity.Bearer:
			if field != "Bearer "+cred.Secret || cred.User != "" {
				t.Errorf("%q gives the bearer %q", field, cred.Secret)
			}
		default:
			if cred.User != "" || cred.Secret != "" {
				t.Errorf("%q keeps %q, %q without a carrier", field, cred.User, cred.Secret)
			}
		}
		cred.IsJWT()
	})
}
