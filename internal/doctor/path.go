package doctor

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"github.com/weirhq/weir/catalog"
)

// gatewayPath is what stands before the cloudId at the gateway (auth-behaviour.md §1).
const gatewayPath = "/ex/confluence/"

// place is what a URL's path asks for, put right.
type place struct {
	path    string // from /wiki on, without the query
	query   string // raw, also what the path alone held
	op      *catalog.Operation
	wrong   string // what was wrong with the path, in words; empty when it was right
	servlet bool   // the old download address of attachments
	gateway bool   // it stood below /ex/confluence/{cloudId}
}

// prefixes stand before the paths that the documentation prints (auth-behaviour.md §1, "Prefixes").
var prefixes = map[catalog.Version]string{catalog.V1: "/wiki/rest/api", catalog.V2: "/wiki/api/v2"}

var (
	uiPage  = regexp.MustCompile(`^/wiki/spaces/[^/]+/(?:pages|blog/\d+/\d+/\d+|blog)/(\d+)(?:/.*)?$`)
	uiBlog  = regexp.MustCompile(`^/wiki/spaces/[^/]+/blog/`)
	uiSpace = regexp.MustCompile(`^/wiki/(?:spaces|display)/([^/]+)(?:/overview|/pages)?/?$`)
	servlet = regexp.MustCompile(`^(?:/wiki)?/download/(?:attachments|thumbnails)/(\d+)/([^/]+)$`)
)

// straightPath reads a path as it was meant. c.Lookup decides what is an operation.
func straightPath(c *catalog.Catalog, method string, u *url.URL) place {
	path := u.EscapedPath()
	p := place{path: path, query: u.RawQuery}
	if below, ok := strings.CutPrefix(path, gatewayPath); ok {
		_, rest, _ := strings.Cut(below, "/")
		path, p.gateway = "/"+rest, true
		if strings.HasPrefix(path, "/rest/") || strings.HasPrefix(path, "/api/") || strings.HasPrefix(path, "/download/") {
			path = "/wiki" + path // both spellings are right at the gateway
		}
		p.path = path
	}
	find := func(path string) bool {
		op, err := c.Lookup(method, path)
		if err != nil {
			return false
		}
		p.path, p.op = strings.TrimSuffix(path, "/"), &op
		return true
	}
	switch {
	case strings.HasPrefix(path, "/wiki/rest/api/") && strings.Count(path, "/rest/api/") == 1 && find(path),
		strings.HasPrefix(path, "/wiki/api/v2/") && strings.Count(path, "/api/v2/") == 1 && find(path),
		strings.HasPrefix(path, "/wiki/atlassian-connect/") && find(path):
		return p
	case servlet.MatchString(path):
		p.servlet = true
		return p
	}
	p.wrong = p.repair(c, method, path, find)
	return p
}

// repair looks for the operation that a wrong path was meant for, and says what was wrong.
func (p *place) repair(c *catalog.Catalog, method, path string, find func(string) bool) string {
	for _, core := range []string{"/api/v2/", "/rest/api/"} {
		i := strings.LastIndex(path, core)
		if i < 0 {
			continue
		}
		below := path[i+len(core)-1:]
		before := path[:i]
		if find("/wiki" + core[:len(core)-1] + below) {
			switch {
			case before == "":
				return "/wiki is missing"
			case strings.HasPrefix(before, "/wiki/wiki"):
				return "/wiki is doubled"
			case strings.Contains(before, strings.TrimSuffix(core, "/")):
				return strings.TrimSuffix(core, "/") + " is doubled"
			}
			return before + " is an address for browsers, or none; the API begins with /wiki" + strings.TrimSuffix(core, "/")
		}
		for version, prefix := range prefixes {
			if op, err := c.LookupIn(version, method, below); err == nil && op.Version == version && find(prefix+below) {
				return "the resource belongs to version " + string(version)[1:] + ", below " + prefix
			}
		}
	}
	bare := strings.TrimPrefix(path, "/wiki")
	switch m := uiPage.FindStringSubmatch(path); {
	case m != nil && method == http.MethodGet:
		resource := "/wiki/api/v2/pages/"
		if uiBlog.MatchString(path) {
			resource = "/wiki/api/v2/blogposts/"
		}
		if find(resource + m[1]) {
			p.query = "body-format=storage"
			return "it is a page's address for browsers"
		}
	}
	if m := uiSpace.FindStringSubmatch(path); m != nil && method == http.MethodGet && find("/wiki/api/v2/spaces") {
		p.query = "keys=" + m[1]
		return "it is a space's address for browsers"
	}
	for _, version := range []catalog.Version{catalog.V2, catalog.V1} {
		if _, err := c.LookupIn(version, method, bare); err == nil && find(prefixes[version]+bare) {
			return prefixes[version] + " is missing: the documentation prints paths without it"
		}
	}
	return "no operation of the API has this path"
}
