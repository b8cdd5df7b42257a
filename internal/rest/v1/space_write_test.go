package v1_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/weirhq/weir/internal/wiki"
	wire "github.com/weirhq/weir/wire"
	wirev1 "github.com/weirhq/weir/wire/v1"
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

// holders are who holds what in a space, "ann create:page", as its permissions tell.
func (b *bench) holders(who, key string) (out []string) {
	b.t.Helper()
	for _, p := range reads[wirev1.Space](b, who, "GET /space/"+key+"?expand=permissions.subjects", "").Permissions {
		name := "anonymous"
		if p.Subjects != nil && p.Subjects.User != nil {
			name = p.Subjects.User.Results[0].DisplayName
		} else if p.Subjects != nil && p.Subjects.Group != nil {
			name = "@" + p.Subjects.Group.Results[0].Name
		}
		out = append(out, name+" "+p.Operation.Operation+":"+p.Operation.TargetType)
	}
	return out
}

func TestCreateSpace(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	group, err := b.service.System().CreateGroup(t.Context(), "confluence-users")
	b.must(err)
	b.must(b.service.System().AddMember(t.Context(), group.ID, b.people["eve"].ID))

	// Nobody need be an administrator to make a space, and without permissions it is shared with the default group.
	made := reads[wirev1.Space](b, "bob", "POST /space", `{"key":"BOB","name":"Bob's","description":{"plain":{"value":"mine","representation":"plain"}}}`)
	if made.Key != "BOB" || made.Name != "Bob's" || made.Type != "global" || made.Status != "current" || made.Description.Plain.Value != "mine" || made.Homepage.Title != "Bob's" {
		t.Errorf("made %+v", made)
	}
	holders := strings.Join(b.holders("eve", "BOB"), ", ")
	if strings.Count(holders, "bob ") != 14 || strings.Count(holders, "@confluence-users ") != 13 || strings.Contains(holders, "@confluence-users administer") {
		t.Errorf("a new space gives %s", holders)
	}

	// With permissions it gives these, and its creator everything.
	made = reads[wirev1.Space](b, "bob", "POST /space", `{"alias":"team","name":"Team","permissions":[
		{"subjects":{"user":{"results":[{"accountId":"eve-0000"}],"size":1},"group":{"results":[{"type":"group","name":"Confluence-Users"}],"size":1}},
			"operation":{"operation":"read","targetType":"space"},"anonymousAccess":true,"unlicensedAccess":false}]}`)
	var given []string
	for _, h := range b.holders("bob", "TEAM") {
		if !strings.HasPrefix(h, "bob ") {
			given = append(given, h)
		}
	}
	if diff := cmp.Diff([]string{"anonymous read:space", "@confluence-users read:space", "eve read:space"}, given); diff != "" {
		t.Error(diff)
	}

	// A space is found by its alias, and no other may take it.
	made = reads[wirev1.Space](b, "bob", "POST /space/_private", `{"key":"SECRET","alias":"hush","name":"Secret"}`)
	if again := reads[wirev1.Space](b, "bob", "GET /space/HUSH", ""); again.ID != made.ID || again.Alias != "hush" || again.Key != "SECRET" {
		t.Errorf("by its alias %+v", again)
	}
	b.answers("ann", "GET /space/SECRET", "", 404, noSpace)
	for _, body := range []string{`{"key":"Hush","name":"N"}`, `{"key":"N","alias":"secret","name":"N"}`, `{"key":"secret","name":"N"}`} {
		key, _, _ := strings.Cut(strings.TrimPrefix(body, `{"key":"`), `"`)
		b.answers("ann", "POST /space", body, 400, `{"statusCode":400`+notDone+`api.BadRequestException: A space already exists with key `+key+`"}`)
	}
}

func TestCreateSpaceRefusals(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	const one = `{"key":"N","name":"N","permissions":[{"anonymousAccess":false,"unlicensedAccess":false,`
	for body, want := range map[string]string{
		`{"key":"A B","name":"N"}`:  "Invalid value for 'key': A B. Expected letters and digits",
		`{"name":"N"}`:              "Invalid value for 'key': . Expected letters and digits",
		`{"key":"N","name":" "}`:    "Invalid value for 'name':  . Expected a name of at most 200 characters",
		`{"key":"~eve","name":"N"}`: "Invalid value for 'key': ~eve. Expected ~ and your accountId for a personal space",
		`{"key":"~","name":"N"}`:    "Invalid value for 'key': ~. Expected ~ and your accountId for a personal space",
		one + `"operation":{"operation":"fly","targetType":"space"}}]}`:                                                                           "Invalid value for 'operation': fly space. Expected an operation that a space permits",
		one + `"operation":{"operation":"read","targetType":"space"},"subjects":{"user":{"results":[{"accountId":"nobody"}],"size":1}}}]}`:        "Invalid value for 'subject': nobody. Expected an accountId",
		one + `"operation":{"operation":"read","targetType":"space"},"subjects":{"group":{"results":[{"type":"group","id":"none"}],"size":1}}}]}`: "Invalid value for 'subject': none. Expected a group",
	} {
		b.answers("bob", "POST /space", body, 400, badRequest(want))
	}
	b.answers("bob", "GET /space/N", "", 404, noSpace) // nothing of it is left
}

func TestUpdateSpace(t *testing.T) {
	t.Parallel()
	b, zebra, _ := newPages(t)
	got := reads[wirev1.Space](b, "ann", "PUT /space/dev", `{"name":"Renamed","description":{"plain":{"value":"new","representation":"plain"}},
		"homepage":{"id":"`+zebra.ID.String()+`"},"type":"knowledge_base","status":"archived"}`)
	if got.Name != "Renamed" || got.Description.Plain.Value != "new" || got.Homepage.Title != "Zebra" || got.Type != "knowledge_base" || got.Status != "archived" {
		t.Errorf("changed %+v", got)
	}
	// What is not given, or null, stays, also in an archived space.
	got = reads[wirev1.Space](b, "ann", "PUT /space/DEV", `{"name":null,"status":"current"}`)
	if got.Name != "Renamed" || got.Status != "current" || got.Type != "knowledge_base" {
		t.Errorf("changed again %+v", got)
	}
	for body, want := range map[string]string{
		`{"name":""}`:                `Invalid value for 'name': . Expected a name of at most 200 characters`,
		`{"status":"sleeping"}`:      `Invalid value for 'status': sleeping. Expected current or archived`,
		`{"type":"personal"}`:        `Invalid value for 'type': personal. Expected personal for a personal space and for no other`,
		`{"type":"shop"}`:            `Invalid value for 'type': shop. Expected one of global, personal, collaboration, knowledge_base`,
		`{"homepage":{"id":"9999"}}`: `Invalid value for 'homepage': 9999. Expected a current page of the space`,
	} {
		b.answers("ann", "PUT /space/DEV", body, 400, badRequest(want))
	}
	b.answers("bob", "PUT /space/DEV", `{"name":"Mine"}`, 403, `{"statusCode":403`+notDone+`PermissionException: User does not have permission to perform this operation"}`)
	b.answers("eve", "PUT /space/DEV", `{"name":"Mine"}`, 404, noSpace)
}

func TestSpacePermissions(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	const path = "/space/DEV/permission"
	given := func(subject, operation, target string) string {
		return `{"subject":{"type":"user","identifier":"` + subject + `"},"operation":{"key":"` + operation + `","target":"` + target + `"}}`
	}
	number := func(subject wiki.AccountID, p wiki.Perm) string {
		return strconv.FormatInt(wiki.Grant{Space: b.dev.ID, Subject: wiki.User(subject), Perm: p}.Number(), 10)
	}
	b.answers("bob", "POST "+path, given("eve-0000", "read", "space"), 403, `{"statusCode":403`+notDone+`PermissionException: User does not have permission to perform this operation"}`)
	b.answers("eve", "POST "+path, given("eve-0000", "read", "space"), 404, noSpace)
	b.answers("ann", "POST "+path, given("eve-0000", "read", "space"), 200, `{"id":`+number("eve-0000", wiki.View)+
		`,"subject":{"type":"user","identifier":"eve-0000"},"operation":{"key":"read","target":"space"},"_links":{"context":"/wiki","base":"https://wiki.test/wiki"}}`)
	b.answers("eve", "GET /space/DEV", "", 200, devAnswer("", "", ""))
	reads[wirev1.SpacePermissionV2](b, "ann", "POST "+path, given("eve-0000", "administer", "space"))

	// The number is the one that the space tells; reading takes all else with it.
	var told int64
	for _, p := range reads[wirev1.Space](b, "ann", "GET /space/DEV?expand=permissions.subjects", "").Permissions {
		if p.Subjects.User.Results[0].DisplayName == "eve" && p.Operation.Operation == "read" {
			told = p.ID
		}
	}
	if w := b.call("ann", "DELETE "+path+"/"+strconv.FormatInt(told, 10), ""); w.Code != 204 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	b.answers("eve", "GET /space/DEV", "", 404, noSpace)
	if got := strings.Join(b.holders("ann", "DEV"), ","); strings.Contains(got, "eve") {
		t.Errorf("eve still has something: %s", got)
	}
	b.answers("ann", "DELETE "+path+"/"+number("eve-0000", wiki.View), "", 404, `{"statusCode":404`+notDone+
		`NotFoundException: No permission found with id: `+number("eve-0000", wiki.View)+`"}`)

	// Somebody administers a space, always.
	for _, p := range []wiki.Perm{wiki.AdministerSpace, wiki.View} {
		b.answers("ann", "DELETE "+path+"/"+number("ann-0000", p), "", 400, badRequest("The last administrator of a space cannot be removed"))
	}
	b.answers("ann", "GET /space/DEV", "", 200, devAnswer("", "", ""))
	b.answers("ann", "POST "+path, given("eve-0000", "copy", "page"), 400, badRequest("Invalid value for 'operation': copy page. Expected an operation that a space permits"))
	b.answers("ann", "POST "+path, given("", "read", "space"), 400, nobody)
	b.answers("ann", "POST /space", `{"key":"NIL","name":"N","permissions":[{"subjects":{"user":{"results":[{}],"size":1}},"operation":{"operation":"read","targetType":"space"}}]}`, 400, nobody)
	b.answers("ann", "POST "+path, given("nobody", "read", "space"), 400, badRequest("Invalid value for 'subject': nobody. Expected an accountId"))
}

// nobody refuses a subject without an identifier.
var nobody = badRequest("Invalid value for 'subject': . Expected an accountId or a group")

func TestCustomContentPermissions(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	const line = "POST /space/DEV/permission/custom-content"
	body := func(key, target, access string) string {
		return `{"subject":{"type":"user","identifier":"bob-0000"},"operations":[{"key":"` + key + `","target":"` + target + `","access":` + access + `}]}`
	}
	if w := b.call("ann", line, body("create", "ac:my-app:note", "true")); w.Code != 200 || w.Body.Len() != 0 {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	b.answers("ann", line, body("fly", "ac:my-app:note", "true"), 400, badRequest("Invalid value for 'key': fly. Expected one of read, create, delete"))
	b.answers("ann", line, `{"subject":{"type":"user","identifier":"bob-0000"}}`, 400, badRequest("No operation was provided"))
	b.answers("ann", line, strings.Replace(body("read", "ac:my-app:note", "true"), "bob-0000", "", 1), 400, nobody)
	b.answers("ann", line, body("read", "", "true"), 400, badRequest("Invalid value for 'target': . Expected a type of custom content"))
	b.answers("eve", line, body("read", "x", "true"), 404, noSpace)
	if w := b.call("bob", line, body("read", "x", "true")); w.Code != 403 {
		t.Errorf("bob: %d %s", w.Code, w.Body)
	}
}

func TestSpaceSettingsAndTheme(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	settings := func(on string) string {
		return `{"routeOverrideEnabled":` + on + `,"editor":{"page":"v2","blogpost":"v2","default":"v2"},"spaceKey":"DEV",
			"_links":{"context":"/wiki","self":"` + api + `/space/DEV/settings","base":"https://wiki.test/wiki"}}`
	}
	b.answers("bob", "GET /space/dev/settings", "", 200, settings("true"))
	b.answers("ann", "PUT /space/DEV/settings", `{"routeOverrideEnabled":false}`, 200, settings("false"))
	b.answers("ann", "PUT /space/DEV/settings", `{}`, 200, settings("false"))
	b.answers("bob", "GET /space/DEV/settings", "", 200, settings("false"))
	b.answers("eve", "GET /space/DEV/settings", "", 404, noSpace)

	const theme = `{"themeKey":"default","name":"Default theme","_links":{"context":"/wiki","self":"` + api + `/space/DEV/theme","base":"https://wiki.test/wiki"}}`
	b.answers("bob", "GET /space/DEV/theme", "", 200, theme)
	b.answers("ann", "PUT /space/DEV/theme", `{"themeKey":"default"}`, 200, theme)
	b.answers("ann", "PUT /space/DEV/theme", `{"themeKey":"dark"}`, 404, `{"statusCode":404`+notDone+`NotFoundException: No theme found with id: dark"}`)
	b.answers("ann", "PUT /space/DEV/theme", `{}`, 400, badRequest("themeKey query parameter is required"))
	if w := b.call("ann", "DELETE /space/DEV/theme", ""); w.Code != 204 {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	for _, line := range []string{"PUT /space/DEV/theme", "DELETE /space/DEV/theme", "PUT /space/DEV/settings"} {
		if w := b.call("bob", line, `{"themeKey":"default"}`); w.Code != 403 {
			t.Errorf("%s as bob: %d %s", line, w.Code, w.Body)
		}
	}
}

func TestContentForSpace(t *testing.T) {
	t.Parallel()
	b, zebra, _ := newPages(t)
	_, err := b.ann.Create(t.Context(), wiki.NewContent{Kind: wiki.Page, Status: wiki.Current, Space: b.dev.ID, Parent: zebra.ID, Title: "Below", Storage: "<p>b</p>"})
	b.must(err)
	_, err = b.ann.Create(t.Context(), wiki.NewContent{Kind: wiki.BlogPost, Status: wiki.Current, Space: b.dev.ID, Title: "News", Storage: "<p>n</p>"})
	b.must(err)
	titles := func(list []wirev1.Content) (out string) {
		for _, c := range list {
			out += c.Title + ","
		}
		return out
	}
	all := reads[wirev1.SpaceContents](b, "bob", "GET /space/dev/content?expand=version", "")
	if got := titles(all.Page.Results) + titles(all.Blogpost.Results); got != "Development,Zebra,Ant,Below,News," {
		t.Errorf("in the space: %s", got)
	}
	if all.Page.Results[0].Version == nil {
		t.Error("version was asked for")
	}
	cut := reads[wirev1.SpaceContents](b, "bob", "GET /space/dev/content?limit=1&start=1", "")
	if got := titles(cut.Page.Results); got != "Zebra," || cut.Page.Links.Next != "/rest/api/space/DEV/content/page?next=true&limit=1&start=2" || cut.Page.Start != 1 {
		t.Errorf("the second page alone: %s %+v", got, cut.Page.Links)
	}
	list := reads[wirev1.List[wirev1.Content]](b, "bob", "GET /space/dev/content/page?depth=root", "")
	roots := titles(list.Results)
	if strings.Contains(roots, "Below") || !strings.Contains(roots, "Development") {
		t.Errorf("roots: %s", roots)
	}
	list = reads[wirev1.List[wirev1.Content]](b, "bob", "GET /space/dev/content/blogpost", "")
	if got := titles(list.Results); got != "News," {
		t.Errorf("blog posts: %s", got)
	}
	b.answers("bob", "GET /space/dev/content/comment", "", 400, badRequest("Invalid value for 'type': comment. Expected one of page, blogpost"))
	b.answers("eve", "GET /space/DEV/content", "", 404, noSpace)
	b.answers("eve", "GET /space/DEV/content/page", "", 404, noSpace)
}
