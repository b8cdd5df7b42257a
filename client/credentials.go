package client

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"
)

// Credentials are what a caller has. With an e-mail the token is sent as the password of Basic, without one as Bearer,
// which is for service accounts and OAuth. The zero value calls as anonymous.
type Credentials struct {
	Email string
	Token string
}

// Anonymous reports whether nothing is sent.
func (c Credentials) Anonymous() bool { return c == Credentials{} }

// bearer reports whether the token is sent by itself. The site accepts none so (auth-behaviour.md §0).
func (c Credentials) bearer() bool { return c.Email == "" && c.Token != "" }

// check refuses what no server could read (auth-behaviour.md §2, "What is unparseable").
func (c Credentials) check() error {
	problem := ""
	switch {
	case c.Anonymous():
	case c.Token == "":
		problem = "the token is empty"
	case strings.ContainsFunc(c.Token, isSpaceOrControl):
		problem = "the token contains white space or control characters: was it copied with more than itself?"
	case strings.Contains(c.Token, ":"):
		problem = "the token contains a colon, which no token does: give e-mail and token apart"
	case strings.ContainsFunc(c.Email, isSpaceOrControl):
		problem = "the e-mail contains white space or control characters"
	case strings.Contains(c.Email, ":"):
		problem = "the e-mail contains a colon"
	}
	if problem == "" {
		return nil
	}
	return &CredentialsError{Problem: problem}
}

func isSpaceOrControl(r rune) bool { return r <= ' ' || r == 0x7f || r == 0x85 || r == 0xa0 }

func (c Credentials) apply(h http.Header) {
	switch {
	case c.Anonymous():
	case c.bearer():
		h.Set("Authorization", "Bearer "+c.Token)
	default:
		r := http.Request{Header: h}
		r.SetBasicAuth(c.Email, c.Token)
	}
}

// id names the credential at an address without telling it.
func (c Credentials) id(a Address) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{a.Site, a.Gateway, a.CloudID, strings.ToLower(c.Email), c.Token}, "\x00")))
	return hex.EncodeToString(sum[:])
}
