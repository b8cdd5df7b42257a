package v1_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/weirhq/weir/internal/wiki"
)

func TestWatches(t *testing.T) {
	t.Parallel()
	b, page, _ := newPages(t)
	b.must(b.ann.Label(t.Context(), page.ID, "red"))
	hidden := b.page("Hidden", "<p>x</p>")
	b.must(b.ann.Label(t.Context(), hidden.ID, "blue"))
	b.must(b.ann.Restrict(t.Context(), wiki.Restriction{Content: hidden.ID, Op: wiki.RestrictRead, Subjects: []wiki.Subject{wiki.User("ann-0000")}}))
	unseen := "/user/watch/content/" + hidden.ID.String()
	watching := func(who, path string, want bool) {
		t.Helper()
		b.answers(who, "GET "+path, "", 200, fmt.Sprintf(`{"watching":%t}`, want))
	}
	expect := func(who, line string, status int) {
		t.Helper()
		if w := b.call(who, line, ""); w.Code != status {
			t.Errorf("%s as %s: %d %s, want %d", line, who, w.Code, w.Body, status)
		}
	}
	watching("ann", "/user/watch/content/65538", true) // its creator
	for _, path := range []string{"/user/watch/content/65538", "/user/watch/label/red", "/user/watch/label/global:RED", "/user/watch/space/dev"} {
		watching("bob", path, false)
		for _, line := range []string{"POST " + path, "POST " + path} { // again is no error
			expect("bob", line, 204)
		}
		watching("bob", path, true)
		watching("bob", path+"?accountId=bob-0000", true)
		expect("bob", "DELETE "+path, 204)
		expect("bob", "DELETE "+path, 204)
		watching("bob", path, false)

		// For others: space administrators, and for labels those of the site. ann is both.
		for _, query := range []string{"?accountId=ann-0000", "?key=ann-0000", "?username=nobody"} {
			for _, method := range []string{"GET ", "POST ", "DELETE "} {
				expect("bob", method+path+query, 403)
			}
		}
		expect("ann", "POST "+path+"?accountId=bob-0000", 204)
		watching("bob", path, true)
		watching("ann", path+"?accountId=bob-0000", true)
		expect("ann", "DELETE "+path+"?accountId=bob-0000&username=ignored", 204)
		watching("bob", path, false)
		for _, query := range []string{"?accountId=none", "?username=none"} {
			b.answers("ann", "POST "+path+query, "", 404, missing("No user found with id: none"))
		}
		if w := b.call("eve", "POST "+path, ""); w.Code != 404 {
			t.Errorf("%s as eve: %d %s", path, w.Code, w.Body)
		}
	}
	for _, method := range []string{"GET ", "POST ", "DELETE "} {
		expect("bob", method+"/user/watch/label/blue", 404) // is on a hidden page only
		expect("bob", method+unseen, 404)
		expect("bob", method+"/user/watch/space/NONE", 404)
		expect("bob", method+"/user/watch/label/a!b", 400)
		expect("bob", method+"/user/watch/content/x", 400)
	}
	file := b.attach(page, "a.txt", "text/plain", "", "x")
	b.answers("bob", "POST /user/watch/content/"+file.ID.String(), "", 400,
		badRequest("Invalid value for 'contentId': "+file.ID.String()+". Expected content that is in no other content"))

	// A space administrator watches for others in its space, without being an administrator of the site.
	b.must(b.ann.Grant(t.Context(), wiki.Grant{Space: b.dev.ID, Subject: wiki.User("bob-0000"), Perm: wiki.AdministerSpace}))
	expect("bob", "POST /user/watch/content/65538?accountId=eve-0000", 204)
	expect("bob", "POST /user/watch/space/DEV?accountId=eve-0000", 204)
	expect("bob", "POST /user/watch/label/red?accountId=eve-0000", 403)
	expect("bob", "POST "+unseen+"?accountId=eve-0000", 404)

	watcher := func(name, email string) string {
		zone := ""
		if email != "" {
			zone = `"timeZone":"UTC",`
		}
		return strings.NewReplacer("NAME", name, "EMAIL", email, "ZONE", zone).Replace(`{"type":"known","accountId":"NAME-0000","accountType":"atlassian",
			"email":"EMAIL","publicName":"NAME",ZONE"profilePicture":{"path":"/wiki/aa-avatar/NAME-0000","width":48,"height":48,"isDefault":false},
			"displayName":"NAME","isExternalCollaborator":false,"externalCollaborator":false,"isGuest":false,"operations":null,"personalSpace":null}`)
	}
	expect("bob", "POST /user/watch/content/65538", 204)
	onPage := func(user string) string { return `{"type":"content","watcher":` + user + `,"contentId":65538}` }
	onSpace := func(user string) string { return `{"type":"space","watcher":` + user + `,"spaceKey":"DEV"}` }
	const created, child, space = "/content/65538/notification/created", "/content/65538/notification/child-created", "/space/dev/watch"
	b.answers("bob", "GET "+child, "", 200, list(child, 0, 200, "", onPage(watcher("ann", "")), onPage(watcher("bob", "bob@example.com")), onPage(watcher("eve", ""))))
	b.answers("bob", "GET "+child+"?start=1&limit=1", "", 200, strings.Replace(list(child, 1, 1, child+"?next=true&limit=1&start=2",
		onPage(watcher("bob", "bob@example.com"))), `"self"`, `"prev":"/rest/api`+child+`?prev=true&limit=1&start=0","self"`, 1))
	b.answers("bob", "GET "+created, "", 200, list(created, 0, 200, "", onSpace(watcher("eve", ""))))
	b.answers("bob", "GET "+space, "", 200, list(space, 0, 200, "", onSpace(watcher("eve", ""))))
	for _, path := range []string{created, child, space} {
		expect("eve", "GET "+path, 404)
		expect("bob", "GET "+path+"?start=x", 400)
	}
}
