package v1

import (
	"errors"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/go-cmp/cmp"

	"github.com/weirhq/weir/wire"
	"github.com/weirhq/weir/wire/internal/golden"
)

func TestContentCreateReadsWhatClientsSend(t *testing.T) {
	t.Parallel()
	storage := &BodyWrite{Storage: &RepresentationWrite{Value: "<p/>", Representation: "storage"}}
	for _, c := range []struct {
		name, body string
		want       ContentCreate
	}{
		{
			"key, parent and storage",
			`{"type":"page","title":"T","space":{"key":"DEV"},"ancestors":[{"id":"98306"}],"body":{"storage":{"value":"<p/>","representation":"storage"}}}`,
			ContentCreate{Type: "page", Title: "T", Space: &SpaceRef{Key: "DEV"}, Ancestors: []ContentRef{{ID: "98306"}}, Body: storage},
		}, {
			"ids as numbers",
			`{"type":"comment","space":{"id":65537},"ancestors":[{"id":1,"type":"page"},{"id":98306}],"container":{"id":98306,"type":"page"}}`,
			ContentCreate{
				Type: "comment", Space: &SpaceRef{ID: "65537"}, Ancestors: []ContentRef{{ID: "1"}, {ID: "98306"}},
				Container: &ContainerRef{ID: "98306", Type: "page"},
			},
		}, {
			"nulls count as not given",
			`{"id":null,"type":"page","status":null,"title":null,"space":null,"container":null,"ancestors":null,"body":null,"metadata":null}`,
			ContentCreate{Type: "page"},
		}, {
			"an object as it was answered",
			`{"id":"5","type":"page","status":"draft","title":"T","space":{"id":65537,"key":"DEV","name":"D","_expandable":{},"_links":{"self":"x"}},
			"history":{"latest":true},"body":{"storage":{"value":"<p/>","representation":"storage","embeddedContent":[],"_expandable":{}},"_expandable":{"view":""}},
			"metadata":{"labels":{"results":[{"prefix":"my","name":"a","id":"1","label":"my:a"}],"start":0,"limit":200,"size":1}},"extensions":{"position":7},"_links":{"webui":"x"}}`,
			ContentCreate{
				ID: "5", Type: "page", Status: "draft", Title: "T", Space: &SpaceRef{Key: "DEV", ID: "65537"}, Body: storage,
				Metadata: &MetadataWrite{Labels: LabelsWrite{{Prefix: "my", Name: "a"}}},
			},
		}, {
			"editor property",
			`{"type":"page","metadata":{"properties":{"editor":{"value":"v2"},"_links":{}}}}`,
			ContentCreate{Type: "page", Metadata: &MetadataWrite{Properties: wire.Object[jsontext.Value]{
				{Name: "editor", Value: jsontext.Value(`{"value":"v2"}`)}, {Name: "_links", Value: jsontext.Value(`{}`)},
			}}},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var got ContentCreate
			if err := wire.Unmarshal([]byte(c.body), &got); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestContentUpdateTellsAnAbsentTitleFromAnEmptyOne(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]wire.Null[string]{
		`{"version":{"number":2}}`:              {},
		`{"version":{"number":2},"title":null}`: wire.NullOf[string](),
		`{"version":{"number":2},"title":""}`:   wire.Value(""),
		`{"version":{"number":2},"title":"T"}`:  wire.Value("T"),
	} {
		var got ContentUpdate
		if err := wire.Unmarshal([]byte(body), &got); err != nil {
			t.Fatal(err)
		}
		if got.Title != want || got.Version.Number != 2 {
			t.Errorf("%s: %+v", body, got)
		}
	}
}

// The bytes the SDK sends.
func TestContentUpdateWritesOnlyWhatIsGiven(t *testing.T) {
	t.Parallel()
	golden.Check(t, ContentUpdate{
		Version: &VersionWrite{Number: 3, Message: "why", MinorEdit: true}, Type: "page", Title: wire.Value("T"),
		Ancestors: []ContentRef{{ID: "1"}},
		Body:      &BodyWrite{Wiki: &RepresentationWrite{Value: "h1. T", Representation: "wiki"}},
		Metadata: &MetadataWrite{
			Labels:     LabelsWrite{{Name: "a"}},
			Properties: wire.Object[jsontext.Value]{{Name: "editor", Value: jsontext.Value(`{"value":"v2"}`)}},
		},
	}, `{
		"version":{"number":3,"message":"why","minorEdit":true},"type":"page","title":"T","ancestors":[{"id":"1"}],
		"body":{"wiki":{"value":"h1. T","representation":"wiki"}},
		"metadata":{"labels":[{"name":"a"}],"properties":{"editor":{"value":"v2"}}}
	}`)
	golden.Check(t, ContentUpdate{}, `{}`)
	golden.Check(t, PropertyWrite{Key: "k", Value: jsontext.Value(`[1,null]`), Version: &VersionWrite{Number: 1}},
		`{"key":"k","value":[1,null],"version":{"number":1}}`)
}

func TestBodyWriteGivesWhatWasGivenWithItsName(t *testing.T) {
	t.Parallel()
	for body, want := range map[string][]RepresentationWrite{
		`null`:                              nil,
		`{}`:                                nil,
		`{"storage":null,"_expandable":{}}`: nil,
		`{"storage":{"value":"a"}}`:         {{Value: "a", Representation: "storage"}},
		`{"storage":{"value":"a","representation":"wiki"}}`:      {{Value: "a", Representation: "wiki"}},
		`{"view":{"value":"b"},"storage":{"value":"a"}}`:         {{Value: "a", Representation: "storage"}, {Value: "b", Representation: "view"}},
		`{"atlas_doc_format":{"value":"{}"},"raw":{"value":""}}`: {{Value: "{}", Representation: "atlas_doc_format"}, {Representation: "raw"}},
	} {
		var b *BodyWrite
		if err := wire.Unmarshal([]byte(body), &b); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, b.Given()); diff != "" {
			t.Errorf("%s:\n%s", body, diff)
		}
	}
}

func TestRepresentationWriteNeedsAValue(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`{}`, `{"value":null}`, `{"representation":"storage"}`} {
		var r RepresentationWrite
		err := wire.Unmarshal([]byte(body), &r)
		if missing, ok := errors.AsType[*wire.MissingError](err); !ok || missing.Name != "value" {
			t.Errorf("%s: %v", body, err)
		}
	}
}

// client-expectations.md 11.
func TestLabelsWriteReadsThreeForms(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]LabelsWrite{
		`[]`: {},
		`[{"name":"a"},{"prefix":"my","name":"b"}]`:    {{Name: "a"}, {Prefix: "my", Name: "b"}},
		`{"prefix":"global","name":"a"}`:               {{Prefix: "global", Name: "a"}},
		`{"results":[{"name":"a","id":"1"}],"size":1}`: {{Name: "a"}},
		`{}`:   nil,
		`null`: nil,
	} {
		var got LabelsWrite
		if err := wire.Unmarshal([]byte(body), &got); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s:\n%s", body, diff)
		}
	}
	for _, body := range []string{`"a"`, `1`, `["a"]`, `{"name":1}`} {
		var got LabelsWrite
		if err := wire.Unmarshal([]byte(body), &got); err == nil {
			t.Errorf("%s: read %v", body, got)
		}
	}
}

func TestContentInputsRefuseTheWrongKinds(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		`[]`, `{"version":{"number":"2"}}`, `{"version":2}`, `{"ancestors":{"id":1}}`, `{"ancestors":["1"]}`,
		`{"space":"DEV"}`, `{"body":"text"}`, `{"body":{"storage":"text"}}`, `{"title":7}`, `{"version":{"number":1e99}}`,
	} {
		var got ContentUpdate
		if err := wire.Unmarshal([]byte(body), &got); err == nil {
			t.Errorf("%s: read %+v", body, got)
		}
	}
}
