package v2_test

import (
	"strings"
	"testing"

	"github.com/weirhq/weir/internal/wiki"
)

// adf is a document with a link, as an editor sends it.
const adf = `{"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":"See "},` +
	`{"type":"text","text":"the plan","marks":[{"type":"link","attrs":{"href":"https://example.com/plan"}}]}]}],"version":1}`

// A page written in one representation reads in the others (client-expectations.md 17).
func TestAPageWrittenAsADF(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	const storage = `<p>See <a href=\"https://example.com/plan\">the plan</a></p>`
	b.answers("bob", "POST /pages", `{"spaceId":"32769","title":"T","body":{"representation":"atlas_doc_format","value":"`+
		strings.ReplaceAll(adf, `"`, `\"`)+`"}}`, 200, made("current", "T", belowHome, firstOne, storage, "/spaces/DEV/pages/65538/T"))
	b.answers("bob", "GET /pages/65538?body-format=atlas_doc_format", "", 200,
		strings.Replace(made("current", "T", belowHome, firstOne, "", "/spaces/DEV/pages/65538/T"),
			`"storage":{"representation":"storage","value":""}`,
			`"atlas_doc_format":{"representation":"atlas_doc_format","value":"`+strings.ReplaceAll(
				adf, `"`, `\"`)+`"}`, 1))
}

// A document that breaks the schema is refused with the path to the node, and nothing is written.
func TestBrokenADFIsRefused(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for body, want := range map[string]string{
		`{"version":1,"type":"doc","content":[{"type":"heading","attrs":{"level":9},"content":[]}]}`: "Invalid ADF document",
		`{"version":1,"type":"doc","content":`:                                                       "Invalid ADF document",
	} {
		answer := b.call("bob", "POST /pages", `{"spaceId":"32769","title":"T","body":{"representation":"atlas_doc_format","value":"`+
			strings.ReplaceAll(body, `"`, `\"`)+`"}}`)
		if answer.Code != 400 || !strings.Contains(answer.Body.String(), want) {
			t.Errorf("%s: %d %s", body, answer.Code, answer.Body)
		}
	}
	found, err := b.ann.ListContent(t.Context(), wiki.ContentFilter{Title: "T"}, wiki.Window{Limit: 1})
	if err != nil || len(found.Items) != 0 {
		t.Errorf("%d pages, %v", len(found.Items), err)
	}
}
