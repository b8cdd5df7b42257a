package doctor

import (
	"net/url"
	"regexp"
	"runtime"
	"strings"
	"sync"

	"github.com/weirhq/weir/catalog"
	"github.com/weirhq/weir/wire"
)

// Bundle is a report that can be published: causes, doors and answers, without the names of the site and of people, without
// addresses, ids, queries and bodies. What the service said is kept only as far as it is the same for everybody.
func (r *Report) Bundle(version string) ([]byte, error) {
	doors := []wire.Object[any]{}
	for _, d := range r.Doors {
		doors = append(doors, wire.Object[any]{
			{Name: "door", Value: d.Door}, {Name: "carrier", Value: d.Carrier}, {Name: "opened", Value: d.Opened}, {Name: "said", Value: publicWords(d.Said)},
		})
	}
	findings := []wire.Object[any]{}
	for _, f := range r.Findings {
		findings = append(findings, wire.Object[any]{
			{Name: "cause", Value: f.Cause}, {Name: "rule", Value: f.Rule}, {Name: "confidence", Value: string(f.Confidence)},
		})
	}
	probes := []wire.Object[any]{}
	for _, p := range r.Probes {
		probes = append(probes, wire.Object[any]{
			{Name: "method", Value: p.Method}, {Name: "path", Value: publicPath(p.Method, p.URL)}, {Name: "status", Value: p.Status},
			{Name: "category", Value: publicWords(p.Category)}, {Name: "said", Value: publicWords(p.Said)},
		})
	}
	var call any
	if c := r.Call; c != nil {
		call = wire.Object[any]{
			{Name: "method", Value: c.Method}, {Name: "path", Value: publicPath(c.Method, c.URL)}, {Name: "operation", Value: c.Operation},
			{Name: "status", Value: c.Status}, {Name: "said", Value: publicWords(c.Said)}, {Name: "correctedStatus", Value: c.Corrected},
		}
	}
	return wire.Marshal(wire.Object[any]{
		{Name: "version", Value: version}, {Name: "system", Value: runtime.GOOS + "/" + runtime.GOARCH},
		{Name: "status", Value: string(r.Status)}, {Name: "token", Value: string(r.Token)}, {Name: "carrier", Value: r.Carrier},
		{Name: "doors", Value: doors}, {Name: "call", Value: call},
		{Name: "scopes", Value: wire.Object[any]{{Name: "held", Value: list(r.Held)}, {Name: "missing", Value: list(r.Missing)}}},
		{Name: "findings", Value: findings}, {Name: "probes", Value: probes},
	})
}

// publicPath is the template of the operation that a URL calls. Of other paths only the segments that the API itself has
// are kept.
func publicPath(method, address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	path, before := u.EscapedPath(), ""
	if base := gatewayBase(u); base != "" {
		before, path = gatewayPath+"{cloudId}", strings.TrimPrefix(path, base)
	}
	if op, err := catalog.Default().Lookup(method, path); err == nil {
		return before + op.Path
	}
	segments := strings.Split(path, "/")
	known := publicSegments()
	for i, s := range segments {
		if !known[s] {
			segments[i] = "*"
		}
	}
	return before + strings.Join(segments, "/")
}

// publicSegments are the literals of all paths, and those of the addresses that people get lost in.
var publicSegments = sync.OnceValue(func() map[string]bool {
	known := set("wiki rest api v2 ex confluence _edge tenant_info download attachments spaces pages display gateway home")
	known[""] = true
	for _, op := range catalog.Default().Operations() {
		for _, s := range op.Segments() {
			known[s.Text] = known[s.Text] || !s.Param
		}
	}
	return known
})

// publicSentences are what the service says in the same words to everybody (auth-behaviour.md §2, §3).
var publicSentences = regexp.MustCompile(`HTTP Status \d{3} – [A-Za-z ]+|scope does not match|Unauthorized|caller cannot access Confluence|` +
	`not permitted to use Confluence|Not Found|Failed to parse Connect Session Auth Token|authentication with passwords is deprecated|` +
	`XSRF check failed|IP address has been rejected|This deprecated endpoint has been removed|No message available|FAILURE_[A-Z_]+|as anonymous`)

// publicWords is what of a sentence is no secret of anybody's.
func publicWords(said string) string {
	return strings.Join(publicSentences.FindAllString(said, -1), "; ")
}
