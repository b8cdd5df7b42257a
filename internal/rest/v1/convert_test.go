package v1_test

import (
	"fmt"
	"strings"
	"testing"
)

// given is a body as conversions take it.
func given(representation, value string) string {
	return fmt.Sprintf(`{"value":%q,"representation":"%s"}`, value, representation)
}

// converted is the answer of a conversion; id is the content it was shown in, "" for none.
func converted(representation, value, id string) string {
	offers := `"webresource":"","embeddedContent":"","mediaToken":""`
	if id != "" {
		offers += `,"content":"/rest/api/content/` + id + `"`
	}
	return fmt.Sprintf(`{"value":%q,"representation":"%s","_expandable":{%s},"_links":{"context":"/wiki","base":"%s/wiki"}}`,
		value, representation, offers, baseURL)
}

func TestConvertContentBody(t *testing.T) {
	t.Parallel()
	b, _, _ := newPages(t)
	for _, c := range []struct{ to, from, value, want string }{
		{"view", "storage", "<p>a &amp; b</p>", "<p>a &amp; b</p>"},
		{"storage", "wiki", "h1. Title", "<h1>Title</h1>"},
		{"wiki", "storage", "<h1>Title</h1>", "h1. Title"},
		{"storage", "editor", "<p>a</p>", "<p>a</p>"},
		{"editor2", "storage", "<p>a</p>", "<p>a</p>"},
		{"storage", "atlas_doc_format", `{"version":1,"type":"doc","content":[{"type":"rule"}]}`, "<hr />"},
		{"atlas_doc_format", "storage", "<hr />", `{"type":"doc","content":[{"type":"rule"}],"version":1}`},
	} {
		want := converted(c.to, c.want, "")
		if c.to == "storage" { // it shows what is embedded unasked
			want = strings.Replace(want, `"_expandable":{"webresource":"","embeddedContent":"","mediaToken":""}`, `"embeddedContent":[],"_expandable":{}`, 1)
		}
		b.answers("bob", "POST /contentbody/convert/"+c.to, given(c.from, c.value), 200, want)
	}
}

// A link by title alone leads somewhere only in a space or in a content, of which the content counts.
func TestConvertContentBodyInAPlace(t *testing.T) {
	t.Parallel()
	b, _, _ := newPages(t)
	const link = `<p><ac:link><ri:page ri:content-title="Zebra" /></ac:link></p>`
	const found = `<p><a href="/wiki/spaces/DEV/pages/65538/Zebra" data-linked-resource-id="65538" data-linked-resource-type="page">Zebra</a></p>`
	const lost = `<p><span class="unresolved">Zebra</span></p>`
	for query, want := range map[string]string{
		"":                     converted("view", lost, ""),
		"?spaceKeyContext=dev": converted("view", found, ""),
		"?spaceKeyContext=NO&contentIdContext=65538":            converted("view", found, "65538"),
		"?contentIdContext=65538&embeddedContentRender=current": converted("view", found, "65538"),
		"?contentIdContext=&spaceKeyContext=":                   converted("view", lost, ""),
	} {
		b.answers("bob", "POST /contentbody/convert/view"+query, given("storage", link), 200, want)
	}
}

func TestConvertContentBodyRefusals(t *testing.T) {
	t.Parallel()
	b, _, _ := newPages(t)
	const path = "POST /contentbody/convert/"
	const unreadable = `{"statusCode":400,"message":"org.springframework.http.converter.HttpMessageNotReadableException: `
	for _, c := range []struct {
		line, body string
		status     int
		want       string
	}{
		{"nosuch", given("storage", ""), 400, badRequest("Unsupported representation: nosuch")},
		{"raw", given("storage", ""), 400, badRequest("Unsupported representation: raw")},
		{"view", given("view", "<p>a</p>"), 400, badRequest("Unsupported representation: view")},
		{"view", `{"value":"<p>a</p>"}`, 400, badRequest("Unsupported representation: ")},
		{"view", given("storage", "<p>"), 400, unreadable + `Error parsing xhtml: element <p> is never closed at [row,col]: [1,4]"}`},
		{"view", given("atlas_doc_format", "{}"), 400, unreadable + `Invalid ADF document: expected type \"doc\", found \"\" at /type"}`},
		{"view?contentIdContext=abc", given("storage", ""), 400, `{"statusCode":400,"message":"org.springframework.web.method.annotation.` +
			`MethodArgumentTypeMismatchException: Failed to convert value of type 'java.lang.String' to required type 'long'; ` +
			`nested exception is java.lang.NumberFormatException: For input string: \"abc\""}`},
		{"view?contentIdContext=99", given("storage", ""), 404, noContent("99")},
		{"view?spaceKeyContext=NO", given("storage", ""), 404, noSpace},
		{"view?embeddedContentRender=never", given("storage", ""), 400,
			badRequest("Invalid value for 'embeddedContentRender': never. Expected one of current, version-at-save")},
	} {
		b.answers("bob", path+c.line, c.body, c.status, c.want)
	}
	b.answers("eve", path+"view?contentIdContext=65538", given("storage", ""), 404, noContent("65538"))
	b.answers("eve", path+"view?spaceKeyContext=DEV", given("storage", ""), 404, noSpace)
}

// What a body leads to is shown as the caller may see it.
func TestConversionsShowWhatTheCallerMaySee(t *testing.T) {
	t.Parallel()
	b, _, _ := newPages(t)
	const link = `<ac:link><ri:page ri:space-key="DEV" ri:content-title="Zebra" /></ac:link>`
	const found = `<a href="/wiki/spaces/DEV/pages/65538/Zebra" data-linked-resource-id="65538" data-linked-resource-type="page">Zebra</a>`
	const lost = `<span class="unresolved">Zebra</span>`
	for _, c := range []struct{ who, to, want string }{
		{"bob", "view", found},
		{"eve", "view", lost},
		{"bob", "anonymous_export_view", lost},
	} {
		b.answers(c.who, "POST /contentbody/convert/"+c.to, given("storage", link), 200, converted(c.to, c.want, ""))
	}
}
