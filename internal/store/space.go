package store

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"

	"github.com/weirhq/weir/internal/wiki"
	"github.com/weirhq/weir/internal/words"
)

const spaceCols = "s.id, s.key, s.name, s.kind, s.status, s.home, s.description, s.creator, s.created, s.alias, s.theme, s.route_override"

func spaceDest(s *wiki.Space, created *int64) []any {
	return []any{&s.ID, &s.Key, &s.Name, &s.Kind, &s.Status, &s.Home, &s.Description, &s.Creator, created,
		&s.Alias, &s.Theme, &s.RouteOverride}
}

func scanSpace(r *sql.Rows, s *wiki.Space) error {
	var created int64
	if err := r.Scan(spaceDest(s, &created)...); err != nil {
		return err
	}
	s.Created = fromMillis(created)
	return nil
}

// readableSpaces is the set of spaces the viewer may view, as a subquery. All listings use this one text.
func (t *SiteTx) readableSpaces(b *text, v wiki.Viewer) string {
	return "SELECT g.space FROM space_grant g WHERE g.site = " + b.arg(t.site) +
		" AND g.perm = " + b.arg(wiki.View) + " AND " + in(b, "g.subject", v.Subjects)
}

// spacePerms is the union of what the viewer's subjects hold in a space, as a scalar expression.
func spacePerms(b *text, space string, v wiki.Viewer) string {
	return "COALESCE((SELECT SUM(DISTINCT g.perm) FROM space_grant g WHERE g.space = " + space +
		" AND " + in(b, "g.subject", v.Subjects) + "), 0)"
}

// favouriteSpaces is the set of spaces that an account has marked, as a subquery.
func favouriteSpaces(b *text, account wiki.AccountID) string {
	return "SELECT sf.space FROM space_favourite sf WHERE sf.account = " + b.arg(account)
}

// SpaceByKey finds a space by its key, or else its alias, and what the viewer holds in it. NoSuchObject when there is none: whether the viewer may
// know of it is the caller's to decide.
func (t *SiteTx) SpaceByKey(ctx context.Context, v wiki.Viewer, key string) (wiki.Space, wiki.Perm, error) {
	s, held, err := t.oneSpace(ctx, v, "s.key_fold", words.Fold(key), key)
	if wiki.HasReason(err, wiki.NoSuchObject) && key != "" {
		return t.oneSpace(ctx, v, "s.alias_fold", words.Fold(key), key)
	}
	return s, held, err
}

// SpaceByID is SpaceByKey by number.
func (t *SiteTx) SpaceByID(ctx context.Context, v wiki.Viewer, id wiki.SpaceID) (wiki.Space, wiki.Perm, error) {
	return t.oneSpace(ctx, v, "s.id", id, id.String())
}

// heldSpace is a space and what a viewer holds in it.
type heldSpace struct {
	space wiki.Space
	held  wiki.Perm
}

func (t *SiteTx) oneSpace(ctx context.Context, v wiki.Viewer, column string, value any, asked string) (wiki.Space, wiki.Perm, error) {
	key := t.viewerKey("space "+column, fmt.Sprint(value), v)
	found, err := remember(t.Tx, key, func(h heldSpace) int { return 512 + len(h.space.Description) }, func() (heldSpace, error) {
		return t.findSpace(ctx, v, column, value, asked)
	})
	return found.space, found.held, err
}

func (t *SiteTx) findSpace(ctx context.Context, v wiki.Viewer, column string, value any, asked string) (h heldSpace, err error) {
	var b text
	var created int64
	b.WriteString("SELECT " + spaceCols + ", " + spacePerms(&b, "s.id", v) + " FROM space s WHERE s.site = " +
		b.arg(t.site) + " AND " + column + " = " + b.arg(value))
	err = t.row(ctx, b.String(), b.args, append(spaceDest(&h.space, &created), &h.held)...)
	if noRows(err) {
		return h, wiki.Missing("space", asked)
	}
	if err != nil {
		return h, fmt.Errorf("space: %w", err)
	}
	h.space.Created = fromMillis(created)
	return h, nil
}

// heldIn is what the viewer's subjects hold in a space.
func (t *SiteTx) heldIn(ctx context.Context, v wiki.Viewer, space wiki.SpaceID) (wiki.Perm, error) {
	return remember(t.Tx, t.viewerKey("held", space.String(), v), func(wiki.Perm) int { return 16 }, func() (held wiki.Perm, err error) {
		var b text
		b.WriteString("SELECT " + spacePerms(&b, b.arg(space), v))
		if err := t.row(ctx, b.String(), b.args, &held); err != nil {
			return 0, fmt.Errorf("held in a space: %w", err)
		}
		return held, nil
	})
}

// viewerKey names what is remembered of something on the site for all who have the viewer's subjects, which hold no NUL.
func (t *SiteTx) viewerKey(what, which string, v wiki.Viewer) string {
	key := strconv.AppendQuote([]byte(what+" "), which)
	key = strconv.AppendInt(append(key, ' '), int64(t.site), 10)
	for _, s := range v.Subjects {
		key = append(append(key, 0), s...)
	}
	return string(key)
}

// Spaces finds spaces by id, whoever asks; for decorating what the viewer was already shown.
func (t *SiteTx) Spaces(ctx context.Context, ids []wiki.SpaceID) (map[wiki.SpaceID]wiki.Space, error) {
	var b text
	b.WriteString("SELECT " + spaceCols + " FROM space s WHERE s.site = " + b.arg(t.site) + " AND " + in(&b, "s.id", ids))
	found, err := collect(ctx, t.Tx, b.String(), b.args, scanSpace)
	out := make(map[wiki.SpaceID]wiki.Space, len(found))
	for _, s := range found {
		out[s.ID] = s
	}
	return out, err
}

// AllSpaces lists every space of the site by key, whoever asks: for the host.
func (t *SiteTx) AllSpaces(ctx context.Context) ([]wiki.Space, error) {
	return collect(ctx, t.Tx, "SELECT "+spaceCols+" FROM space s WHERE s.site = $1 ORDER BY s.key_fold", []any{t.site}, scanSpace)
}

// ListSpaces lists the spaces the viewer may view.
func (t *SiteTx) ListSpaces(ctx context.Context, v wiki.Viewer, f wiki.SpaceFilter, w wiki.Window) (wiki.Slice[wiki.Space], error) {
	var b text
	b.WriteString("SELECT " + spaceCols + " FROM space s WHERE s.site = " + b.arg(t.site) +
		" AND s.id IN (" + t.readableSpaces(&b, v) + ")")
	if f.IDs != nil {
		b.WriteString(" AND " + in(&b, "s.id", f.IDs))
	}
	if f.Keys != nil {
		b.WriteString(" AND " + in(&b, "s.key_fold", foldedTexts(f.Keys)))
	}
	if f.Called != nil {
		b.WriteString(" AND (" + in(&b, "s.key_fold", foldedTexts(f.Called)) + " OR " + in(&b, "s.alias_fold", foldedTexts(f.Called)) + ")")
	}
	if f.Kinds != nil {
		b.WriteString(" AND " + in(&b, "s.kind", f.Kinds))
	}
	if f.Statuses != nil {
		b.WriteString(" AND " + in(&b, "s.status", f.Statuses))
	}
	if f.Labels != nil {
		b.WriteString(" AND s.id IN (SELECT sl.space FROM space_label sl JOIN label l ON l.id = sl.label WHERE l.site = " +
			b.arg(t.site) + " AND " + in(&b, "l.name", f.Labels) + " AND " + seenLabels(&b, v) + ")")
	}
	if f.Favoured != "" {
		b.WriteString(" AND s.id IN (" + favouriteSpaces(&b, f.Favoured) + ")")
	}
	if f.Ordinary != "" {
		b.WriteString(" AND s.id NOT IN (" + favouriteSpaces(&b, f.Ordinary) + ")")
	}
	sort := map[wiki.SpaceSort]string{wiki.SpaceByKey: "s.key_fold", wiki.SpaceByName: "s.name_fold"}[f.Sort]
	if err := window(&b, sort, "s.id", f.Desc, w); err != nil {
		return wiki.Slice[wiki.Space]{}, err
	}
	found, err := collect(ctx, t.Tx, b.String(), b.args, scanSpace)
	if err != nil {
		return wiki.Slice[wiki.Space]{}, fmt.Errorf("list spaces: %w", err)
	}
	return cut(found, w, func(s wiki.Space) string {
		switch f.Sort {
		case wiki.SpaceByKey:
			return afterKey(words.Fold(s.Key), int64(s.ID))
		case wiki.SpaceByName:
			return afterKey(words.Fold(s.Name), int64(s.ID))
		}
		return afterKey("", int64(s.ID))
	}), nil
}

// foldedTexts are texts as their columns have them.
func foldedTexts(given []string) []string {
	out := make([]string, len(given))
	for i, text := range given {
		out[i] = words.Fold(text)
	}
	return out
}

// CreateSpace adds a space and returns it with its number. DuplicateKey when the key is taken on this site.
func (t *SiteTx) CreateSpace(ctx context.Context, s wiki.Space) (wiki.Space, error) {
	s.Created = t.Now()
	s.RouteOverride = true
	if err := t.freeName(ctx, s); err != nil {
		return s, err
	}
	id, err := t.insert(ctx, `INSERT INTO space (site, key, key_fold, name, name_fold, kind, status, home, description, creator, created,
		alias, alias_fold, theme) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) RETURNING id`, t.site, s.Key,
		words.Fold(s.Key), s.Name, words.Fold(s.Name), s.Kind, s.Status, s.Home, s.Description, s.Creator, millis(s.Created),
		s.Alias, words.Fold(s.Alias), s.Theme)
	if isUnique(err) {
		return s, wiki.NewError(wiki.DuplicateKey, wiki.Facts{Object: "space", ID: s.Key})
	}
	s.ID = wiki.SpaceID(id)
	return s, err
}

// freeName refuses a key or an alias that another space is called by in either way. Equal keys and equal aliases are refused
// by their indexes as well, also when two writers meet.
func (t *SiteTx) freeName(ctx context.Context, s wiki.Space) error {
	var n int
	err := t.one(ctx, "SELECT COUNT(*) FROM space WHERE site = $1 AND (key_fold = $2 OR alias_fold = $3)",
		[]any{t.site, words.Fold(s.Alias), words.Fold(s.Key)}, &n)
	if err == nil && n > 0 {
		return wiki.NewError(wiki.DuplicateKey, wiki.Facts{Object: "space", ID: s.Key})
	}
	return err
}

// SetSpace changes what can change of a space: name, type, status, home page, description, theme, settings. NoSuchObject when the site has no
// such space.
func (t *SiteTx) SetSpace(ctx context.Context, s wiki.Space) error {
	n, err := t.exec(ctx, `UPDATE space SET name = $3, name_fold = $4, status = $5, home = $6, description = $7,
		kind = $8, theme = $9, route_override = $10 WHERE site = $1 AND id = $2`, t.site, s.ID, s.Name, words.Fold(s.Name), s.Status,
		s.Home, s.Description, s.Kind, s.Theme, flag(s.RouteOverride))
	if err == nil && n == 0 {
		return wiki.Missing("space", s.ID.String())
	}
	return err
}
