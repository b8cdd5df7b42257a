package store

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/weirhq/weir/internal/wiki"
)

// Restrictions lists the restrictions of contents, subjects sorted.
func (t *SiteTx) Restrictions(ctx context.Context, ids []wiki.ContentID) (map[wiki.ContentID][]wiki.Restriction, error) {
	var b text
	b.WriteString(`SELECT x.content, x.op, COALESCE(y.subject, '') FROM restriction x
		JOIN content c ON c.id = x.content
		LEFT JOIN restriction_subject y ON y.content = x.content AND y.op = x.op
		WHERE c.site = ` + b.arg(t.site) + " AND " + in(&b, "x.content", ids) + " ORDER BY x.content, x.op, y.subject")
	out := make(map[wiki.ContentID][]wiki.Restriction, len(ids))
	_, err := collect(ctx, t.Tx, b.String(), b.args, func(r *sql.Rows, _ *struct{}) error {
		var one wiki.Restriction
		var subject wiki.Subject
		if err := r.Scan(&one.Content, &one.Op, &subject); err != nil {
			return err
		}
		list := out[one.Content]
		if len(list) == 0 || list[len(list)-1].Op != one.Op {
			list = append(list, one)
		}
		if subject != "" {
			last := &list[len(list)-1]
			last.Subjects = append(last.Subjects, subject)
		}
		out[one.Content] = list
		return nil
	})
	return out, err
}

// SetRestriction replaces one restriction of a content; nil subjects remove it, an empty list admits nobody. It
// rewrites the effective rules of everything below in the same transaction (design.md §5 "Who sees what").
// NoSuchObject when the site has no such content.
func (t *SiteTx) SetRestriction(ctx context.Context, r wiki.Restriction) error {
	if err := t.mustHave(ctx, "content", int64(r.Content)); err != nil {
		return err
	}
	for _, s := range []string{"DELETE FROM restriction_subject WHERE content = $1 AND op = $2",
		"DELETE FROM restriction WHERE content = $1 AND op = $2"} {
		if _, err := t.exec(ctx, s, r.Content, r.Op); err != nil {
			return fmt.Errorf("set restriction: %w", err)
		}
	}
	if r.Subjects != nil {
		if _, err := t.exec(ctx, "INSERT INTO restriction (content, op) VALUES ($1, $2)", r.Content, r.Op); err != nil {
			return fmt.Errorf("set restriction: %w", err)
		}
		for _, s := range r.Subjects {
			if _, err := t.exec(ctx, `INSERT INTO restriction_subject (content, op, subject) VALUES ($1, $2, $3)
				ON CONFLICT DO NOTHING`, r.Content, r.Op, s); err != nil {
				return fmt.Errorf("set restriction: %w", err)
			}
		}
	}
	if _, err := t.exec(ctx, `UPDATE content SET restricted = CASE WHEN EXISTS
		(SELECT 1 FROM restriction x WHERE x.content = content.id) THEN 1 ELSE 0 END WHERE site = $1 AND id = $2`,
		t.site, r.Content); err != nil {
		return fmt.Errorf("set restriction: %w", err)
	}
	if r.Op != wiki.RestrictRead {
		return nil // edit restrictions are not inherited
	}
	return t.Reroot(ctx, r.Content)
}
