package server

import (
	"context"
	"fmt"
	"maps"
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/weirhq/weir/internal/wiki"
)

// role is what a host name is for.
type role int

const (
	unknownHost role = iota
	siteHost         // one site: /wiki/…
	gatewayHost      // the API gateway: /ex/confluence/{cloudId}/…
	sharedHost       // both, told apart by path
	pagesHost        // pages for people: accounts and administration
)

// place is what a host name stands for. Site is set for siteHost and sharedHost.
type place struct {
	role role
	site wiki.Site
	// anyTenant lets the gateway part of a shared host serve other sites than its own: the demo's loopback address.
	anyTenant bool
}

// hosts is the table of names. A name is there because it was configured: the gateway's by gateway.hosts, a site's by
// its base URL (security-model.md R-TENANT). The demo adds loopback names. Safe for concurrent use.
type hosts struct {
	gateway []string // normalised
	demo    bool
	sites   func(context.Context) ([]wiki.Site, error)

	reading sync.Mutex // held while the sites are read
	byName  atomic.Pointer[map[string]place]
}

func newHosts(gateway []string, demo bool, sites func(context.Context) ([]wiki.Site, error)) *hosts {
	h := &hosts{demo: demo, sites: sites}
	for _, name := range gateway {
		h.gateway = append(h.gateway, hostName(name))
	}
	h.byName.Store(&map[string]place{})
	return h
}

// find says what the Host of a request stands for. A name that is not in the table may be a new site's, so the sites
// are read again, one reader at a time.
func (h *hosts) find(ctx context.Context, host string) (place, error) {
	name := hostName(host)
	if p, ok := (*h.byName.Load())[name]; ok {
		return p, nil
	}
	if err := h.refresh(ctx); err != nil {
		return place{}, err
	}
	return (*h.byName.Load())[name], nil
}

// refresh reads the sites and makes the table anew.
func (h *hosts) refresh(ctx context.Context) error {
	h.reading.Lock()
	defer h.reading.Unlock()
	sites, err := h.sites(ctx)
	if err != nil {
		return fmt.Errorf("table of hosts: %w", err)
	}
	table := make(map[string]place)
	if h.demo {
		maps.Copy(table, demoHosts(sites))
	}
	own := siteHost
	if len(h.gateway) == 0 {
		own = sharedHost
	}
	for _, s := range sites {
		base, err := url.Parse(s.BaseURL)
		if err != nil || base.Host == "" {
			continue // such a site can be reached by cloudId only
		}
		if name := hostName(base.Host); table[name].role == unknownHost {
			table[name] = place{role: own, site: s}
		}
	}
	for _, name := range h.gateway {
		table[name] = place{role: gatewayHost}
	}
	h.byName.Store(&table)
	return nil
}

// lost are the sites that no request can reach by their address, each with the reason.
func (h *hosts) lost(ctx context.Context) (map[string]string, error) {
	sites, err := h.sites(ctx)
	if err != nil {
		return nil, err
	}
	table, lost := *h.byName.Load(), map[string]string{}
	for _, s := range sites {
		base, err := url.Parse(s.BaseURL)
		if err != nil || base.Host == "" {
			lost[s.Key] = "its address has no host name"
			continue
		}
		switch p := table[hostName(base.Host)]; {
		case p.role == gatewayHost:
			lost[s.Key] = "its host name is the gateway's"
		case p.site.Key != s.Key:
			lost[s.Key] = "site " + p.site.Key + " has its host name"
		}
	}
	if len(sites) == 0 {
		lost[""] = "there is no site yet: weir site create makes one"
	}
	return lost, nil
}

// demoHosts are the names under which a demo answers beside its configured ones (design.md §4). The first site is the
// demo's own.
func demoHosts(sites []wiki.Site) map[string]place {
	table := map[string]place{
		"api.localhost":   {role: gatewayHost},
		"id.localhost":    {role: pagesHost},
		"admin.localhost": {role: pagesHost},
	}
	for i, s := range slices.Backward(sites) {
		table[hostName(s.Key+".localhost")] = place{role: siteHost, site: s}
		if i == 0 {
			for _, name := range []string{"localhost", "127.0.0.1", "::1"} {
				table[name] = place{role: sharedHost, site: s, anyTenant: true}
			}
		}
	}
	return table
}

// SameHost reports whether two base URLs, scheme and host alone, name one host, whatever their ports: requests could not be
// told apart.
func SameHost(a, b string) bool {
	one, err1 := url.Parse(a)
	other, err2 := url.Parse(b)
	return err1 == nil && err2 == nil && one.Host != "" && one.Path == "" && other.Path == "" && hostName(one.Host) == hostName(other.Host)
}

// hostName is a Host or authority in the one form the table has: without port, without the dot of the root, ASCII
// letters small (names compare without regard to case, RFC 9110 §4.2.3), an address in its canonical spelling.
func hostName(host string) string {
	bare, bracketed := host, strings.HasPrefix(host, "[")
	if name, port, err := net.SplitHostPort(host); err == nil && strings.Trim(port, "0123456789") == "" {
		bare = name
	} else if bracketed {
		bare = strings.TrimSuffix(host[1:], "]")
	}
	addr, err := netip.ParseAddr(bare)
	switch {
	case err == nil:
		return addr.Unmap().String()
	case bracketed: // only an address stands in brackets
		return host
	}
	return strings.ToLower(strings.TrimSuffix(bare, "."))
}
