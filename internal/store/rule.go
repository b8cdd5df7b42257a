package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"github.com/weirhq/weir/internal/wiki"
)

// Reroot computes the effective view rules of a content and of everything below it anew, and what comments, attachments and
// custom content below it are contained in, after its view restriction or its place in the tree changed.
func (t *SiteTx) Reroot(ctx context.Context, top wiki.ContentID) error {
	if err := t.reroot(ctx, top); err != nil {
		return fmt.Errorf("effective rules: %w", err)
	}
	return nil
}

func (t *SiteTx) reroot(ctx context.Context, top wiki.ContentID) error {
	above, err := t.ruleAbove(ctx, top)
	if err != nil {
		return err
	}
	below, err := t.subtree(ctx, top)
	if err != nil {
		return err
	}
	ids := make([]wiki.ContentID, len(below))
	for i, n := range below {
		ids[i] = n.id
	}
	own, err := t.readClauses(ctx, ids)
	if err != nil {
		return err
	}
	rules := make(map[wiki.ContentID]wiki.Rule, len(below))
	interned := map[string]wiki.RuleID{"": 0}
	containers := make(map[wiki.ContentID]wiki.ContentID, len(below))
	newRule, newContainer := map[int64][]wiki.ContentID{}, map[int64][]wiki.ContentID{}
	for _, n := range below { // parents come before their children
		r := above
		containers[n.id] = n.container
		if n.id != top {
			r = rules[n.parent]
			if n.kind.IsContained() {
				containers[n.id] = cmp.Or(containers[n.parent], n.parent)
			}
			if containers[n.id] != n.container {
				newContainer[int64(containers[n.id])] = append(newContainer[int64(containers[n.id])], n.id)
			}
		}
		r = append(r[:len(r):len(r)], own[n.id]...)
		rules[n.id] = r
		id, known := interned[r.Key()]
		if !known {
			if id, err = t.intern(ctx, r); err != nil {
				return err
			}
			interned[r.Key()] = id
		}
		if id != n.rule {
			newRule[int64(id)] = append(newRule[int64(id)], n.id)
		}
	}
	if err := t.setColumn(ctx, "rule", newRule); err != nil {
		return err
	}
	return t.setColumn(ctx, "container", newContainer)
}

// setColumn writes each value into the rows that shall have it.
func (t *SiteTx) setColumn(ctx context.Context, column string, rows map[int64][]wiki.ContentID) error {
	for value, ids := range rows {
		for some := range slices.Chunk(ids, maxBound) {
			var b text
			b.WriteString("UPDATE content SET " + column + " = " + b.arg(value) + " WHERE " + in(&b, "id", some))
			if _, err := t.exec(ctx, b.String(), b.args...); err != nil {
				return err
			}
		}
	}
	return nil
}

// ruleAbove is the conjunction of the view restrictions of a content's ancestors, without its own.
func (t *SiteTx) ruleAbove(ctx context.Context, id wiki.ContentID) (wiki.Rule, error) {
	above, err := collect(ctx, t.Tx, ancestry+" SELECT up.id FROM up WHERE up.id <> $2", []any{t.site, id},
		func(r *sql.Rows, id *wiki.ContentID) error { return r.Scan(id) })
	if err != nil {
		return nil, err
	}
	clauses, err := t.readClauses(ctx, above)
	var rule wiki.Rule // in any order: rules are compared by their sorted clauses
	for _, own := range clauses {
		rule = append(rule, own...)
	}
	return rule, err
}

// readClauses finds what contents add to the rules of what lies below them: their view restrictions, and who alone may read
// custom content of their type.
func (t *SiteTx) readClauses(ctx context.Context, ids []wiki.ContentID) (map[wiki.ContentID]wiki.Rule, error) {
	out := map[wiki.ContentID]wiki.Rule{}
	for some := range slices.Chunk(ids, maxBound) {
		found, err := t.Restrictions(ctx, some)
		if err != nil {
			return nil, err
		}
		for id, list := range found {
			for _, r := range list {
				if r.Op == wiki.RestrictRead {
					out[id] = append(out[id], wiki.Clause(r.Subjects))
				}
			}
		}
		readers, err := t.customReaders(ctx, some)
		if err != nil {
			return nil, err
		}
		for id, clause := range readers {
			out[id] = append(out[id], clause)
		}
	}
	return out, nil
}

type treeNode struct {
	id, parent, container wiki.ContentID
	kind                  wiki.Kind
	rule                  wiki.RuleID
}

// subtree lists a content and all below it, parents before their children.
func (t *SiteTx) subtree(ctx context.Context, top wiki.ContentID) ([]treeNode, error) {
	found, err := collect(ctx, t.Tx, descent+` SELECT c.id, c.parent, c.container, c.kind, c.rule FROM down
		CROSS JOIN content c WHERE c.id = down.id`, []any{t.site, top},
		func(r *sql.Rows, n *treeNode) error { return r.Scan(&n.id, &n.parent, &n.container, &n.kind, &n.rule) })
	if err != nil {
		return nil, err
	}
	slices.SortFunc(found, func(a, b treeNode) int { return cmp.Compare(a.id, b.id) })
	children := make(map[wiki.ContentID][]treeNode, len(found))
	ordered := make([]treeNode, 0, len(found))
	for _, n := range found {
		if n.id == top {
			ordered = append(ordered, n)
		} else {
			children[n.parent] = append(children[n.parent], n)
		}
	}
	for i := 0; i < len(ordered); i++ {
		ordered = append(ordered, children[ordered[i].id]...)
	}
	return ordered, nil
}

// intern finds or adds the rule with these clauses.
func (t *SiteTx) intern(ctx context.Context, r wiki.Rule) (wiki.RuleID, error) {
	key, clauses := r.Key(), r.Distinct()
	var id wiki.RuleID
	err := t.one(ctx, "SELECT id FROM rule WHERE site = $1 AND key = $2", []any{t.site, key}, &id)
	if !noRows(err) {
		return id, err
	}
	// DO NOTHING, although nothing is there: when another transaction adds the same meanwhile, PostgreSQL says then that this
	// one must run again, and without it that the rule is a double.
	n, err := t.insert(ctx, `INSERT INTO rule (site, key, clauses) VALUES ($1, $2, $3)
		ON CONFLICT (site, key) DO NOTHING RETURNING id`, t.site, key, len(clauses))
	if err != nil {
		return 0, err
	}
	for i, c := range clauses {
		for _, s := range c {
			if _, err := t.exec(ctx, "INSERT INTO rule_subject (rule, clause, subject) VALUES ($1, $2, $3)", n, i, s); err != nil {
				return 0, err
			}
		}
	}
	return wiki.RuleID(n), nil
}

// RuleHolds reports whether whoever passes one rule passes another: each clause of that is a clause of this.
func (t *SiteTx) RuleHolds(ctx context.Context, rule, other wiki.RuleID) (bool, error) {
	if other == 0 || rule == other {
		return true, nil
	}
	var b text
	b.WriteString("SELECT id, key FROM rule WHERE site = " + b.arg(t.site) + " AND " + in(&b, "id", []wiki.RuleID{rule, other}))
	keys := map[wiki.RuleID]string{}
	_, err := collect(ctx, t.Tx, b.String(), b.args, func(r *sql.Rows, _ *struct{}) error {
		var id wiki.RuleID
		var key string
		err := r.Scan(&id, &key)
		keys[id] = key
		return err
	})
	if err != nil {
		return false, fmt.Errorf("rules: %w", err)
	}
	for clause := range strings.SplitAfterSeq(keys[other], ")") { // Rule.Key writes each clause in parentheses
		if !strings.Contains(keys[rule], clause) {
			return false, nil
		}
	}
	return true, nil
}
