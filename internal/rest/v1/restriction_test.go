package v1_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/weirhq/weir/internal/wiki"
)

func TestRestrictionsAreWritten(t *testing.T) {
	t.Parallel()
	b, z, _ := newPages(t)
	group, err := b.service.System().CreateGroup(t.Context(), "Crew One")
	b.must(err)
	b.must(b.service.System().AddMember(t.Context(), group.ID, b.people["ann"].ID))
	const path = "/content/65538/restriction"
	held := func() string { // the subjects of read and update
		t.Helper()
		ann, visit, err := b.service.System().As(t.Context(), b.site.ID, b.people["ann"].ID, wiki.View)
		b.must(err)
		defer visit.Close()
		found, err := ann.Restrictions(t.Context(), []wiki.Content{z})
		b.must(err)
		out := map[wiki.RestrictionOp]string{wiki.RestrictRead: "-", wiki.RestrictUpdate: "-"}
		for _, r := range found[z.ID] {
			names := make([]string, len(r.Subjects))
			for i, s := range r.Subjects {
				names[i] = strings.ReplaceAll(string(s), string(group.ID), "crew")
			}
			out[r.Op] = strings.Join(names, " ")
		}
		return out[wiki.RestrictRead] + " | " + out[wiki.RestrictUpdate]
	}
	step := func(who, line, body string, status int, want string) string {
		t.Helper()
		w := b.call(who, line, body)
		if w.Code != status {
			t.Fatalf("%s as %s: %d %s, want %d", line, who, w.Code, w.Body, status)
		}
		if got := held(); got != want {
			t.Errorf("%s: restricted to %s, want %s", line, got, want)
		}
		return w.Body.String()
	}
	user := func(op, id string) string {
		return `[{"operation":"` + op + `","restrictions":{"user":[{"type":"known","accountId":"` + id + `"}]}}]`
	}
	byOp := path + "/byOperation/"
	step("ann", "POST "+path, user("read", "ann-0000"), 200, "u:ann-0000 | -")
	step("bob", "GET "+path, "", 404, "u:ann-0000 | -") // hidden from now on
	step("ann", "POST "+path, user("read", "bob-0000"), 200, "u:ann-0000 u:bob-0000 | -")
	step("ann", "PUT "+byOp+"update/group/crew%20one", "", 200, "u:ann-0000 u:bob-0000 | g:crew")
	step("ann", "PUT "+byOp+"read/byGroupId/"+string(group.ID), "", 200, "g:crew u:ann-0000 u:bob-0000 | g:crew")
	step("ann", "GET "+byOp+"read/user?accountId=bob-0000", "", 200, "g:crew u:ann-0000 u:bob-0000 | g:crew")
	step("ann", "GET "+byOp+"update/user?accountId=bob-0000", "", 404, "g:crew u:ann-0000 u:bob-0000 | g:crew")
	step("ann", "DELETE "+byOp+"read/user?accountId=ann-0000", "", 200, "g:crew u:bob-0000 | g:crew") // she is of the crew
	if got := step("ann", "GET "+byOp+"read?expand=restrictions.user", "", 200, "g:crew u:bob-0000 | g:crew"); !strings.Contains(got, `"accountId":"bob-0000"`) || strings.Contains(got, "Crew One") {
		t.Errorf("read.restrictions.user: %s", got)
	}

	// Whoever would shut itself out changes nothing.
	for line, body := range map[string]string{
		"DELETE " + byOp + "read/group/Crew%20One": "",
		"PUT " + path:                                 user("update", "bob-0000"),
		"POST " + path:                                user("delete", "ann-0000"),
		"PUT " + path + "?expand=content":             `[]`,
		"PUT " + byOp + "read/user":                   "",
		"PUT " + path + "?expand=restrictions.group":  `{"results":[{"operation":"read","restrictions":{"group":[{"type":"group","name":"none"}]}}]}`,
		"POST " + path + "?expand=restrictions.group": `[{"operation":"read","restrictions":{"group":[{"type":"group","id":"none"}]}}]`,
	} {
		step("ann", line, body, 400, "g:crew u:bob-0000 | g:crew")
	}
	for _, line := range []string{"PUT " + byOp + "read/user?accountId=nobody", "PUT " + byOp + "read/group/none", "DELETE " + byOp + "read/byGroupId/none"} {
		step("ann", line, "", 404, "g:crew u:bob-0000 | g:crew")
	}
	step("bob", "PUT "+path, user("read", "bob-0000"), 403, "g:crew u:bob-0000 | g:crew") // the update restriction is not his
	before := hashOf(step("ann", "GET "+path, "", 200, "g:crew u:bob-0000 | g:crew"))
	after := hashOf(step("ann", "PUT "+path, user("update", "ann-0000"), 200, "- | u:ann-0000"))
	if before == after || before == "" {
		t.Errorf("the hash stays %s", before)
	}
	step("ann", "DELETE "+byOp+"update/user?accountId=ann-0000", "", 200, "- | -") // with the last one it goes
	step("ann", "PUT "+path, user("read", "ann-0000"), 200, "u:ann-0000 | -")
	step("ann", "DELETE "+path, "", 200, "- | -")
	step("bob", "DELETE "+path, "", 403, "- | -") // the space lets him write, not restrict
	step("eve", "PUT "+path, "[]", 404, "- | -")
}

func hashOf(body string) string {
	hash, _, _ := strings.Cut(after(body, `"restrictionsHash":"`), `"`)
	return hash
}

// TestOneRequestGivesSoMuch: what a commit would take long for is refused, so that it keeps nobody waiting
// (security-model.md §10).
func TestOneRequestGivesSoMuch(t *testing.T) {
	t.Parallel()
	b, _, _ := newPages(t)
	many := func(n int, one string) string {
		items := make([]string, n)
		for i := range items {
			items[i] = strings.ReplaceAll(one, "#", strconv.Itoa(i))
		}
		return "[" + strings.Join(items, ",") + "]"
	}
	labels, people := many(1001, `{"prefix":"global","name":"l#"}`), many(2001, `{"accountId":"ann-0000"}`)
	for line, c := range map[string][2]string{
		"POST /content/65538/label": {labels, "At most 1000 labels can be given at once"},
		"POST /space/DEV/label":     {labels, "At most 1000 labels can be given at once"},
		"POST /content":             {`{"type":"page","title":"T","space":{"key":"DEV"},"metadata":{"labels":` + labels + `}}`, "At most 1000 labels can be given at once"},
		"POST /template": {`{"name":"T","templateType":"page","body":{"storage":{"value":"x"}},"labels":` + labels + `}`,
			"At most 1000 labels can be given at once"},
		"PUT /content/65538/restriction": {`[{"operation":"read","restrictions":{"user":` + people + `}}]`, "A restriction names at most 1000 users and groups"},
		"POST /space/DEV/permission/custom-content": {`{"subject":{"type":"user","identifier":"bob-0000"},"operations":` +
			many(101, `{"key":"read","target":"ac:app:t#","access":true}`) + `}`, "At most 100 operations can be given at once"},
		"POST /space": {`{"key":"MUCH","name":"N","permissions":[{"operation":{"operation":"read","targetType":"space"},"subjects":{"user":{"results":` + people + `,"size":1}}}]}`,
			"A space can be made with at most 2000 permissions"},
	} {
		b.answers("ann", line, c[0], 400, badRequest(c[1]))
	}
	b.answers("ann", "GET /content?title=T", "", 200, list("/content?title=T", 0, 25, ""))
}
