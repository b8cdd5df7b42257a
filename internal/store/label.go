package store

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"

	"github.com/weirhq/weir/internal/wiki"
)

// Labels lists the labels of contents, by name: global ones, and of the prefix "my" only the viewer's own ("my" labels
// are kept as my:<accountId> names by later families). An empty prefix means all.
func (t *SiteTx) Labels(ctx context.Context, ids []wiki.ContentID, prefix string) (map[wiki.ContentID][]wiki.Label, error) {
	var b text
	b.WriteString(`SELECT cl.content, l.id, l.prefix, l.name FROM content_label cl JOIN label l ON l.id = cl.label
		WHERE l.site = ` + b.arg(t.site) + " AND " + in(&b, "cl.content", ids))
	if prefix != "" {
		b.WriteString(" AND l.prefix = " + b.arg(prefix))
	}
	b.WriteString(" ORDER BY cl.content, l.prefix, l.name")
	out := make(map[wiki.ContentID][]wiki.Label, len(ids))
	_, err := collect(ctx, t.Tx, b.String(), b.args, func(r *sql.Rows, _ *struct{}) error {
		var id wiki.ContentID
		var l wiki.Label
		if err := r.Scan(&id, &l.ID, &l.Prefix, &l.Name); err != nil {
			return err
		}
		out[id] = append(out[id], l)
		return nil
	})
	return out, err
}

// SpaceLabels lists the labels of spaces, by name: one statement for the whole list.
func (t *SiteTx) SpaceLabels(ctx context.Context, ids []wiki.SpaceID) (map[wiki.SpaceID][]wiki.Label, error) {
	var b text
	b.WriteString(`SELECT sl.space, l.id, l.prefix, l.name FROM space_label sl JOIN label l ON l.id = sl.label
		WHERE l.site = ` + b.arg(t.site) + " AND " + in(&b, "sl.space", ids) + " ORDER BY sl.space, l.prefix, l.name")
	out := make(map[wiki.SpaceID][]wiki.Label, len(ids))
	_, err := collect(ctx, t.Tx, b.String(), b.args, func(r *sql.Rows, _ *struct{}) error {
		var id wiki.SpaceID
		var l wiki.Label
		if err := r.Scan(&id, &l.ID, &l.Prefix, &l.Name); err != nil {
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
