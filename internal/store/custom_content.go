package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"github.com/weirhq/weir/internal/wiki"
)

// What is granted for types of custom content narrows: where a space names subjects for an operation on a type, nobody else
// may do it; where it names none, what holds for the space and the container holds alone. Reading is a clause of the
// effective view rule, so that listings, search and all that lies in custom content ask nothing new; the other operations
// take the abilities of wiki.CustomPerms away.

// customPlace is what custom content is granted for: a type in a space.
type customPlace struct {
	space wiki.SpaceID
	kind  wiki.Kind
}

// Withheld is the abilities that a viewer has not got for custom content of a type in a space, whatever the space grants.
func (t *SiteTx) Withheld(ctx context.Context, v wiki.Viewer, space wiki.SpaceID, kind wiki.Kind) (wiki.Perm, error) {
	if !kind.IsCustom() {
		return 0, nil
	}
	found, err := t.withheld(ctx, v, []wiki.SpaceID{space}, []wiki.Kind{kind})
	return found[customPlace{space, kind}], err
}

// withheld is Withheld for several types in several spaces: one statement.
func (t *SiteTx) withheld(ctx context.Context, v wiki.Viewer, spaces []wiki.SpaceID, kinds []wiki.Kind) (map[customPlace]wiki.Perm, error) {
	var b text
	b.WriteString("SELECT g.space, g.kind, g.op FROM space_custom_grant g WHERE g.site = " + b.arg(t.site) + " AND " +
		in(&b, "g.space", spaces) + " AND " + in(&b, "g.kind", kinds) + " GROUP BY g.space, g.kind, g.op HAVING MAX(CASE WHEN " +
		in(&b, "g.subject", v.Subjects) + " THEN 1 ELSE 0 END) = 0")
	out := map[customPlace]wiki.Perm{}
	_, err := collect(ctx, t.Tx, b.String(), b.args, func(r *sql.Rows, _ *struct{}) error {
		var at customPlace
		var op string
		if err := r.Scan(&at.space, &at.kind, &op); err != nil {
			return err
		}
		out[at] |= wiki.CustomPerms(op)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("grants for custom content: %w", err)
	}
	return out, nil
}

// withhold takes from what viewers may do to custom content what is withheld from them: one statement at most.
func (t *SiteTx) withhold(ctx context.Context, v wiki.Viewer, from map[wiki.ContentID]wiki.Access, custom map[wiki.ContentID]customPlace) error {
	if len(custom) == 0 {
		return nil
	}
	var spaces []wiki.SpaceID
	var kinds []wiki.Kind
	for _, at := range custom {
		spaces, kinds = append(spaces, at.space), append(kinds, at.kind)
	}
	slices.Sort(spaces)
	slices.Sort(kinds)
	found, err := t.withheld(ctx, v, slices.Compact(spaces), slices.Compact(kinds))
	for id, at := range custom {
		a := from[id]
		a.Space &^= found[at]
		from[id] = a
	}
	return err
}

// narrowNew brings the effective view rule of a new custom content, which is that of its parent, to what is granted for its
// type, and returns it.
func (t *SiteTx) narrowNew(ctx context.Context, id wiki.ContentID, rule wiki.RuleID) (wiki.RuleID, error) {
	readers, err := t.customReaders(ctx, []wiki.ContentID{id})
	if err != nil || len(readers) == 0 {
		return rule, err
	}
	if err := t.Reroot(ctx, id); err != nil {
		return rule, err
	}
	err = t.one(ctx, "SELECT rule FROM content WHERE site = $1 AND id = $2", []any{t.site, id}, &rule)
	return rule, err
}

// customReaders finds, among contents, the custom content whose type only some may read in its space, and who.
func (t *SiteTx) customReaders(ctx context.Context, ids []wiki.ContentID) (map[wiki.ContentID]wiki.Clause, error) {
	var b text
	b.WriteString(`SELECT c.id, g.subject FROM content c JOIN space_custom_grant g ON g.space = c.space AND g.kind = c.kind
		WHERE g.op = 'read' AND c.site = ` + b.arg(t.site) + " AND " + in(&b, "c.id", ids))
	out := map[wiki.ContentID]wiki.Clause{}
	_, err := collect(ctx, t.Tx, b.String(), b.args, func(r *sql.Rows, _ *struct{}) error {
		var id wiki.ContentID
		var subject wiki.Subject
		err := r.Scan(&id, &subject)
		out[id] = append(out[id], subject)
		return err
	})
	return out, err
}

// rerootCustom brings the effective view rules of the custom content of a type in a space to what is granted for it.
func (t *SiteTx) rerootCustom(ctx context.Context, at customPlace) error {
	ids, err := collect(ctx, t.Tx, "SELECT c.id FROM content c WHERE c.site = $1 AND c.space = $2 AND c.kind = $3 ORDER BY c.id",
		[]any{t.site, at.space, at.kind}, func(r *sql.Rows, id *wiki.ContentID) error { return r.Scan(id) })
	for _, id := range ids {
		if err == nil {
			err = t.Reroot(ctx, id)
		}
	}
	return err
}

// SetRaw keeps the raw text that a version of a custom content was written as; empty: it was written as storage format.
// NoSuchObject when the site has no such version.
func (t *SiteTx) SetRaw(ctx context.Context, id wiki.ContentID, number int, raw string) error {
	n, err := t.exec(ctx, `UPDATE version SET raw = $4 WHERE content = $2 AND number = $3
		AND EXISTS (SELECT 1 FROM content c WHERE c.site = $1 AND c.id = $2)`, t.site, id, number, raw)
	if err != nil {
		return fmt.Errorf("set raw body: %w", err)
	}
	if n == 0 {
		return wiki.Missing("version", fmt.Sprint(number))
	}
	return nil
}

// InTrash reports whether a content lies in content that is in the trash, or is a comment on such.
func (t *SiteTx) InTrash(ctx context.Context, id wiki.ContentID) (bool, error) {
	var n int
	err := t.one(ctx, "SELECT COUNT(*) FROM content c WHERE c.site = $1 AND c.id = $2 AND NOT "+living, []any{t.site, id}, &n)
	return n > 0, err
}
