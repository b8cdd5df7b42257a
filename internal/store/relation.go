package store

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/weirhq/weir/internal/wiki"
)

// node is a node as rows have it: a number or an account.
type node struct {
	kind    wiki.NodeKind
	number  int64
	account wiki.AccountID
	version int
}

func nodeOf(n wiki.Node) node {
	return node{n.Kind(), max(int64(n.Content), int64(n.Space)), n.Account, n.Version}
}

func (n node) wiki() wiki.Node {
	switch n.kind {
	case wiki.ContentNode:
		return wiki.Node{Content: wiki.ContentID(n.number), Version: n.version}
	case wiki.SpaceNode:
		return wiki.Node{Space: wiki.SpaceID(n.number)}
	}
	return wiki.Node{Account: n.account}
}

// relations is where the relations of a name to targets of a kind are, as a table r of this site: favourites have tables of
// their own.
func (t *SiteTx) relations(b *text, name string, target wiki.NodeKind) string {
	if name != wiki.Favourite {
		return "relation r WHERE r.site = " + b.arg(t.site) + " AND r.name = " + b.arg(name) + " AND r.target_kind = " + b.arg(target)
	}
	return `(SELECT 'user' AS source_kind, 0 AS source, f.account AS source_account, 0 AS source_version,
		'` + string(target) + "' AS target_kind, f." + string(target) + ` AS target, '' AS target_account, 0 AS target_version,
		f.account AS creator, f.at AS created
		FROM ` + string(target) + "_favourite f JOIN " + string(target) + " o ON o.id = f." + string(target) +
		" WHERE o.site = " + b.arg(t.site) + ") r WHERE 1 = 1"
}

// isNode is the condition that an end of r is a node.
func isNode(b *text, end string, n wiki.Node) string {
	row := nodeOf(n)
	return "r." + end + "_kind = " + b.arg(row.kind) + " AND r." + end + " = " + b.arg(row.number) +
		" AND r." + end + "_account = " + b.arg(row.account) + " AND r." + end + "_version = " + b.arg(row.version)
}

const relationCols = `r.source_kind, r.source, r.source_account, r.source_version,
	r.target_kind, r.target, r.target_account, r.target_version, r.creator, r.created`

func (t *SiteTx) scanRelations(ctx context.Context, name string, b *text) ([]wiki.Relation, error) {
	return collect(ctx, t.Tx, b.String(), b.args, func(r *sql.Rows, rel *wiki.Relation) error {
		var source, target node
		var created int64
		if err := r.Scan(&source.kind, &source.number, &source.account, &source.version,
			&target.kind, &target.number, &target.account, &target.version, &rel.Creator, &created); err != nil {
			return err
		}
		rel.Name, rel.Source, rel.Target, rel.Created = name, source.wiki(), target.wiki(), fromMillis(created)
		return nil
	})
}

// Relation finds what relates two nodes under a name. NoSuchObject when nothing does.
func (t *SiteTx) Relation(ctx context.Context, name string, source, target wiki.Node) (wiki.Relation, error) {
	var b text
	b.WriteString("SELECT " + relationCols + " FROM " + t.relations(&b, name, target.Kind()) +
		" AND " + isNode(&b, "source", source) + " AND " + isNode(&b, "target", target))
	found, err := t.scanRelations(ctx, name, &b)
	if err == nil && len(found) == 0 {
		return wiki.Relation{}, wiki.Missing("relation", name)
	}
	if err != nil {
		return wiki.Relation{}, fmt.Errorf("relation: %w", err)
	}
	return found[0], nil
}

// ListRelations lists relations of one node in the order in which they were made, as far as the viewer may view their other
// ends. Whether it may view the node is the caller's to decide.
func (t *SiteTx) ListRelations(ctx context.Context, v wiki.Viewer, f wiki.RelationFilter, w wiki.Window) (wiki.Slice[wiki.Relation], error) {
	this, other, target := "source", "target", f.Kind
	if f.Incoming {
		this, other, target = other, this, f.Of.Kind()
	}
	var b text
	b.WriteString("SELECT " + relationCols + " FROM " + t.relations(&b, f.Name, target) +
		" AND " + isNode(&b, this, f.Of) + " AND r." + other + "_kind = " + b.arg(f.Kind))
	switch f.Kind {
	case wiki.ContentNode:
		b.WriteString(" AND EXISTS (SELECT 1 FROM content c WHERE c.id = r." + other + " AND " + t.visible(&b, v) + relatedStatus(&b, f) + ")")
		if f.Status == wiki.Historical {
			b.WriteString(" AND r." + other + "_version <> 0")
			if f.Version != 0 {
				b.WriteString(" AND r." + other + "_version = " + b.arg(f.Version))
			}
		} else if f.Status != "" {
			b.WriteString(" AND r." + other + "_version = 0")
		}
	case wiki.SpaceNode:
		b.WriteString(" AND r." + other + " IN (" + t.readableSpaces(&b, v) + ")")
	}
	b.WriteString(" ORDER BY r.created, r." + other + ", r." + other + "_account, r." + other + "_version" + atMost(w.Limit+1))
	if w.Offset > 0 {
		b.WriteString(" OFFSET " + b.arg(w.Offset))
	}
	found, err := t.scanRelations(ctx, f.Name, &b)
	if err != nil {
		return wiki.Slice[wiki.Relation]{}, fmt.Errorf("list relations: %w", err)
	}
	return cut(found, w, func(wiki.Relation) string { return "" }), nil
}

// relatedStatus narrows c to the status that other ends shall have, with its AND.
func relatedStatus(b *text, f wiki.RelationFilter) string {
	if f.Status == "" || f.Status == wiki.Historical {
		return ""
	}
	return " AND c.status = " + b.arg(f.Status)
}

// SetRelation relates two nodes; they may be related already. NoSuchObject when the site has not both. That a favourite has
// a user for its source and no user for its target is the caller's to see to.
func (t *SiteTx) SetRelation(ctx context.Context, r wiki.Relation) error {
	source, target := nodeOf(r.Source), nodeOf(r.Target)
	for _, n := range []node{source, target} {
		if n.kind == wiki.UserNode {
			continue
		}
		if err := t.mustHave(ctx, string(n.kind), n.number); err != nil {
			return err
		}
	}
	var err error
	if r.Name == wiki.Favourite {
		_, err = t.exec(ctx, "INSERT INTO "+string(target.kind)+"_favourite ("+string(target.kind)+
			", account, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", target.number, source.account, millis(t.Now()))
	} else {
		_, err = t.exec(ctx, `INSERT INTO relation (site, name, source_kind, source, source_account, source_version,
			target_kind, target, target_account, target_version, creator, created)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING`, t.site, r.Name,
			source.kind, source.number, source.account, source.version, target.kind, target.number, target.account, target.version,
			r.Creator, millis(t.Now()))
	}
	if err != nil {
		return fmt.Errorf("relate: %w", err)
	}
	return nil
}

// DropRelation parts two nodes; they need not be related.
func (t *SiteTx) DropRelation(ctx context.Context, name string, source, target wiki.Node) error {
	var b text
	if from, to := nodeOf(source), nodeOf(target); name == wiki.Favourite {
		kind := string(to.kind)
		b.WriteString("DELETE FROM " + kind + "_favourite WHERE account = " + b.arg(from.account) + " AND " + kind +
			" = (SELECT o.id FROM " + kind + " o WHERE o.site = " + b.arg(t.site) + " AND o.id = " + b.arg(to.number) + ")")
	} else {
		b.WriteString("DELETE FROM relation WHERE id IN (SELECT r.id FROM " + t.relations(&b, name, to.kind) +
			" AND " + isNode(&b, "source", source) + " AND " + isNode(&b, "target", target) + ")")
	}
	if _, err := t.exec(ctx, b.String(), b.args...); err != nil {
		return fmt.Errorf("unrelate: %w", err)
	}
	return nil
}

// Favourites tells which contents an account has marked, and since when: one statement for the whole list.
func (t *SiteTx) Favourites(ctx context.Context, account wiki.AccountID, ids []wiki.ContentID) (map[wiki.ContentID]wiki.Relation, error) {
	var b text
	b.WriteString("SELECT " + relationCols + " FROM " + t.relations(&b, wiki.Favourite, wiki.ContentNode) +
		" AND r.source_account = " + b.arg(account) + " AND " + in(&b, "r.target", ids))
	found, err := t.scanRelations(ctx, wiki.Favourite, &b)
	out := make(map[wiki.ContentID]wiki.Relation, len(found))
	for _, r := range found {
		out[r.Target.Content] = r
	}
	if err != nil {
		return nil, fmt.Errorf("favourites: %w", err)
	}
	return out, nil
}

// favouriteSpaces is the set of spaces that an account has marked. Numbers are unique in the installation, so those on other
// sites do no harm where spaces of this one are looked up in it.
func (t *SiteTx) favouriteSpaces(ctx context.Context, account wiki.AccountID) (map[wiki.SpaceID]bool, error) {
	var b text
	b.WriteString(favouriteSpaces(&b, account))
	out := map[wiki.SpaceID]bool{}
	_, err := collect(ctx, t.Tx, b.String(), b.args, func(r *sql.Rows, _ *struct{}) error {
		var id wiki.SpaceID
		err := r.Scan(&id)
		out[id] = true
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("favourite spaces: %w", err)
	}
	return out, nil
}

// dropRelations removes what relates contents or spaces that are going away to anything.
func (t *SiteTx) dropRelations(ctx context.Context, kind wiki.NodeKind, numbers []int64) error {
	for _, end := range []string{"source", "target"} {
		var b text
		b.WriteString("DELETE FROM relation WHERE " + end + "_kind = " + b.arg(kind) + " AND " + in(&b, end, numbers))
		if _, err := t.exec(ctx, b.String(), b.args...); err != nil {
			return fmt.Errorf("drop relations: %w", err)
		}
	}
	return nil
}

// renumberRelations follows a content whose version of a number was removed: what was related to that version is not any
// more, and the versions behind it have the number before.
func (t *SiteTx) renumberRelations(ctx context.Context, id wiki.ContentID, number int) error {
	for _, end := range []string{"source", "target"} {
		of := " WHERE " + end + "_kind = 'content' AND " + end + " = $1 AND " + end + "_version "
		for _, s := range []struct {
			text string
			args []any
		}{
			{"DELETE FROM relation" + of + "= $2", []any{id, number}},
			{"UPDATE relation SET " + end + "_version = 1 - " + end + "_version" + of + "> $2", []any{id, number}}, // see DropVersion
			{"UPDATE relation SET " + end + "_version = 0 - " + end + "_version" + of + "< 0", []any{id}},
		} {
			if _, err := t.exec(ctx, s.text, s.args...); err != nil {
				return fmt.Errorf("renumber relations: %w", err)
			}
		}
	}
	return nil
}
