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

type createPageIn struct {
	Embedded bool `query:"embedded"` // says where the vendor keeps the body; the answer is the same
	Private  bool `query:"private"`
	Root     bool `query:"root-level"`
	Body     rest.Body[wirev2.PageCreate]
}

// createPage answers with the body that was written: clients read it back from the answer.
func createPage(ctx context.Context, s *site.Session, in *createPageIn) (*wirev2.Page, error) {
	asked, err := in.Body.Read()
	if err != nil {
		return nil, err
	}
	space, err := requiredSpace(ctx, s, asked.SpaceID)
	if err != nil {
		return nil, err
	}
	n, err := newContent(asked, in)
	if err != nil {
		return nil, err
	}
	n.Space = space.ID
	if n.Storage, _, err = storageOf(ctx, s, wiki.Content{Kind: n.Kind, SpaceKey: space.Key, Title: n.Title}, asked.Body); err != nil {
		return nil, err
	}
	made, err := s.Create(ctx, n)
	if err != nil {
		return nil, named(wiki.Page, err)
	}
	return writtenPage(s, made, n.Storage), nil
}

// newContent is the page that a request describes, but for its space and its body.
func newContent(asked *wirev2.PageCreate, in *createPageIn) (wiki.NewContent, error) {
	n := wiki.NewContent{Kind: wiki.Page, Status: wiki.Current, Title: asked.Title, Private: in.Private, Root: in.Root,
		Live: asked.Subtype == "live"}
	if asked.Status != "" {
		n.Status = wiki.Status(asked.Status)
	}
	if err := checkStatus(n.Status); err != nil {
		return n, err
	}
	switch {
	case asked.Title == "" && n.Status != wiki.Draft:
		return n, wiki.Invalid("title", "", rest.WantValue)
	case asked.Subtype != "" && asked.Subtype != "live":
		return n, wiki.Invalid("subtype", asked.Subtype, "live")
	case in.Root && asked.ParentID != "":
		return n, wiki.Invalid("parentId", string(asked.ParentID), "none, since root-level is true")
	}
	var err error
	n.Parent, err = contentIDOf("parentId", asked.ParentID)
	return n, err
}

type updatePageIn struct {
	ID   wiki.ContentID `path:"id"`
	Body rest.Body[wirev2.PageUpdate]
}

// updatePage answers with the body that was written, as createPage does.
func updatePage(ctx context.Context, s *site.Session, in *updatePageIn) (*wirev2.Page, error) {
	page, err := findPage(ctx, s, in.ID)
	if err != nil {
		return nil, err
	}
	asked, err := in.Body.Read()
	if err != nil {
		return nil, err
	}
	ch, err := newChange(asked, page)
	if err != nil {
		return nil, err
	}
	storage, given, err := storageOf(ctx, s, page, asked.Body)
	if err == nil && !given {
		err = wiki.Invalid("body", "", rest.WantValue)
	}
	if err != nil {
		return nil, err
	}
	ch.Storage = &storage
	if ch.Owner != nil && *ch.Owner != page.Owner {
		if err := checkOwner(ctx, s, *ch.Owner); err != nil {
			return nil, err
		}
	}
	made, err := s.Update(ctx, page.ID, ch)
	if err != nil {
		return nil, named(wiki.Page, err)
	}
	return writtenPage(s, made, storage), nil
}

// newChange is the change that a request describes, but for its body. Title, status, body and version are demanded; what else was not
// given stays as it is.
func newChange(asked *wirev2.PageUpdate, page wiki.Content) (ch wiki.Change, err error) {
	id, err := contentIDOf("id", asked.ID)
	switch {
	case err != nil:
		return ch, err
	case id == 0:
		return ch, wiki.Invalid("id", "", rest.WantValue)
	case id != page.ID:
		return ch, wiki.Invalid("id", string(asked.ID), "the id in the path, "+page.ID.String())
	case asked.Status == "":
		return ch, wiki.Invalid("status", "", rest.WantValue)
	case asked.Title == "":
		return ch, wiki.Invalid("title", "", rest.WantValue)
	case asked.Version == nil:
		return ch, wiki.Invalid("version", "", rest.WantValue)
	}
	status := wiki.Status(asked.Status)
	if err := checkStatus(status); err != nil {
		return ch, err
	}
	ch = wiki.Change{Version: asked.Version.Number, Message: asked.Version.Message, Title: &asked.Title, Status: &status}
	if asked.OwnerID != "" {
		owner := wiki.AccountID(asked.OwnerID)
		ch.Owner = &owner
	}
	if space, err := spaceIDOf(asked.SpaceID); err != nil {
		return ch, err
	} else if space != 0 {
		ch.Space = &space
	}
	if parent, err := contentIDOf("parentId", asked.ParentID); err != nil {
		return ch, err
	} else if parent != 0 {
		ch.Parent = &parent
	}
	return ch, nil
}

// checkOwner refuses an owner that is no account.
func checkOwner(ctx context.Context, s *site.Session, id wiki.AccountID) error {
	_, err := s.Person(ctx, id)
	if wiki.HasReason(err, wiki.NoSuchObject) {
		return wiki.Invalid("ownerId", string(id), "the accountId of an account")
	}
	return err
}

type updatePageTitleIn struct {
	ID   wiki.ContentID `path:"id"`
	Body rest.Body[wirev2.PageTitle]
}

func updatePageTitle(ctx context.Context, s *site.Session, in *updatePageTitleIn) (*wirev2.Page, error) {
	page, err := findPage(ctx, s, in.ID)
	if err != nil {
		return nil, err
	}
	asked, err := in.Body.Read()
	if err != nil {
		return nil, err
	}
	status := wiki.Status(asked.Status)
	switch {
	case status == "":
		return nil, wiki.Invalid("status", "", rest.WantValue)
	case asked.Title == "":
		return nil, wiki.Invalid("title", "", rest.WantValue)
	}
	if err := checkStatus(status); err != nil {
		return nil, err
	}
	made, err := s.Retitle(ctx, page.ID, status, asked.Title)
	if err != nil {
		return nil, named(wiki.Page, err)
	}
	return newPage(s, made), nil
}

type deletePageIn struct {
	ID    wiki.ContentID `path:"id"`
	Purge bool           `query:"purge"` // a page in the trash, for good
	Draft bool           `query:"draft"` // a page that was never published, for good
}

func deletePage(ctx context.Context, s *site.Session, in *deletePageIn) (rest.Empty, error) {
	return in.remove(ctx, s, wiki.Page)
}

// remove removes content of a kind that knows trash and drafts.
func (in *deletePageIn) remove(ctx context.Context, s *site.Session, kind wiki.Kind) (rest.Empty, error) {
	c, err := s.Content(ctx, in.ID)
	if c, err = only(kind, in.ID, c, err); err != nil {
		return rest.Empty{}, err
	}
	remove := s.Trash
	switch {
	case in.Draft:
		remove = s.DiscardDraft
	case in.Purge:
		remove = s.Purge
	}
	return rest.Empty{}, named(kind, remove(ctx, c.ID))
}

// writtenPage is a page with the body that was just written.
func writtenPage(s *site.Session, c wiki.Content, storage string) *wirev2.Page {
	out := newPage(s, c)
	out.Body = newBody(body.Storage, storage)
	return out
}

// checkStatus refuses statuses that a page is not written in.
func checkStatus(st wiki.Status) error {
	if st == wiki.Current || st == wiki.Draft {
		return nil
	}
	return wiki.Invalid("status", string(st), "one of current, draft")
}

// contentIDOf reads the id of a content in a body; 0 when there is none.
func contentIDOf(name string, id wire.ID) (wiki.ContentID, error) {
	if id == "" {
		return 0, nil
	}
	n, err := id.Int64()
	if err != nil {
		return 0, wiki.Invalid(name, string(id), rest.WantContentID)
	}
	return wiki.ContentID(n), nil
}

// spaceIDOf reads the id of a space in a body; 0 when there is none.
func spaceIDOf(id wire.ID) (wiki.SpaceID, error) {
	if id == "" {
		return 0, nil
	}
	n, err := id.Int64()
	if err != nil {
		return 0, wiki.Invalid("spaceId", string(id), rest.WantLong)
	}
	return wiki.SpaceID(n), nil
}
