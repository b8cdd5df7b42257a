package catalog

import (
	"slices"
	"strings"
)

// Lookup finds the operation that a request calls. method is taken in any
// case, HEAD as GET. path is the documented template or a concrete path, in
// any of the spellings a program or a person uses:
//
//	/wiki/rest/api/content/123                            at a site
//	/ex/confluence/{cloudId}/wiki/rest/api/content/123    at the gateway
//	/ex/confluence/{cloudId}/rest/api/content/123         at the gateway, without /wiki
//	/rest/api/content/123                                 without /wiki
//	/content/123 or content/123                           without the version's prefix
//
// each also as a URL with scheme and host, with a query, and with one trailing
// slash. The last spelling stands for both versions and is accepted only bare:
// below /wiki, a host or the gateway "/spaces/DOC" is a page for people, not a
// call.
//
// A literal segment beats a parameter; where the literal leads nowhere the
// parameter is tried. The error is a [*NoMatchError], or an [*AmbiguousError]
// when a path without prefix fits both versions.
func (c *Catalog) Lookup(method, path string) (Operation, error) {
	return c.lookup(method, path, V1, V2)
}

// LookupIn is Lookup among the operations of one version.
func (c *Catalog) LookupIn(version Version, method, path string) (Operation, error) {
	return c.lookup(method, path, version)
}

func (c *Catalog) lookup(method, path string, versions ...Version) (Operation, error) {
	verb := strings.ToUpper(method)
	if verb == "HEAD" {
		verb = "GET"
	}
	rest, full := splitAddress(path)
	if full {
		if place := c.paths.find(rest, verb); place >= 0 && slices.Contains(versions, c.operations[place].Version) {
			return c.operations[place], nil
		}
		return Operation{}, c.noMatch(method, path, versions)
	}
	var found [2]int
	places := found[:0]
	for _, version := range versions {
		if place := c.paths.root(version).find(rest, verb); place >= 0 {
			places = append(places, place)
		}
	}
	switch len(places) {
	case 0:
		return Operation{}, c.noMatch(method, path, versions)
	case 1:
		return c.operations[places[0]], nil
	default:
		return Operation{}, &AmbiguousError{Asked: method + " " + path, Candidates: c.at(slices.Clone(places))}
	}
}

// noMatch finds out which methods the path would have answered.
func (c *Catalog) noMatch(method, path string, versions []Version) error {
	rest, full := splitAddress(path)
	var places []int
	if full {
		c.paths.collect(rest, &places)
	} else {
		for _, version := range versions {
			c.paths.root(version).collect(rest, &places)
		}
	}
	var methods []string
	for _, place := range places {
		if slices.Contains(versions, c.operations[place].Version) {
			methods = append(methods, c.operations[place].Method)
		}
	}
	slices.Sort(methods)
	return &NoMatchError{Method: method, Path: path, Methods: slices.Compact(methods)}
}

// splitAddress strips everything that addresses the site. What remains starts
// at the segment after /wiki; full tells that it carries a version's prefix.
func splitAddress(path string) (rest string, full bool) {
	if i := strings.IndexAny(path, "?#"); i >= 0 {
		path = path[:i]
	}
	bare := true
	if i := strings.Index(path, "://"); i >= 0 {
		_, path, _ = strings.Cut(path[i+3:], "/")
		bare = false
	}
	path = strings.TrimPrefix(path, "/")
	if tail, ok := strings.CutPrefix(path, "ex/confluence/"); ok {
		_, path, _ = strings.Cut(tail, "/") // the cloudId
		bare = false
	}
	if tail, ok := strings.CutPrefix(path, "wiki/"); ok {
		path, bare = tail, false
	}
	path = strings.TrimSuffix(path, "/")
	if !bare {
		return path, true
	}
	for _, prefix := range fullPrefixes {
		if strings.HasPrefix(path, prefix) {
			return path, true
		}
	}
	return path, false
}

var fullPrefixes = [...]string{"rest/api/", "api/v2/", "atlassian-connect/"}

// node is a place in the tree of path segments below /wiki.
type node struct {
	literals map[string]*node
	param    *node
	methods  []methodPlace
}

type methodPlace struct {
	method string
	place  int // in Catalog.operations
}

// insert adds a template whose first segment is "wiki"; it reports false when
// the method has a template of the same shape already.
func (n *node) insert(segments []Segment, method string, place int) bool {
	for _, segment := range segments[1:] {
		if segment.Param {
			if n.param == nil {
				n.param = &node{}
			}
			n = n.param
			continue
		}
		next := n.literals[segment.Text]
		if next == nil {
			if n.literals == nil {
				n.literals = map[string]*node{}
			}
			next = &node{}
			n.literals[segment.Text] = next
		}
		n = next
	}
	if n.place(method) >= 0 {
		return false
	}
	n.methods = append(n.methods, methodPlace{method, place})
	return true
}

// root is the node below a version's prefix; an empty one if the catalogue has
// no operation there.
func (n *node) root(version Version) *node {
	first, second := "rest", "api"
	if version == V2 {
		first, second = "api", "v2"
	}
	if next := n.literals[first]; next != nil && next.literals[second] != nil {
		return next.literals[second]
	}
	return &node{}
}

func (n *node) place(method string) int {
	for _, m := range n.methods {
		if m.method == method {
			return m.place
		}
	}
	return -1
}

// find walks path below n and returns the operation's place, or -1. The method
// is part of the question: a literal branch that has the path but not the
// method gives way to the parameter.
func (n *node) find(path, method string) int {
	segment, rest, more := strings.Cut(path, "/")
	if segment == "" {
		return -1
	}
	for _, next := range [2]*node{n.literals[segment], n.param} {
		if next == nil {
			continue
		}
		place := -1
		if more {
			place = next.find(rest, method)
		} else {
			place = next.place(method)
		}
		if place >= 0 {
			return place
		}
	}
	return -1
}

// collect gathers the places of every method and branch that fits path.
func (n *node) collect(path string, places *[]int) {
	segment, rest, more := strings.Cut(path, "/")
	if segment == "" {
		return
	}
	for _, next := range [2]*node{n.literals[segment], n.param} {
		switch {
		case next == nil:
		case more:
			next.collect(rest, places)
		default:
			for _, m := range next.methods {
				*places = append(*places, m.place)
			}
		}
	}
}
