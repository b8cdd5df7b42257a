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
func (t *SiteTx) SetRestriction(ctx context.Context, r wiki.Restriction) error {
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

// Reroot computes the effective view rules of a content and of everything below it anew, after its view restriction
// or its place in the tree changed.
func (t *SiteTx) Reroot(ctx context.Context, top wiki.ContentID) error {
	rule, err := t.ruleAbove(ctx, top)
	if err != nil {
		return fmt.Errorf("effective rules: %w", err)
	}
	below, err := t.subtree(ctx, top)
	if err != nil {
		return fmt.Errorf("effective rules: %w", err)
	}
	ids := make([]wiki.ContentID, len(below))
	for i, n := range below {
		ids[i] = n.id
	}
	own, err := t.readClauses(ctx, ids)
	if err != nil {
		return fmt.Errorf("effective rules: %w", err)
	}
	rules := map[wiki.ContentID]wiki.Rule{}
	interned := map[string]wiki.RuleID{"": 0}
	for _, n := range below { // parents come before their children
		r := rule
		if n.id != top {
			r = rules[n.parent]
		}
		if clause, restricted := own[n.id]; restricted {
			r = append(r[:len(r):len(r)], clause)
		}
		rules[n.id] = r
		id, known := interned[r.Key()]
		if !known {
			if id, err = t.intern(ctx, r); err != nil {
				return fmt.Errorf("effective rules: %w", err)
			}
			interned[r.Key()] = id
		}
		if id != n.rule {
			if _, err := t.exec(ctx, "UPDATE content SET rule = $3 WHERE site = $1 AND id = $2", t.site, n.id, id); err != nil {
				return fmt.Errorf("effective rules: %w", err)
			}
		}
	}
	return nil
}

// ruleAbove is the conjunction of the view restrictions of a content's ancestors, without its own.
func (t *SiteTx) ruleAbove(ctx context.Context, id wiki.ContentID) (wiki.Rule, error) {
	above, err := collect(ctx, t.Tx, `WITH RECURSIVE up (id, parent, depth) AS (
			SELECT c.id, c.parent, 0 FROM content c WHERE c.site = $1 AND c.id = $2
			UNION ALL SELECT p.id, p.parent, up.depth + 1 FROM content p JOIN up ON p.id = up.parent
			WHERE up.parent <> 0 AND up.depth < $3)
		SELECT up.id FROM up WHERE up.depth > 0 ORDER BY up.depth DESC`, []any{t.site, id, maxDepth},
		func(r *sql.Rows, id *wiki.ContentID) error { return r.Scan(id) })
	if err != nil || len(above) == 0 {
		return nil, err
	}
	clauses, err := t.readClauses(ctx, above)
	var rule wiki.Rule
	for _, a := range above {
		if c, restricted := clauses[a]; restricted {
			rule = append(rule, c)
		}
	}
	return rule, err
}

func (t *SiteTx) readClauses(ctx context.Context, ids []wiki.ContentID) (map[wiki.ContentID]wiki.Clause, error) {
	out := map[wiki.ContentID]wiki.Clause{}
	for len(ids) > 0 { // SQLite and PostgreSQL both bind a few ten thousand values at most
		some := ids[:min(len(ids), 5000)]
		ids = ids[len(some):]
		found, err := t.Restrictions(ctx, some)
		if err != nil {
			return nil, err
		}
		for id, list := range found {
			for _, r := range list {
				if r.Op == wiki.RestrictRead {
					out[id] = wiki.Clause(r.Subjects)
				}
			}
		}
	}
	return out, nil
}

type treeNode struct {
	id, parent wiki.ContentID
	kind       wiki.Kind
	rule       wiki.RuleID
}

// subtree lists a content and all below it, parents before their children.
func (t *SiteTx) subtree(ctx context.Context, top wiki.ContentID) ([]treeNode, error) {
	return collect(ctx, t.Tx, `WITH RECURSIVE down (id, parent, kind, rule, depth) AS (
			SELECT c.id, c.parent, c.kind, c.rule, 0 FROM content c WHERE c.site = $1 AND c.id = $2
			UNION ALL SELECT c.id, c.parent, c.kind, c.rule, down.depth + 1 FROM content c JOIN down ON c.parent = down.id
			WHERE down.depth < $3)
		SELECT id, parent, kind, rule FROM down ORDER BY depth, id`, []any{t.site, top, maxDepth},
		func(r *sql.Rows, n *treeNode) error { return r.Scan(&n.id, &n.parent, &n.kind, &n.rule) })
}

// intern finds or adds the rule with these clauses.
func (t *SiteTx) intern(ctx context.Context, r wiki.Rule) (wiki.RuleID, error) {
	clauses := r.Distinct()
	var id wiki.RuleID
	err := t.one(ctx, "SELECT id FROM rule WHERE site = $1 AND key = $2", []any{t.site, r.Key()}, &id)
	if err == nil || !noRows(err) {
		return id, err
	}
	n, err := t.insert(ctx, "INSERT INTO rule (site, key, clauses) VALUES ($1, $2, $3) RETURNING id", t.site, r.Key(), len(clauses))
	if err != nil {
		return 0, err
	}
	for i, c := range clauses {
		for _, s := range c {
			if _, err := t.exec(ctx, `INSERT INTO rule_subject (rule, clause, subject) VALUES ($1, $2, $3)
				ON CONFLICT DO NOTHING`, n, i, s); err != nil {
				return 0, err
			}
		}
	}
	return wiki.RuleID(n), nil
}
