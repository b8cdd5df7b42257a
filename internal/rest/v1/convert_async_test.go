package v1_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/wiki"
)

const async = "/contentbody/convert/async/"

var asyncID = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)

// begins starts a conversion and returns its id.
func (b *bench) begins(who, line, body string) string {
	b.t.Helper()
	w := b.call(who, line, body)
	id := asyncID.FindString(w.Body.String())
	if want := `{"asyncId":"` + id + `"}`; w.Code != 200 || w.Body.String() != want {
		b.t.Fatalf("%s as %s: %d %s, want %s", line, who, w.Code, w.Body, want)
	}
	return id
}

func (b *bench) settles() {
	b.t.Helper()
	b.must(b.service.Settled(b.t.Context()))
}

// result is the answer for a conversion that has ended; within is the content it was shown in, "" for none.
func result(id, representation, value, within string) string {
	offers := `"webresource":"","embeddedContent":"","mediaToken":""`
	if within != "" {
		offers += `,"content":"/rest/api/content/` + within + `"`
	}
	return fmt.Sprintf(`{"value":%q,"representation":"%s","renderTaskId":"%s","status":"COMPLETED","_expandable":{%s}`,
		value, representation, id, offers)
}

const asyncLinks = `,"_links":{"context":"/wiki","base":"` + baseURL + `/wiki"}}`

func noConversion(id string) string {
	return `{"statusCode":404` + notDone + `NotFoundException: No conversion found with id: ` + id + `"}`
}

func TestConvertContentBodyLater(t *testing.T) {
	t.Parallel()
	b, _, _ := newPages(t)
	const link = `<p><ac:link><ri:page ri:content-title="Zebra" /></ac:link></p>`
	const found = `<p><a href="https://wiki.test/wiki/spaces/DEV/pages/65538/Zebra" data-linked-resource-id="65538" data-linked-resource-type="page">Zebra</a></p>`
	const lost = `<p><span class="unresolved">Zebra</span></p>`
	for query, want := range map[string][2]string{
		"":                     {lost, ""},
		"?spaceKeyContext=dev": {found, ""},
		"?spaceKeyContext=NO&contentIdContext=65538": {found, "65538"},
	} {
		id := b.begins("bob", "POST "+async+"export_view"+query, given("storage", link))
		b.settles()
		b.answers("bob", "GET "+async+id, "", 200, result(id, "export_view", want[0], want[1])+asyncLinks)
		// A result is its owner's alone, and nobody else learns that it is there.
		for _, other := range []string{"ann", "eve", ""} {
			b.answers(other, "GET "+async+id, "", 404, noConversion(id))
		}
	}
}

func TestConversionsExpandWhatWasAskedForAtTheStart(t *testing.T) {
	t.Parallel()
	b, _, _ := newPages(t)
	id := b.begins("bob", "POST "+async+"export_view?expand=webresource,embeddedContent", given("storage", "<p>a</p>"))
	b.settles()
	b.answers("bob", "GET "+async+id, "", 200, `{"value":"<p>a</p>","representation":"export_view","renderTaskId":"`+id+`","status":"COMPLETED",
		"webresource":{"keys":[],"contexts":[]},"embeddedContent":[],"_expandable":{"mediaToken":""}`+asyncLinks)
}

// The same request by the same account has the same id; with allowCache the last result is shown until the next.
func TestConversionsAreKeptForFiveMinutes(t *testing.T) {
	t.Parallel()
	b, zebra, _ := newPages(t)
	const link = `<ac:link><ri:content-entity ri:content-id="65538" /></ac:link>`
	line, body := "POST "+async+"export_view?spaceKeyContext=DEV", given("storage", link)
	id := b.begins("bob", line, body)
	if other := b.begins("ann", line, body); other == id {
		t.Error("two accounts share a conversion")
	}
	b.settles()
	first := b.call("bob", "GET "+async+id, "").Body.String()

	title := "Quagga"
	_, err := b.ann.Update(t.Context(), zebra.ID, wiki.Change{Version: 2, Title: &title})
	b.must(err)
	b.answers("bob", "GET "+async+id, "", 200, first) // what was worked out stays
	if again := b.begins("bob", line+"&allowCache=true", body); again != id {
		t.Errorf("the same conversion is %s, was %s", again, id)
	}
	shown := b.call("bob", "GET "+async+id, "").Body.String()
	if shown != first && strings.Replace(first, "COMPLETED", "RERUNNING", 1) != shown && !strings.Contains(shown, "Quagga") {
		t.Errorf("while it runs again: %s", shown)
	}
	b.settles()
	b.answers("bob", "GET "+async+id, "", 200, strings.ReplaceAll(first, "Zebra", "Quagga"))

	b.seconds.Add(299)
	if w := b.call("bob", "GET "+async+id, ""); w.Code != 200 {
		t.Errorf("after 4:59 %d %s", w.Code, w.Body)
	}
	b.seconds.Add(1)
	b.answers("bob", "GET "+async+id, "", 404, noConversion(id))
	if again := b.begins("bob", line, body); again == id {
		t.Error("a conversion past its keeping came back")
	}
}

// Who loses the page or the space loses what was shown in it.
func TestConversionsAreOnlyForThoseWhoStillMay(t *testing.T) {
	t.Parallel()
	b, _, _ := newPages(t)
	inPage := b.begins("bob", "POST "+async+"export_view?contentIdContext=65538", given("storage", "<p>a</p>"))
	inSpace := b.begins("bob", "POST "+async+"export_view?spaceKeyContext=dev", given("storage", "<p>a</p>"))
	nowhere := b.begins("bob", "POST "+async+"export_view", given("storage", "<p>b</p>"))
	b.settles()
	b.must(b.ann.Revoke(t.Context(), wiki.Grant{Space: b.dev.ID, Subject: wiki.User(b.people["bob"].ID), Perm: wiki.View}))
	b.answers("bob", "GET "+async+inPage, "", 404, noConversion(inPage))
	b.answers("bob", "GET "+async+inSpace, "", 404, noConversion(inSpace))
	b.answers("bob", "GET "+async+"bulk/tasks?ids="+inPage+","+nowhere+"&ids="+inSpace, "", 200, "["+result(nowhere, "export_view", "<p>b</p>", "")+"}]")
	b.must(b.service.System().SetAccess(t.Context(), b.site.ID, b.people["bob"].ID, identity.SiteRole("")))
	b.answers("bob", "GET "+async+nowhere, "", 404, noConversion(nowhere))
}

// What is wrong with a body is told with the result.
func TestConversionsThatFail(t *testing.T) {
	t.Parallel()
	b, _, _ := newPages(t)
	id := b.begins("bob", "POST "+async+"export_view", given("storage", "<p>"))
	b.settles()
	b.answers("bob", "GET "+async+id, "", 200, `{"representation":"export_view","renderTaskId":"`+id+
		`","error":"Error parsing xhtml: element <p> is never closed at [row,col]: [1,4]","status":"FAILED"`+asyncLinks)
}

func TestConvertManyLater(t *testing.T) {
	t.Parallel()
	b, _, _ := newPages(t)
	one := func(to, value, more string) string {
		return `{"to":"` + to + `","body":` + given("storage", value) + more + `}`
	}
	many := func(inputs ...string) string { return `{"conversionInputs":[` + strings.Join(inputs, ",") + `]}` }
	const path = "POST " + async + "bulk/tasks"
	w := b.call("bob", path, many(one("view", "<p>a</p>", ""), one("wiki", "<p>b</p>", `,"contentIdContext":65538,"allowCache":true`), one("view", "<p>a</p>", "")))
	ids := asyncID.FindAllString(w.Body.String(), -1)
	if w.Code != 200 || len(ids) != 3 || ids[0] != ids[2] || ids[0] == ids[1] {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	b.settles()
	b.answers("bob", "GET "+async+"bulk/tasks?ids="+ids[1]+","+ids[0]+",none", "", 200,
		"["+result(ids[1], "wiki", "b", "65538")+"},"+result(ids[0], "view", "<p>a</p>", "")+"}]")

	a := one("view", "<p>a</p>", "")
	for body, want := range map[string]string{
		many():                                 "conversionInputs must hold 1 to 10 conversions",
		many(a, a, a, a, a, a, a, a, a, a, a):  "conversionInputs must hold 1 to 10 conversions",
		many(a, one("nosuch", "<p>a</p>", "")): "Unsupported representation: nosuch",
		many(one("view", "<p>a</p>", `,"embeddedContentRender":"never"`)): "Invalid value for 'embeddedContentRender': never. Expected one of current, version-at-save",
	} {
		b.answers("bob", path, body, 400, badRequest(want))
	}
	b.answers("bob", path, many(a, one("view", "<p>a</p>", `,"spaceKeyContext":"NO"`)), 404, noSpace)
	b.answers("bob", "GET "+async+"bulk/tasks?ids="+strings.Repeat("a,", 51), "", 400,
		badRequest("Invalid value for 'ids': "+strings.TrimSuffix(strings.Repeat("a,", 51), ",")+". Expected at most 50 values"))
}

func TestConvertMacroLater(t *testing.T) {
	t.Parallel()
	b := withMacros(t)
	id := b.begins("bob", macros+"7f/convert/async/view", "")
	if again := b.begins("bob", macros+"7f/convert/async/view?allowCache=true", ""); again != id {
		t.Errorf("the same macro is %s, was %s", again, id)
	}
	b.settles()
	want := b.call("bob", macros+"7f/convert/view", "").Body.String()
	got := b.call("bob", "GET "+async+id, "").Body.String()
	if value, _, _ := strings.Cut(want, `,"representation"`); !strings.HasPrefix(got, value) || !strings.Contains(got, `"status":"COMPLETED"`) {
		t.Errorf("%s, want the value of %s", got, want)
	}
	b.answers("bob", macros+"7f/convert/async/wiki", "", 400, badRequest("Invalid value for 'to': wiki. Expected one of export_view, view, styled_view"))
	b.answers("bob", macros+"none/convert/async/view", "", 404, `{"statusCode":404`+notDone+`NotFoundException: No macro found with id: none"}`)
	b.answers("bob", strings.Replace(macros, "/1/", "/2/", 1)+"7f/convert/async/view", "", 404, `{"statusCode":404`+notDone+`NotFoundException: No macro found with id: 7f"}`)
	b.answers("eve", macros+"7f/convert/async/view", "", 404, noContent("65540"))
}

// On a public site whoever asks may convert, and sees what everybody may see.
func TestAnonymousCallersConvert(t *testing.T) {
	t.Parallel()
	b, _, _ := newPages(t)
	body := given("storage", `<ac:link><ri:page ri:space-key="DEV" ri:content-title="Zebra" /></ac:link>`)
	if w := b.call("", "POST "+async+"export_view", body); w.Code != 403 {
		t.Errorf("on a private site %d %s", w.Code, w.Body)
	}
	b.site.Public = true
	b.must(b.service.System().SetSite(t.Context(), b.site))
	id := b.begins("", "POST "+async+"export_view", body)
	b.settles()
	b.answers("", "GET "+async+id, "", 200, result(id, "export_view", `<span class="unresolved">Zebra</span>`, "")+asyncLinks)
	b.site.Public = false
	b.must(b.service.System().SetSite(t.Context(), b.site))
	b.answers("", "GET "+async+id, "", 404, noConversion(id))
}
