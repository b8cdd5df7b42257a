package v2_test

import (
	"strings"
	"testing"

	"github.com/weirhq/weir/internal/wiki"
	"github.com/weirhq/weir/wire"
	wirev2 "github.com/weirhq/weir/wire/v2"
)

// reads decodes a success.
func reads[T any](b *bench, who, line, body string) (out T) {
	b.t.Helper()
	w := b.call(who, line, body)
	if w.Code/100 != 2 {
		b.t.Fatalf("%s as %s: %d %s", line, who, w.Code, w.Body)
	}
	b.must(wire.Unmarshal(w.Body.Bytes(), &out))
	return out
}

// wrong expects an input to be refused as the parameter it is.
func (b *bench) wrong(who, line, body, title string) {
	b.t.Helper()
	b.answers(who, line, body, 400, `{"errors":[{"status":400,"code":"INVALID_REQUEST_PARAMETER","title":"`+title+`","detail":""}]}`)
}

const viewerRole = "6d1b6a4e-0f0c-4a53-8c0a-2f5b1c9e0a04"

func assigned(kind, id, role string) string {
	return `{"principal":{"principalType":"` + kind + `","principalId":"` + id + `"},"roleId":"` + role + `"}`
}

// A role gives what it holds wherever it is assigned, and takes it with it; nothing else is touched.
func TestSpaceRoles(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	const dev = "/spaces/32769"
	operations := func(who string) (out string) {
		t.Helper()
		w := b.call(who, "GET "+dev+"/operations", "")
		if w.Code == 404 {
			return "nothing"
		}
		for _, op := range reads[wirev2.Operations](b, who, "GET "+dev+"/operations", "").Operations {
			out += op.Operation + ":" + op.TargetType + " "
		}
		return out
	}
	made := reads[wirev2.SpaceRole](b, "ann", "POST /space-roles", `{"name":"Reviewer","description":"reads","spacePermissions":["read/space","create/comment"]}`)
	if got := operations("eve"); got != "nothing" {
		t.Errorf("before: %s", got)
	}
	list := reads[wirev2.List[wirev2.RoleAssignment]](b, "ann", "POST "+dev+"/role-assignments", "["+assigned("USER", "eve-0000", made.ID)+"]")
	if len(list.Results) != 1 || list.Results[0].Principal.ID != "eve-0000" || list.Results[0].RoleID != made.ID {
		t.Errorf("assigned: %+v", list.Results)
	}
	if got := operations("eve"); got != "read:space create:comment " {
		t.Errorf("by the role: %s", got)
	}
	for query, want := range map[string]int{"": 1, "?role-type=CUSTOM": 1, "?role-type=SYSTEM": 0, "?role-id=" + viewerRole: 0, "?role-id=" + made.ID: 1,
		"?principal-type=USER&principal-id=eve-0000": 1, "?principal-type=USER&principal-id=bob-0000": 0} {
		if got := reads[wirev2.List[wirev2.RoleAssignment]](b, "bob", "GET "+dev+"/role-assignments"+query, ""); len(got.Results) != want {
			t.Errorf("%s: %+v, want %d", query, got.Results, want)
		}
	}
	for query, want := range map[string]int{"": 5, "?role-type=CUSTOM": 1, "?space-id=32769": 1, "?principal-type=USER&principal-id=eve-0000": 1, "?limit=2": 2} {
		if got := reads[wirev2.List[wirev2.SpaceRole]](b, "bob", "GET /space-roles"+query, ""); len(got.Results) != want {
			t.Errorf("%s: %+v, want %d", query, got.Results, want)
		}
	}

	updated := reads[wirev2.SpaceRoleUpdated](b, "ann", "PUT /space-roles/"+made.ID, `{"name":"Reader","description":"reads","spacePermissions":["read/space"]}`)
	if got := operations("eve"); got != "read:space " || updated.TaskID == "" || updated.Name != "Reader" {
		t.Errorf("after the change of the role: %s, %+v", got, updated)
	}
	if got := reads[wirev2.SpaceRoleSingle](b, "bob", "GET /space-roles/"+made.ID, ""); got.Name != "Reader" || strings.Join(got.SpacePermissions, " ") != "read/space" || got.Type != "CUSTOM" {
		t.Errorf("the role is %+v", got)
	}
	reads[wirev2.SpaceRoleDeleted](b, "ann", "DELETE /space-roles/"+made.ID, "")
	if got := operations("eve"); got != "nothing" {
		t.Errorf("after the role is gone: %s", got)
	}
	if got := operations("bob"); got != "read:space create:page " {
		t.Errorf("what bob was given by hand: %s", got)
	}
}

func TestSpaceRoleRefusals(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	const role = `{"name":"R","description":"d","spacePermissions":["read/space"]}`
	b.refuses("bob", "POST /space-roles", role, 403, "FORBIDDEN", "Forbidden")
	b.refuses("bob", "DELETE /space-roles/"+viewerRole, "", 403, "FORBIDDEN", "Forbidden")
	const system = "A role that comes with every site cannot be changed"
	b.refuses("ann", "DELETE /space-roles/"+viewerRole, "", 400, "BAD_REQUEST", system)
	b.refuses("ann", "PUT /space-roles/"+viewerRole, role, 400, "BAD_REQUEST", system)
	b.wrong("ann", "POST /space-roles", `{"name":"VIEWERS","description":"d","spacePermissions":["create/page"]}`, "Provided value {create:page} for 'spacePermissions' is not valid. Expected read/space beside every other permission")
	b.refuses("bob", "POST /spaces/32769/role-assignments", "["+assigned("USER", "eve-0000", viewerRole)+"]", 403, "FORBIDDEN", "Forbidden")
	b.refuses("eve", "POST /spaces/32769/role-assignments", "["+assigned("USER", "eve-0000", viewerRole)+"]", 404, "NOT_FOUND", "Could not find space with id [32769]")
	b.wrong("ann", "POST /spaces/32769/role-assignments", "["+assigned("ACCESS_CLASS", "everybody", viewerRole)+"]", "Provided value {ACCESS_CLASS everybody} for 'principal' is not valid. Expected a USER, a GROUP, or the ACCESS_CLASS anonymous-users")
	b.wrong("ann", "POST /spaces/32769/role-assignments", "["+assigned("USER", "nobody", viewerRole)+"]", "Provided value {nobody} for 'subject' is not valid. Expected an accountId")

	// Who administers by a role alone cannot lose it by any way.
	const admin = "6d1b6a4e-0f0c-4a53-8c0a-2f5b1c9e0a01"
	made := reads[wirev2.SpaceRole](b, "ann", "POST /space-roles", `{"name":"Chief","description":"d","spacePermissions":["read/space","administer/space"]}`)
	reads[wirev2.List[wirev2.RoleAssignment]](b, "ann", "POST /spaces/32769/role-assignments", "["+assigned("USER", "ann-0000", made.ID)+"]")
	b.must(b.ann.Revoke(t.Context(), wiki.Grant{Space: b.dev.ID, Subject: wiki.User("ann-0000"), Perm: wiki.SpacePerms}))
	const last = "The last administrator of a space cannot be removed"
	b.refuses("ann", "POST /spaces/32769/role-assignments", "["+assigned("USER", "ann-0000", "")+"]", 400, "BAD_REQUEST", last)
	b.refuses("ann", "PUT /space-roles/"+made.ID, role, 400, "BAD_REQUEST", last)
	b.refuses("ann", "DELETE /space-roles/"+made.ID, "", 400, "BAD_REQUEST", last)
	reads[wirev2.List[wirev2.RoleAssignment]](b, "ann", "POST /spaces/32769/role-assignments", "["+assigned("USER", "ann-0000", admin)+"]")
	reads[wirev2.SpaceRoleDeleted](b, "ann", "DELETE /space-roles/"+made.ID, "")
}

func TestCreateSpace(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	made := reads[wirev2.SpaceBulk](b, "bob", "POST /spaces", `{"name":"Mine","key":"MINE","alias":"ours","createPrivateSpace":true}`)
	if made.CurrentActiveAlias != "ours" || made.Key != "MINE" || made.AuthorID != "bob-0000" || made.HomepageID == "" {
		t.Errorf("made %+v", made)
	}
	b.refuses("ann", "GET /spaces/"+string(made.ID), "", 404, "NOT_FOUND", "Could not find space with id ["+string(made.ID)+"]")
	reads[wirev2.SpaceBulk](b, "bob", "POST /spaces", `{"name":"Shared","key":"SHARED","roleAssignments":[`+assigned("USER", "eve-0000", viewerRole)+`]}`)
	found := reads[wirev2.List[wirev2.SpaceBulk]](b, "eve", "GET /spaces", "")
	if len(found.Results) != 1 || found.Results[0].Key != "SHARED" {
		t.Errorf("eve sees %+v", found.Results)
	}
	// A copy of DEV's permissions admits whom DEV admits.
	like := reads[wirev2.SpaceBulk](b, "bob", "POST /spaces", `{"name":"Like","key":"LIKE","copySpaceAccessConfiguration":32769}`)
	reads[wirev2.Space](b, "ann", "GET /spaces/"+string(like.ID), "")
	b.refuses("eve", "POST /spaces", `{"name":"Like","key":"LIKE2","copySpaceAccessConfiguration":32769}`, 404, "NOT_FOUND", "Could not find space with id [32769]")
	b.wrong("bob", "POST /spaces", `{"name":"T","key":"T","templateKey":"x"}`, "Provided value {x} for 'templateKey' is not valid. Expected none: there are no templates of spaces")
	b.refuses("bob", "POST /spaces", `{"name":"T","key":"mine"}`, 400, "BAD_REQUEST", "A space already exists with key mine")
}

func TestSpacePermissionsAndLabels(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	all := reads[wirev2.List[wirev2.AvailablePermission]](b, "eve", "GET /space-permissions", "")
	if len(all.Results) != 14 || all.Results[1].ID != "create/page" || all.Results[1].RequiredPermissionIDs[0] != "read/space" {
		t.Errorf("permissions: %+v", all.Results)
	}
	var read []string
	next := "/spaces/32769/permissions?limit=7"
	for next != "" {
		page := reads[wirev2.List[wirev2.SpacePermission]](b, "bob", "GET "+next, "")
		for _, p := range page.Results {
			read = append(read, p.ID)
		}
		next = strings.TrimPrefix(page.Links.Next, "/wiki/api/v2")
	}
	if whole := reads[wirev2.Space](b, "bob", "GET /spaces/32769?include-permissions=true", ""); len(read) != 17 || len(whole.Permissions.Results) != 17 || whole.Permissions.Results[16].ID != read[16] {
		t.Errorf("read %d permissions page by page: %v", len(read), read)
	}
	b.must(b.ann.AddSpaceLabels(t.Context(), b.dev.ID, []wiki.Label{{Prefix: "team", Name: "core"}, {Prefix: "my", Name: "mine"}}))
	labels := func(who, path string) (out string) {
		for _, l := range reads[wirev2.List[wirev2.Label]](b, who, "GET /spaces/32769"+path, "").Results {
			out += l.Prefix + ":" + l.Name + " "
		}
		return out
	}
	for _, c := range [][3]string{{"ann", "/labels", "team:core my:mine "}, {"bob", "/labels", "team:core "}, {"bob", "/labels?prefix=my", ""}, {"bob", "/content/labels", ""}} {
		if got := labels(c[0], c[1]); got != c[2] {
			t.Errorf("%s as %s: %q, want %q", c[1], c[0], got, c[2])
		}
	}
}
