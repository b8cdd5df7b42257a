package v1_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// kept lists the properties of a content as key=value version.
func (b *bench) kept(id string) string {
	b.t.Helper()
	var list struct {
		Results []struct {
			Key     string
			Value   json.RawMessage
			Version struct{ Number int }
		}
	}
	b.must(json.Unmarshal(b.call("ann", "GET /content/"+id+"/property", "").Body.Bytes(), &list))
	var out []string
	for _, p := range list.Results {
		out = append(out, fmt.Sprintf("%s=%s %d", p.Key, p.Value, p.Version.Number))
	}
	return strings.Join(out, ", ")
}

func TestPropertiesComeWithTheirContent(t *testing.T) {
	t.Parallel()
	b, _, _ := newPages(t)
	with := func(properties string) string { return `"metadata":{"properties":{` + properties + `}}` }
	page := b.custom("bob", "POST /content", `{"type":"page","title":"With","space":{"key":"DEV"},`+
		with(`"editor":{"key":"editor","value":"v2"},"layout":{"value": {"a": 1}},"_expandable":{"x":""}`)+`}`)
	expect := func(want string) {
		t.Helper()
		if got := b.kept(page.ID); got != want {
			t.Errorf("kept %s, want %s", got, want)
		}
	}
	expect(`editor="v2" 1, layout={"a":1} 1`)
	number := 1
	update := func(status int, properties string) {
		t.Helper()
		w := b.call("bob", "PUT /content/"+page.ID, fmt.Sprintf(`{"version":{"number":%d},"type":"page","title":"With",%s}`, number+1, with(properties)))
		if w.Code != status {
			t.Errorf("%s: %d %s", properties, w.Code, w.Body)
		}
		if w.Code == 200 {
			number++
		}
	}
	update(200, `"editor":{"id":"1","key":"editor","value":"v2","version":{"number":1},"_links":{}}`) // sent back as it was read
	expect(`editor="v2" 1, layout={"a":1} 1`)
	update(200, `"layout":{"value":2,"version":{"number":1}},"new":{"value":null}`)
	expect(`editor="v2" 1, layout=2 2, new=null 1`)
	update(200, `"layout":{"value":3,"version":{"number":3}}`)
	update(200, `"layout":{"value":4}`)
	expect(`editor="v2" 1, layout=4 4, new=null 1`)
	update(409, `"editor":{"value":"v1"},"layout":{"value":5,"version":{"number":2}}`) // all or nothing
	update(400, `"editor":"v1"`)
	update(400, `"editor":{"key":"editor"}`)
	update(400, `"`+strings.Repeat("k", 256)+`":{"value":1}`)
	var many []string
	for i := range 101 {
		many = append(many, fmt.Sprintf(`"k%d":{"value":1}`, i))
	}
	update(400, strings.Join(many, ","))
	expect(`editor="v2" 1, layout=4 4, new=null 1`)
	for given, want := range map[string]string{
		`"editor":1`:     badRequest("Invalid value for 'metadata.properties': editor. Expected an object with a value"),
		`"":{"value":1}`: badRequest("Invalid value for 'key': . Expected 1 to 255 characters"),
	} {
		b.answers("bob", "POST /content", `{"type":"page","title":"None","space":{"key":"DEV"},`+with(given)+`}`, 400, want)
	}
	if got := b.listed("ann", "GET /content?title=None"); got != "" {
		t.Errorf("made %s", got)
	}
}
