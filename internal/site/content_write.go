package site

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// MaxTitle is the longest title in characters.
const MaxTitle = 255

// Create makes a blog post, a page or what else lies in the tree of a space, or custom content. Errors: CredentialsMissing for anonymous
// callers, NoSuchObject or NoViewPermission for a space the caller may not view, NoPermission, SpaceIsArchived,
// InvalidParent (not to be viewed, another space, not in the tree, not current), EditRestricted for a parent that others
// only may change, DuplicateTitle, InvalidBody, InvalidInput for a title, a kind or a status.
func (s *Session) Create(ctx context.Context, n wiki.NewContent) (wiki.Content, error) {
	if err := s.demand(wiki.View | wiki.CreatePerm(n.Kind)); err != nil {
		return wiki.Content{}, err
	}
	if err := s.identified(); err != nil {
		return wiki.Content{}, err
	}
	n.File = nil // bytes come by Attach alone
	if err := checkNew(n); err != nil {
		return wiki.Content{}, err
	}
	if err := checkWritten(n.Properties); err != nil {
		return wiki.Content{}, err
	}
	title, err := checkTitle(n.Title, n.Status)
	if err != nil {
		return wiki.Content{}, err
	}
	n.Title = title
	if n.BodyFacts, err = checkStorage(n.Storage); err != nil {
		return wiki.Content{}, err
	}
	var made wiki.Content
	err = s.write(ctx, func(ctx context.Context, tx *store.SiteTx) (err error) {
		made, err = s.create(ctx, tx, n)
		return err
	})
	if err != nil {
		return wiki.Content{}, err
	}
	return made, nil
}

// create is Create in a transaction, for a content whose title and body are checked.
func (s *Session) create(ctx context.Context, tx *store.SiteTx, n wiki.NewContent) (made wiki.Content, err error) {
	space, err := s.mayCreate(ctx, tx, n.Kind, n.Space)
	if err != nil {
		return made, err
	}
	switch {
	case n.Kind.IsCustom():
		n.Tasks = nil // of pages and blog posts alone
		if err := s.checkHolder(ctx, tx, n.Parent, n.Space); err != nil {
			return made, err
		}
	case n.Parent != 0:
		if err := s.checkParent(ctx, tx, n.Parent, n.Space); err != nil {
			return made, err
		}
	case n.Kind == wiki.Page && !n.Root && space.Home != 0:
		// Confluence puts pages without a parent below the home page. Where the caller may not put one there, nobody
		// asked for that place, so the page goes beside it.
		err := s.checkParent(ctx, tx, space.Home, n.Space)
		switch {
		case err == nil:
			n.Parent = space.Home
		case !wiki.HasReason(err, wiki.InvalidParent) && !wiki.HasReason(err, wiki.EditRestricted):
			return made, err
		}
	}
	if err := checkCreated(tx, n.Created); err != nil {
		return made, err
	}
	if made, err = tx.CreateContent(ctx, s.viewer.Account, n); err == nil {
		err = s.writeProperties(ctx, tx, made.ID, n.Properties)
	}
	if err != nil || !n.Private {
		return made, err
	}
	me := []wiki.Subject{wiki.User(s.viewer.Account)}
	for _, op := range []wiki.RestrictionOp{wiki.RestrictRead, wiki.RestrictUpdate} {
		if err := tx.SetRestriction(ctx, wiki.Restriction{Content: made.ID, Op: op, Subjects: me}); err != nil {
			return made, err
		}
	}
	made, _, err = tx.Content(ctx, s.viewer, made.ID)
	return made, err
}

// mayCreate decides whether the caller may make content of a kind in a space, which it finds.
func (s *Session) mayCreate(ctx context.Context, tx *store.SiteTx, kind wiki.Kind, id wiki.SpaceID) (wiki.Space, error) {
	space, held, err := tx.SpaceByID(ctx, s.viewer, id)
	if space, err = seen(space, held, err, id.String()); err != nil {
		return space, err
	}
	withheld, err := tx.Withheld(ctx, s.viewer, space.ID, kind)
	if err != nil {
		return space, err
	}
	access := wiki.Access{Space: held &^ withheld, RuleAdmits: true, EditAdmits: true, Status: wiki.Current, Kind: kind,
		SpaceClosed: space.Status == wiki.SpaceArchived}
	if r := wiki.Allow(wiki.CreatePerm(kind), access); r != "" {
		return space, deny(r, wiki.CreatePerm(kind), "space", space.Key)
	}
	return space, nil
}

// checkNew refuses what Create does not make.
func checkNew(n wiki.NewContent) error {
	if n.Kind.IsCustom() {
		return checkNewCustom(n)
	}
	switch {
	case !n.Kind.InTree() && n.Kind != wiki.BlogPost:
		return wiki.Invalid("type", string(n.Kind), "page or blogpost")
	case n.Status != wiki.Current && n.Status != wiki.Draft:
		return wiki.Invalid("status", string(n.Status), "current or draft")
	case n.Status == wiki.Draft && n.Kind != wiki.Page && n.Kind != wiki.BlogPost:
		return wiki.Invalid("status", string(n.Status), "current")
	case n.Kind == wiki.BlogPost && n.Parent != 0:
		return badParent(n.Parent, "a blog post has no parent")
	}
	return nil
}

// checkParent decides whether something may go below another: the caller must see it, it must be a current node of the tree
// of the same space, and where it has an update restriction the caller must be in it.
func (s *Session) checkParent(ctx context.Context, tx *store.SiteTx, parent wiki.ContentID, space wiki.SpaceID) error {
	p, a, err := tx.Content(ctx, s.viewer, parent)
	switch {
	case wiki.HasReason(err, wiki.NoSuchObject), err == nil && wiki.Allow(wiki.View, a) != "":
		// One answer for both, and it is about the input: the caller named a parent it cannot see.
		return badParent(parent, "the parent does not exist or you may not view it")
	case err != nil:
		return err
	case !p.Kind.InTree():
		return badParent(parent, "a "+string(p.Kind)+" cannot have pages below it")
	case p.Space != space:
		return badParent(parent, "the parent is in another space")
	case p.Status != wiki.Current && p.Status != wiki.Archived:
		return badParent(parent, "the parent is not current")
	case !a.EditAdmits:
		return deny(wiki.EditRestricted, wiki.CreatePage, "parent", parent.String())
	}
	return nil
}

// Update changes a page, a blog post or custom content. Errors: CredentialsMissing for anonymous callers, NoSuchObject or NoViewPermission,
// NoPermission, EditRestricted, StaleVersion unless change.Version is the current number plus one, DuplicateTitle,
// InvalidParent (another space, a cycle), InvalidBody, WrongStatus for a step a content cannot make, InvalidInput for a
// title, an owner without an account, or content of another kind.
func (s *Session) Update(ctx context.Context, id wiki.ContentID, ch wiki.Change) (wiki.Content, error) {
	if err := s.demand(wiki.View); err != nil {
		return wiki.Content{}, err
	}
	if err := s.identified(); err != nil {
		return wiki.Content{}, err
	}
	if err := checkWritten(ch.Properties); err != nil {
		return wiki.Content{}, err
	}
	if ch.Storage != nil {
		var err error
		if ch.BodyFacts, err = checkStorage(*ch.Storage); err != nil {
			return wiki.Content{}, err
		}
	}
	var made wiki.Content
	err := s.write(ctx, func(ctx context.Context, tx *store.SiteTx) (err error) {
		made, err = s.update(ctx, tx, id, ch)
		return err
	})
	if err != nil {
		return wiki.Content{}, err
	}
	return made, nil
}

func (s *Session) update(ctx context.Context, tx *store.SiteTx, id wiki.ContentID, ch wiki.Change) (wiki.Content, error) {
	c, old, a, err := tx.ContentWithBody(ctx, s.viewer, id)
	if err != nil {
		return c, err
	}
	if r := wiki.Allow(wiki.CreatePerm(c.Kind), a); r != "" {
		return c, deny(r, wiki.CreatePerm(c.Kind), "content", id.String())
	}
	if c.Kind != wiki.Page && c.Kind != wiki.BlogPost && !c.Kind.IsCustom() {
		return c, wiki.Invalid("type", string(c.Kind), "page or blogpost")
	}
	if err := s.demand(wiki.CreatePerm(c.Kind)); err != nil {
		return c, err
	}
	next := c
	if ch.Status != nil {
		next.Status = *ch.Status
	}
	if err := checkStep(c, next.Status); err != nil {
		return c, err
	}
	number := c.Version.Number + 1
	if c.Status == wiki.Draft {
		number = 1 // a draft has no history, and its publication is the first version
	}
	if ch.Version != number {
		return c, wiki.NewError(wiki.StaleVersion, wiki.Facts{Object: string(c.Kind), ID: id.String(), Version: c.Version.Number})
	}
	if ch.Title != nil {
		next.Title = *ch.Title
	}
	if next.Title, err = checkTitle(next.Title, next.Status); err != nil {
		return c, err
	}
	if ch.Owner != nil && *ch.Owner != c.Owner {
		if err := checkOwner(ctx, tx, *ch.Owner); err != nil {
			return c, err
		}
		next.Owner = *ch.Owner
	}
	if !ch.Created.IsZero() {
		if err := checkCreated(tx, ch.Created); err != nil {
			return c, err
		}
		next.Created = ch.Created
	}
	if ch.Space != nil && *ch.Space != c.Space {
		return c, wiki.NewError(wiki.InvalidParent, wiki.Facts{Object: string(c.Kind), ID: id.String(),
			Detail: "an update does not move content to another space"})
	}
	moved := ch.Parent != nil && *ch.Parent != c.Parent
	switch {
	case c.Kind.IsCustom():
		ch.Tasks = nil
		if err := s.checkHeld(ctx, tx, &next, ch.Parent); err != nil {
			return c, err
		}
	case moved:
		if err := s.checkMove(ctx, tx, &next, *ch.Parent); err != nil {
			return c, err
		}
	case c.Status != next.Status:
		// Publishing and restoring put content into its place as creating does, by what holds there today.
		if err := s.checkPlace(ctx, tx, c.Parent); err != nil {
			return c, err
		}
	}
	v := wiki.Version{Number: number, Author: s.viewer.Account, At: tx.Now(), Message: ch.Message, Minor: ch.Minor, Title: next.Title}
	storage, raw := old.Storage, old.Raw
	if ch.Storage != nil {
		storage, raw = *ch.Storage, ch.Raw
	}
	if err := tx.SetContent(ctx, next, &v, storage); err != nil {
		return c, err
	}
	if raw != "" {
		if err := tx.SetRaw(ctx, id, number, raw); err != nil {
			return c, err
		}
	}
	if ch.Storage != nil {
		if err := tx.SetFacts(ctx, id, s.viewer.Account, ch.BodyFacts); err != nil {
			return c, err
		}
	}
	if err := s.writeProperties(ctx, tx, id, ch.Properties); err != nil {
		return c, err
	}
	if moved {
		if err := tx.Reroot(ctx, id); err != nil {
			return c, err
		}
	}
	next, _, err = tx.Content(ctx, s.viewer, id)
	return next, err
}

// checkMove decides whether a content may go below another parent, and puts it behind that parent's last child.
func (s *Session) checkMove(ctx context.Context, tx *store.SiteTx, c *wiki.Content, parent wiki.ContentID) error {
	if c.Kind != wiki.Page {
		return badParent(parent, "a "+string(c.Kind)+" has no parent")
	}
	next := *c
	next.Parent = parent
	if err := s.checkNewPlace(ctx, tx, *c, next); err != nil {
		return err
	}
	position, err := tx.LastPosition(ctx, c.Space, parent)
	c.Parent, c.Position = parent, position
	return err
}

// checkPlace decides whether the caller may put something below a parent or take it away from there.
func (s *Session) checkPlace(ctx context.Context, tx *store.SiteTx, parent wiki.ContentID) error {
	if parent == 0 {
		return nil
	}
	_, a, err := tx.Content(ctx, s.viewer, parent)
	if err == nil && !a.EditAdmits {
		return deny(wiki.EditRestricted, wiki.CreatePage, "parent", parent.String())
	}
	return err
}

// checkCreated refuses to count content as made before time began or in the future.
func checkCreated(tx *store.SiteTx, at time.Time) error {
	if !at.IsZero() && (at.After(tx.Now()) || at.Before(time.UnixMilli(1))) {
		return wiki.Invalid("createdAt", at.UTC().Format(time.RFC3339), "a time that has been")
	}
	return nil
}

// checkOwner refuses an owner who is no account (security-model.md R-ALLIDS).
func checkOwner(ctx context.Context, tx *store.SiteTx, id wiki.AccountID) error {
	found, err := tx.Accounts(ctx, []wiki.AccountID{id})
	if _, known := found[id]; err == nil && !known {
		return wiki.Invalid("ownerId", string(id), "the accountId of an account")
	}
	return err
}

// checkStep refuses steps between statuses that do not exist: drafts are published, current content stays current,
// trashed content comes back.
func checkStep(c wiki.Content, to wiki.Status) error {
	from := c.Status
	switch {
	case from == to && (from == wiki.Current || from == wiki.Draft):
		return nil
	case to == wiki.Current && (from == wiki.Draft || from == wiki.Trashed):
		return nil
	}
	return wiki.NewError(wiki.WrongStatus, wiki.Facts{Object: string(c.Kind), ID: c.ID.String(), Value: string(to),
		Detail: "content with status " + string(from) + " cannot be updated to " + string(to)})
}

// Trash puts a current content into the trash. Its children stay below it: they inherit its view restriction, and
// nothing may show them to more people.
func (s *Session) Trash(ctx context.Context, id wiki.ContentID) error {
	return s.remove(ctx, id, trash)
}

func trash(ctx context.Context, tx *store.SiteTx, c wiki.Content, _ wiki.Access) error {
	if c.Status != wiki.Current && c.Status != wiki.Archived {
		return wrongStatus(c, "only current content can be put into the trash")
	}
	c.Status = wiki.Trashed
	return tx.SetContent(ctx, c, nil, "")
}

// Purge removes a trashed content for good, which the administrators of its space may do.
func (s *Session) Purge(ctx context.Context, id wiki.ContentID) error {
	return s.purge(ctx, id, wiki.Trashed, "only content in the trash can be purged")
}

// DiscardDraft removes a draft for good.
func (s *Session) DiscardDraft(ctx context.Context, id wiki.ContentID) error {
	return s.purge(ctx, id, wiki.Draft, "the content is not a draft")
}

func (s *Session) purge(ctx context.Context, id wiki.ContentID, status wiki.Status, otherwise string) error {
	var blobs []string
	err := s.remove(ctx, id, func(ctx context.Context, tx *store.SiteTx, c wiki.Content, a wiki.Access) (err error) {
		if c.Status != status {
			return wrongStatus(c, otherwise)
		}
		if status == wiki.Trashed && !a.Space.Has(wiki.AdministerSpace) {
			return deny(wiki.NoPermission, wiki.AdministerSpace, "content", id.String())
		}
		if blobs, err = tx.Purge(ctx, c); err != nil {
			return err
		}
		return s.audit(ctx, tx, wiki.AuditEvent{Category: wiki.AuditContent, Summary: "Content deleted for good", Object: contentObject(c)})
	})
	if err != nil {
		return err
	}
	s.dropBlobs(blobs)
	return nil
}

// dropBlobs removes bytes whose rows are gone, after the commit: bytes without a row cost space, a row without bytes costs
// content.
func (s *Session) dropBlobs(names []string) {
	if s.within != nil {
		s.doomed = append(s.doomed, names...) // the task drops them
		return
	}
	for _, name := range names {
		if err := s.visit.service.Blobs.Remove(name); err != nil {
			s.visit.service.Log.Warn("bytes that nothing refers to stay on disk", "error", err)
		}
	}
}

func (s *Session) remove(ctx context.Context, id wiki.ContentID, fn func(context.Context, *store.SiteTx, wiki.Content, wiki.Access) error) error {
	if err := s.demand(wiki.View); err != nil {
		return err
	}
	return s.write(ctx, func(ctx context.Context, tx *store.SiteTx) error { return s.removing(ctx, tx, id, fn) })
}

// removing is remove inside a write.
func (s *Session) removing(ctx context.Context, tx *store.SiteTx, id wiki.ContentID,
	fn func(context.Context, *store.SiteTx, wiki.Content, wiki.Access) error) error {
	c, a, err := tx.Content(ctx, s.viewer, id)
	if err != nil {
		return err
	}
	want := wiki.DeletePerm(c.Kind)
	if c.Status == wiki.Draft {
		want = wiki.CreatePerm(c.Kind) // a draft is its author's
	}
	if r := wiki.Allow(want, a); r != "" {
		return deny(r, want, "content", id.String())
	}
	if err := s.demand(wiki.DeletePerm(c.Kind)); err != nil {
		return err
	}
	return fn(ctx, tx, c, a)
}

func wrongStatus(c wiki.Content, detail string) error {
	return wiki.NewError(wiki.WrongStatus, wiki.Facts{Object: string(c.Kind), ID: c.ID.String(), Value: string(c.Status), Detail: detail})
}

// checkTitle trims a title and refuses an empty, overlong or broken one. A draft may go without.
func checkTitle(title string, status wiki.Status) (string, error) {
	title = strings.TrimSpace(title)
	switch {
	case title == "" && status != wiki.Draft:
		return "", wiki.Invalid("title", "", "a title")
	case utf8.RuneCountInString(title) > MaxTitle:
		return "", wiki.Invalid("title", title, "at most 255 characters")
	case !utf8.ValidString(title) || strings.ContainsFunc(title, func(r rune) bool { return r < ' ' || r == 0x7f }):
		return "", wiki.Invalid("title", title, "text without control characters")
	}
	return title, nil
}
