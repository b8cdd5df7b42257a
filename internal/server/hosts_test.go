package server

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/weirhq/weir/internal/config"
	"github.com/weirhq/weir/internal/wiki"
)

// TestHostsAreExact is security-model.md R-TENANT: which names a server answers, and as what. tenant_info tells a site's
// host, a G2 on /me the gateway's.
func TestHostsAreExact(t *testing.T) {
	t.Parallel()
	real, asDemo := newBench(t), newBench(t, demo)
	byPath := newBench(t, func(c *config.Config, _ *Deps) { c.Gateway.Hosts = nil })
	type role struct{ site, gateway int } // the statuses of the two probes
	var (
		nobody  = role{421, 421}
		isSite  = role{200, 404}
		isGate  = role{404, 401}
		isBoth  = role{200, 401}
		isPages = role{404, 404}
	)
	for _, c := range []struct {
		host         string
		real, asDemo role
	}{
		{"wiki.test", isSite, isSite},
		{"wiki.test:8090", isSite, isSite},
		{"wiki.test.", isSite, isSite},
		{"wiki.test.:443", isSite, isSite},
		{"WIKI.test", isSite, isSite},
		{"api.wiki.test", isGate, isGate},
		{"api.wiki.test:80", isGate, isGate},
		{"x.wiki.test", nobody, nobody},
		{"wiki.test.evil.test", nobody, nobody},
		{"wikixtest", nobody, nobody},
		{"[wiki.test]", nobody, nobody}, // in brackets stand addresses
		{"wiki.test]", nobody, nobody},
		{"wiki.test:http", nobody, nobody},
		{"[demo.localhost]:80", nobody, nobody},
		{"127.0.0.1", nobody, isBoth},
		{"127.0.0.1:8090", nobody, isBoth},
		{"localhost", nobody, isBoth},
		{"[::1]:8090", nobody, isBoth},
		{"[::1]", nobody, isBoth},
		{"127.0.0.2", nobody, nobody},
		{"demo.localhost", nobody, isSite},
		{"api.localhost:8090", nobody, isGate},
		{"id.localhost", nobody, isPages},
		{"admin.localhost", nobody, isPages},
		{"other.localhost", nobody, nobody},
	} {
		for name, against := range map[string]struct {
			b    *bench
			want role
		}{"real": {real, c.real}, "demo": {asDemo, c.asDemo}} {
			info, _ := against.b.do("GET", c.host, "/_edge/tenant_info")
			me, _ := against.b.do("GET", c.host, "/me")
			if got := (role{info.StatusCode, me.StatusCode}); got != against.want {
				t.Errorf("%s, %s: %v, want %v", c.host, name, got, against.want)
			}
		}
	}
	info, _ := byPath.do("GET", siteName, "/_edge/tenant_info")
	me, _ := byPath.do("GET", siteName, "/me")
	if got := (role{info.StatusCode, me.StatusCode}); got != isBoth {
		t.Errorf("without gateway.hosts a site's name is %v, want %v", got, isBoth)
	}
}

// TestLostSitesAreToldOf: what nobody can call by its address is named when the server starts.
func TestLostSitesAreToldOf(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		sites []wiki.Site
		want  map[string]string
	}{
		{"none", nil, map[string]string{"": "there is no site yet: weir site create makes one"}},
		{"one", []wiki.Site{{Key: "a", BaseURL: "http://wiki.test"}}, map[string]string{}},
		{"all kinds", []wiki.Site{
			{Key: "a", BaseURL: "http://wiki.test"}, {Key: "b", BaseURL: "https://WIKI.test:8443"},
			{Key: "c", BaseURL: "http://api.wiki.test:80"}, {Key: "d", BaseURL: "nowhere"}, {Key: "e", BaseURL: "http://other.test"},
		}, map[string]string{"b": "site a has its host name", "c": "its host name is the gateway's", "d": "its address has no host name"}},
	} {
		h := newHosts([]string{gatewayName}, false, func(context.Context) ([]wiki.Site, error) { return c.sites, nil })
		err := h.refresh(t.Context())
		got, lostErr := h.lost(t.Context())
		if diff := cmp.Diff(c.want, got); diff != "" || err != nil || lostErr != nil {
			t.Errorf("%s: %v %v (-want +got):\n%s", c.name, err, lostErr, diff)
		}
	}
}

func TestSameHost(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"http://wiki.test", "https://WIKI.test.:8443", true},
		{"http://127.0.0.1:8090", "http://127.0.0.1:8091", true},
		{"http://[::1]:80", "http://[0:0::1]", true},
		{"http://wiki.test", "http://x.wiki.test", false},
		{"http://wiki.test", "http://wiki.test/wiki", false}, // no base URL of a site
		{"", "", false},
	} {
		if SameHost(c.a, c.b) != c.same || SameHost(c.b, c.a) != c.same {
			t.Errorf("%q and %q: want %v", c.a, c.b, c.same)
		}
	}
}

func TestASharedHostKnowsItsOwnTenantOnly(t *testing.T) {
	t.Parallel()
	b := newBench(t, func(c *config.Config, _ *Deps) { c.Gateway.Hosts = nil })
	other, err := b.srv.Site().System().CreateSite(t.Context(), wiki.Site{Key: "other", Name: "Other", BaseURL: "http://other.test"})
	if err != nil {
		t.Fatal(err)
	}
	path := "/ex/confluence/" + other.CloudID + "/wiki/rest/api/space"
	if res, body := b.do("GET", siteName, path); res.StatusCode != 404 || body != e5(path) {
		t.Errorf("another tenant on this site's name: %d %s", res.StatusCode, body)
	}
	scoped := basic(annEmail, b.token("read:page:confluence"))
	if res, _ := b.do("GET", "other.test", path, "Authorization", scoped); res.StatusCode != 401 { // G1: the right tenant, a wrong scope
		t.Errorf("a site made while the server runs: %d", res.StatusCode)
	}
}

func TestAnUnknownHostLearnsNothing(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	res, body := b.do("GET", "evil.test", "/wiki/rest/api/space", "Authorization", basic(annEmail, b.token()))
	const want = `<!doctype html><html lang="en"><head><title>Misdirected Request</title></head><body><h1>No site answers under this name.</h1></body></html>`
	if res.StatusCode != 421 || body != want || res.Header.Get("X-Weir-Reason") != "unknown-host" {
		t.Errorf("%d %s %s", res.StatusCode, res.Header.Get("X-Weir-Reason"), body)
	}
}

func TestForwardingHeadersAreDropped(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for _, header := range []string{"X-Forwarded-Host", "X-Original-Host", "Forwarded", "X-Forwarded-Server"} {
		if res, _ := b.do("GET", "evil.test", "/_edge/tenant_info", header, "wiki.test"); res.StatusCode != 421 {
			t.Errorf("%s: %d", header, res.StatusCode)
		}
	}
	if res, _ := b.do("GET", siteName, "/wiki/home", "X-Original-Url", "/_edge/tenant_info", "X-Http-Method-Override", "POST"); res.StatusCode != 302 {
		t.Errorf("override headers: %d, want the answer to what was asked", res.StatusCode)
	}
}
