package doctor

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/weirhq/weir/catalog"
	"github.com/weirhq/weir/client"
)

// Join makes a text of arguments that a shell has taken apart, such that ParseText reads them as they were.
func Join(args []string) string {
	q := quoter{shell: Posix}
	words := make([]string, len(args))
	for i, arg := range args {
		words[i] = q.literal(arg)
	}
	return strings.Join(words, " ")
}

// OperationCall is the call of an operation that is named as weir api takes it: by its id, or by its path in any
// spelling, with a method before it or without. Parameters of an id's path become 0, which names nothing.
func OperationCall(spec, site string) (*Call, error) {
	method, path := http.MethodGet, spec
	if m, rest, found := strings.Cut(spec, " "); found {
		method, path = strings.ToUpper(m), strings.TrimSpace(rest)
	}
	if !strings.Contains(path, "/") {
		op, err := catalog.Default().Find(spec)
		if err != nil {
			return nil, err
		}
		method, path = op.Method, examplePath(op)
	} else {
		op, err := catalog.Default().Lookup(method, path)
		if err != nil {
			return nil, err
		}
		if plain, query, _ := strings.Cut(path, "?"); !strings.Contains(plain, "/rest/api/") && !strings.Contains(plain, "/api/v2/") {
			path = prefixes[op.Version] + "/" + strings.TrimPrefix(plain, "/")
			if query != "" {
				path += "?" + query
			}
		}
	}
	address, err := client.ParseAddress(site)
	if err != nil {
		return nil, err
	}
	c := &Call{Shell: Posix, Method: method, Address: siteText(address) + path}
	c.presented.how = noCredential
	return c, nil
}

// Complete reports whether the line has a credential of its own that needs nothing beside it.
func (c *Call) Complete() bool {
	return c != nil && c.presented.meant.Email != "" && c.presented.meant.Token != ""
}

// Literal reports whether the line has a token in it as it stands.
func (c *Call) Literal() bool {
	p := c.presented
	for _, w := range []*word{p.user, p.bearer, p.authorization, p.apartPassword} {
		if w != nil && !slices.ContainsFunc(w.pieces, func(p piece) bool { return p.variable != "" || p.command != "" }) {
			return p.meant.Token != ""
		}
	}
	return p.urlPassword != ""
}

// Host is the name of the host that the line calls, without a port.
func (c *Call) Host() string {
	u, err := url.Parse(c.Address)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Hostname())
}

// Site is the URL of the line up to its path, or with it at a gateway.
func (c *Call) Site() string {
	u, err := url.Parse(c.Address)
	if err != nil {
		return ""
	}
	if u.Scheme == "http" && !isLoopback(u.Hostname()) {
		u.Scheme = "https"
	}
	if strings.HasPrefix(u.Path, gatewayPath) {
		return u.Scheme + "://" + u.Host + u.EscapedPath()
	}
	return u.Scheme + "://" + u.Host
}

// NeedsSite reports whether the line goes to a gateway and does not say to which site.
func (c *Call) NeedsSite(gateway string) bool {
	site := c.Site()
	return !strings.Contains(site, gatewayPath) && (site == client.DefaultGateway || gateway != "" && site == strings.TrimRight(gateway, "/"))
}

// BelongsTo reports whether the line goes to a site or to its gateway, so that the site's credential may go there.
func (c *Call) BelongsTo(site, gateway string) bool {
	address, err := client.ParseAddress(site)
	u, failed := url.Parse(c.Site())
	if err != nil || failed != nil {
		return false
	}
	if gateway != "" {
		address.Gateway = strings.TrimRight(gateway, "/")
	}
	origin := u.Scheme + "://" + u.Host
	return origin == address.Site || origin == address.Gateway && address.Gateway != ""
}
