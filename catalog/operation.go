package catalog

import "strings"

// Version is a version of the REST API. Seven operation ids occur in both, so
// an operation is identified by version and id together.
type Version string

// The two versions of the API.
const (
	V1 Version = "v1"
	V2 Version = "v2"
)

// Operation is one row of operations.tsv. Values come from a [Catalog]; their
// slices are shared with it and must not be changed. An Operation made by hand
// has no alternatives and is closed to every scoped token.
type Operation struct {
	Version Version
	ID      string // the vendor's operationId, e.g. "getPageById"
	Method  string // upper case
	Path    string // documented template in full, e.g. "/wiki/rest/api/content/{id}"

	// Classic and Granular are the two complete scope sets as documented; see
	// [Operation.Alternatives] for how they count.
	Classic, Granular []Scope

	Query []string // names of the documented query parameters
	Body  string   // "json", "multipart" or "" for none

	// Success is the documented status of a success, 0 for the two downloads,
	// whose description names none (they redirect, auth-behaviour.md §5).
	Success   int
	OrCreated bool // answers 201 instead when the call makes the object

	Deprecated bool
	Source     string // the vendor documents that describe it, e.g. "2021-11, 2025-12"
	ByAnalogy  bool   // the vendor names no scopes any more; the row's are derived

	segments     []Segment
	alternatives []ScopeSet
}

// Key is the name that is unique across versions, e.g. "v1:getSpaces".
func (op Operation) Key() string { return string(op.Version) + ":" + op.ID }

// String is the method and the documented path, e.g. "GET /wiki/api/v2/pages".
func (op Operation) String() string { return op.Method + " " + op.Path }

// Segment is one segment of a path template.
type Segment struct {
	Text  string // the literal, or the parameter's name without braces
	Param bool
}

// Segments are the parsed segments of Path, in order, "wiki" first.
func (op Operation) Segments() []Segment { return op.segments }

// Group is the first segment after the version's prefix, e.g. "content" for
// "/wiki/rest/api/content/{id}": the resource under which the operation is
// listed.
func (op Operation) Group() string {
	if len(op.segments) < 2 {
		return ""
	}
	return op.segments[prefixLen(op.segments)].Text
}

// Writes reports whether a call changes something. The method decides, except
// for the POSTs that only carry their question in the body.
func (op Operation) Writes() bool {
	return op.Method != "GET" && !askingPOSTs[op.Key()]
}

// askingPOSTs read. No scope tells: inviteByEmail asks for read scopes only,
// yet sends an invitation.
var askingPOSTs = map[string]bool{
	"v1:checkContentPermission":               true,
	"v1:convertContentBody":                   true,
	"v1:postContentbodyConvertAsyncBulkTasks": true,
	"v1:postContentbodyConvertAsyncByTo":      true,
	"v2:checkAccessByEmail":                   true,
	"v2:convertContentIdsToContentTypes":      true,
	"v2:createBulkUserLookup":                 true,
}

// parseTemplate splits a documented path into segments.
func parseTemplate(path string) []Segment {
	parts := strings.Split(strings.TrimPrefix(path, "/"), "/")
	segments := make([]Segment, len(parts))
	for i, part := range parts {
		name, open := strings.CutPrefix(part, "{")
		name, closed := strings.CutSuffix(name, "}")
		if open && closed {
			segments[i] = Segment{Text: name, Param: true}
		} else {
			segments[i] = Segment{Text: part}
		}
	}
	return segments
}

// prefixLen counts the segments before the resource: wiki/rest/api,
// wiki/api/v2, or wiki alone for the one family outside both.
func prefixLen(segments []Segment) int {
	if len(segments) > 3 {
		second, third := segments[1].Text, segments[2].Text
		if second == "rest" && third == "api" || second == "api" && third == "v2" {
			return 3
		}
	}
	return 1
}
