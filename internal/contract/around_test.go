package contract

import (
	"strings"
	"testing"
)

// around adds to the ids of a target (operation.target) what is seeded around the page, its space and its people.
func (op operation) around(t testing.TB, b *bench, ids map[string]string) {
	t.Helper()
	ids["versions"], ids["label"] = "1", "help"
	if strings.Contains(op.path, "/propert") {
		of := strings.Split(op.path, "/")[4]
		ids["user"], ids["comments"] = b.Admin.ID, b.Comment(t, "The handbook is open")
		ids["property"] = map[string]string{"content": "review", "space": "handbook", "user": "editor"}[of]
		ids["properties"] = map[string]string{"pages": "1", "attachments": "2", "spaces": "3", "blogposts": "5", "comments": "6",
			"folders": "7", "whiteboards": "8", "databases": "9", "embeds": "10"}[of]
	}
	if strings.HasPrefix(op.path, "/wiki/rest/api/relation/") {
		ids["relation"], ids["from"], ids["user"], ids["to"] = "favourite", "user", b.Admin.ID, "content"
	}
	if strings.Contains(op.path, "/restriction/byOperation/") {
		ids["content"], ids["byOperation"] = b.Page(t, "Release 2.0 plan").ID, "read"
		ids["group"], ids["byGroupId"] = "engineering", b.GroupID(t, "engineering")
	}
}

// aroundQuery completes a target with its query.
func (op operation) aroundQuery(b *bench, target string) string {
	switch op.key() {
	case "v1:getContentRestrictionStatusForUser":
		return strings.Replace(target, "/read/", "/update/", 1) + "?accountId=" + b.Admin.ID
	}
	return target
}
