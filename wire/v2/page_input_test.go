package v2

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/weirhq/weir/wire"
	"github.com/weirhq/weir/wire/internal/golden"
)

func TestPageCreateReadsWhatClientsSend(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, body string
		want       PageCreate
	}{
		{
			"flat body", `{"spaceId":"65537","status":"current","title":"T","parentId":"1","body":{"representation":"storage","value":"<p/>"}}`,
			PageCreate{SpaceID: "65537", Status: "current", Title: "T", ParentID: "1", Body: &BodyWrite{Representation: "storage", Value: "<p/>"}},
		}, {
			"nested body, ids as numbers", `{"spaceId":65537,"title":"T","parentId":1,"body":{"atlas_doc_format":{"value":"{}","representation":"atlas_doc_format"}},"subtype":"live"}`,
			PageCreate{SpaceID: "65537", Title: "T", ParentID: "1", Subtype: "live", Body: &BodyWrite{AtlasDocFormat: &BodyText{Representation: "atlas_doc_format", Value: "{}"}}},
		}, {
			"nulls and members of answers", `{"spaceId":"65537","parentId":null,"status":null,"title":"T","body":null,"position":null,"lastOwnerId":null,"_links":{"webui":"x"}}`,
			PageCreate{SpaceID: "65537", Title: "T"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var got PageCreate
			if err := wire.Unmarshal([]byte(c.body), &got); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// The bytes the SDK sends.
func TestPageUpdateWritesOnlyWhatIsGiven(t *testing.T) {
	t.Parallel()
	golden.Check(t, PageUpdate{
		ID: "98306", Status: "current", Title: "T", Body: &BodyWrite{Representation: "storage", Value: "<p/>"},
		Version: &VersionWrite{Number: 3, Message: "why"},
	}, `{"id":"98306","status":"current","title":"T","body":{"representation":"storage","value":"<p/>"},"version":{"number":3,"message":"why"}}`)
	golden.Check(t, PageUpdate{ID: "1", Status: "current", SpaceID: "2", ParentID: "3", OwnerID: "a-1", Version: &VersionWrite{}},
		`{"id":"1","status":"current","title":"","spaceId":"2","parentId":"3","ownerId":"a-1","version":{"number":0}}`)
}

func TestPageInputsRefuseTheWrongKinds(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		`[]`, `{"id":true}`, `{"id":1.5}`, `{"version":{"number":"3"}}`, `{"version":3}`, `{"body":"text"}`, `{"body":{"storage":"text"}}`,
		`{"title":7}`, `{"ownerId":7}`,
	} {
		var got PageUpdate
		if err := wire.Unmarshal([]byte(body), &got); err == nil {
			t.Errorf("%s: read %+v", body, got)
		}
	}
}

func TestBodyWriteGivesWhatWasGivenWithItsName(t *testing.T) {
	t.Parallel()
	for body, want := range map[string][]BodyText{
		`null`: nil,
		`{}`:   nil,
		`{"representation":"storage","value":""}`: {{Representation: "storage"}},
		`{"value":"a"}`:                                                 {{Value: "a"}},
		`{"storage":{"value":"a"}}`:                                     {{Representation: "storage", Value: "a"}},
		`{"wiki":{"value":"a","representation":"wiki"}}`:                {{Representation: "wiki", Value: "a"}},
		`{"representation":"wiki","value":"a","storage":{"value":"b"}}`: {{Representation: "wiki", Value: "a"}, {Representation: "storage", Value: "b"}},
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
