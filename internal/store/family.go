package store

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/weirhq/weir/internal/wiki"
)

// Children lists, for each of the given contents, its first current children of one kind that the viewer may view, in
// their order among siblings: one statement for the whole list, at most limit of each.
func (t *SiteTx) Children(ctx context.Context, v wiki.Viewer, parents []wiki.ContentID, kind wiki.Kind, limit int) (map[wiki.ContentID]wiki.Slice[wiki.Content], error) {
	var b text
	b.WriteString(`SELECT c.parent, ` + contentCols + contentFrom + ` WHERE c.id IN (SELECT ranked.id FROM (
			SELECT c.id AS id, ROW_NUMBER() OVER (PARTITION BY c.parent ORDER BY c.position, c.id) AS n
			FROM content c WHERE ` + t.visible(&b, v) + " AND c.status = 'current' AND c.kind = " + b.arg(kind) +
		" AND " + in(&b, "c.parent", parents) + `) ranked WHERE ranked.n <= ` + b.arg(limit+1) + `)
		ORDER BY c.parent, c.position, c.id`)
	return t.families(ctx, &b, limit)
}

// Descendants is Children for everything below each content, in the order of ids.
func (t *SiteTx) Descendants(ctx context.Context, v wiki.Viewer, tops []wiki.ContentID, kind wiki.Kind, limit int) (map[wiki.ContentID]wiki.Slice[wiki.Content], error) {
	var b text
	b.WriteString(`WITH RECURSIVE down (origin, id, depth) AS (
			SELECT c.parent, c.id, 1 FROM content c WHERE c.site = ` + b.arg(t.site) + " AND " + in(&b, "c.parent", tops) + `
			UNION ALL SELECT down.origin, c.id, down.depth + 1 FROM content c JOIN down ON c.parent = down.id
			WHERE down.depth < ` + b.arg(maxDepth) + `),
		ranked AS (
			SELECT down.origin AS origin, c.id AS id, ROW_NUMBER() OVER (PARTITION BY down.origin ORDER BY c.id) AS n
			FROM down CROSS JOIN content c
			WHERE c.id = down.id AND ` + t.visible(&b, v) + " AND c.status = 'current' AND c.kind = " + b.arg(kind) + `)
		SELECT ranked.origin, ` + contentCols + ` FROM ranked CROSS JOIN content c` + contentJoins + `
		WHERE c.id = ranked.id AND ranked.n <= ` + b.arg(limit+1) + " ORDER BY ranked.origin, c.id")
	return t.families(ctx, &b, limit)
}

// families collects rows of contentCols behind the id of the content they belong to, and cuts each family to limit.
func (t *SiteTx) families(ctx context.Context, b *text, limit int) (map[wiki.ContentID]wiki.Slice[wiki.Content], error) {
	out := map[wiki.ContentID]wiki.Slice[wiki.Content]{}
	_, err := collect(ctx, t.Tx, b.String(), b.args, func(r *sql.Rows, _ *struct{}) error {
		var top wiki.ContentID
		var row contentRow
		if err := r.Scan(append([]any{&top}, row.dest()...)...); err != nil {
			return err
		}
		family := out[top]
		if len(family.Items) == limit {
			family.More = true
		} else {
			family.Items = append(family.Items, row.content())
		}
		out[top] = family
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("children: %w", err)
	}
	return out, nil
}

// Accesses is what the permission formula asks about a viewer and each of some contents: one statement for the whole
// list. Contents that do not exist are left out.
func (t *SiteTx) Accesses(ctx context.Context, v wiki.Viewer, ids []wiki.ContentID) (map[wiki.ContentID]wiki.Access, error) {
	var b text
	b.WriteString("SELECT c.id, c.space, c.kind, c.status, c.creator, s.status, " + spacePerms(&b, "c.space", v) + ", " + rulePasses(&b, v) +
		", " + editPasses(&b, v) + " FROM content c JOIN space s ON s.id = c.space WHERE c.site = " + b.arg(t.site) +
		" AND " + in(&b, "c.id", ids))
	out := make(map[wiki.ContentID]wiki.Access, len(ids))
	custom := map[wiki.ContentID]customPlace{}
	_, err := collect(ctx, t.Tx, b.String(), b.args, func(r *sql.Rows, _ *struct{}) error {
		var id wiki.ContentID
		var a wiki.Access
		var creator wiki.AccountID
		var space wiki.SpaceStatus
		var in wiki.SpaceID
		if err := r.Scan(&id, &in, &a.Kind, &a.Status, &creator, &space, &a.Space, &a.RuleAdmits, &a.EditAdmits); err != nil {
			return err
		}
		a.Own = v.Account != "" && creator == v.Account
		a.SpaceClosed = space == wiki.SpaceArchived
		out[id] = a
		if a.Kind.IsCustom() {
			custom[id] = customPlace{in, a.Kind}
		}
		return nil
	})
	if err == nil {
		err = t.withhold(ctx, v, out, custom)
	}
	if err != nil {
		return nil, fmt.Errorf("access: %w", err)
	}
	return out, nil
}
