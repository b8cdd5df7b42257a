package store

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"

	"github.com/weirhq/weir/internal/wiki"
)

// keptPrefix is the prefix under which an account's label is kept. Those of its own have its name in it: so do two accounts
// have two labels my:x, and nobody sees another's.
func keptPrefix(owner wiki.AccountID, prefix string) string {
	if prefix == wiki.MyLabel {
		return prefix + ":" + string(owner)
	}
	return prefix
}

// seenLabels is the condition that l is not another account's own label.
func seenLabels(b *text, v wiki.Viewer) string {
	return "(l.prefix NOT LIKE 'my:%' OR l.prefix = " + b.arg(keptPrefix(v.Account, wiki.MyLabel)) + ")"
}

func scanLabel(r *sql.Rows, l *wiki.Label, before ...any) error {
	if err := r.Scan(append(before, &l.ID, &l.Prefix, &l.Name)...); err != nil {
		return err
	}
	l.Prefix, _, _ = strings.Cut(l.Prefix, ":")
	return nil
}

// Labels lists the labels of contents that the viewer sees, by prefix and name: one statement for the whole list. An empty
// prefix means all.
func (t *SiteTx) Labels(ctx context.Context, v wiki.Viewer, ids []wiki.ContentID, prefix string) (map[wiki.ContentID][]wiki.Label, error) {
	var b text
	b.WriteString(`SELECT cl.content, l.id, l.prefix, l.name FROM content_label cl JOIN label l ON l.id = cl.label
		WHERE l.site = ` + b.arg(t.site) + " AND " + in(&b, "cl.content", ids) + " AND " + seenLabels(&b, v))
	if prefix != "" {
		b.WriteString(" AND l.prefix = " + b.arg(keptPrefix(v.Account, prefix)))
	}
	b.WriteString(" ORDER BY cl.content, l.prefix, l.name")
	out := make(map[wiki.ContentID][]wiki.Label, len(ids))
	_, err := collect(ctx, t.Tx, b.String(), b.args, func(r *sql.Rows, _ *struct{}) error {
		var id wiki.ContentID
		var l wiki.Label
		if err := scanLabel(r, &l, &id); err != nil {
			return err
		}
		out[id] = append(out[id], l)
		return nil
	})
	return out, err
}

// SpaceLabels is Labels for spaces.
func (t *SiteTx) SpaceLabels(ctx context.Context, v wiki.Viewer, ids []wiki.SpaceID) (map[wiki.SpaceID][]wiki.Label, error) {
	var b text
	b.WriteString(`SELECT sl.space, l.id, l.prefix, l.name FROM space_label sl JOIN label l ON l.id = sl.label
		WHERE l.site = ` + b.arg(t.site) + " AND " + in(&b, "sl.space", ids) + " AND " + seenLabels(&b, v) +
		" ORDER BY sl.space, l.prefix, l.name")
	out := make(map[wiki.SpaceID][]wiki.Label, len(ids))
	_, err := collect(ctx, t.Tx, b.String(), b.args, func(r *sql.Rows, _ *struct{}) error {
		var id wiki.SpaceID
		var l wiki.Label
		if err := scanLabel(r, &l, &id); err != nil {
			return err
		}
		out[id] = append(out[id], l)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("labels of spaces: %w", err)
	}
	return out, nil
}

// ListLabels lists labels of one content, or of all that the viewer may view. Whether it may view that one content is the
// caller's to decide.
func (t *SiteTx) ListLabels(ctx context.Context, v wiki.Viewer, f wiki.LabelFilter, w wiki.Window) (wiki.Slice[wiki.Label], error) {
	var b text
	if f.Content != 0 {
		b.WriteString("SELECT l.id, l.prefix, l.name FROM content_label cl JOIN label l ON l.id = cl.label WHERE cl.content = " + b.arg(f.Content))
	} else if f.OfSpace != 0 {
		b.WriteString("SELECT l.id, l.prefix, l.name FROM space_label sl JOIN label l ON l.id = sl.label WHERE sl.space = " + b.arg(f.OfSpace))
	} else if f.InSpace != 0 {
		b.WriteString("SELECT l.id, l.prefix, l.name FROM label l WHERE EXISTS (SELECT 1 FROM content_label cl JOIN content c ON c.id = cl.content" +
			" WHERE cl.label = l.id AND c.space = " + b.arg(f.InSpace) + " AND " + t.visible(&b, v) + ")")
	} else {
		b.WriteString("SELECT l.id, l.prefix, l.name FROM label l WHERE " + t.usedLabel(&b, v))
	}
	b.WriteString(" AND l.site = " + b.arg(t.site) + " AND " + seenLabels(&b, v))
	if f.IDs != nil {
		b.WriteString(" AND " + in(&b, "l.id", f.IDs))
	}
	if f.Prefixes != nil {
		kept := make([]string, len(f.Prefixes))
		for i, p := range f.Prefixes {
			kept[i] = keptPrefix(v.Account, p)
		}
		b.WriteString(" AND " + in(&b, "l.prefix", kept))
	}
	sort := map[wiki.LabelSort]string{wiki.LabelByName: "l.name"}[f.Sort]
	if err := window(&b, sort, "l.id", f.Desc, w); err != nil {
		return wiki.Slice[wiki.Label]{}, err
	}
	found, err := collect(ctx, t.Tx, b.String(), b.args, func(r *sql.Rows, l *wiki.Label) error { return scanLabel(r, l) })
	if err != nil {
		return wiki.Slice[wiki.Label]{}, fmt.Errorf("list labels: %w", err)
	}
	return cut(found, w, func(l wiki.Label) string {
		if f.Sort == wiki.LabelByName {
			return afterKey(l.Name, l.ID)
		}
		return afterKey("", l.ID)
	}), nil
}

// AddOwnSpaceLabel is AddSpaceLabel for an account, whose labels of the prefix my are its own.
func (t *SiteTx) AddOwnSpaceLabel(ctx context.Context, by wiki.AccountID, id wiki.SpaceID, prefix, name string) error {
	return t.AddSpaceLabel(ctx, id, keptPrefix(by, prefix), name)
}

// RemoveSpaceLabel takes a label off a space. NoSuchObject when it has no such label.
func (t *SiteTx) RemoveSpaceLabel(ctx context.Context, by wiki.AccountID, id wiki.SpaceID, prefix, name string) error {
	if err := t.mustHave(ctx, "space", int64(id)); err != nil {
		return err
	}
	n, err := t.exec(ctx, `DELETE FROM space_label WHERE space = $1 AND label IN
		(SELECT l.id FROM label l WHERE l.site = $2 AND l.prefix = $3 AND l.name = $4)`, id, t.site, keptPrefix(by, prefix), name)
	if err == nil && n == 0 {
		err = wiki.Missing("label", name)
	}
	return err
}

// usedLabel is the condition that l is on a content, a space or a template the viewer may view: a label that is on nothing else
// would tell of it.
func (t *SiteTx) usedLabel(b *text, v wiki.Viewer) string {
	used := "(EXISTS (SELECT 1 FROM content_label cl JOIN content c ON c.id = cl.content WHERE cl.label = l.id AND " + t.visible(b, v) +
		") OR EXISTS (SELECT 1 FROM space_label sl WHERE sl.label = l.id AND sl.space IN (" + t.readableSpaces(b, v) + "))"
	if v.Account != "" { // nobody without an account sees templates
		used += " OR EXISTS (SELECT 1 FROM template_label tl JOIN template t ON t.id = tl.template WHERE tl.label = l.id AND " +
			t.seenTemplates(b, v) + ")"
	}
	return used + ")"
}

// LabelByName finds a label that is on something the viewer may view; NoSuchObject when there is none.
func (t *SiteTx) LabelByName(ctx context.Context, v wiki.Viewer, prefix, name string) (wiki.Label, error) {
	var b text
	b.WriteString("SELECT l.id, l.prefix, l.name FROM label l WHERE l.site = " + b.arg(t.site) + " AND l.prefix = " +
		b.arg(keptPrefix(v.Account, prefix)) + " AND l.name = " + b.arg(name) + " AND " + t.usedLabel(&b, v))
	found, err := collect(ctx, t.Tx, b.String(), b.args, func(r *sql.Rows, l *wiki.Label) error { return scanLabel(r, l) })
	if err == nil && len(found) == 0 {
		return wiki.Label{}, wiki.Missing("label", name)
	}
	if err != nil {
		return wiki.Label{}, fmt.Errorf("label: %w", err)
	}
	return found[0], nil
}

// RemoveLabel takes a label off a content. NoSuchObject when the site has no such content or it has no such label.
func (t *SiteTx) RemoveLabel(ctx context.Context, owner wiki.AccountID, id wiki.ContentID, prefix, name string) error {
	n, err := t.exec(ctx, `DELETE FROM content_label WHERE content = (SELECT id FROM content WHERE site = $1 AND id = $2)
		AND label = (SELECT id FROM label WHERE site = $1 AND prefix = $3 AND name = $4)`, t.site, id, keptPrefix(owner, prefix), name)
	if err == nil && n == 0 {
		return wiki.Missing("label", name)
	}
	if err != nil {
		return fmt.Errorf("remove label: %w", err)
	}
	return nil
}

// AddOwnLabel is AddLabel for an account, whose own the label is when its prefix is my.
func (t *SiteTx) AddOwnLabel(ctx context.Context, owner wiki.AccountID, id wiki.ContentID, prefix, name string) error {
	return t.AddLabel(ctx, id, keptPrefix(owner, prefix), name)
}

// AddLabel puts a label on a content; having it already is no error. NoSuchObject when the site has no such content.
func (t *SiteTx) AddLabel(ctx context.Context, id wiki.ContentID, prefix, name string) error {
	if err := t.mustHave(ctx, "content", int64(id)); err != nil {
		return err
	}
	return t.addLabel(ctx, "INSERT INTO content_label (content, label) VALUES ($1, $2) ON CONFLICT DO NOTHING", int64(id), prefix, name)
}

// AddSpaceLabel puts a label on a space; having it already is no error. NoSuchObject when the site has no such space.
func (t *SiteTx) AddSpaceLabel(ctx context.Context, id wiki.SpaceID, prefix, name string) error {
	if err := t.mustHave(ctx, "space", int64(id)); err != nil {
		return err
	}
	return t.addLabel(ctx, "INSERT INTO space_label (space, label) VALUES ($1, $2) ON CONFLICT DO NOTHING", int64(id), prefix, name)
}

func (t *SiteTx) addLabel(ctx context.Context, insert string, id int64, prefix, name string) error {
	var label int64
	err := t.one(ctx, "SELECT id FROM label WHERE site = $1 AND prefix = $2 AND name = $3", []any{t.site, prefix, name}, &label)
	if noRows(err) {
		label, err = t.insert(ctx, `INSERT INTO label (site, prefix, name) VALUES ($1, $2, $3)
			ON CONFLICT (site, prefix, name) DO NOTHING RETURNING id`, t.site, prefix, name) // see intern
	}
	if err == nil {
		_, err = t.exec(ctx, insert, id, label)
	}
	if err != nil {
		return fmt.Errorf("add label: %w", err)
	}
	return nil
}

// mustHave is NoSuchObject unless the site has the row. Writes that name a row by its number alone ask it first: numbers
// are unique in the installation, so a wrong one would reach into another site.
func (t *SiteTx) mustHave(ctx context.Context, table string, id int64) error {
	var n int
	err := t.one(ctx, "SELECT COUNT(*) FROM "+table+" WHERE site = $1 AND id = $2", []any{t.site, id}, &n)
	if err == nil && n == 0 {
		return wiki.Missing(table, strconv.FormatInt(id, 10))
	}
	return err
}
