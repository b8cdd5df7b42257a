package v2

import (
	"context"
	"errors"

	"github.com/weirhq/weir/internal/body"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	wirev2 "github.com/weirhq/weir/wire/v2"
)

// bodiesOf makes the bodies of a list of contents in one representation: one statement for all. Without a
// representation no body is read, and the member is {}.
func bodiesOf(ctx context.Context, s *site.Session, contents []wiki.Content, as body.Representation) (map[wiki.ContentID]wirev2.Body, error) {
	if as == "" || len(contents) == 0 {
		return nil, nil
	}
	stored, err := s.BodiesOf(ctx, contents)
	if err != nil {
		return nil, err
	}
	made, err := represent(ctx, s, contents, stored, as)
	out := make(map[wiki.ContentID]wirev2.Body, len(made))
	for i := range made {
		out[contents[i].ID] = made[i]
	}
	return out, err
}

// bodyOf is bodiesOf for one content whose body was read with it.
func bodyOf(ctx context.Context, s *site.Session, c wiki.Content, b wiki.Body, as body.Representation) (wirev2.Body, error) {
	if as == "" {
		return wirev2.Body{}, nil
	}
	out, err := represent(ctx, s, []wiki.Content{c}, []wiki.Body{b}, as)
	if err != nil {
		return wirev2.Body{}, err
	}
	return out[0], nil
}

// represent makes bodies in one representation; contents and bodies run in step.
func represent(ctx context.Context, s *site.Session, contents []wiki.Content, bodies []wiki.Body, as body.Representation) ([]wirev2.Body, error) {
	texts, err := s.Represent(ctx, contents, bodies, as)
	if err != nil {
		return nil, worded(err, "Bodies are not shown in the representation '"+string(as)+"'")
	}
	out := make([]wirev2.Body, len(texts))
	for i := range texts {
		out[i] = newBody(as, texts[i][0])
	}
	return out, nil
}

func newBody(as body.Representation, value string) wirev2.Body {
	text := &wirev2.BodyText{Representation: string(as), Value: value}
	switch as {
	case body.Storage:
		return wirev2.Body{Storage: text}
	case body.ADF:
		return wirev2.Body{AtlasDocFormat: text}
	case body.Raw:
		return wirev2.Body{Raw: text}
	case body.Rendered:
		return wirev2.Body{View: text}
	case body.ExportView:
		return wirev2.Body{ExportView: text}
	case body.AnonymousExportView:
		return wirev2.Body{AnonymousExportView: text}
	case body.StyledView:
		return wirev2.Body{StyledView: text}
	case body.Editor:
		return wirev2.Body{Editor: text}
	}
	return wirev2.Body{}
}

// storageOf makes storage format of the body in a request, which is for c; false when none was given. Errors: InvalidInput for more
// than one text or none of the representations that are written, UnknownFormat, InvalidBody.
func storageOf(ctx context.Context, s *site.Session, c wiki.Content, b *wirev2.BodyWrite) (string, bool, error) {
	given := b.Given()
	switch len(given) {
	case 0:
		return "", false, nil
	case 1:
	default:
		return "", false, wiki.Invalid("body", "", "one representation")
	}
	as := body.Representation(given[0].Representation)
	switch as {
	case "":
		return "", false, wiki.Invalid("representation", "", "one of storage, atlas_doc_format, wiki")
	case body.Storage, body.ADF, body.WikiMarkup:
	default:
		return "", false, wiki.Invalid("representation", string(as), "one of storage, atlas_doc_format, wiki")
	}
	storage, err := s.Storage(ctx, c, given[0].Value, as)
	return storage, true, worded(err, "Bodies are not accepted in the representation '"+string(as)+"'")
}

// worded adds a sentence for the client to a refused representation.
func worded(err error, detail string) error {
	e, ok := errors.AsType[*wiki.Error](err)
	if !ok || e.Reason != wiki.UnknownFormat || e.Facts.Detail != "" {
		return err
	}
	full := *e
	full.Facts.Detail = detail
	return &full
}
