package identity

import (
	"encoding/base64"
	"strings"

	"github.com/weirhq/weir/internal/wiki"
)

// Carrier is how a credential was presented.
type Carrier int

// The carriers. None is also what Confluence makes of a field it does not understand (auth-behaviour.md §2 "What
// counts as no credential"); Malformed is Basic that does not parse.
const (
	None Carrier = iota
	Basic
	Bearer
	Malformed
)

// Credential is a parsed Authorization field.
type Credential struct {
	Carrier Carrier
	User    string // e-mail, Basic only
	Secret  string // token text
}

// ParseAuthorization reads the Authorization fields of a request. More than one is AmbiguousCredentials (R-CRED); all
// else has an answer of its own, so there is no other error.
func ParseAuthorization(fields []string) (Credential, *wiki.Error) {
	switch len(fields) {
	case 0:
		return Credential{}, nil
	case 1:
	default:
		return Credential{}, wiki.NewError(wiki.AmbiguousCredentials, wiki.Facts{
			Detail: "more than one Authorization header"})
	}
	scheme, value, _ := strings.Cut(fields[0], " ")
	if value == "" || strings.ContainsAny(value, " \t") || strings.Contains(scheme, "\t") {
		// "Basic" alone, two spaces, a tab: no credential (auth-behaviour.md §2). A base64 value holds no blanks, so
		// a trailing one makes it a different value; net/http has trimmed the field already.
		return Credential{}, nil
	}
	switch {
	case strings.EqualFold(scheme, "Basic"): // any case (design.md §2)
		return parseBasic(value), nil
	case scheme == "Bearer": // "bearer" is no credential (auth-behaviour.md §2)
		return Credential{Carrier: Bearer, Secret: value}, nil
	}
	return Credential{}, nil
}

func parseBasic(value string) Credential {
	raw, err := base64.StdEncoding.DecodeString(value)
	if err != nil {
		if raw, err = base64.RawStdEncoding.DecodeString(value); err != nil {
			return Credential{Carrier: Malformed}
		}
	}
	user, secret, found := strings.Cut(string(raw), ":")
	if !found || user == "" || secret == "" || strings.Contains(secret, ":") {
		return Credential{Carrier: Malformed}
	}
	return Credential{Carrier: Basic, User: user, Secret: secret}
}

// IsJWT reports whether a Bearer value has the shape of a JSON Web Token: three dot-separated base64url parts. Such a
// value is answered differently from an opaque one (auth-behaviour.md §2 "JWT-shaped Bearer").
func (c Credential) IsJWT() bool {
	parts := strings.Split(c.Secret, ".")
	if c.Carrier != Bearer || len(parts) != 3 || !strings.HasPrefix(c.Secret, "ey") {
		return false
	}
	for _, p := range parts {
		if _, err := base64.RawURLEncoding.DecodeString(p); err != nil || p == "" {
			return false
		}
	}
	return true
}
