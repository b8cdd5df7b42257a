package rest

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/weirhq/weir/catalog"
	"github.com/weirhq/weir/internal/wiki"
)

// Miss says where a path without an operation left the tree. Each place answers in its own shape (auth-behaviour.md §6
// E2, E3).
type Miss int

// The misses.
const (
	Matched     Miss = iota
	WrongMethod      // the path is an operation's, the method is not
	UnknownV1        // below /wiki/rest/api
	BelowV1          // below /wiki/rest/api/content or …/space
	UnknownV2        // below /wiki/api/v2
	Outside          // no path of the API
)

// tree holds every operation of both versions under its documented path, the segment "wiki" first. It is the only
// matcher there is: a request is matched by its segments, exactly and with regard to case.
type tree struct {
	root   node
	routes []*route
}

type node struct {
	literals map[string]*node
	param    *node
	methods  []*route
}

// route is a place in the tree: a catalogued operation and its row.
type route struct {
	op      catalog.Operation
	key     string // "v2:getPages"
	params  []pathParam
	version *Version
	row     *Op
}

// pathParam is a parameter of a route's template.
type pathParam struct {
	name string
	at   int  // which segment
	free bool // may hold ; % ? #
}

// freeParams are the parameters that carry names people choose: keys of properties, labels, groups. In all others the
// characters ; % ? # are refused (security-model.md §7.3).
var freeParams = [...]string{"key", "propertyKey", "label", "labelName", "groupName"}

// newTree compiles the operations. It fails when two of one method have templates of the same shape: no request could
// tell them apart.
func newTree(ops []catalog.Operation) (*tree, error) {
	t := &tree{}
	for _, op := range ops {
		n := &t.root
		r := &route{op: op, key: op.Key()}
		for i, s := range op.Segments() {
			if s.Param {
				r.params = append(r.params, pathParam{s.Text, i, slices.Contains(freeParams[:], s.Text)})
			}
			n = n.child(s)
		}
		if twin := n.find(op.Method); twin != nil {
			return nil, fmt.Errorf("%s %s and %s %s overlap", r.key, op.Path, twin.key, twin.op.Path)
		}
		n.methods = append(n.methods, r)
		t.routes = append(t.routes, r)
	}
	return t, nil
}

func (n *node) child(s catalog.Segment) *node {
	if s.Param {
		if n.param == nil {
			n.param = &node{}
		}
		return n.param
	}
	if n.literals == nil {
		n.literals = map[string]*node{}
	}
	next := n.literals[s.Text]
	if next == nil {
		next = &node{}
		n.literals[s.Text] = next
	}
	return next
}

func (n *node) find(method string) *route {
	for _, r := range n.methods {
		if r.op.Method == method {
			return r
		}
	}
	return nil
}

// match finds the operation of a request, HEAD counting as GET (security-model.md R-METHOD). A literal segment beats a
// parameter; where the literal leads to no operation of this method the parameter is tried. The route is nil exactly
// when the miss is not Matched.
func (t *tree) match(method string, segments []string) (*route, Miss) {
	if method == http.MethodHead {
		method = http.MethodGet
	}
	if r := t.root.match(method, segments); r != nil {
		return r, Matched
	}
	return nil, t.nearest(segments)
}

// match walks the segments; with an empty method any operation will do.
func (n *node) match(method string, segments []string) *route {
	if len(segments) == 0 {
		if method == "" && len(n.methods) > 0 {
			return n.methods[0]
		}
		return n.find(method)
	}
	if next := n.literals[segments[0]]; next != nil {
		if r := next.match(method, segments[1:]); r != nil {
			return r
		}
	}
	if n.param != nil {
		return n.param.match(method, segments[1:])
	}
	return nil
}

// knows reports whether some operation has this path.
func (t *tree) knows(segments []string) bool { return t.root.match("", segments) != nil }

// methods are those that operations have at a path, in alphabetical order.
func (t *tree) methods(segments []string) []string {
	found := map[string]bool{}
	t.root.collect(segments, found)
	return slices.Sorted(maps.Keys(found))
}

func (n *node) collect(segments []string, found map[string]bool) {
	if len(segments) == 0 {
		for _, r := range n.methods {
			found[r.op.Method] = true
		}
		return
	}
	if next := n.literals[segments[0]]; next != nil {
		next.collect(segments[1:], found)
	}
	if n.param != nil {
		n.param.collect(segments[1:], found)
	}
}

func (t *tree) nearest(segments []string) Miss {
	switch versionOf(segments) {
	case catalog.V1:
		if t.knows(segments) {
			return WrongMethod
		}
		if len(segments) > 3 && (segments[3] == "content" || segments[3] == "space") {
			return BelowV1
		}
		return UnknownV1
	case catalog.V2:
		if t.knows(segments) {
			return WrongMethod
		}
		return UnknownV2
	}
	if t.knows(segments) {
		return WrongMethod // the dynamic modules
	}
	return Outside
}

// versionOf tells the version of a path by its prefix, "" for a path outside both.
func versionOf(segments []string) catalog.Version {
	if len(segments) >= 3 && segments[0] == "wiki" {
		switch {
		case segments[1] == "rest" && segments[2] == "api":
			return catalog.V1
		case segments[1] == "api" && segments[2] == "v2":
			return catalog.V2
		}
	}
	return ""
}

// checkParams refuses segments whose characters could be read as structure by someone else, unless the parameter is a
// name people choose.
func (r *route) checkParams(segments []string) *wiki.Error {
	for _, p := range r.params {
		if !p.free && strings.ContainsAny(segments[p.at], ";%?#") {
			return wiki.NewError(wiki.PathRefused, wiki.Facts{
				Param: p.name, Value: segments[p.at], Operation: r.key,
				Detail: "the path parameter holds one of ; % ? #"})
		}
	}
	return nil
}

// pathParam is the value of a path parameter of the request, "" if the template has none of that name.
func (r *route) pathParam(name string, segments []string) string {
	for _, p := range r.params {
		if p.name == name {
			return segments[p.at]
		}
	}
	return ""
}

// lostPath explains a path that no operation has, and where the same call would work: reason and the right segments,
// nil when there is no telling (auth-behaviour.md §10 rule 9).
func (t *tree) lostPath(segments []string) (wiki.Reason, []string) {
	bare, hasWiki := segments, len(segments) > 0 && segments[0] == "wiki"
	if hasWiki {
		bare = segments[1:]
	}
	if hasWiki && len(bare) > 0 && bare[0] == "wiki" {
		if t.knows(bare) {
			return wiki.WikiDoubled, bare
		}
		return wiki.WikiDoubled, nil
	}
	if !hasWiki && versionOf(prepend(bare, "wiki")) != "" {
		if right := prepend(bare, "wiki"); t.knows(right) {
			return wiki.WikiPrefixMissing, right
		}
		return wiki.WikiPrefixMissing, nil
	}
	if right := prepend(bare, "wiki", "api", "v2"); len(bare) > 0 && t.knows(right) {
		return wiki.V2PrefixMissing, right
	}
	if right := prepend(bare, "wiki", "rest", "api"); len(bare) > 0 && t.knows(right) {
		return wiki.UnknownPath, right
	}
	return wiki.UnknownPath, nil
}

func prepend(segments []string, first ...string) []string { return slices.Concat(first, segments) }
