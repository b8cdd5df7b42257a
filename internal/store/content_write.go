package store

import (
	"context"
	"fmt"
	"time"

	"github.com/weirhq/weir/internal/wiki"
	"github.com/weirhq/weir/internal/words"
)

// positionStep leaves room between siblings, so that a move rewrites one row.
const positionStep = 1000

// CreateContent adds a content with its first version and returns it. The caller decided that it may and that the
// parent is right; DuplicateTitle is found here, where the unique index speaks. NoSuchObject when the site has no such
// space or parent.
func (t *SiteTx) CreateContent(ctx context.Context, author wiki.AccountID, n wiki.NewContent) (wiki.Content, error) {
	at, err := t.newPlace(ctx, n)
	if err != nil {
		return wiki.Content{}, err
	}
	v := wiki.Version{Number: 1, Author: author, At: t.Now(), Message: n.Message, Minor: n.Minor, Title: n.Title}
	c := wiki.Content{Space: n.Space, SpaceKey: at.spaceKey, Kind: n.Kind, Status: n.Status, Title: n.Title, Parent: n.Parent,
		ParentKind: at.parentKind, Container: at.container, Position: at.position, EmbedURL: n.EmbedURL, Live: n.Live, Owner: author,
		Creator: author, Created: v.At, Rule: at.rule, Version: v, File: n.File}
	if !n.Created.IsZero() {
		c.Created = n.Created.UTC().Truncate(time.Millisecond)
	}
	id, err := t.insert(ctx, `INSERT INTO content (site, space, kind, status, title, title_fold, parent, container, position,
			owner, creator, created, rule, embed_url, live, version, modified)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $11, $12, $13, $14, 1, $15) RETURNING id`,
		t.site, c.Space, c.Kind, c.Status, c.Title, words.Fold(c.Title), c.Parent, at.container, c.Position, author,
		millis(c.Created), c.Rule, c.EmbedURL, flag(c.Live), millis(v.At))
	if isUnique(err) {
		return wiki.Content{}, duplicateTitle(n.Kind, n.Title)
	}
	if err != nil {
		return wiki.Content{}, fmt.Errorf("create content: %w", err)
	}
	c.ID = wiki.ContentID(id)
	if err := t.addVersion(ctx, c.ID, v, n.Storage, n.File); err != nil {
		return wiki.Content{}, err
	}
	if err := t.addFacts(ctx, c.ID, author, n.BodyFacts); err != nil {
		return wiki.Content{}, err
	}
	if n.Raw != "" {
		if err := t.SetRaw(ctx, c.ID, v.Number, n.Raw); err != nil {
			return wiki.Content{}, err
		}
	}
	if n.Kind.IsCustom() {
		if c.Rule, err = t.narrowNew(ctx, c.ID, c.Rule); err != nil {
			return wiki.Content{}, err
		}
	}
	if n.Kind == wiki.Comment {
		if c.Thread, err = t.addThread(ctx, c.ID, n, at); err != nil {
			return wiki.Content{}, err
		}
	}
	if !n.Kind.IsContained() { // creators watch their pages (client-expectations.md "Behaviour of the real service")
		if _, err := t.exec(ctx, "INSERT INTO content_watch (content, account) VALUES ($1, $2)", c.ID, author); err != nil {
			return wiki.Content{}, fmt.Errorf("watch: %w", err)
		}
	}
	return c, nil
}

// place is where a new content goes, and what it has from there: behind the last child of its parent, under the parent's
// effective rule, since it has no restriction of its own.
type place struct {
	spaceKey      string
	position      int64
	rule          wiki.RuleID
	parentKind    wiki.Kind
	parentVersion int // with which the thread of a comment begins
	container     wiki.ContentID
}

// newPlace asks space and parent in one statement, since every new content begins with it; NoSuchObject when the site has
// none of that number.
func (t *SiteTx) newPlace(ctx context.Context, n wiki.NewContent) (at place, err error) {
	var parent wiki.ContentID
	err = t.one(ctx, `SELECT s.key,
			(SELECT COALESCE(MAX(o.position), 0) FROM content o WHERE o.space = s.id AND o.parent = $3),
			COALESCE(p.id, 0), COALESCE(p.rule, 0), COALESCE(p.container, 0), COALESCE(p.kind, ''), COALESCE(p.version, 0)
		FROM space s LEFT JOIN content p ON p.site = s.site AND p.id = $3 WHERE s.site = $1 AND s.id = $2`,
		[]any{t.site, n.Space, n.Parent}, &at.spaceKey, &at.position, &parent, &at.rule, &at.container, &at.parentKind,
		&at.parentVersion)
	switch {
	case noRows(err):
		return at, wiki.Missing("space", n.Space.String())
	case err != nil:
		return at, fmt.Errorf("create content: %w", err)
	case parent != n.Parent:
		return at, wiki.Missing("content", n.Parent.String())
	}
	at.position += positionStep
	at.container = containerBelow(n.Kind, parent, at.parentKind, at.container)
	return at, nil
}

// containerBelow is what a content is contained in, by its kind, its parent, the parent's kind and what that is contained
// in; 0 for content that stands for itself.
func containerBelow(kind wiki.Kind, parent wiki.ContentID, parentKind wiki.Kind, parentContainer wiki.ContentID) wiki.ContentID {
	switch {
	case !kind.IsContained() || parent == 0:
		return 0
	case parentKind.IsContained() && parentContainer != 0:
		return parentContainer
	}
	return parent
}

// container is containerBelow of a content that has its place already; NoSuchObject when the site has no such parent.
func (t *SiteTx) container(ctx context.Context, c wiki.Content) (wiki.ContentID, error) {
	if !c.Kind.IsContained() || c.Parent == 0 {
		return 0, nil
	}
	var kind wiki.Kind
	var container wiki.ContentID
	err := t.one(ctx, "SELECT kind, container FROM content WHERE site = $1 AND id = $2", []any{t.site, c.Parent}, &kind, &container)
	if noRows(err) {
		return 0, wiki.Missing("content", c.Parent.String())
	}
	if err != nil {
		return 0, fmt.Errorf("set content: parent: %w", err)
	}
	return containerBelow(c.Kind, c.Parent, kind, container), nil
}

func duplicateTitle(k wiki.Kind, title string) error {
	return wiki.NewError(wiki.DuplicateTitle, wiki.Facts{Object: string(k), Param: "title", Value: title})
}

func (t *SiteTx) addVersion(ctx context.Context, id wiki.ContentID, v wiki.Version, storage string, f *wiki.File) error {
	if _, err := t.exec(ctx, `INSERT INTO version (content, number, author, at, message, minor, title, body)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, id, v.Number, v.Author, millis(v.At), v.Message, flag(v.Minor),
		v.Title, storage); err != nil {
		return fmt.Errorf("add version: %w", err)
	}
	if f != nil {
		if _, err := t.exec(ctx, `INSERT INTO file (content, version, file_id, blob, media_type, size, comment)
			VALUES ($1, $2, $3, $4, $5, $6, $7)`, id, v.Number, f.FileID, f.Blob, f.MediaType, f.Size, f.Comment); err != nil {
			return fmt.Errorf("add file: %w", err)
		}
	}
	return t.queueIndex(ctx, id)
}

// SetContent writes the members of c that can change: space, status, title, parent, position, owner; the owner before is kept
// as the last one. With a version,
// a new one is added with its body and, for an attachment, c.File; a draft that is published or saved keeps number 1 and
// is written over. It does not touch the rules: a change of parent needs Reroot after it. Errors: DuplicateTitle,
// NoSuchObject when the site has no such content or space.
func (t *SiteTx) SetContent(ctx context.Context, c wiki.Content, v *wiki.Version, storage string) error {
	number, modified := c.Version.Number, millis(c.Version.At)
	if v != nil {
		number, modified = v.Number, millis(v.At)
	}
	container, err := t.container(ctx, c)
	if err != nil {
		return err
	}
	n, err := t.exec(ctx, `UPDATE content SET space = $3, status = $4, title = $5, title_fold = $6, parent = $7,
		container = $8, position = $9, last_owner = CASE WHEN owner = $10 THEN last_owner ELSE owner END, owner = $10, version = $11, modified = $12, created = $13
		WHERE site = $1 AND id = $2`, t.site, c.ID, c.Space, c.Status, c.Title, words.Fold(c.Title), c.Parent, container, c.Position,
		c.Owner, number, modified, millis(c.Created))
	switch {
	case isUnique(err):
		return duplicateTitle(c.Kind, c.Title)
	case isForeign(err):
		return wiki.Missing("space", c.Space.String())
	case err != nil:
		return fmt.Errorf("set content: %w", err)
	case n == 0:
		return wiki.Missing("content", c.ID.String())
	}
	if number == c.Version.Number {
		// The number stays while the text may change, so the number alone does not show that the index is behind.
		if _, err := t.exec(ctx, "DELETE FROM indexed WHERE content = $1", c.ID); err != nil {
			return fmt.Errorf("set content: %w", err)
		}
	}
	if v == nil {
		return t.queueIndex(ctx, c.ID)
	}
	for _, s := range []string{"DELETE FROM file WHERE content = $1 AND version = $2",
		"DELETE FROM version WHERE content = $1 AND number = $2"} {
		if _, err := t.exec(ctx, s, c.ID, v.Number); err != nil {
			return fmt.Errorf("set content: %w", err)
		}
	}
	return t.addVersion(ctx, c.ID, *v, storage, c.File)
}

// LastPosition is the position behind the last child of a parent.
func (t *SiteTx) LastPosition(ctx context.Context, space wiki.SpaceID, parent wiki.ContentID) (int64, error) {
	var last int64
	err := t.one(ctx, "SELECT COALESCE(MAX(position), 0) FROM content WHERE site = $1 AND space = $2 AND parent = $3",
		[]any{t.site, space, parent}, &last)
	return last + positionStep, err
}

// IsBelow reports whether a content lies in the subtree of another, or is it.
func (t *SiteTx) IsBelow(ctx context.Context, id, top wiki.ContentID) (bool, error) {
	var n int
	err := t.one(ctx, ancestry+" SELECT COUNT(*) FROM up WHERE up.id = $3", []any{t.site, id, top}, &n)
	return n > 0, err
}

// ancestry is the walk from the content $2 of the site $1 up to the root, itself included. Here and in descent, UNION ends
// the walk even in a circle, and no depth is left out: a rule that did not reach a content would show it to more people.
const ancestry = `WITH RECURSIVE up (id, parent) AS (
	SELECT c.id, c.parent FROM content c WHERE c.site = $1 AND c.id = $2
	UNION SELECT p.id, p.parent FROM content p JOIN up ON p.id = up.parent WHERE up.parent <> 0)`

// descent is the walk from the content $2 of the site $1 down through everything below it, itself included.
const descent = `WITH RECURSIVE down (id) AS (
	SELECT c.id FROM content c WHERE c.site = $1 AND c.id = $2
	UNION SELECT c.id FROM content c JOIN down ON c.parent = down.id)`

// SetSubtreeSpace moves a content and everything below it into a space. Errors: DuplicateTitle, NoSuchObject when the
// site has no such space.
func (t *SiteTx) SetSubtreeSpace(ctx context.Context, top wiki.ContentID, space wiki.SpaceID) error {
	_, err := t.exec(ctx, descent+" UPDATE content SET space = $3 WHERE id IN (SELECT id FROM down)", t.site, top, space)
	switch {
	case isUnique(err):
		return duplicateTitle(wiki.Page, "")
	case isForeign(err):
		return wiki.Missing("space", space.String())
	case err != nil:
		return fmt.Errorf("move to space: %w", err)
	}
	return nil
}
