package store

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/weirhq/weir/internal/cql"
)

// A query's conditions become a tree in which the text searches that stand side by side are one search of the text index:
// the index knows best how to find what has two words, and what it finds is looked at once.

// condition is a node of that tree: a group, a plainClause, a *wordsFound or a beginsFound.
type condition any

// group holds if all, or with or any, of its parts hold.
type group struct {
	or    bool
	parts []condition
}

// plainClause is a clause that asks nothing of the text index, or its opposite.
type plainClause struct {
	*cql.Clause
	not bool
}

// wordsFound is a search of the text index, or its opposite: either counts only where the index has read the current text.
type wordsFound struct {
	expr   wordsExpr
	not    bool
	common bool // it may find too much to go through all of it
}

// beginsFound is a search for a broad prefix, which stands by itself because it can be looked for in the terms of one content.
type beginsFound struct {
	words *wordsFound
}

// tree makes the tree of a condition, or of its opposite. Negations go down to the clauses: a text search counts only where
// the index has read the current text, and that holds for what is not in a text as well.
func (c *compiler) tree(e cql.Expr, not bool) (condition, error) {
	switch e := e.(type) {
	case *cql.And:
		return c.join(e.Args, not, not)
	case *cql.Or:
		return c.join(e.Args, !not, not)
	case *cql.Not:
		return c.tree(e.Arg, !not)
	case *cql.Clause:
		not = not != e.Op.Negated()
		q, isText := e.Values[0].(*cql.TextQuery)
		if !isText || e.Field == cql.FieldSpaceTitle || e.Field == cql.FieldUserFullName {
			return plainClause{e, not}, nil
		}
		if q.Root == nil { // no word is left of the search: it finds nothing
			return &wordsFound{expr: wordsExpr{none: true}, not: not}, nil
		}
		return c.textTree(q.Root, e.Field == cql.FieldTitle, not)
	}
	return nil, fmt.Errorf("unknown condition %T", e)
}

func (c *compiler) join(args []cql.Expr, or, not bool) (condition, error) {
	parts := make([]condition, len(args))
	for i, a := range args {
		var err error
		if parts[i], err = c.tree(a, not); err != nil {
			return nil, err
		}
	}
	return joined(or, parts), nil
}

func (c *compiler) textTree(e cql.TextExpr, titleOnly, not bool) (condition, error) {
	var args []cql.TextExpr
	or := false
	switch e := e.(type) {
	case *cql.TextNot:
		return c.textTree(e.Arg, titleOnly, !not)
	case *cql.TextAnd:
		args = e.Args
	case *cql.TextOr:
		args, or = e.Args, true
	default:
		l, known := c.leaves[e]
		if !known {
			return nil, fmt.Errorf("unknown text expression %T", e)
		}
		found := &wordsFound{expr: wordsExpr{leaf: l, titleOnly: titleOnly, none: len(l.terms) == 0}, not: not}
		if l.broad {
			return beginsFound{found}, nil
		}
		return found, nil
	}
	parts := make([]condition, len(args))
	for i, a := range args {
		var err error
		if parts[i], err = c.textTree(a, titleOnly, not); err != nil {
			return nil, err
		}
	}
	return joined(or != not, parts), nil
}

// joined makes a group in which all text searches are one.
func joined(or bool, parts []condition) condition {
	var others []condition
	var found *wordsFound
	for _, p := range parts {
		w, isWords := p.(*wordsFound)
		switch {
		case !isWords:
			others = append(others, p)
		case found == nil:
			found = w
		default:
			both := found.with(w, or)
			if both.expr.depth() > maxMatchDepth {
				others = append(others, w)
				continue
			}
			found = both
		}
	}
	switch {
	case found == nil:
		return group{or, others}
	case len(others) == 0:
		return found
	}
	return group{or, append([]condition{found}, others...)}
}

// with is the search for what both of two find, or with or, either.
func (w *wordsFound) with(o *wordsFound, or bool) *wordsFound {
	if w.not && !o.not {
		w, o = o, w
	}
	switch {
	case w.not == o.not: // not a and not b is not (a or b)
		return &wordsFound{expr: joinWords(or != w.not, w.expr, o.expr), not: w.not}
	case or: // a or not b is not (b without a)
		return &wordsFound{expr: withoutWords(o.expr, w.expr), not: true}
	}
	return &wordsFound{expr: withoutWords(w.expr, o.expr)}
}

// where writes the whole condition of a search: what the viewer may view, what is searched, what the query says.
func (c *compiler) where(b *text) (string, error) {
	status := "c.status = 'current'"
	if len(c.s.Statuses) > 0 {
		status = in(b, "c.status", c.s.Statuses)
	}
	where := "s.id = +c.space AND " + c.t.visible(b, c.v) + " AND " + status + " AND " + living + " AND " +
		in(b, "s.status", c.s.statuses())
	if c.walk != nil {
		where += " AND c.modified > " + b.arg(c.walk.from)
	}
	if c.asked == nil {
		return where, nil
	}
	c.b = b
	condition, err := c.write(c.asked)
	return where + " AND " + condition, err
}

// searched is what a search reads. CROSS JOIN tells SQLite which comes first: the contents, never all spaces; the condition
// of the join is in where.
const searched = " FROM content c CROSS JOIN space s"

// nothing is a condition that never holds.
const nothing = "1 = 0"

func (c *compiler) write(x condition) (string, error) {
	switch x := x.(type) {
	case group:
		parts := make([]string, len(x.parts))
		for i, p := range x.parts {
			var err error
			if parts[i], err = c.write(p); err != nil {
				return "", err
			}
		}
		word := " AND "
		if x.or {
			word = " OR "
		}
		return "(" + strings.Join(parts, word) + ")", nil
	case plainClause:
		condition, err := c.plain(x.Clause)
		if x.not {
			condition = "NOT (" + condition + ")"
		}
		return "(" + condition + ")", err
	case *wordsFound:
		return c.writeWords(x), nil
	case beginsFound:
		if c.walk != nil || !isCommon(c.asked) { // few contents are looked at
			return c.writeBegins(x.words), nil
		}
		return c.writeWords(x.words), nil
	}
	return "", fmt.Errorf("unknown condition %T", x)
}

// writeWords writes the condition that c is found in the text index, or that it is not. Only an index row of the current
// version counts, either way: the text of an older one is never found, and what was not read yet is not known to lack a
// word (design.md §5 "Text index").
func (c *compiler) writeWords(w *wordsFound) string {
	condition := nothing
	if !w.expr.none {
		d, match := c.t.db.dialect, ""
		if c.walk != nil || w.common && c.inOrder { // the plus keeps an engine from going through what has the words
			match = "+c.id IN (" + d.wordsMatch(c.b, w.expr)
		} else {
			match = "c.id IN (" + d.wordsMatch(c.b, w.expr) + d.wordsFirst
		}
		if d.wordsSpan != "" && c.walk != nil {
			match += fmt.Sprintf(d.wordsSpan, c.b.arg(c.walk.first), c.b.arg(c.walk.last))
		}
		if c.sample > 0 && !w.not { // fewer of what is not to be found would be more hits
			match += " LIMIT " + strconv.Itoa(c.sample)
		}
		condition = match + ")"
	}
	return known(condition, w.not)
}

// writeBegins writes what writeWords does for a prefix, by the terms of c itself.
func (c *compiler) writeBegins(w *wordsFound) string {
	marks := []string{inTitle, inBody}
	if w.expr.titleOnly {
		marks = marks[:1]
	}
	parts := make([]string, len(marks))
	for i, mark := range marks {
		parts[i] = fmt.Sprintf(c.t.db.dialect.textHas, "it.terms", c.b.arg(mark+w.expr.leaf.terms[0]))
	}
	return known("EXISTS (SELECT 1 FROM indexed_terms it WHERE it.content = c.id AND ("+strings.Join(parts, " OR ")+"))", w.not)
}

// readVersion is the version of c that the text index has read, or null. An EXISTS would say the same, but PostgreSQL makes a
// join of it, and may begin with all that was read.
const readVersion = "(SELECT ix.version FROM indexed ix WHERE ix.content = c.id)"

// known is a condition on the words of c, or its opposite, where they are known.
func known(condition string, not bool) string {
	if not {
		condition = "NOT (" + condition + ")"
	}
	return "(" + condition + " AND " + readVersion + " = c.version)"
}

// findCommon finds out which text searches find at least so many contents, and whether any does.
func (c *compiler) findCommon(ctx context.Context, x condition, enough int) (bool, error) {
	switch x := x.(type) {
	case group:
		any := false
		for _, p := range x.parts {
			found, err := c.findCommon(ctx, p, enough)
			if err != nil {
				return false, err
			}
			any = any || found
		}
		return any, nil
	case *wordsFound:
		if x.expr.none {
			return false, nil
		}
		var b text
		n := 0
		match := c.t.db.dialect.wordsMatch(&b, x.expr)
		err := c.t.one(ctx, "SELECT COUNT(*) FROM ("+match+" LIMIT "+strconv.Itoa(enough)+") found", b.args, &n)
		x.common = n >= enough
		return x.common, err
	}
	return false, nil
}

// isCommon reports whether, by its words alone, a condition may hold for many contents.
func isCommon(x condition) bool {
	switch x := x.(type) {
	case group:
		for _, p := range x.parts {
			if isCommon(p) == x.or {
				return x.or
			}
		}
		return !x.or
	case *wordsFound:
		return x.not || x.common
	}
	return true
}
