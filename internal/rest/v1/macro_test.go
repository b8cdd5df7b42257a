package v1_test

import (
	"fmt"
	"testing"

	"github.com/weirhq/weir/internal/wiki"
)

const codeMacro = `<ac:structured-macro ac:name="code" ac:schema-version="1" ac:macro-id="7f"><ac:parameter ac:name="language">go</ac:parameter>` +
	`<ac:plain-text-body><![CDATA[a < b]]></ac:plain-text-body></ac:structured-macro>`

// panel is a macro that holds a link and another macro; the fallback of what it stands in repeats the id.
const (
	held  = `<p><ac:link><ri:page ri:content-title="Zebra" /></ac:link></p>` + codeMacro
	panel = `<ac:adf-extension><ac:adf-fallback><ac:structured-macro ac:name="info" ac:macro-id="8a" /></ac:adf-fallback></ac:adf-extension>` +
		`<ac:structured-macro ac:name="panel" ac:macro-id="8a"><ac:parameter ac:name="">first</ac:parameter>` +
		`<ac:rich-text-body>` + held + `</ac:rich-text-body></ac:structured-macro>`
)

// withMacros is the bench with the page 65540, whose version 2 has no macros any more.
func withMacros(t *testing.T) *bench {
	t.Helper()
	b, _, _ := newPages(t)
	c := b.page("Macros", panel)
	storage := "<p>none</p>"
	_, err := b.ann.Update(t.Context(), c.ID, wiki.Change{Version: 2, Storage: &storage})
	b.must(err)
	if c.ID != 65540 {
		t.Fatal(c.ID)
	}
	return b
}

const macros = "GET /content/65540/history/1/macro/id/"

func TestGetMacroBodyByMacroID(t *testing.T) {
	t.Parallel()
	b := withMacros(t)
	const links = `,"_links":{"context":"/wiki","base":"https://wiki.test/wiki"}}`
	b.answers("bob", macros+"7f", "", 200, `{"name":"code","body":"a < b","parameters":{"language":{"value":"go"}}`+links)
	b.answers("bob", macros+"8a", "", 200, fmt.Sprintf(`{"name":"panel","body":%q,"parameters":{"":{"value":"first"}}`, held)+links)
	noMacro := `{"statusCode":404` + notDone + `NotFoundException: No macro found with id: `
	b.answers("bob", macros+"9", "", 404, noMacro+`9"}`)
	b.answers("bob", "GET /content/65540/history/0/macro/id/7f", "", 404, noMacro+`7f"}`)
	b.answers("bob", "GET /content/65540/history/2/macro/id/7f", "", 404, noMacro+`7f"}`)
	b.answers("bob", "GET /content/65540/history/7/macro/id/7f", "", 404, noContent("65540"))
	b.answers("bob", "GET /content/65540/history/-1/macro/id/7f", "", 400,
		`{"statusCode":400,"message":"java.lang.IllegalArgumentException: version cannot be less than zero"}`)
	b.answers("eve", macros+"7f", "", 404, noContent("65540"))
}

func TestConvertMacroBody(t *testing.T) {
	t.Parallel()
	b := withMacros(t)
	b.answers("bob", macros+"7f/convert/view", "", 200, converted("view", "a &lt; b", "65540"))
	b.answers("bob", macros+"8a/convert/wiki?spaceKeyContext=DEV", "", 200, converted("wiki", "[Zebra]\n\n{code:language=go}\na < b\n{code}", "65540"))
	b.answers("bob", macros+"8a/convert/nosuch", "", 400, badRequest("Unsupported representation: nosuch"))
	b.answers("bob", macros+"8a/convert/view?spaceKeyContext=NO", "", 404, noSpace)
	b.answers("eve", macros+"8a/convert/view", "", 404, noContent("65540"))
}
