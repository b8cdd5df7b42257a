package client

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseAddress(t *testing.T) {
	t.Parallel()
	const id = "f2ad45d7-1c3b-4c0a-9d0e-000000000001"
	acme := Address{Site: "https://acme.atlassian.net", Gateway: DefaultGateway}
	for text, want := range map[string]Address{
		"acme":                        acme,
		"Acme":                        acme,
		" acme.atlassian.net\n":       acme,
		"ACME.atlassian.net:443":      acme,
		"acme.atlassian.net/wiki":     acme,
		"https://acme.atlassian.net":  acme,
		"https://acme.atlassian.net/": acme,
		"HTTPS://acme.atlassian.net/wiki/api/v2/pages?limit=5":          acme,
		"https://acme.atlassian.net/wiki/spaces/DOC/pages/123/A+page#b": acme,
		"old.jira.com": {Site: "https://old.jira.com", Gateway: DefaultGateway},
		id:             {Gateway: DefaultGateway, CloudID: id},
		"https://api.atlassian.com/ex/confluence/" + id:                  {Gateway: DefaultGateway, CloudID: id},
		"api.atlassian.com/ex/confluence/" + id + "/wiki/rest/api/space": {Gateway: DefaultGateway, CloudID: id},
		"http://127.0.0.1:8090":                                          {Site: "http://127.0.0.1:8090", Gateway: "http://127.0.0.1:8090"},
		"127.0.0.1:8090":                                                 {Site: "http://127.0.0.1:8090", Gateway: "http://127.0.0.1:8090"},
		"localhost":                                                      {Site: "http://localhost", Gateway: "http://localhost"},
		"demo.localhost:8090/wiki":                                       {Site: "http://demo.localhost:8090", Gateway: "http://demo.localhost:8090"},
		"http://[::1]:80":                                                {Site: "http://[::1]", Gateway: "http://[::1]"},
		"http://127.0.0.1:8090/ex/confluence/" + id + "/":                {Gateway: "http://127.0.0.1:8090", CloudID: id},
		"wiki.example.com":                                               {Site: "https://wiki.example.com", Gateway: "https://wiki.example.com"},
		"https://evilatlassian.net":                                      {Site: "https://evilatlassian.net", Gateway: "https://evilatlassian.net"},
	} {
		got, err := ParseAddress(text)
		if err != nil {
			t.Errorf("%q: %v", text, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

func TestParseAddressRefuses(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                          `address "": it is empty`,
		"http://acme.atlassian.net": `address "http://acme.atlassian.net": http is for loopback hosts only: it would show the credential on the way`,
		"ftp://acme.atlassian.net":  `address "ftp://acme.atlassian.net": its scheme is neither https nor http`,
		"https://":                  `address "https://": it has no host name`,
		"https://api.atlassian.com": `address "https://api.atlassian.com": this is the gateway; a site there is /ex/confluence/{cloudId}`,
		"https://ann:secret@acme.atlassian.net/wiki":  `address "https://acme.atlassian.net/wiki": it contains a user; give the credential apart`,
		"ann:secret@acme.atlassian.net":               `address "acme.atlassian.net": it contains a user; give the credential apart`,
		"https://ann:se%cret@acme.atlassian.net":      `address "https://acme.atlassian.net": it is no URL`,
		"https://api.atlassian.com/ex/confluence/abc": `address "https://api.atlassian.com/ex/confluence/abc": no cloudId follows /ex/confluence/`,
		"two words": `address "two words": it is no URL`,
	} {
		_, err := ParseAddress(text)
		if _, ok := errors.AsType[*AddressError](err); !ok || err.Error() != want {
			t.Errorf("%q:\n got %v\nwant %s", text, err, want)
		}
	}
}

func TestNewRefusesWhatNoServerReads(t *testing.T) {
	t.Parallel()
	for credentials, want := range map[Credentials]string{
		{"ann@example.com", ""}:      "credentials: the token is empty",
		{"ann@example.com", "abc\n"}: "credentials: the token contains white space or control characters: was it copied with more than itself?",
		{"", "ann@example.com:abc"}:  "credentials: the token contains a colon, which no token does: give e-mail and token apart",
		{"ann @example.com", "abc"}:  "credentials: the e-mail contains white space or control characters",
		{"ann@example.com:x", "abc"}: "credentials: the e-mail contains a colon",
	} {
		_, err := New("acme", credentials)
		if _, ok := errors.AsType[*CredentialsError](err); !ok || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
	if _, err := New("acme", Credentials{}, WithGateway("http://gateway.example.com")); err == nil {
		t.Error("a gateway over plain http was taken")
	}
}
