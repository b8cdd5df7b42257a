package doctor

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"

	"github.com/weirhq/weir/catalog"
	"github.com/weirhq/weir/client"
)

// plan is the call put right: everything that was wrong with it at once, since a line that is wrong in two ways works
// only when both are mended.
type plan struct {
	method  string
	base    string // what stands before /wiki
	path    string
	query   string
	carrier carrier
	noCheck bool   // X-Atlassian-Token is added
	follow  bool   // -L is added
	none    string // why there is no line, in words
}

func (p plan) url() string {
	if p.query == "" {
		return p.base + p.path
	}
	return p.base + p.path + "?" + p.query
}

// tryRight makes the plan, and sends it when that is safe.
func (x *examination) tryRight(ctx context.Context) {
	if x.target == nil {
		return
	}
	credentials, open := x.accepted()
	x.plan = plan{method: x.call.Method, path: x.place.path, query: x.place.query, carrier: carrierOf(credentials)}
	if x.meant.Anonymous() && x.call.presented.how != noCredential || x.flawed(waits) || x.plan.carrier == noCredential && x.written != nil && !x.written.ok() {
		x.plan.carrier = basic
	}
	if x.plan.carrier == bearer && len(open) == 0 && !isJWT(x.meant.Token) {
		x.plan.carrier = basic // as the token of a person is sent
	}
	x.plan.base = x.bestBase(open)
	x.plan.noCheck = x.needsNoCheck()
	if x.place.servlet {
		x.planDownload(ctx, credentials, open)
	}
	if x.fault != nil || !x.safe() || len(open) == 0 && !x.meant.Anonymous() {
		return
	}
	x.right = x.send(ctx, credentials)
	if x.right != nil && x.right.Status == http.StatusGone && x.planVersion2(ctx, credentials) {
		x.removed = true
		x.right = x.send(ctx, credentials)
	}
}

// send sends the plan; nil if nobody answered, or if there is nothing to send.
func (x *examination) send(ctx context.Context, credentials client.Credentials) *Answer {
	if x.plan.base == "" || x.plan.none != "" || strings.Contains(x.plan.path, "{") {
		return nil
	}
	if x.unchanged(credentials) {
		return x.written
	}
	headers := slices.DeleteFunc(slices.Clone(x.call.headers), func(h header) bool { return h.name == "User-Agent" && browserAgent(h.value) })
	a, err := x.get(ctx, x.plan.method, x.plan.url(), authorization(credentials), headers)
	if err != nil {
		return nil
	}
	return a
}

// unchanged reports whether the plan is the call as it was written and sent.
func (x *examination) unchanged(credentials client.Credentials) bool {
	p := x.place
	return x.written != nil && !x.written.Pasted && p.wrong == "" && !p.servlet && !x.lost && x.plan.path == p.path && x.plan.query == p.query &&
		x.plan.base == x.base(p.gateway) && x.call.presented.header == authorization(credentials) && !browserAgent(x.call.header("User-Agent"))
}

// bestBase is the door for the call: the one it goes to if that opens, else the one that does, else where it goes.
func (x *examination) bestBase(open []client.DoorAnswer) string {
	for _, want := range []bool{x.atGateway(), !x.atGateway()} {
		for _, d := range open {
			if d.Door.Gateway == want {
				return d.Base
			}
		}
	}
	if near := nearVendor(hostOf(x.target)); near != "" && x.fault != nil {
		return "https://" + near + gatewayBase(x.target)
	}
	if x.living {
		return x.base(true)
	}
	if base := x.base(x.atGateway()); base != "" {
		return base
	}
	if x.lost {
		return x.address.Site
	}
	return x.target.Scheme + "://" + x.target.Host
}

// gatewayBase is /ex/confluence/{cloudId}, empty when a path does not begin so.
func gatewayBase(u *url.URL) string {
	below, ok := strings.CutPrefix(u.EscapedPath(), gatewayPath)
	if !ok {
		return ""
	}
	id, _, _ := strings.Cut(below, "/")
	return gatewayPath + id
}

// needsNoCheck reports whether the service asks the call for X-Atlassian-Token (auth-behaviour.md §6, "XSRF, when").
func (x *examination) needsNoCheck() bool {
	writes := x.call.Method != http.MethodGet && x.call.Method != http.MethodHead
	return writes && x.call.multipart && !strings.HasPrefix(strings.ToLower(x.call.header("X-Atlassian-Token")), "no")
}

// planDownload turns the old address of an attachment into that of the API (auth-behaviour.md §5, "Attachment download").
func (x *examination) planDownload(ctx context.Context, credentials client.Credentials, open []client.DoorAnswer) {
	m := servlet.FindStringSubmatch(x.place.path)
	name, err := url.PathUnescape(m[2])
	if m == nil || err != nil {
		return
	}
	container := "/wiki/rest/api/content/" + m[1] + "/child/attachment"
	x.plan.follow, x.plan.query = true, ""
	x.plan.path = container + "/{attachmentId}/download"
	x.place.op = x.lookup(http.MethodGet, container+"/att0/download")
	x.plan.none = "the attachment's id is not known; " + container + " lists them"
	if len(open) == 0 || x.fault != nil {
		return
	}
	a, err := x.get(ctx, http.MethodGet, x.plan.base+container+"?filename="+url.QueryEscape(name), authorization(credentials), nil)
	var list struct{ Results []struct{ ID string } }
	if err == nil && a.ok() && json.Unmarshal(a.body, &list, json.MatchCaseInsensitiveNames(true)) == nil && len(list.Results) > 0 {
		x.plan.path, x.plan.none = container+"/"+url.PathEscape(list.Results[0].ID)+"/download", ""
	}
}

// planVersion2 moves a call of a removed operation to the one that took its place (auth-behaviour.md §3 G3). Bodies of
// writes are not the same there, so only reads and deletes are moved.
func (x *examination) planVersion2(ctx context.Context, credentials client.Credentials) bool {
	query, err := url.ParseQuery(x.plan.query)
	if err != nil || x.plan.method != http.MethodGet && x.plan.method != http.MethodDelete {
		return false
	}
	next := url.Values{}
	for _, name := range []string{"limit", "title", "status"} {
		if v := query.Get(name); v != "" {
			next.Set(name, v)
		}
	}
	for _, expanded := range strings.Split(query.Get("expand"), ",") {
		if format, ok := strings.CutPrefix(expanded, "body."); ok && (format == "storage" || format == "atlas_doc_format" || format == "view") {
			next.Set("body-format", format)
		}
	}
	ask := func(path string) *Answer {
		a, err := x.get(ctx, http.MethodGet, x.plan.base+path, authorization(credentials), nil)
		if err != nil {
			return &Answer{}
		}
		return a
	}
	below, _ := strings.CutPrefix(x.plan.path, "/wiki/rest/api/")
	resource, id, _ := strings.Cut(below, "/")
	kind := "pages"
	if query.Get("type") == "blogpost" {
		kind = "blogposts"
	}
	switch {
	case resource == "content" && id != "":
		if kind == "pages" && ask("/wiki/api/v2/pages/"+id).Status == http.StatusNotFound && ask("/wiki/api/v2/blogposts/"+id).ok() {
			kind = "blogposts"
		}
		x.plan.path = "/wiki/api/v2/" + kind + "/" + id
		next.Del("limit")
	case resource == "content":
		if key := query.Get("spaceKey"); key != "" {
			var list struct{ Results []struct{ ID string } }
			if json.Unmarshal(ask("/wiki/api/v2/spaces?keys="+url.QueryEscape(key)).body, &list, json.MatchCaseInsensitiveNames(true)) == nil && len(list.Results) > 0 {
				next.Set("space-id", list.Results[0].ID)
			}
		}
		x.plan.path = "/wiki/api/v2/" + kind
	case resource == "space" && id != "":
		next = url.Values{"keys": {id}}
		x.plan.path = "/wiki/api/v2/spaces"
	case resource == "space":
		x.plan.path = "/wiki/api/v2/spaces"
	default:
		return false
	}
	x.plan.query = next.Encode()
	x.place.op = x.lookup(x.plan.method, x.plan.path)
	return true
}

func (x *examination) lookup(method, path string) *catalog.Operation {
	op, err := x.catalog.Lookup(method, path)
	if err != nil {
		return nil
	}
	return &op
}
