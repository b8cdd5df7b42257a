package contract

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// operation is a row of operations.tsv as this package reads it.
type operation struct {
	version, method, path, id string
	classic, granular         []string // scopes
	success                   []string // documented statuses of a success
	today                     bool     // the vendor's description of today has it
}

// key tells it from an operation of the other version with the same id.
func (op operation) key() string { return op.version + ":" + op.id }

// opens is the whole law of scopes (auth-behaviour.md §5 rules 1, 2 and 7), as set inclusion.
func (op operation) opens(held []string) bool {
	includes := func(set []string) bool {
		return len(set) > 0 && !slices.ContainsFunc(set, func(s string) bool { return !slices.Contains(held, s) })
	}
	return op.version == "v1" && includes(op.classic) || includes(op.granular)
}

// operations reads the table.
func operations(t testing.TB) []operation {
	t.Helper()
	text, err := os.ReadFile("../../catalog/operations.tsv")
	if err != nil {
		t.Fatal(err)
	}
	var ops []operation
	for i, line := range strings.Split(strings.TrimRight(string(text), "\n"), "\n") {
		f := strings.Split(line, "\t")
		if i == 0 {
			if got := strings.Join(f, " "); got != "api method path operation classic granular query body success deprecated source" {
				t.Fatalf("operations.tsv has the columns %s", got)
			}
			continue
		}
		op := operation{version: f[0], method: f[1], path: f[2], id: f[3],
			classic: strings.Fields(f[4]), granular: strings.Fields(f[5]), success: []string{"302"}}
		if f[8] != "" { // the two downloads name none: they redirect
			op.success = strings.Split(f[8], ",")
		}
		op.today = f[0] == "v2" || strings.Contains(f[10], "2025-12")
		ops = append(ops, op)
	}
	return ops
}

// everyScope is every scope the table names, sorted.
func everyScope(ops []operation) []string {
	var all []string
	for _, op := range ops {
		all = append(append(all, op.classic...), op.granular...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// without is a set of scopes less others.
func without(set []string, less ...string) []string {
	return slices.DeleteFunc(slices.Clone(set), func(s string) bool { return slices.Contains(less, s) })
}

// seededMacro is the id of the macro on the seeded page "Which address?".
const seededMacro = "5e2c6a34-1d0b-4f7a-9c58-0b7d3e91aa10"

// conversion is the id of a conversion of the administrator's that has ended. Each operation has one of its own: to ask for
// the same text again is to work the same conversion out again.
func (op operation) conversion(t testing.TB, b *bench) string {
	t.Helper()
	a := b.send(t, request{method: "POST", url: b.URL + "/wiki/rest/api/contentbody/convert/async/export_view",
		header: []string{"Authorization", basic(b.Admin.Email, b.Unscoped.Text), "Content-Type", "application/json"},
		body:   `{"value":"<p>` + op.id + `</p>","representation":"storage"}`})
	b.Settle(t)
	return taskOf(a)
}

// longTask is the id of a long-running task of the administrator's that has ended: a space was made and deleted.
func (b *bench) longTask(t testing.TB) string {
	t.Helper()
	b.gone.Do(func() { b.gone.task = b.deletesASpace(t) })
	return b.gone.task
}

func (b *bench) deletesASpace(t testing.TB) string {
	t.Helper()
	header := []string{"Authorization", basic(b.Admin.Email, b.Unscoped.Text), "Content-Type", "application/json"}
	space := b.URL + "/wiki/rest/api/space"
	b.send(t, request{method: "POST", url: space + "/_private", header: header, body: `{"key":"GONE","name":"Gone"}`})
	a := b.send(t, request{method: "DELETE", url: space + "/GONE", header: header})
	b.Settle(t)
	return taskOf(a)
}

// forAnybody are the operations that answer whoever asks, also on a site that is not public (auth-behaviour.md §2).
var forAnybody = []string{"v1:getContentbodyConvertAsyncById", "v1:getContentbodyConvertAsyncBulkTasks"}

// seededLabel is the number of the label "help".
const seededLabel = "17"

// target is a path and query of the operation below /wiki that leads a reader to seeded objects. Writers are led to
// objects that do not exist and get an empty body, so that passing every gate changes nothing.
func (op operation) target(t testing.TB, b *bench) string {
	t.Helper()
	page := b.Page(t, "Getting started")
	ids := map[string]string{ // by the literal in front of the parameter
		"pages": page.ID, "tasks": "1", "inlinetasks": "1", "content": page.ID, "spaces": b.SpaceID(t, "PUB"), "space": "PUB", "version": "1", "child": "page",
		"history": "1", "convert": "view", "labels": seededLabel,
		"blogposts": b.Post(t, "The handbook is open"), "footer-comments": b.Comment(t, "Getting started"),
		"inline-comments": b.Comment(t, "Ask for one page/inline"),
		"descendant":      "page",
	}
	if counted[op.key()] { // a page whose reads no other operation counts
		ids["content"] = b.Page(t, "Which address?").ID
	}
	if strings.Contains(op.path, "/macro/id/") {
		ids["content"], ids["id"] = b.Page(t, "Which address?").ID, seededMacro
	}
	for kind, path := range map[string]string{"folder": "folders", "whiteboard": "whiteboards", "database": "databases", "embed": "embeds"} {
		if strings.Contains(op.path, "/"+path+"/") {
			ids[path] = b.node(t, kind)
		}
	}
	if strings.Contains(op.path, "/attachment/") || strings.Contains(op.path, "/attachments/") {
		ids["attachment"] = b.attachment(t, page.ID, "welcome.txt")
		ids["attachments"] = ids["attachment"]
	}
	if op.key() == "v2:getAttachmentThumbnailById" {
		ids["attachments"] = b.aPicture(t)
	}
	op.around(t, b, ids)
	op.notesTarget(t, b, ids)
	ids["group"], ids["theme"] = "engineering", "default"
	if strings.HasSuffix(op.path, "/membersByGroupId") {
		ids["group"] = b.GroupID(t, "engineering")
	}
	const nothing = "999999999"
	segments := strings.Split(strings.TrimPrefix(op.path, "/wiki"), "/")
	for i, s := range segments {
		if !strings.HasPrefix(s, "{") {
			continue
		}
		segments[i] = nothing
		if id, ok := ids[segments[i-1]]; ok && op.method == "GET" {
			segments[i] = id
		}
	}
	target := strings.Join(segments, "/")
	switch op.key() {
	case "v1:getSpaceBySpaceKeyStateContent":
		target += "?state-id=0"
	case "v1:searchByCQL", "v1:searchContentByCQL":
		target += "?cql=type=page+order+by+id&limit=3"
	case "v1:getContentByIdHistoryByVersionMacroIdByMacroIdConvertAsyncByTo":
		target = strings.ReplaceAll(target, nothing, "view")
	case "v1:getContentbodyConvertAsyncById":
		target = strings.ReplaceAll(target, nothing, op.conversion(t, b))
	case "v1:getContentbodyConvertAsyncBulkTasks":
		target += "?ids=" + op.conversion(t, b)
	case "v1:getAllLabelContent":
		target += "?name=help&limit=2"
	case "v1:getContentByTypeForSpace":
		target = "/rest/api/space/PUB/content/page"
	case "v2:getSpaceRolesById":
		target = strings.ReplaceAll(target, nothing, "6d1b6a4e-0f0c-4a53-8c0a-2f5b1c9e0a04") // comes with the program
	case "v1:getTask":
		target = strings.ReplaceAll(target, nothing, b.longTask(t))
	case "v1:getContentTemplate":
		target = strings.ReplaceAll(target, nothing, "1")
	case "v1:getUser":
		target += "?accountId=" + b.Member.ID
	}
	return op.aroundQuery(b, op.notesQuery(target+op.peopleQuery(t, b)))
}
