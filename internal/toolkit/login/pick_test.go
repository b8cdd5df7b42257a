package login

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/weirhq/weir/client"
)

func variables(values map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		v, ok := values[name]
		return v, ok
	}
}

// home is a user who has logged in to two sites with one account each; the second is current.
func home(t *testing.T) Home {
	t.Helper()
	h := Home{Config: filepath.Join(t.TempDir(), "config"), Cache: filepath.Join(t.TempDir(), "cache")}
	book := Book{}.With(Context{Name: "work", Site: "https://acme.atlassian.net", Email: "ann@example.com", Storage: InFile}).
		With(Context{Name: "robot", Site: "other", Storage: InFile})
	if err := h.SetBook(book); err != nil {
		t.Fatal(err)
	}
	kept := h.Secrets(InFile, nil)
	for _, c := range book.Contexts {
		if err := kept.Set(t.Context(), c.Host(), c.Email, "token-of-"+c.Name); err != nil {
			t.Fatal(err)
		}
	}
	return h
}

func TestPickSaysWhichSourceWon(t *testing.T) {
	t.Parallel()
	h := home(t)
	folder := t.TempDir()
	netrc, tokenFile := filepath.Join(folder, "netrc"), filepath.Join(folder, "token")
	for name, content := range map[string]string{
		netrc: "# mine\nmachine third.atlassian.net\n  login bob@example.com password from-netrc\n" +
			"macdef init\nmachine fourth.atlassian.net login x password y\n\ndefault login z password for-anybody\n",
		tokenFile: "from-file\n",
	} {
		if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	work := Choice{Site: "https://acme.atlassian.net", Source: `context "work"`,
		Credentials: client.Credentials{Email: "ann@example.com", Token: "token-of-work"}}
	robot := Choice{Site: "other", Source: `context "robot"`, Credentials: client.Credentials{Token: "token-of-robot"}}
	for name, tc := range map[string]struct {
		from Sources
		env  map[string]string
		want Choice
		err  string
	}{
		"the current context":   {want: robot},
		"a context by name":     {from: Sources{Context: "work"}, want: work},
		"a context by its site": {from: Sources{Context: "acme"}, want: work},
		"a site with a context": {from: Sources{Site: "https://acme.atlassian.net/wiki/spaces/X"}, want: work},
		"a context over the environment": {from: Sources{Context: "work"}, want: work,
			env: map[string]string{"CONFLUENCE_URL": "https://acme.atlassian.net", "CONFLUENCE_API_TOKEN": "x"}},
		"the environment over contexts": {
			env: map[string]string{"CONFLUENCE_URL": "https://acme.atlassian.net/wiki", "CONFLUENCE_USERNAME": "eve@example.com", "CONFLUENCE_API_TOKEN": "from-env"},
			want: Choice{Site: "https://acme.atlassian.net/wiki", Source: "variable CONFLUENCE_API_TOKEN",
				Credentials: client.Credentials{Email: "eve@example.com", Token: "from-env"}}},
		"a URL alone names the context": {env: map[string]string{"CFL_URL": "https://acme.atlassian.net"}, want: work},
		"a token alone goes to the current site": {env: map[string]string{"WEIR_TOKEN": "t", "WEIR_GATEWAY": "https://gw.example.com"},
			want: Choice{Site: "other", Gateway: "https://gw.example.com", Source: "variable WEIR_TOKEN", Credentials: client.Credentials{Token: "t"}}},
		"another program's token alone": {env: map[string]string{"CFL_API_TOKEN": "t"},
			want: Choice{Site: "other", Source: "variable CFL_API_TOKEN", Credentials: client.Credentials{Token: "t"},
				Notes: []string{"CFL_API_TOKEN comes without a site: it goes to the current one, other.atlassian.net"}}},
		"a token in a file": {env: map[string]string{"WEIR_SITE": "fifth", "WEIR_EMAIL": "e@example.com", "WEIR_TOKEN_FILE": tokenFile},
			want: Choice{Site: "fifth", Source: "variable WEIR_TOKEN_FILE", Credentials: client.Credentials{Email: "e@example.com", Token: "from-file"}}},
		"a token for another site stays where it is": {from: Sources{Site: "acme"},
			env: map[string]string{"CONFLUENCE_URL": "https://other.atlassian.net", "CONFLUENCE_API_TOKEN": "x"},
			want: Choice{Site: work.Site, Source: work.Source, Credentials: work.Credentials,
				Notes: []string{"CONFLUENCE_API_TOKEN belongs to other.atlassian.net, not to acme.atlassian.net: not used"}}},
		"two families": {
			env: map[string]string{"ATLASSIAN_URL": "https://acme.atlassian.net", "CONFLUENCE_API_TOKEN": "c", "CFL_API_TOKEN": "d", "MARK_USERNAME": "m@example.com"},
			want: Choice{Site: "https://acme.atlassian.net", Source: "variable CONFLUENCE_API_TOKEN",
				Credentials: client.Credentials{Email: "m@example.com", Token: "c"},
				Notes: []string{
					"CONFLUENCE_API_TOKEN and CFL_API_TOKEN differ: CONFLUENCE_API_TOKEN counts",
					"CONFLUENCE_API_TOKEN and ATLASSIAN_URL belong to different programs: is the token that site's?",
				}}},
		"a cloudId": {
			env: map[string]string{"ATLASSIAN_OAUTH_CLOUD_ID": "f2ad45d7-0000-4000-8000-000000000001", "ATLASSIAN_API_TOKEN": "a"},
			want: Choice{Site: "https://api.atlassian.com/ex/confluence/f2ad45d7-0000-4000-8000-000000000001",
				Source: "variable ATLASSIAN_API_TOKEN", Credentials: client.Credentials{Token: "a"}}},
		".netrc on demand": {from: Sources{Site: "third", Netrc: true}, env: map[string]string{"NETRC": netrc},
			want: Choice{Site: "third", Source: "file " + netrc, Credentials: client.Credentials{Email: "bob@example.com", Token: "from-netrc"}}},
		".netrc not on demand": {from: Sources{Site: "third"}, env: map[string]string{"NETRC": netrc},
			err: "no credential for third.atlassian.net: log in with weir auth login third.atlassian.net"},
		"a macro is no entry": {from: Sources{Site: "fourth", Netrc: true}, env: map[string]string{"NETRC": netrc},
			err: "no credential for fourth.atlassian.net: log in with weir auth login fourth.atlassian.net"},
		"nobody": {from: Sources{Anonymous: true}, env: map[string]string{"CONFLUENCE_URL": "acme", "CONFLUENCE_API_TOKEN": "x"},
			want: Choice{Site: "acme", Source: "nowhere"}},
		"no such context": {from: Sources{Context: "home"}, err: `no context is called "home"; weir auth status lists them`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tc.from.Env, tc.from.Home = variables(tc.env), h
			got, err := tc.from.Pick(t.Context())
			if tc.err != "" {
				if err == nil || err.Error() != tc.err {
					t.Fatalf("got %v, want %s", err, tc.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("choice (-want +got):\n%s", diff)
			}
		})
	}
}

func TestNobodyHasLoggedIn(t *testing.T) {
	t.Parallel()
	h := Home{Config: filepath.Join(t.TempDir(), "c"), Cache: filepath.Join(t.TempDir(), "d")}
	_, err := Sources{Env: variables(nil), Home: h}.Pick(t.Context())
	if _, ok := errors.AsType[*MissingError](err); !ok || err.Error() != "no site: log in with weir auth login, or name one with --site" {
		t.Errorf("got %v", err)
	}
}

func TestALostTokenIsToldApart(t *testing.T) {
	t.Parallel()
	h := home(t)
	if err := h.Secrets(InFile, nil).Delete(t.Context(), "acme.atlassian.net", "ann@example.com"); err != nil {
		t.Fatal(err)
	}
	_, err := Sources{Env: variables(nil), Home: h, Context: "work"}.Pick(t.Context())
	if !errors.Is(err, ErrNoSecret) {
		t.Errorf("got %v", err)
	}
}
