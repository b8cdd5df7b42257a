package rest

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/weirhq/weir/internal/wiki"
)

// Limits of a request target, security-model.md §10.
const (
	MaxTarget     = 8 << 10 // bytes
	MaxQueryPairs = 100
)

// Target is a request target, read once (security-model.md R-ONEPATH). Scope check, permission check and dispatch all
// go by its segments; nothing downstream reads the URL again.
type Target struct {
	Segments []string // decoded once, none empty; the root has none
	Query    Query
	path     string // as it was sent, for answers that quote it
}

// Path is the path as it was sent, still encoded.
func (t Target) Path() string { return t.path }

// At returns the target with other segments: the gateway takes its own off and gives the rest the site's form.
func (t Target) At(segments []string) Target {
	t.Segments = segments
	return t
}

// Canonical is the one spelling of the segments as a path: "/wiki/api/v2/pages".
func (t Target) Canonical() string { return joinPath(t.Segments) }

func joinPath(segments []string) string {
	var b strings.Builder
	for _, s := range segments {
		b.WriteByte('/')
		b.WriteString(url.PathEscape(s))
	}
	return b.String()
}

// ParseTarget reads the request line's target (security-model.md §7). It takes origin-form, and absolute-form when its
// authority is the request's Host, which the server has judged. One slash at the end is accepted (design.md §2
// "Paths"). Errors: MethodNotAllowed for CONNECT, TooLarge over 8 KiB, UnknownPath for any other empty segment, PathRefused for everything that two
// readers could understand differently, InvalidInput for a malformed query. With an error the target still has Path.
func ParseTarget(r *http.Request) (Target, *wiki.Error) {
	if r.Method == http.MethodConnect { // its target is an authority
		return Target{}, wiki.NewError(wiki.MethodNotAllowed, wiki.Facts{Value: r.Method})
	}
	raw := r.RequestURI
	if len(raw) > MaxTarget {
		return Target{}, wiki.NewError(wiki.TooLarge, wiki.Facts{Param: "request target", Want: "at most 8 KiB"})
	}
	if rest, absolute := cutScheme(raw); absolute {
		authority, _, _ := strings.Cut(rest, "/")
		authority, _, _ = strings.Cut(authority, "?")
		if !strings.EqualFold(authority, r.Host) {
			return Target{}, refusePath("the target's authority is not the request's Host")
		}
		raw = rest[len(authority):]
		if !strings.HasPrefix(raw, "/") {
			raw = "/" + raw
		}
	}
	path, query, _ := strings.Cut(raw, "?")
	t := Target{path: path}
	for i := range len(raw) {
		if c := raw[i]; c < 0x21 || c > 0x7E || c == '#' || c == '\\' {
			return t, refusePath("a byte that must be encoded stands bare in the target")
		}
	}
	var err *wiki.Error
	if t.Segments, err = splitPath(path); err != nil {
		return t, err
	}
	t.Query, err = parseQuery(query)
	return t, err
}

func cutScheme(target string) (rest string, absolute bool) {
	for _, scheme := range [...]string{"http://", "https://"} {
		if len(target) >= len(scheme) && strings.EqualFold(target[:len(scheme)], scheme) {
			return target[len(scheme):], true
		}
	}
	return "", false
}

func splitPath(path string) ([]string, *wiki.Error) {
	path, rooted := strings.CutPrefix(path, "/")
	if !rooted {
		return nil, refusePath("the target is not a path")
	}
	path = strings.TrimSuffix(path, "/")
	if path == "" {
		return nil, nil
	}
	segments := strings.Split(path, "/")
	for i, s := range segments {
		if s == "" {
			return nil, wiki.NewError(wiki.UnknownPath, wiki.Facts{Detail: "the path has an empty segment"})
		}
		decoded, err := url.PathUnescape(s)
		if err != nil {
			return nil, refusePath("the path has an invalid escape")
		}
		if fault := segmentFault(decoded); fault != "" {
			return nil, refusePath(fault)
		}
		segments[i] = decoded
	}
	return segments, nil
}

// segmentFault says why a decoded segment is refused wherever it stands (security-model.md §7.3), or "".
func segmentFault(s string) string {
	switch {
	case s == "." || s == "..":
		return "the path has a dot segment"
	case strings.ContainsAny(s, `/\`):
		return "a segment holds an encoded separator"
	case !utf8.ValidString(s):
		return "a segment is not UTF-8"
	case strings.ContainsFunc(s, unicode.IsControl):
		return "a segment holds a control character"
	}
	return ""
}

func refusePath(detail string) *wiki.Error {
	return wiki.NewError(wiki.PathRefused, wiki.Facts{Detail: detail})
}

// Query is the query of a target: its pairs in the order they were sent, repeats included.
type Query []Pair

// Pair is one name and value of a query, decoded.
type Pair struct{ Name, Value string }

func parseQuery(raw string) (Query, *wiki.Error) {
	var q Query
	for raw != "" {
		var pair string
		pair, raw, _ = strings.Cut(raw, "&")
		if pair == "" {
			continue // "a=1&&b=2" and a stray "&" at the end
		}
		if len(q) == MaxQueryPairs {
			return nil, wiki.Invalid("query", "", "at most 100 parameters")
		}
		rawName, rawValue, _ := strings.Cut(pair, "=")
		name, err := url.QueryUnescape(rawName)
		if err != nil {
			return nil, wiki.Invalid("query", rawName, "valid escapes")
		}
		value, err := url.QueryUnescape(rawValue)
		if err != nil {
			return nil, wiki.Invalid(name, rawValue, "valid escapes")
		}
		if !cleanText(name) || !cleanText(value) {
			return nil, wiki.Invalid("query", "", "text in UTF-8")
		}
		q = append(q, Pair{name, value})
	}
	return q, nil
}

func cleanText(s string) bool { return utf8.ValidString(s) && !strings.Contains(s, "\x00") }

// Get is the first value of name, and whether there is one.
func (q Query) Get(name string) (string, bool) {
	for _, p := range q {
		if p.Name == name {
			return p.Value, true
		}
	}
	return "", false
}

// All is every value of name in the order sent.
func (q Query) All(name string) []string {
	var values []string
	for _, p := range q {
		if p.Name == name {
			values = append(values, p.Value)
		}
	}
	return values
}

// Without is the query less the named parameters, in the order sent.
func (q Query) Without(names ...string) Query {
	kept := make(Query, 0, len(q)+1)
	for _, p := range q {
		if !slices.Contains(names, p.Name) {
			kept = append(kept, p)
		}
	}
	return kept
}

// Encode spells the query for a link, in its order, without a question mark.
func (q Query) Encode() string {
	var b strings.Builder
	for i, p := range q {
		if i > 0 {
			b.WriteByte('&')
		}
		b.WriteString(url.QueryEscape(p.Name))
		b.WriteByte('=')
		b.WriteString(url.QueryEscape(p.Value))
	}
	return b.String()
}
