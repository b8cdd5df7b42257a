package v2

import (
	"testing"

	"github.com/weirhq/weir/internal/body"
	"github.com/weirhq/weir/internal/wiki"
	"github.com/weirhq/weir/wire"
)

func TestABodyStandsUnderTheNameOfItsRepresentation(t *testing.T) {
	t.Parallel()
	for _, as := range []body.Representation{
		body.Storage, body.ADF, body.Rendered, body.ExportView, body.AnonymousExportView, body.StyledView, body.Editor,
	} {
		got, err := wire.Marshal(newBody(as, "<p>&</p>"))
		want := `{"` + string(as) + `":{"representation":"` + string(as) + `","value":"<p>&</p>"}}`
		if err != nil || string(got) != want {
			t.Errorf("%s, error %v, want %s", got, err, want)
		}
	}
}

func TestARefusedRepresentationIsWordedOnce(t *testing.T) {
	t.Parallel()
	plain := wiki.NewError(wiki.UnknownFormat, wiki.Facts{Param: "representation", Value: "wiki"})
	got := wiki.AsError(worded(plain, "no wiki"))
	if got.Reason != wiki.UnknownFormat || got.Facts.Value != "wiki" || got.Facts.Detail != "no wiki" {
		t.Errorf("%v", got)
	}
	if plain.Facts.Detail != "" {
		t.Error("the error of the site was changed")
	}
	for _, err := range []error{nil, wiki.Missing("page", "1"), wiki.NewError(wiki.UnknownFormat, wiki.Facts{Detail: "said"})} {
		if got := worded(err, "no"); got != err {
			t.Errorf("%v became %v", err, got)
		}
	}
}
