package client

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/weirhq/weir/weirtest"
)

// tokenKind is a credential, the door that it opens, and how many probes find it.
type tokenKind struct {
	credentials Credentials
	door        string // when the site is known
	probes      int    // when the site is known; at the gateway there is one to ask
}

func tokenKinds(t *testing.T, w *weirtest.Server) map[string]tokenKind {
	t.Helper()
	robot := w.NewToken(t, w.Robot, "read:space:confluence")
	return map[string]tokenKind{
		"unscoped":           {Credentials{w.Admin.Email, w.Unscoped.Text}, "site", 1},
		"scoped":             {Credentials{w.Admin.Email, w.Scoped.Text}, "gateway", 3},
		"narrow":             {Credentials{w.Admin.Email, w.NewToken(t, w.Admin, "read:space:confluence").Text}, "gateway", 3},
		"service, Bearer":    {Credentials{"", robot.Text}, "gateway", 2},
		"service, Basic":     {Credentials{w.Robot.Email, robot.Text}, "gateway", 3},
		"e-mail in capitals": {Credentials{strings.ToUpper(w.Admin.Email), w.Unscoped.Text}, "site", 1},
	}
}

// TestFourFormsTimesTokenKinds: whatever names the site and whichever token is given, the first call works, after at
// most three probes, and after none where the door is remembered.
func TestFourFormsTimesTokenKinds(t *testing.T) {
	t.Parallel()
	w := newServer(t)
	forms := map[string]string{
		"site":                w.URL,
		"site with /wiki":     w.URL + "/wiki",
		"pasted page":         " " + w.URL + "/wiki/spaces/DOC/pages/123/A+page?focusedCommentId=1#x\n",
		"pasted call":         w.URL + "/wiki/api/v2/pages?limit=1",
		"in capitals":         strings.ToUpper(w.URL),
		"gateway":             w.GatewayURL,
		"gateway with /wiki":  w.GatewayURL + "/wiki/",
		"gateway in capitals": w.URL + gatewayPath + strings.ToUpper(w.CloudID),
		"gateway, a call":     "\t" + w.GatewayURL + "/api/v2/spaces?limit=1",
		"host":                strings.TrimPrefix(w.URL, "http://"),
	}
	for form, site := range forms {
		for kind, k := range tokenKinds(t, w) {
			t.Run(form+", "+kind, func(t *testing.T) {
				t.Parallel()
				resolves(t, strings.HasPrefix(form, "gateway"), k, func(options ...Option) (*Client, *meter) {
					return connect(t, site, k.credentials, options...)
				})
			})
		}
	}
}

// TestVendorFormsTimesTokenKinds is the same for the names that the vendor's sites have: theirs alone, their host, their
// cloudId, their place at the vendor's gateway.
func TestVendorFormsTimesTokenKinds(t *testing.T) {
	t.Parallel()
	w := newServer(t)
	for form, site := range map[string]string{
		"name":               "acme",
		"name in capitals":   " Acme\n",
		"host":               "acme.atlassian.net",
		"site with /wiki":    "https://acme.atlassian.net/wiki",
		"old host":           "https://acme.jira.com/wiki/spaces/DOC",
		"pasted page":        "https://ACME.atlassian.net:443/wiki/spaces/DOC/pages/123/A+page",
		"gateway by cloudId": w.CloudID,
		"gateway":            DefaultGateway + gatewayPath + w.CloudID + "/wiki/api/v2/pages",
		"gateway's host":     "api.atlassian.com" + gatewayPath + w.CloudID,
	} {
		for kind, k := range tokenKinds(t, w) {
			t.Run(form+", "+kind, func(t *testing.T) {
				t.Parallel()
				resolves(t, strings.HasPrefix(form, "gateway"), k, func(options ...Option) (*Client, *meter) {
					c, m := connect(t, site, k.credentials, options...)
					m.next = &stage{m.next, w}
					return c, m
				})
			})
		}
	}
}

// resolves makes a client twice, the second time with what the first has found, and calls.
func resolves(t *testing.T, atGateway bool, k tokenKind, connect func(...Option) (*Client, *meter)) {
	t.Helper()
	door, probes := k.door, k.probes
	if atGateway {
		door, probes = "gateway", 1
	}
	remembered := newMemory()
	for _, want := range []int{probes, 0} {
		c, m := connect(WithDoorCache(remembered))
		if _, err := firstSpace(t.Context(), c); err != nil {
			t.Fatal(err)
		}
		if got := len(m.take()) - 1; got != want || got > 3 {
			t.Errorf("%d probes, want %d", got, want)
		}
		if got, err := c.Door(t.Context()); err != nil || got.String() != door {
			t.Errorf("door %s (%v), want %s", got, err, door)
		}
		if _, err := firstSpace(t.Context(), c); err != nil || len(m.take()) != 1 {
			t.Errorf("a second call probes again, or fails: %v", err)
		}
	}
}

func firstSpace(ctx context.Context, c *Client) (key string, err error) {
	for space, err := range c.V2.GetSpaces(ctx, GetSpacesV2Query{Limit: 1}) {
		return space.Key, err
	}
	return "", errors.New("no space")
}

func TestProbesAreTheDocumentedOnes(t *testing.T) {
	t.Parallel()
	w := newServer(t)
	c, m := connect(t, w.URL, Credentials{w.Admin.Email, w.Scoped.Text})
	if _, err := c.Door(t.Context()); err != nil {
		t.Fatal(err)
	}
	tenantCredential := m.auth[1]
	want := []string{
		"GET /wiki/rest/api/user/current",
		"GET /_edge/tenant_info",
		"GET /ex/confluence/" + w.CloudID + "/wiki/rest/api/user/current",
	}
	if diff := cmp.Diff(want, m.take()); diff != "" {
		t.Errorf("probes (-want +got):\n%s", diff)
	}
	if tenantCredential != "" {
		t.Error("tenant_info was asked with the credential")
	}
	base, err := c.BaseURL(t.Context())
	if err != nil || base != w.GatewayURL {
		t.Errorf("base URL %s (%v), want %s", base, err, w.GatewayURL)
	}
}

func TestDeadCredentialsOpenNoDoor(t *testing.T) {
	t.Parallel()
	for name, public := range map[string][]weirtest.Option{"private": nil, "public": {weirtest.Public()}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newServer(t, public...)
			for kind, credentials := range map[string]Credentials{
				"revoked":        {w.Admin.Email, w.Revoked.Text},
				"unknown e-mail": {"nobody@example.com", w.Unscoped.Text},
				"foreign":        {w.Member.Email, w.Unscoped.Text},
				"made up":        {w.Admin.Email, "abcdefghijklmnopqrstuvwx"},
				"user as Bearer": {"", w.Unscoped.Text},
				"no site access": {w.Outsider.Email, w.NewToken(t, w.Outsider).Text},
			} {
				c, m := connect(t, w.URL, credentials)
				_, err := firstSpace(t.Context(), c)
				if _, is := errors.AsType[*CredentialsError](err); !is && (public == nil || kind != "no site access") {
					t.Errorf("%s: %v, want a CredentialsError", kind, err)
				}
				if n := len(m.take()); n > 3 {
					t.Errorf("%s: %d requests", kind, n)
				}
			}
		})
	}
}

func TestAnonymousCallsNeedNoProbe(t *testing.T) {
	t.Parallel()
	w := newServer(t, weirtest.Public())
	for _, site := range []string{w.URL, w.GatewayURL} {
		c, m := connect(t, site, Credentials{})
		key, err := firstSpace(t.Context(), c)
		if sent := m.take(); err != nil || key != "PUB" || len(sent) != 1 {
			t.Errorf("%s: space %q, %v, sent %q", site, key, err, sent)
		}
	}
	private := newServer(t)
	c, _ := connect(t, private.URL, Credentials{})
	_, err := firstSpace(t.Context(), c)
	if e, ok := errors.AsType[*CredentialsError](err); !ok || e.Problem != "none were given, and the site is not public" {
		t.Errorf("private site: %v", err)
	}
}

// TestDoorIsCheckedAgainOnRefusal: what a cache says of the door is looked at again when the door stays shut.
func TestDoorIsCheckedAgainOnRefusal(t *testing.T) {
	t.Parallel()
	w := newServer(t)
	credentials := Credentials{w.Admin.Email, w.Scoped.Text}
	remembered := newMemory()
	c, m := connect(t, w.URL, credentials, WithDoorCache(remembered))
	key := credentials.id(c.Address())
	remembered.Remember(key, Door{}) // the site, where a scoped token is refused
	if _, err := firstSpace(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	if n := len(m.take()); n != 5 { // the refusal, three probes, the call
		t.Errorf("%d requests, want 5", n)
	}
	if got, _ := remembered.Door(key); got != (Door{Gateway: true, CloudID: w.CloudID}) {
		t.Errorf("remembered %+v", got)
	}
}

func TestRevokedTokenIsForgottenAndNotProbedForEveryCall(t *testing.T) {
	t.Parallel()
	w := newServer(t)
	token := w.NewToken(t, w.Admin)
	credentials := Credentials{w.Admin.Email, token.Text}
	remembered, clock := newMemory(), &wait{now: time.Unix(0, 0)}
	c, m := connect(t, w.URL, credentials, WithDoorCache(remembered), WithClock(clock.Now, clock.Sleep))
	if _, err := firstSpace(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	w.Revoke(t, token)
	m.take()
	// The first refusal comes right after the look, so it is believed; a minute later the doors are asked once more.
	for _, want := range []int{1, 4, 1} {
		if want == 4 {
			clock.now = clock.now.Add(recheckAfter)
		}
		_, err := firstSpace(t.Context(), c)
		if _, ok := errors.AsType[*CredentialsError](err); !ok {
			t.Fatalf("error %v, want a CredentialsError", err)
		}
		if got := len(m.take()); got != want {
			t.Errorf("%d requests, want %d", got, want)
		}
	}
	if _, ok := remembered.Door(credentials.id(c.Address())); ok {
		t.Error("the door of a dead token is still remembered")
	}
}

func TestConcurrentFirstCallsProbeOnce(t *testing.T) {
	t.Parallel()
	w := newServer(t)
	c, m := connect(t, w.URL, Credentials{w.Admin.Email, w.Scoped.Text})
	failed := make(chan error)
	for range 8 {
		go func() {
			_, err := c.Door(t.Context())
			failed <- err
		}()
	}
	for range 8 {
		if err := <-failed; err != nil {
			t.Error(err)
		}
	}
	if n := len(m.take()); n != 3 {
		t.Errorf("%d probes, want 3", n)
	}
}

func TestHostsThatAreNoSite(t *testing.T) {
	t.Parallel()
	w := newServer(t)
	unknown := "00000000-0000-4000-8000-000000000000"
	c, _ := connect(t, w.URL+gatewayPath+unknown, Credentials{w.Admin.Email, w.Unscoped.Text})
	_, err := c.Door(t.Context())
	if e, ok := errors.AsType[*AddressError](err); !ok || e.Problem != "the gateway "+w.URL+" does not know its cloudId "+unknown {
		t.Errorf("unknown cloudId: %v", err)
	}
	other := serve(t, func(r http.ResponseWriter, _ *http.Request) { r.WriteHeader(http.StatusNotFound) })
	c, _ = connect(t, other, Credentials{w.Admin.Email, w.Unscoped.Text})
	_, err = c.Door(t.Context())
	if e, ok := errors.AsType[*AddressError](err); !ok || e.Problem != "no Confluence Cloud site answers there" {
		t.Errorf("some other server: %v", err)
	}
}

// TestARefusalStandsWhenTheDoorsCannotBeAsked: a fault on the way to the doors does not hide why the call failed.
func TestARefusalStandsWhenTheDoorsCannotBeAsked(t *testing.T) {
	t.Parallel()
	site := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/_edge/tenant_info" {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(http.StatusUnauthorized)
	})
	credentials, remembered := Credentials{"ann@example.com", "abc"}, newMemory()
	c, m := connect(t, site, credentials, WithDoorCache(remembered))
	remembered.Remember(credentials.id(c.Address()), Door{})
	_, err := c.V1.GetAnonymousUser(t.Context(), ExpandQuery{})
	if e, ok := errors.AsType[*DoorError](err); !ok || e.Operation.Key() != "v1:getAnonymousUser" {
		t.Errorf("got %v", err)
	}
	if n := len(m.take()); n != 3 {
		t.Errorf("%d requests, want the call and two probes", n)
	}
}
