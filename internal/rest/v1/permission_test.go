package v1_test

import (
	"strings"
	"testing"
)

func TestVersionsComeBackAndGo(t *testing.T) {
	t.Parallel()
	b, _, _ := newPages(t)
	do := func(who, line, body string, status int) string {
		t.Helper()
		w := b.call(who, line, body)
		if w.Code != status {
			t.Fatalf("%s as %s: %d %s, want %d", line, who, w.Code, w.Body, status)
		}
		return w.Body.String()
	}
	text := func() string { // title, number and body
		t.Helper()
		got := do("ann", "GET /content/65538?expand=version,body.storage", "", 200)
		title, _, _ := strings.Cut(after(got, `"title":"`), `"`)
		number, _, _ := strings.Cut(after(got, `"number":`), `,`)
		value, _, _ := strings.Cut(after(got, `"value":"`), `"`)
		return title + " " + number + " " + value
	}
	do("bob", "PUT /content/65538", `{"version":{"number":2},"title":"Horse","body":{"storage":{"value":"<p>brown</p>"}}}`, 200)
	do("bob", "PUT /content/65538", `{"version":{"number":3},"title":"Mule","body":{"storage":{"value":"<p>grey</p>"}}}`, 200)
	do("bob", "POST /content/65538/version", `{"operationKey":"restore","params":{"versionNumber":1,"message":"back"}}`, 200)
	if got := text(); got != "Mule 4 <p>stripes</p>" {
		t.Errorf("after a restore: %s", got)
	}
	do("bob", "POST /content/65538/version", `{"operationKey":"restore","params":{"versionNumber":2,"message":"back","restoreTitle":true}}`, 200)
	if got := text(); got != "Horse 5 <p>brown</p>" {
		t.Errorf("after a restore with the title: %s", got)
	}
	do("bob", "DELETE /content/65538/version/1", "", 204)
	do("bob", "DELETE /content/65538/version/2", "", 204)
	if got := text(); got != "Horse 3 <p>brown</p>" {
		t.Errorf("after two versions are gone: %s", got)
	}
	if got := do("bob", "GET /content/65538/version/2?expand=content", "", 200); !strings.Contains(got, `"number":2`) || !strings.Contains(got, `"title":"Mule"`) {
		t.Errorf("the second version is %s", got)
	}
	do("bob", "GET /content/65538/version/4", "", 404)
	do("bob", "DELETE /content/65538/version/3", "", 400) // the current one
	do("bob", "DELETE /content/65538/version/4", "", 404)
	for _, body := range []string{`{}`, `{"operationKey":"restore"}`, `{"operationKey":"undo","params":{"versionNumber":1}}`, `{"operationKey":"restore","params":{"versionNumber":0}}`} {
		do("bob", "POST /content/65538/version", body, 400)
	}
	do("bob", "POST /content/65538/version", `{"operationKey":"restore","params":{"versionNumber":9,"message":""}}`, 404)
	b.answers("eve", "POST /content/65538/version", "{}", 404, noContent("65538"))
	b.answers("eve", "DELETE /content/65538/version/1", "", 404, noContent("65538"))
}

// after is what follows the first mark.
func after(text, mark string) string {
	_, rest, _ := strings.Cut(text, mark)
	return rest
}

func TestPermissionsAreChecked(t *testing.T) {
	t.Parallel()
	b, _, _ := newPages(t)
	const path = "POST /content/65538/permission/check"
	ask := func(kind, who, op string) string {
		return `{"subject":{"type":"` + kind + `","identifier":"` + who + `"},"operation":"` + op + `"}`
	}
	no := func(reason string) string {
		return `{"hasPermission":false,"errors":[{"args":[],"translation":"` + reason + `"}]}`
	}
	const yes = `{"hasPermission":true,"errors":[]}`
	for body, want := range map[string]string{
		ask("user", "ann-0000", "delete"): yes, ask("user", "bob-0000", "update"): yes,
		ask("user", "bob-0000", "delete"): no("no-permission"), ask("user", "eve-0000", "read"): no("no-view-permission"),
	} {
		b.answers("ann", path, body, 200, want)
	}
	b.answers("bob", path, ask("user", "bob-0000", "read"), 200, yes) // everybody about themselves
	for body, status := range map[string]int{
		ask("user", "nobody", "read"): 404, ask("group", "nobody", "read"): 404, ask("role", "x", "read"): 400,
		ask("user", "", "read"): 400, ask("user", "bob-0000", "fly"): 400,
	} {
		if w := b.call("ann", path, body); w.Code != status {
			t.Errorf("%s: %d %s, want %d", body, w.Code, w.Body, status)
		}
	}
	if w := b.call("bob", path, ask("user", "ann-0000", "read")); w.Code != 403 {
		t.Errorf("about another: %d %s", w.Code, w.Body)
	}
	b.answers("eve", path, ask("user", "eve-0000", "read"), 404, noContent("65538"))
}
