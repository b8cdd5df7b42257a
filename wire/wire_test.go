package wire_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/weirhq/weir/wire"
)

// page is an input like those of wire/v1 and wire/v2.
type page struct {
	ID      wire.ID `json:"id,omitzero"`
	Title   string  `json:"title,omitzero"`
	Version struct {
		Number int `json:"number"`
	} `json:"version,omitzero"`
}

func TestMarshalWritesOneLineInFieldOrderWithoutEscapingHTML(t *testing.T) {
	t.Parallel()
	type shape struct {
		Z     string         `json:"z"`
		A     []int          `json:"a"`
		Map   map[string]int `json:"map"`
		Empty map[string]int `json:"empty"`
		Gone  []int          `json:"gone,omitzero"`
	}
	got, err := wire.Marshal(shape{Z: "<p>R&D \u2028 é \" \\ /\n\x01</p>", Map: map[string]int{"b": 2, "a": 1}})
	if err != nil {
		t.Fatal(err)
	}
	want := `{"z":"<p>R&D ` + "\u2028" + ` é \" \\ /\n\u0001</p>","a":[],"map":{"a":1,"b":2},"empty":{}}`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Error(diff)
	}
}

func TestMarshalRefusesTextThatIsNotUTF8(t *testing.T) {
	t.Parallel()
	if got, err := wire.Marshal("\xff"); err == nil {
		t.Errorf("wrote %s", got)
	}
}

func TestUnmarshalReadsOneValueAndIgnoresUnknownMembers(t *testing.T) {
	t.Parallel()
	var got page
	err := wire.Unmarshal([]byte(` {"_links":{"self":"x"},"id":7,"title":"\ud83d\ude00","Title":"no","version":{"number":2,"when":null}}`+"\r\n"), &got)
	if err != nil {
		t.Fatal(err)
	}
	want := page{ID: "7", Title: "😀"}
	want.Version.Number = 2
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestUnmarshalNamesTheReasonOfASyntaxError(t *testing.T) {
	t.Parallel()
	deep := func(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }
	for _, c := range []struct {
		name, body string
		want       wire.SyntaxError
	}{
		{"empty", ``, wire.SyntaxError{Offset: 0, Reason: wire.UnexpectedEnd}},
		{"white space only", " \n", wire.SyntaxError{Offset: 2, Reason: wire.UnexpectedEnd}},
		{"open object", `{"id":1`, wire.SyntaxError{Offset: 7, Reason: wire.UnexpectedEnd}},
		{"open string", `{"id":"1`, wire.SyntaxError{Offset: 8, Reason: wire.UnexpectedEnd}},
		{"cut literal", `tru`, wire.SyntaxError{Offset: 3, Reason: wire.UnexpectedEnd}},
		{"second value", `{} {}`, wire.SyntaxError{Offset: 3, Reason: wire.TrailingBytes}},
		{"rubbish after the value", `{}x`, wire.SyntaxError{Offset: 2, Reason: wire.TrailingBytes}},
		{"NUL after the value", "{}\x00", wire.SyntaxError{Offset: 2, Reason: wire.TrailingBytes}},
		{"comma after the last member", `{"id":1,}`, wire.SyntaxError{Offset: 7, Reason: wire.Malformed}},
		{"single quotes", `{'id':1}`, wire.SyntaxError{Offset: 1, Reason: wire.Malformed}},
		{"comment", `{/**/}`, wire.SyntaxError{Offset: 1, Reason: wire.Malformed}},
		{"byte order mark", "\ufeff{}", wire.SyntaxError{Offset: 0, Reason: wire.Malformed}},
		{"leading zero", `{"id":01}`, wire.SyntaxError{Offset: 7, Reason: wire.Malformed}},
		{"NaN", `NaN`, wire.SyntaxError{Offset: 0, Reason: wire.Malformed}},
		{"raw line feed in a string", "\"a\nb\"", wire.SyntaxError{Offset: 2, Reason: wire.Malformed}},
		{"same name twice", `{"id":1,"id":2}`, wire.SyntaxError{Offset: 8, Reason: wire.DuplicateName}},
		{"same name twice, once escaped", `{"id":1,"\u0069d":2}`, wire.SyntaxError{Offset: 8, Reason: wire.DuplicateName}},
		{"same name twice in an unknown member", `{"x":{"a":1,"a":1}}`, wire.SyntaxError{Offset: 12, Reason: wire.DuplicateName}},
		{"broken UTF-8 in a value", "{\"title\":\"a\xffb\"}", wire.SyntaxError{Offset: 11, Reason: wire.InvalidUTF8}},
		{"broken UTF-8 in a name", "{\"\xc3\":1}", wire.SyntaxError{Offset: 2, Reason: wire.InvalidUTF8}},
		{"half a surrogate pair", `{"title":"\ud83d"}`, wire.SyntaxError{Offset: 10, Reason: wire.Malformed}},
		{"65 levels", deep(65), wire.SyntaxError{Offset: 64, Reason: wire.TooDeep}},
		{"65 levels of objects", strings.Repeat(`{"a":`, 65), wire.SyntaxError{Offset: 64 * 5, Reason: wire.TooDeep}},
		{"a million levels", deep(1_000_000), wire.SyntaxError{Offset: 64, Reason: wire.TooDeep}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var v any
			err := wire.Unmarshal([]byte(c.body), &v)
			got, ok := errors.AsType[*wire.SyntaxError](err)
			if !ok {
				t.Fatalf("read %v, error %v", v, err)
			}
			if diff := cmp.Diff(c.want, *got); diff != "" {
				t.Error(diff)
			}
		})
	}
	var v any
	if err := wire.Unmarshal([]byte(deep(64)), &v); err != nil {
		t.Errorf("64 levels: %v", err)
	}
}

func TestUnmarshalNamesTheValueThatDoesNotFit(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, body string
		want       wire.TypeError
	}{
		{"array for an object", `[]`, wire.TypeError{Offset: 0, Pointer: "", Got: "array"}},
		{"number for text", `{"title":1}`, wire.TypeError{Offset: 9, Pointer: "/title", Got: "number"}},
		{"text for a number", `{"version":{"number":"2"}}`, wire.TypeError{Offset: 21, Pointer: "/version/number", Got: "string"}},
		{"fraction for a whole number", `{"version":{"number":2.5}}`, wire.TypeError{Offset: 21, Pointer: "/version/number", Got: "number"}},
		{"boolean for text", `{"title": true }`, wire.TypeError{Offset: 10, Pointer: "/title", Got: "boolean"}},
		{"object for text", `{"title":{}}`, wire.TypeError{Offset: 9, Pointer: "/title", Got: "object"}},
		{"fraction for an id", `{"id":1.5}`, wire.TypeError{Offset: 6, Pointer: "/id", Got: "number"}},
		{"object for an id", `{"id":{"id":1}}`, wire.TypeError{Offset: 6, Pointer: "/id", Got: "object"}},
		{"array for an id", `{"id":[1]}`, wire.TypeError{Offset: 6, Pointer: "/id", Got: "array"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var v page
			err := wire.Unmarshal([]byte(c.body), &v)
			got, ok := errors.AsType[*wire.TypeError](err)
			if !ok {
				t.Fatalf("read %+v, error %v", v, err)
			}
			got.Err = nil
			if diff := cmp.Diff(c.want, *got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestErrorsSayWhereAndWhy(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		`{"id":1,"id":2}`:  `json at byte 8: duplicate member name`,
		`{"title":1}`:      `json at byte 9: number does not fit "/title"`,
		`{"id":[1]}`:       `json at byte 6: array does not fit "/id": an id is a string or a whole number`,
		`{"version":null]`: `json at byte 15: malformed`,
	} {
		var v page
		if err := wire.Unmarshal([]byte(body), &v); err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %s", body, err, want)
		}
	}
}
