package proxy

import (
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/weirhq/weir/client"
)

// TestEachTokenFindsItsDoor calls in every form of address with every kind of credential. What the client brought arrives
// byte for byte, at the door that it opens.
func TestEachTokenFindsItsDoor(t *testing.T) {
	t.Parallel()
	s := newStand(t, Options{})
	for _, tt := range []struct {
		name, authorization string
		door                string
		v1, v2              int
	}{
		{"unscoped", basic(s.Admin.Email, unscoped), "site", 200, 200},
		{"scoped", basic(s.Admin.Email, scoped), "gateway", 200, 200},
		{"odd but good Basic", "bASIC " + base64.StdEncoding.EncodeToString([]byte(strings.ToUpper(s.Admin.Email)+":"+scoped)), "gateway", 200, 200},
		{"classic scopes", basic(s.Admin.Email, readOnly), "gateway", 200, 401},
		{"service account", "Bearer " + service, "gateway", 200, 401},
		{"revoked", basic(s.Admin.Email, revoked), "", 403, 404},
		{"the key", withKey()[1], "gateway", 200, 200},
	} {
		for _, address := range []struct{ name, base string }{
			{"site", s.url + "/wiki"}, {"site without /wiki", s.url}, {"gateway", s.gateway}, {"gateway with /wiki", s.gateway + "/wiki"},
		} {
			name := tt.name + " at the " + address.name
			s.send(t, "GET", address.base+"/rest/api/space?limit=1", "", "Authorization", tt.authorization)
			s.tap.take()
			got := s.send(t, "GET", address.base+"/rest/api/space?limit=1", "", "Authorization", tt.authorization)
			if got.status != tt.v1 {
				t.Errorf("%s: version 1 answers %d, want %d: %s", name, got.status, tt.v1, got.body)
			}
			sent := s.tap.take()
			if len(sent) != 1 {
				t.Fatalf("%s: %d requests for one, %v", name, len(sent), sent)
			}
			want := tt.authorization
			if tt.name == "the key" {
				want = basic(s.Admin.Email, scoped)
			}
			if sent[0].authorization != want {
				t.Errorf("%s: sent %q, want %q", name, sent[0].authorization, want)
			}
			if x := s.seen.last(); tt.door != "" && x.Door != tt.door {
				t.Errorf("%s: through the %s, want the %s", name, x.Door, tt.door)
			}
			if got := s.send(t, "GET", address.base+"/api/v2/spaces?limit=1", "", "Authorization", tt.authorization); got.status != tt.v2 {
				t.Errorf("%s: version 2 answers %d, want %d: %s", name, got.status, tt.v2, got.body)
			}
		}
	}
}

// TestWhatNobodyCanReadGoesWhereItWasSent holds for credentials that have no door, since they are none.
func TestWhatNobodyCanReadGoesWhereItWasSent(t *testing.T) {
	t.Parallel()
	s := newStand(t, Options{})
	for _, tt := range []struct {
		url, authorization string
		status             int
	}{
		{s.url, "Basic !!!", 401}, {s.gateway, "Basic !!!", 403}, {s.url, "Digest x", 403}, {s.gateway, "Digest x", 403},
		{s.url, basic("", ""), 401}, {s.gateway, basic(s.Admin.Email, ""), 403},
	} {
		s.tap.take()
		got := s.send(t, "GET", tt.url+"/wiki/rest/api/space", "", "Authorization", tt.authorization)
		sent := s.tap.take()
		if got.status != tt.status || sent[len(sent)-1].authorization != tt.authorization {
			t.Errorf("%s %q: %d, sent %q, want %d", tt.url, tt.authorization, got.status, sent[len(sent)-1].authorization, tt.status)
		}
	}
}

// TestRefusalsSayWhy looks at what the proxy tells of the site's refusals.
func TestRefusalsSayWhy(t *testing.T) {
	t.Parallel()
	s := newStand(t, Options{})
	s.send(t, "GET", s.url+"/wiki/api/v2/pages", "", "Authorization", basic(s.Admin.Email, readOnly))
	x := s.seen.last()
	want := "v2:getPages: the token lacks a scope: needed is read:page:confluence"
	if x.Why != want || x.Refused != "" || x.Status != 401 || x.Operation.Key() != "v2:getPages" || x.Carrier != "own" {
		t.Errorf("%d %s (%s) by %s, want %s", x.Status, x.Why, x.Refused, x.Carrier, want)
	}
}

// TestTheKeyOpensWhatItSays walks what a client may do with the key and without.
func TestTheKeyOpensWhatItSays(t *testing.T) {
	t.Parallel()
	s := newStand(t, Options{})
	pages := s.url + "/wiki/api/v2/pages"
	body := newPage(s.SpaceID(t, "PUB"))
	for _, tt := range []struct {
		name, method, url string
		authorization     string
		status            int
		reason            Reason
	}{
		{"reads", "GET", pages, basic("anybody", testKey), 200, ""},
		{"reads without a body", "HEAD", pages, basic("", testKey), 200, ""},
		{"does not write", "POST", pages, basic("anybody", testKey), 403, WritesNotOpen},
		{"a credential of the client's own writes", "POST", pages, basic(s.Admin.Email, scoped), 200, ""},
		{"a key of another run", "GET", pages, basic("anybody", KeyPrefix+"of-another"), 403, StaleKey},
		{"the key as the user", "GET", pages, basic(testKey, "x"), 403, KeyMisplaced},
		{"the key as Bearer", "GET", pages, "Bearer " + testKey, 403, KeyMisplaced},
		{"nothing", "GET", pages, "", 403, NoCredential},
	} {
		s.tap.take()
		header := []string{"Content-Type", "application/json"}
		if tt.authorization != "" {
			header = append(header, "Authorization", tt.authorization)
		}
		send := ""
		if tt.method == "POST" {
			send = body
		}
		got := s.send(t, tt.method, tt.url, send, header...)
		x := s.seen.last()
		if got.status != tt.status || x.Refused != tt.reason {
			t.Errorf("%s: %d %s %s, want %d %s", tt.name, got.status, x.Refused, got.body, tt.status, tt.reason)
		}
		if sent := s.tap.take(); tt.reason != "" && len(sent) > 0 {
			t.Errorf("%s: refused, and yet sent %v", tt.name, sent)
		}
	}
	writing := newStand(t, Options{Writes: true})
	if got := writing.send(t, "POST", writing.url+"/wiki/api/v2/pages", body, append(withKey(), "Content-Type", "application/json")...); got.status != 200 {
		t.Errorf("told so, the key does not write: %d %s", got.status, got.body)
	}
	reading := newStand(t, Options{ReadOnly: true})
	page := reading.Page(t, "Getting started").ID
	own := basic(reading.Admin.Email, unscoped)
	if got := reading.send(t, "DELETE", reading.url+"/wiki/api/v2/pages/"+page, "", "Authorization", own); got.status != 403 || reading.seen.last().Refused != ReadOnly {
		t.Errorf("read-only: %d %s", got.status, got.body)
	}
	if got := reading.send(t, "POST", reading.url+"/wiki/rest/api/contentbody/convert/view", `{"value":"<p>1</p>","representation":"storage"}`,
		"Authorization", own, "Content-Type", "application/json"); got.status != 200 {
		t.Errorf("read-only, a POST that only asks: %d %s", got.status, got.body)
	}
	if got := reading.send(t, "POST", reading.url+"/wiki/rest/unknown/1.0/thing", `{}`, "Authorization", own); got.status != 403 {
		t.Errorf("read-only, a POST that nobody knows: %d %s", got.status, got.body)
	}
}

// TestTheKeyAloneIsTaken is how a proxy answers that others than this machine's programs can reach.
func TestTheKeyAloneIsTaken(t *testing.T) {
	t.Parallel()
	s := newStand(t, Options{OnlyKey: true})
	s.tap.take()
	for _, authorization := range []string{basic(s.Admin.Email, unscoped), "Bearer " + service, "Digest x"} {
		if got := s.send(t, "GET", s.url+"/wiki/api/v2/pages", "", "Authorization", authorization); got.status != 403 || s.seen.last().Refused != OnlyKey {
			t.Errorf("%q: %d %s", authorization, got.status, got.body)
		}
	}
	if sent := s.tap.take(); len(sent) > 0 {
		t.Errorf("the site was sent %v", sent)
	}
	if got := s.send(t, "GET", s.url+"/wiki/api/v2/pages", "", withKey()...); got.status != 200 {
		t.Errorf("the key: %d %s", got.status, got.body)
	}
}

// newPage is the body that makes a page.
func newPage(space string) string {
	return `{"spaceId":"` + space + `","title":"Seen","body":{"representation":"storage","value":"<p>1</p>"}}`
}

func TestAnonymousIsSentOnWhereThereIsNoKey(t *testing.T) {
	t.Parallel()
	s := newStand(t, Options{Anonymous: true}, client.Credentials{})
	if got := s.send(t, "GET", s.url+"/wiki/api/v2/spaces", ""); got.status != 404 || s.seen.last().Carrier != "none" {
		t.Errorf("%d %s by %s", got.status, got.body, s.seen.last().Carrier)
	}
	if got := s.send(t, "GET", s.url+"/_edge/tenant_info", ""); got.body != `{"cloudId":"`+s.CloudID+`"}` {
		t.Errorf("tenant_info: %s", got.body)
	}
}

// TestHeadersThatMayNotPass sends what a client may send, to a site that answers what a site may answer.
func TestHeadersThatMayNotPass(t *testing.T) {
	t.Parallel()
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Set-Cookie", "session=1")
		h.Set("Access-Control-Allow-Origin", "*")
		h.Set("Access-Control-Allow-Credentials", "true")
		h.Set("Strict-Transport-Security", "max-age=1")
		h.Set("Content-Type", "application/json")
		h.Set("Atl-Request-Id", "1")
		_, _ = w.Write([]byte(`{"type":"known","accountId":"1"}`))
	}))
	t.Cleanup(site.Close)
	s := before(t, site.URL, client.Credentials{Email: "ann@example.com", Token: "t"}, newTap(t, nil), Options{})
	got := s.send(t, "GET", s.url+"/wiki/api/v2/pages", "", append(withKey(),
		"Cookie", "a=b", "Proxy-Authorization", basic("a", "b"), "Forwarded", "for=1.2.3.4", "X-Forwarded-For", "1.2.3.4",
		"X-Forwarded-Host", "evil.example", "X-Real-Ip", "1.2.3.4", "Via", "1.1 x", "X-Own", "kept", "Accept", "application/json")...)
	if got.status != 200 {
		t.Fatalf("%d %s", got.status, got.body)
	}
	for _, name := range []string{"Set-Cookie", "Access-Control-Allow-Origin", "Access-Control-Allow-Credentials", "Strict-Transport-Security"} {
		if got.header.Get(name) != "" {
			t.Errorf("the answer has %s", name)
		}
	}
	if got.header.Get("Atl-Request-Id") != "1" {
		t.Error("the answer has lost its request id")
	}
	sent := s.tap.take()
	last := sent[len(sent)-1].header
	for _, name := range []string{"Cookie", "Proxy-Authorization", "Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip", "Via"} {
		if last.Get(name) != "" {
			t.Errorf("the request has %s", name)
		}
	}
	if diff := cmp.Diff([]string{"kept", "application/json"}, []string{last.Get("X-Own"), last.Get("Accept")}); diff != "" {
		t.Errorf("what belongs to the client (-want +got):\n%s", diff)
	}
}

// TestRedirectsAreHandedBack holds that the proxy goes nowhere with a credential but to the site.
func TestRedirectsAreHandedBack(t *testing.T) {
	t.Parallel()
	thief := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("somebody came") }))
	t.Cleanup(thief.Close)
	location := ""
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/wiki/rest/api/user/current" {
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write([]byte(`{"type":"known","accountId":"1"}`))
			return
		}
		w.Header().Set("Location", location)
		w.WriteHeader(http.StatusFound)
	}))
	t.Cleanup(site.Close)
	s := before(t, site.URL, client.Credentials{Email: "ann@example.com", Token: "t"}, newTap(t, nil), Options{})
	for _, tt := range []struct{ to, want string }{
		{thief.URL + "/take?a=b", thief.URL + "/take?a=b"},
		{"//" + strings.TrimPrefix(thief.URL, "http://") + "/take", thief.URL + "/take"},
		{site.URL + "/wiki/rest/api/content/1", s.url + "/wiki/rest/api/content/1"},
		{"/wiki/rest/api/content/1?x=y", s.url + "/wiki/rest/api/content/1?x=y"},
		{site.URL + "/login", site.URL + "/login"},
		{"/login", site.URL + "/login"},
		{"http://evil.example/wiki/rest/api", "http://evil.example/wiki/rest/api"},
	} {
		location = tt.to
		got := s.send(t, "GET", s.url+"/wiki/rest/api/content/1/child/attachment/2/download", "", withKey()...)
		if got.status != 302 || got.header.Get("Location") != tt.want {
			t.Errorf("%s: %d %q, want %q", tt.to, got.status, got.header.Get("Location"), tt.want)
		}
	}
	for _, sent := range s.tap.take() {
		if !strings.HasPrefix(sent.url, site.URL+"/") {
			t.Errorf("went to %s", sent.url)
		}
	}
}

func TestPagesForPeopleAreAtTheSite(t *testing.T) {
	t.Parallel()
	s := newStand(t, Options{})
	s.tap.take()
	got := s.send(t, "GET", s.url+"/wiki/spaces/PUB/pages/1?x=y", "", withKey()...)
	if got.status != 302 || got.header.Get("Location") != s.URL+"/wiki/spaces/PUB/pages/1?x=y" {
		t.Errorf("%d %s", got.status, got.header.Get("Location"))
	}
	if got := s.send(t, "GET", s.url+"/admin", "", withKey()...); got.status != 404 {
		t.Errorf("elsewhere: %d", got.status)
	}
	if sent := s.tap.take(); slices.ContainsFunc(sent, func(r sentRequest) bool { return r.authorization != "" }) {
		t.Errorf("sent %v", sent)
	}
}

// TestOldAddressesOfFilesAreDownloads follows the address that clients build by hand. With a scoped token nothing else
// would answer.
func TestOldAddressesOfFilesAreDownloads(t *testing.T) {
	t.Parallel()
	s := newStand(t, Options{})
	page := s.Page(t, "Getting started").ID
	for _, base := range []string{s.url + "/wiki", s.gateway, s.url + "/wiki/wiki"} {
		got := s.send(t, "GET", base+"/download/attachments/"+page+"/welcome.txt?version=1&api=v2", "", withKey()...)
		if x := s.seen.last(); got.status != 302 || x.Operation == nil || x.Operation.Key() != "v1:downloadAttatchment" || x.Mended == "" {
			t.Fatalf("%s: %d %s, %+v", base, got.status, got.body, x)
		}
		if followed := s.send(t, "GET", got.header.Get("Location"), ""); followed.status != 200 || followed.body == "" {
			t.Errorf("%s: it leads to %d", base, followed.status)
		}
	}
	if all := s.seen.all(); len(all) != 6 || all[0].Operation.Key() != "v1:getAttachments" {
		t.Errorf("the question before it is not told: %v", all)
	}
	if got := s.send(t, "GET", s.url+"/wiki/download/attachments/"+page+"/nosuch.txt", "", withKey()...); got.status == 200 || s.seen.last().Mended != "" {
		t.Errorf("a name that is not there: %d", got.status)
	}
}
