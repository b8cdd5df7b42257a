package body

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestConvertKnowsItsRepresentations(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from, to Representation
		want     error
	}{
		{"storage", "html", ErrUnknownRepresentation},
		{"pdf", "storage", ErrUnknownRepresentation},
		{"", "storage", ErrUnknownRepresentation},
		{Rendered, Storage, ErrNoConversion},
		{ExportView, ADF, ErrNoConversion},
		{StyledView, Plain, ErrNoConversion},
		{AnonymousExportView, Markdown, ErrNoConversion},
	} {
		if out, err := Convert(tContext, "<p>a</p>", c.from, c.to, Options{}); !errors.Is(err, c.want) || out != "" {
			t.Errorf("%s to %s: got %q, %v, want %v", c.from, c.to, out, err, c.want)
		}
	}
	_, err := Convert(tContext, "", "storage", "html", Options{})
	if want := `unknown body representation: "html"`; err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestConvertPlainAndRaw(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from, to  Representation
		src, want string
	}{
		{Plain, Storage, "One\r\ntwo <b>\n\n\n\nthree", `<p>One<br />two &lt;b&gt;</p><p>three</p>`},
		{Plain, Rendered, "a & b", `<p>a &amp; b</p>`},
		{Plain, Plain, "a\n\nb", "a\nb"},
		{Raw, Raw, `{"app": <own>}`, `{"app": <own>}`},
		{Storage, Raw, `<p>a</p>`, `<p>a</p>`},
		{Storage, Editor2, `<p>a&nbsp;</p>`, `<p>a&nbsp;</p>`},
		{Editor2, Plain, `<p>a</p>`, `a`},
		{Storage, ADF, ``, `{"type":"doc","content":[],"version":1}`},
		{ADF, Markdown, adfOf(`{"type":"rule"}`), `---`},
		{Markdown, WikiMarkup, "# a", `h1. a`},
		{WikiMarkup, Markdown, "*a*", `**a**`},
	} {
		got, err := Convert(tContext, c.src, c.from, c.to, Options{})
		if err != nil {
			t.Errorf("%s to %s: %v", c.from, c.to, err)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s to %s (-want +got):\n%s", c.from, c.to, diff)
		}
	}
}
