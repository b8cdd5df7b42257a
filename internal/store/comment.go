package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"github.com/weirhq/weir/internal/wiki"
)

// threadCols are the columns of a comment's thread th; all are null for other content.
const threadCols = "th.target, th.target_kind, th.target_version, th.marker, th.selection, " + resolution + ", th.resolver, th.resolved"

// resolution is how the thread th stands: one that is not resolved dangles while its text is not in the body.
const resolution = "CASE WHEN th.dangling = 1 AND th.resolution <> 'resolved' THEN 'dangling' ELSE th.resolution END"

// living is the condition that c does not lie in content that is in the trash, and is no comment on such. What is looked
// at is what c lies in at last, its parent and the file or custom content that its thread is on; only where one of these is
// custom content, which lies in other such to any depth, a walk upwards.
const living = `(c.container = 0 OR NOT EXISTS (SELECT 1 FROM content k WHERE k.id IN (c.container, c.parent,
		COALESCE((SELECT h.target FROM comment h WHERE h.content = c.id AND h.target_kind NOT IN ('page', 'blogpost')), 0))
	AND k.kind <> 'comment' AND (k.status = 'trashed' OR k.parent <> 0 AND k.kind LIKE '%:%' AND EXISTS (
		WITH RECURSIVE up (parent, kind, status) AS (
			SELECT a.parent, a.kind, a.status FROM content a WHERE a.id = k.parent
			UNION ALL SELECT a.parent, a.kind, a.status FROM content a JOIN up ON a.id = up.parent WHERE up.kind LIKE '%:%')
		SELECT 1 FROM up WHERE up.status = 'trashed'))))`

// threadRow receives threadCols.
type threadRow struct {
	on, version, at                               sql.NullInt64
	kind, marker, selection, resolution, resolver sql.NullString
}

func (r *threadRow) dest() []any {
	return []any{&r.on, &r.kind, &r.version, &r.marker, &r.selection, &r.resolution, &r.resolver, &r.at}
}

func (r *threadRow) thread() *wiki.Thread {
	if !r.on.Valid {
		return nil
	}
	return &wiki.Thread{On: wiki.ContentID(r.on.Int64), OnKind: wiki.Kind(r.kind.String), OnVersion: int(r.version.Int64),
		Marker: r.marker.String, Selection: r.selection.String, Resolution: wiki.Resolution(r.resolution.String),
		Resolver: wiki.AccountID(r.resolver.String), ResolvedAt: fromMillis(r.at.Int64)}
}

// threadCondition is the filter as one condition on c.
func threadCondition(b *text, f wiki.ThreadFilter) string {
	s := "EXISTS (SELECT 1 FROM comment th WHERE th.content = c.id"
	if f.On != 0 { // from the index of the target, not comment by comment
		s = "c.id IN (SELECT th.content FROM comment th WHERE th.target = " + b.arg(f.On)
	}
	if f.OnVersion != 0 {
		s += " AND th.target_version = " + b.arg(f.OnVersion)
	}
	if f.Resolutions != nil {
		s += " AND " + in(b, resolution, f.Resolutions)
	}
	return s + ")"
}

// addThread writes the thread of a new comment: that of the comment it answers, else one of its own on what it hangs on.
func (t *SiteTx) addThread(ctx context.Context, id wiki.ContentID, n wiki.NewContent, at place) (*wiki.Thread, error) {
	var err error
	if at.parentKind == wiki.Comment {
		_, err = t.exec(ctx, `INSERT INTO comment (content, target, target_kind, target_version, marker, selection, resolution,
				resolver, resolved, dangling)
			SELECT c.id, th.target, th.target_kind, k.version, th.marker, th.selection, th.resolution, th.resolver, th.resolved, th.dangling
			FROM content c JOIN comment th ON th.content = c.parent JOIN content k ON k.id = th.target WHERE c.id = $1`, id)
	} else {
		var th wiki.Thread
		if n.Thread != nil {
			th = *n.Thread
		}
		_, err = t.exec(ctx, `INSERT INTO comment (content, target, target_kind, target_version, marker, selection, resolution)
			VALUES ($1, $2, $3, $4, $5, $6, $7)`, id, n.Parent, at.parentKind, at.parentVersion, th.Marker, th.Selection, th.Resolution)
	}
	if err != nil {
		return nil, fmt.Errorf("add thread: %w", err)
	}
	var r threadRow
	if err := t.one(ctx, "SELECT "+threadCols+" FROM comment th WHERE th.content = $1", []any{id}, r.dest()...); err != nil {
		return nil, fmt.Errorf("add thread: %w", err)
	}
	return r.thread(), nil
}

// Resolve says how the thread of an inline comment stands from now on, and who said so.
func (t *SiteTx) Resolve(ctx context.Context, th wiki.Thread, to wiki.Resolution, by wiki.AccountID) error {
	_, err := t.exec(ctx, `UPDATE comment SET resolution = $1, resolver = $2, resolved = $3 WHERE target = $4 AND marker = $5
		AND marker <> '' AND EXISTS (SELECT 1 FROM content c WHERE c.site = $6 AND c.id = comment.content)`,
		to, by, millis(t.Now()), th.On, th.Marker, t.site)
	if err != nil {
		return fmt.Errorf("resolve: %w", err)
	}
	return nil
}

// setMarkers says which marks the body of a content has now: threads on others dangle.
func (t *SiteTx) setMarkers(ctx context.Context, on wiki.ContentID, markers []string) error {
	const own = ` WHERE marker <> '' AND EXISTS (SELECT 1 FROM content c WHERE c.site = $1 AND c.id = comment.content) AND target = $2`
	if _, err := t.exec(ctx, "UPDATE comment SET dangling = 1"+own, t.site, on); err != nil {
		return fmt.Errorf("set markers: %w", err)
	}
	for some := range slices.Chunk(markers, maxBound) {
		b := text{args: []any{t.site, on}}
		b.WriteString("UPDATE comment SET dangling = 0" + own + " AND " + in(&b, "marker", some))
		if _, err := t.exec(ctx, b.String(), b.args...); err != nil {
			return fmt.Errorf("set markers: %w", err)
		}
	}
	return nil
}

// SetBody writes over the body of a content's current version, as marking a text for a comment does: no version is made
// of it, and its words are the same. NoSuchObject when the site has no such content.
func (t *SiteTx) SetBody(ctx context.Context, id wiki.ContentID, storage string) error {
	n, err := t.exec(ctx, `UPDATE version SET body = $3 WHERE content = $2
		AND number = (SELECT c.version FROM content c WHERE c.site = $1 AND c.id = $2)`, t.site, id, storage)
	if err != nil {
		return fmt.Errorf("set body: %w", err)
	}
	if n == 0 {
		return wiki.Missing("content", id.String())
	}
	return nil
}

// OthersBelow counts what lies below a content and was made by others than the account.
func (t *SiteTx) OthersBelow(ctx context.Context, id wiki.ContentID, account wiki.AccountID) (n int, err error) {
	err = t.one(ctx, descent+" SELECT COUNT(*) FROM down JOIN content c ON c.id = down.id WHERE c.id <> $2 AND c.creator <> $3",
		[]any{t.site, id, account}, &n)
	return n, err
}
