package v2

import (
	"context"

	"github.com/weirhq/weir/internal/body"
	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	"github.com/weirhq/weir/wire"
	wirev2 "github.com/weirhq/weir/wire/v2"
)

type createCustomContentIn struct {
	Body rest.Body[wirev2.CustomContentCreate]
}

// createCustomContent answers with the body that was written, as createPage does.
func createCustomContent(ctx context.Context, s *site.Session, in *createCustomContentIn) (*wirev2.CustomContent, error) {
	asked, err := in.Body.Read()
	if err != nil {
		return nil, err
	}
	at, err := customPlace{asked.SpaceID, asked.PageID, asked.BlogPostID, asked.CustomContentID}.find(ctx, s)
	if err == nil && at.Space == 0 {
		err = wiki.Invalid("spaceId", "", rest.WantValue)
	}
	if err != nil {
		return nil, err
	}
	n := wiki.NewContent{Kind: wiki.Kind(asked.Type), Status: wiki.Status(asked.Status), Space: at.Space, Parent: at.ID, Title: asked.Title}
	if n.Status == "" {
		n.Status = wiki.Current
	}
	if err := checkStatus(n.Status); err != nil {
		return nil, err
	}
	switch {
	case asked.Type == "":
		return nil, wiki.Invalid("type", "", rest.WantValue)
	case asked.Title == "" && n.Status != wiki.Draft:
		return nil, wiki.Invalid("title", "", rest.WantValue)
	}
	if err := n.Kind.CheckCustom("type"); err != nil {
		return nil, err
	}
	text, err := customBodyOf(ctx, s, wiki.Content{Kind: n.Kind, SpaceKey: at.SpaceKey, Title: n.Title}, asked.Body)
	if err != nil {
		return nil, err
	}
	n.Storage, n.Raw = text.Storage, text.Raw
	made, err := s.Create(ctx, n)
	if err != nil {
		return nil, named(wiki.CustomContent, err)
	}
	return newCustomContent(s, made, writtenCustom(text)), nil
}

// customPlace is where a request puts custom content.
type customPlace struct {
	space, page, post, custom wire.ID
}

// find finds the content that a request puts custom content into, before anything else is found wrong; without one the
// content is its space alone, and without that nothing. A space that is named beside a content must be its space.
func (p customPlace) find(ctx context.Context, s *site.Session) (at wiki.Content, err error) {
	for _, holder := range []struct {
		name string
		id   wire.ID
		kind wiki.Kind
	}{{"pageId", p.page, wiki.Page}, {"blogPostId", p.post, wiki.BlogPost}, {"customContentId", p.custom, wiki.CustomContent}} {
		id, err := contentIDOf(holder.name, holder.id)
		if err != nil {
			return at, err
		}
		if id == 0 {
			continue
		}
		if at.ID != 0 {
			return at, wiki.Invalid(holder.name, id.String(), "one container")
		}
		if at, err = findKind(ctx, s, holder.kind, id); err != nil {
			return at, err
		}
	}
	id, err := spaceIDOf(p.space)
	if err != nil || id == 0 {
		return at, err
	}
	space, err := s.Space(ctx, id)
	switch {
	case err != nil:
		return at, err
	case at.ID != 0 && at.Space != space.ID:
		return at, wiki.Invalid("spaceId", id.String(), "the space of the container, "+at.Space.String())
	}
	at.Space, at.SpaceKey = space.ID, space.Key
	return at, nil
}

// customBodyOf makes of the body in a request, which is for c, what is stored of it. Custom content is written in storage
// format, ADF or as raw text. Errors as for storageOf, and InvalidInput for none.
func customBodyOf(ctx context.Context, s *site.Session, c wiki.Content, b *wirev2.BodyWrite) (wiki.Body, error) {
	const want = "one of storage, atlas_doc_format, raw"
	given := b.Given()
	switch {
	case len(given) == 0:
		return wiki.Body{}, wiki.Invalid("body", "", rest.WantValue)
	case len(given) > 1:
		return wiki.Body{}, wiki.Invalid("body", "", "one representation")
	}
	as, value := body.Representation(given[0].Representation), given[0].Value
	if as != body.Storage && as != body.ADF && as != body.Raw {
		return wiki.Body{}, wiki.Invalid("representation", string(as), want)
	}
	storage, err := s.Storage(ctx, c, value, as)
	if err != nil || as != body.Raw {
		return wiki.Body{Storage: storage}, worded(err, "Bodies are not accepted in the representation '"+string(as)+"'")
	}
	return wiki.Body{Storage: storage, Raw: value}, nil
}

// writtenCustom is the body that was just written: as raw text when it was written so.
func writtenCustom(text wiki.Body) wirev2.Body {
	if text.Raw != "" {
		return newBody(body.Raw, text.Raw)
	}
	return newBody(body.Storage, text.Storage)
}

type updateCustomContentIn struct {
	ID   wiki.ContentID `path:"id"`
	Body rest.Body[wirev2.CustomContentUpdate]
}

// updateCustomContent also brings back what is in the trash, and puts it into another content where one is named.
func updateCustomContent(ctx context.Context, s *site.Session, in *updateCustomContentIn) (*wirev2.CustomContent, error) {
	c, err := findKind(ctx, s, wiki.CustomContent, in.ID)
	if err != nil {
		return nil, err
	}
	asked, err := in.Body.Read()
	if err != nil {
		return nil, err
	}
	at, err := customPlace{asked.SpaceID, asked.PageID, asked.BlogPostID, asked.CustomContentID}.find(ctx, s)
	if err != nil {
		return nil, err
	}
	ch, err := newChange(&wirev2.PageUpdate{ID: asked.ID, Status: asked.Status, Title: asked.Title, SpaceID: asked.SpaceID, Version: asked.Version}, c)
	switch {
	case err != nil:
		return nil, err
	case asked.Type == "":
		return nil, wiki.Invalid("type", "", rest.WantValue)
	case asked.Type != string(c.Kind):
		return nil, wiki.Invalid("type", asked.Type, string(c.Kind))
	case *ch.Status != wiki.Current:
		return nil, wiki.Invalid("status", asked.Status, "current")
	}
	if at.ID != 0 {
		ch.Parent = &at.ID
	}
	text, err := customBodyOf(ctx, s, c, asked.Body)
	if err != nil {
		return nil, err
	}
	ch.Storage, ch.Raw = &text.Storage, text.Raw
	made, err := s.Update(ctx, c.ID, ch)
	if err != nil {
		return nil, named(wiki.CustomContent, err)
	}
	return newCustomContent(s, made, writtenCustom(text)), nil
}
