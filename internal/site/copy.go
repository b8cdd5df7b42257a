package site

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// Copy is what becomes of a page that is copied, and where: in Space at the root, below Parent, or in place of Existing.
// Exactly one of them is set.
type Copy struct {
	Source   wiki.ContentID
	Space    string // key
	Parent   wiki.ContentID
	Existing wiki.ContentID
	// PageParent refuses a Parent that is no page.
	PageParent bool
	Title      string  // empty: the page's own, and that of Existing
	Storage    *string // a body in place of the page's own
	wiki.CopyParts

	facts wiki.BodyFacts // of Storage
}

// CopyPage copies a page. A copy keeps the restrictions of the page, its own and those it has from where it lies; where it
// would not, the caller must be able to drop them (security-model.md §6 "Copy"). Errors: those of Create for the new page or
// of Update for Existing, NoSuchObject or NoViewPermission for the page, WrongStatus for one that is not current or
// archived, NoPermission also for attachments and for restrictions that would be lost.
func (s *Session) CopyPage(ctx context.Context, cp Copy) (wiki.Content, error) {
	if err := s.demand(wiki.View | wiki.CreatePage); err != nil {
		return wiki.Content{}, err
	}
	if err := s.identified(); err != nil {
		return wiki.Content{}, err
	}
	if cp.Storage != nil {
		var err error
		if cp.facts, err = checkStorage(*cp.Storage); err != nil {
			return wiki.Content{}, err
		}
	}
	var made wiki.Content
	err := s.write(ctx, func(ctx context.Context, tx *store.SiteTx) (err error) {
		made, err = s.copyPage(ctx, tx, cp, wiki.Page)
		return err
	})
	if err != nil {
		return wiki.Content{}, err
	}
	return made, nil
}

// copyPage is CopyPage in a transaction, for a content of one of the kinds.
func (s *Session) copyPage(ctx context.Context, tx *store.SiteTx, cp Copy, kinds ...wiki.Kind) (wiki.Content, error) {
	src, text, a, err := tx.ContentWithBody(ctx, s.viewer, cp.Source)
	if err != nil {
		return src, err
	}
	if r := wiki.Allow(wiki.View, a); r != "" {
		return src, deny(r, wiki.View, "content", cp.Source.String())
	}
	switch {
	case !slices.Contains(kinds, src.Kind):
		return src, wiki.Missing(string(wiki.Page), src.ID.String())
	case src.Status != wiki.Current && src.Status != wiki.Archived:
		return src, wrongStatus(src, "content with status "+string(src.Status)+" cannot be copied")
	}
	storage := text.Storage
	if cp.Storage != nil {
		storage = *cp.Storage
	}
	var made wiki.Content
	if cp.Existing != 0 {
		made, err = s.copyOnto(ctx, tx, cp, storage)
	} else {
		made, err = s.copyAnew(ctx, tx, cp, src, storage)
	}
	if err != nil {
		return made, err
	}
	if cp.Storage == nil {
		if err := tx.CopyFacts(ctx, src.ID, made.ID, s.viewer.Account); err != nil {
			return made, err
		}
	}
	if err := s.copyParts(ctx, tx, cp, src, made); err != nil {
		return made, err
	}
	if made, _, err = tx.Content(ctx, s.viewer, made.ID); err != nil {
		return made, err
	}
	holds, err := tx.RuleHolds(ctx, made.Rule, src.Rule)
	if err != nil {
		return made, err
	}
	mayOpen := a.EditAdmits && a.Space.Has(wiki.Restrict)
	if kept := holds && (cp.Permissions || !src.Restricted); !kept && !mayOpen {
		return made, opened(src)
	}
	if cp.CustomContents {
		err = s.copyCustom(ctx, tx, cp.CopyParts, src, made, mayOpen)
	}
	return made, err
}

// opened refuses a copy that more people could see than what is copied.
func opened(src wiki.Content) error {
	e := deny(wiki.NoPermission, wiki.Restrict, "content", src.ID.String())
	e.Facts.Detail = "the copy would be open to more people than the page, and you may not change its restrictions"
	return e
}

// copyAnew makes the new page.
func (s *Session) copyAnew(ctx context.Context, tx *store.SiteTx, cp Copy, src wiki.Content, storage string) (wiki.Content, error) {
	n := wiki.NewContent{Kind: src.Kind, Status: wiki.Current, Parent: cp.Parent, Title: src.Title, Storage: storage, Root: true,
		EmbedURL: src.EmbedURL, Live: src.Live, BodyFacts: cp.facts}
	if cp.Title != "" {
		n.Title = cp.Title
	}
	var err error
	if n.Title, err = checkTitle(n.Title, n.Status); err != nil {
		return src, err
	}
	if cp.Parent == 0 {
		space, held, err := tx.SpaceByKey(ctx, s.viewer, cp.Space)
		if space, err = seen(space, held, err, cp.Space); err != nil {
			return src, err
		}
		n.Space = space.ID
		return s.create(ctx, tx, n)
	}
	parent, a, err := tx.Content(ctx, s.viewer, cp.Parent)
	switch {
	case wiki.HasReason(err, wiki.NoSuchObject), err == nil && wiki.Allow(wiki.View, a) != "":
		return src, badParent(cp.Parent, "the destination does not exist or you may not view it")
	case err != nil:
		return src, err
	case cp.PageParent && parent.Kind != wiki.Page:
		return src, badParent(cp.Parent, "the destination is not a page")
	}
	n.Space = parent.Space
	return s.create(ctx, tx, n)
}

// copyOnto writes the next version of a page that is there.
func (s *Session) copyOnto(ctx context.Context, tx *store.SiteTx, cp Copy, storage string) (wiki.Content, error) {
	there, a, err := tx.Content(ctx, s.viewer, cp.Existing)
	if err != nil {
		return there, err
	}
	if r := wiki.Allow(wiki.View, a); r != "" {
		return there, deny(r, wiki.View, "content", cp.Existing.String())
	}
	if there.Kind != wiki.Page || there.ID == cp.Source {
		return there, badParent(there.ID, "the destination is not another page")
	}
	if cp.Permissions && !a.Space.Has(wiki.Restrict) {
		return there, deny(wiki.NoPermission, wiki.Restrict, "content", there.ID.String())
	}
	ch := wiki.Change{Version: there.Version.Number + 1, Storage: &storage, BodyFacts: cp.facts}
	if cp.Title != "" {
		ch.Title = &cp.Title
	}
	return s.update(ctx, tx, there.ID, ch)
}

// copyParts takes along what was asked for.
func (s *Session) copyParts(ctx context.Context, tx *store.SiteTx, cp Copy, src, made wiki.Content) error {
	if err := s.copyAround(ctx, tx, cp.CopyParts, src, made); err != nil || !cp.Permissions {
		return err
	}
	restrictions, err := tx.Restrictions(ctx, []wiki.ContentID{src.ID})
	if err != nil {
		return err
	}
	for _, r := range restrictions[src.ID] {
		r.Content = made.ID
		if r.Subjects == nil {
			r.Subjects = []wiki.Subject{} // it admits nobody, which is not no restriction
		}
		if err := tx.SetRestriction(ctx, r); err != nil {
			return err
		}
	}
	return nil
}

// copyAround takes along what hangs on a content.
func (s *Session) copyAround(ctx context.Context, tx *store.SiteTx, parts wiki.CopyParts, src, made wiki.Content) error {
	if parts.Labels {
		if err := tx.CopyLabels(ctx, src.ID, made.ID); err != nil {
			return err
		}
	}
	if parts.Properties {
		if err := tx.CopyProperties(ctx, src.ID, made.ID, s.viewer.Account); err != nil {
			return err
		}
	}
	if parts.Attachments {
		return s.copyFiles(ctx, tx, src, made)
	}
	return nil
}

// fileSpace is the space of names that the file ids of copies are made in.
var fileSpace = uuid.MustParse("6f1c1c2e-6f0b-4f43-9d0e-2c5d6a1b7e90")

// copyFiles hangs the files of a page on its copy. The bytes stay where they are, named by both. A file of the same name
// that is there already gets a version.
func (s *Session) copyFiles(ctx context.Context, tx *store.SiteTx, src, made wiki.Content) error {
	_, held, err := tx.SpaceByID(ctx, s.viewer, made.Space)
	if err != nil {
		return err
	}
	if !held.Has(wiki.CreateAttachment) {
		return deny(wiki.NoPermission, wiki.CreateAttachment, "content", made.ID.String())
	}
	f := wiki.ContentFilter{Kinds: []wiki.Kind{wiki.Attachment}, Statuses: []wiki.Status{wiki.Current}}
	w := wiki.Window{Limit: 250}
	for {
		f.Parent, f.FileName = &src.ID, ""
		found, err := tx.ListContent(ctx, s.viewer, f, w)
		if err != nil {
			return err
		}
		for _, c := range found.Items {
			f.Parent, f.FileName = &made.ID, c.Title
			there, err := tx.ListContent(ctx, s.viewer, f, wiki.Window{Limit: 1})
			if err != nil {
				return err
			}
			file := *c.File
			file.FileID = uuid.NewSHA1(fileSpace, []byte(file.FileID+" "+made.ID.String())).String()
			if len(there.Items) > 0 {
				next := there.Items[0]
				file.FileID, next.File = next.File.FileID, &file
				err = tx.SetContent(ctx, next, &wiki.Version{Number: next.Version.Number + 1, Author: s.viewer.Account, At: tx.Now(),
					Message: file.Comment, Title: next.Title}, "")
			} else {
				_, err = tx.CreateContent(ctx, s.viewer.Account, wiki.NewContent{Kind: wiki.Attachment, Status: wiki.Current,
					Space: made.Space, Parent: made.ID, Title: c.Title, Message: file.Comment, File: &file})
			}
			if err != nil {
				return err
			}
		}
		if !found.More {
			return nil
		}
		w.After = found.After
	}
}
