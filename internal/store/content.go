package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"github.com/weirhq/weir/internal/wiki"
)

// Rows are never looked for by way of their space's, which the plus sees to: that would be a walk through all spaces.
//
// The current version is joined by number and the file by the same number, so a content is one row of one statement. What
// only attachments and comments have stands apart (partCols): one content that is neither is read without it.
const (
	coreCols = `c.id, c.space, s.key, c.kind, c.status, c.title, c.parent,
		COALESCE((SELECT above.kind FROM content above WHERE above.id = c.parent), ''), c.container, c.position, c.owner,
		c.last_owner, c.creator, c.created, c.rule, c.restricted, c.embed_url, c.live, c.version, v.author, v.at, v.message, v.minor,
		v.title`
	partCols  = "f.file_id, f.blob, f.media_type, f.size, f.comment, " + threadCols
	coreJoins = ` JOIN space s ON s.id = +c.space
		JOIN version v ON v.content = c.id AND v.number = c.version`
	partJoins = `
		LEFT JOIN file f ON f.content = c.id AND f.version = c.version
		LEFT JOIN comment th ON th.content = c.id`

	contentCols  = coreCols + ", " + partCols
	contentJoins = coreJoins + partJoins
	contentFrom  = " FROM content c" + contentJoins
)

// contentRow receives contentCols.
type contentRow struct {
	wiki.Content
	created, at                      int64
	fileID, blob, mediaType, comment sql.NullString
	size                             sql.NullInt64
	thread                           threadRow
}

func (r *contentRow) dest(more ...any) []any {
	return append(append(r.coreDest(), r.partDest()...), more...)
}

func (r *contentRow) coreDest() []any {
	c := &r.Content
	return append(make([]any, 0, 48), &c.ID, &c.Space, &c.SpaceKey, &c.Kind, &c.Status, &c.Title, &c.Parent, &c.ParentKind,
		&c.Container, &c.Position, &c.Owner, &c.LastOwner, &c.Creator, &r.created, &c.Rule, &c.Restricted, &c.EmbedURL,
		&c.Live, &c.Version.Number, &c.Version.Author, &r.at, &c.Version.Message, &c.Version.Minor, &c.Version.Title)
}

func (r *contentRow) partDest() []any {
	return append([]any{&r.fileID, &r.blob, &r.mediaType, &r.size, &r.comment}, r.thread.dest()...)
}

func (r *contentRow) content() wiki.Content {
	c := r.Content
	c.Created, c.Version.At = fromMillis(r.created), fromMillis(r.at)
	if r.fileID.Valid {
		c.File = &wiki.File{FileID: r.fileID.String, Blob: r.blob.String, MediaType: r.mediaType.String,
			Size: r.size.Int64, Comment: r.comment.String}
	}
	c.Thread = r.thread.thread()
	return c
}

// inForeignDraft is the condition under which c is an attachment, comment or custom content in somebody else's draft: what a
// draft holds is as private as the draft (security-model.md R-CHAIN). Nothing lies in a draft of custom content.
func inForeignDraft(b *text, v wiki.Viewer) string {
	return `(c.container <> 0 AND EXISTS (SELECT 1 FROM content k WHERE k.id = c.container
		AND k.status = 'draft' AND k.creator <> ` + b.arg(v.Account) + `))`
}

// rulePasses is 1 when the viewer passes the effective view rule of c and its container, as an expression over one row.
func rulePasses(b *text, v wiki.Viewer) string {
	if v.AdminKey {
		return "CASE WHEN NOT " + inForeignDraft(b, v) + " THEN 1 ELSE 0 END"
	}
	return `CASE WHEN (c.rule = 0 OR (SELECT COUNT(DISTINCT rs.clause) FROM rule_subject rs WHERE rs.rule = c.rule AND ` +
		in(b, "rs.subject", v.Subjects) + `) = (SELECT r.clauses FROM rule r WHERE r.id = c.rule))
		AND NOT ` + inForeignDraft(b, v) + ` THEN 1 ELSE 0 END`
}

// editPasses is 1 when c has no update restriction or the viewer is among its subjects. An attachment has that of the
// page it is in: replacing a page's picture changes the page.
func editPasses(b *text, v wiki.Viewer) string {
	const held = `x.content = CASE WHEN c.kind = 'attachment' THEN c.container ELSE c.id END AND x.op = 'update'`
	return `CASE WHEN c.restricted = 0 AND c.kind <> 'attachment'
		OR NOT EXISTS (SELECT 1 FROM restriction x WHERE ` + held + `)
		OR EXISTS (SELECT 1 FROM restriction_subject x WHERE ` + held + ` AND ` +
		in(b, "x.subject", v.Subjects) + `) THEN 1 ELSE 0 END`
}

// Content finds a content and everything the permission formula asks about the viewer and it, in one statement, or two for
// what is restricted or has a file or a thread.
// NoSuchObject when there is none; whether the viewer may know of it is the caller's to decide.
func (t *SiteTx) Content(ctx context.Context, v wiki.Viewer, id wiki.ContentID) (wiki.Content, wiki.Access, error) {
	c, _, a, err := t.contentRow(ctx, v, id, false)
	return c, a, err
}

// ContentWithBody is Content with the body of the current version.
func (t *SiteTx) ContentWithBody(ctx context.Context, v wiki.Viewer, id wiki.ContentID) (wiki.Content, wiki.Body, wiki.Access, error) {
	return t.contentRow(ctx, v, id, true)
}

// What contentRow asks first. Nearly every request does, so the texts are whole.
const (
	selectContent  = "SELECT " + coreCols + ", s.status"
	selectWithBody = selectContent + ", v.body, v.raw"
	fromContent    = " FROM content c" + coreJoins + " WHERE c.site = $1 AND c.id = $2"
	findContent    = selectContent + fromContent
	findWithBody   = selectWithBody + fromContent
)

func (t *SiteTx) contentRow(ctx context.Context, v wiki.Viewer, id wiki.ContentID, withBody bool) (wiki.Content, wiki.Body, wiki.Access, error) {
	var (
		b           text
		r           contentRow
		a           wiki.Access
		body        wiki.Body
		spaceStatus wiki.SpaceStatus
	)
	// Where grants are remembered, the next statement asks for nothing of the viewer: most content has no rule.
	bare := t.facts != nil
	find, cols, dest := findContent, selectContent, append(r.coreDest(), &spaceStatus)
	if withBody {
		find, cols, dest = findWithBody, selectWithBody, append(dest, &body.Storage, &body.Raw)
	}
	b.args = append(make([]any, 0, 2), t.site, id)
	if !bare {
		find = cols + ", " + spacePerms(&b, "c.space", v) + ", " + rulePasses(&b, v) + ", " + editPasses(&b, v) + fromContent
		dest = append(dest, &a.Space, &a.RuleAdmits, &a.EditAdmits)
	}
	err := t.row(ctx, find, b.args, dest...)
	if noRows(err) {
		return wiki.Content{}, body, a, wiki.Missing("content", id.String())
	}
	if err != nil {
		return wiki.Content{}, body, a, fmt.Errorf("content: %w", err)
	}
	if bare {
		a.RuleAdmits, a.EditAdmits = true, true
		if a.Space, err = t.heldIn(ctx, v, r.Space); err != nil {
			return wiki.Content{}, body, a, err
		}
	}
	if contained := r.Kind.IsContained(); contained || bare && (r.Rule != 0 || r.Restricted) {
		if err := t.contentRest(ctx, v, &r, contained, bare, &a); err != nil {
			return wiki.Content{}, body, a, err
		}
	}
	c := r.content()
	withheld, err := t.Withheld(ctx, v, c.Space, c.Kind)
	if err != nil {
		return wiki.Content{}, body, a, err
	}
	a.Space &^= withheld
	body.Content, body.Version = c.ID, c.Version.Number
	a.Status, a.Kind = c.Status, c.Kind
	a.Own = v.Account != "" && c.Creator == v.Account
	a.SpaceClosed = spaceStatus == wiki.SpaceArchived
	return c, body, a, nil
}

// contentRest adds what few contents have: file and thread, and rules to be passed.
func (t *SiteTx) contentRest(ctx context.Context, v wiki.Viewer, r *contentRow, parts, rules bool, a *wiki.Access) error {
	var (
		b    text
		cols []string
		dest []any
	)
	b.arg(t.site)
	b.arg(r.ID)
	if parts {
		cols, dest = append(cols, partCols), append(dest, r.partDest()...)
	}
	if rules {
		cols, dest = append(cols, rulePasses(&b, v), editPasses(&b, v)), append(dest, &a.RuleAdmits, &a.EditAdmits)
	}
	err := t.row(ctx, "SELECT "+strings.Join(cols, ", ")+" FROM content c"+partJoins+" WHERE c.site = $1 AND c.id = $2", b.args, dest...)
	if err != nil {
		return fmt.Errorf("content: file, thread and rules: %w", err)
	}
	return nil
}

// visible is the condition under which the viewer may view c: the permission formula of wiki.Allow for View, as SQL.
// Every listing, search and count uses this one text (security-model.md R-SIDE). A plus before a column keeps an engine from
// looking for rows by it: one that walked through all spaces the viewer may view would have to sort what it found.
func (t *SiteTx) visible(b *text, v wiki.Viewer) string {
	condition := "c.site = " + b.arg(t.site) + " AND +c.space IN (" + t.readableSpaces(b, v) + ")"
	if !v.AdminKey {
		condition += " AND (c.rule = 0 OR c.rule IN (" + t.passedRules(b, v) + "))"
	}
	return condition +
		" AND c.status <> 'deleted' AND (c.status <> 'draft' OR (c.creator = " + b.arg(v.Account) + " AND c.creator <> ''))" +
		" AND NOT " + inForeignDraft(b, v)
}

// passedRules is the set of rules of which the viewer passes every clause, as a subquery.
func (t *SiteTx) passedRules(b *text, v wiki.Viewer) string {
	return `SELECT rs.rule FROM rule_subject rs JOIN rule r ON r.id = rs.rule WHERE r.site = ` + b.arg(t.site) + ` AND ` +
		in(b, "rs.subject", v.Subjects) + ` GROUP BY rs.rule, r.clauses HAVING COUNT(DISTINCT rs.clause) = r.clauses`
}

func (t *Tx) contents(ctx context.Context, b *text) ([]wiki.Content, error) {
	return collect(ctx, t, b.String(), b.args, func(r *sql.Rows, c *wiki.Content) error {
		var row contentRow
		if err := r.Scan(row.dest()...); err != nil {
			return err
		}
		*c = row.content()
		return nil
	})
}

// Where a walk through the tree leads to rows, CROSS JOIN tells SQLite which comes first: the walk, not all of content.

// Ancestors returns, for each of the given contents, the contents above it from the root of the space down to its
// parent, as far as the viewer may view them: one statement for the whole list, which reads what is above several of them
// once. Nobody may change what is returned, since lists share it.
func (t *SiteTx) Ancestors(ctx context.Context, v wiki.Viewer, ids []wiki.ContentID) (map[wiki.ContentID][]*wiki.Content, error) {
	var b text
	b.WriteString(`WITH RECURSIVE up (id, parent) AS (
			SELECT c.id, c.parent FROM content c WHERE c.site = ` + b.arg(t.site) + " AND " + in(&b, "c.id", ids) + `
			UNION SELECT p.id, p.parent FROM content p JOIN up ON p.id = up.parent WHERE up.parent <> 0)
		SELECT CASE WHEN ` + t.visible(&b, v) + ` THEN 1 ELSE 0 END, ` + contentCols + ` FROM up CROSS JOIN content c` + contentJoins + `
		WHERE c.id = up.id`)
	type step struct {
		content *wiki.Content
		parent  wiki.ContentID
	}
	steps := map[wiki.ContentID]step{}
	_, err := collect(ctx, t.Tx, b.String(), b.args, func(r *sql.Rows, _ *struct{}) error {
		var seen bool
		var row contentRow
		if err := r.Scan(append([]any{&seen}, row.dest()...)...); err != nil {
			return err
		}
		s := step{parent: row.Parent}
		if seen {
			c := row.content()
			s.content = &c
		}
		steps[row.ID] = s
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("ancestors: %w", err)
	}
	out := make(map[wiki.ContentID][]*wiki.Content, len(ids))
	for _, id := range ids {
		var above []*wiki.Content
		next := steps[id].parent
		for range maxDepth {
			s, known := steps[next]
			if !known {
				break
			}
			if s.content != nil {
				above = append(above, s.content)
			}
			next = s.parent
		}
		if len(above) > 0 {
			slices.Reverse(above)
			out[id] = above
		}
	}
	return out, nil
}

// maxDepth bounds the ancestors that are shown of a content; the writes refuse cycles, so it is reached only by a very
// deep tree.
const maxDepth = 1000

// ChildCounts counts, for each content, its current children by kind that the viewer may view.
func (t *SiteTx) ChildCounts(ctx context.Context, v wiki.Viewer, ids []wiki.ContentID) (map[wiki.ContentID]map[wiki.Kind]int, error) {
	var b text
	b.WriteString("SELECT c.parent, c.kind, COUNT(*) FROM content c WHERE " + t.visible(&b, v) +
		" AND c.status = 'current' AND " + in(&b, "c.parent", ids) + " GROUP BY c.parent, c.kind")
	out := make(map[wiki.ContentID]map[wiki.Kind]int, len(ids))
	_, err := collect(ctx, t.Tx, b.String(), b.args, func(r *sql.Rows, _ *struct{}) error {
		var parent wiki.ContentID
		var kind wiki.Kind
		var n int
		if err := r.Scan(&parent, &kind, &n); err != nil {
			return err
		}
		if out[parent] == nil {
			out[parent] = map[wiki.Kind]int{}
		}
		out[parent][kind] = n
		return nil
	})
	return out, err
}
