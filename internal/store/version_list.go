package store

import (
	"context"
	"database/sql"
	"fmt"
	"math/bits"

	"github.com/weirhq/weir/internal/wiki"
)

// BodiesOf reads the body of each content at the version its Version.Number names, in the order of the list, which may
// name one content at several versions. One statement; a version that is not there leaves an empty body.
func (t *SiteTx) BodiesOf(ctx context.Context, contents []wiki.Content) ([]wiki.Body, error) {
	out := make([]wiki.Body, len(contents))
	if len(contents) == 0 {
		return out, nil
	}
	for i, c := range contents {
		out[i] = wiki.Body{Content: c.ID, Version: c.Version.Number}
	}
	var b text
	b.WriteString("SELECT v.content, v.number, v.body, v.raw")
	at := t.atVersions(&b, contents)
	_, err := collect(ctx, t.Tx, b.String(), b.args, func(r *sql.Rows, _ *struct{}) error {
		var key contentVersion
		var storage, raw string
		if err := r.Scan(&key.content, &key.number, &storage, &raw); err != nil {
			return err
		}
		for _, i := range at[key] {
			out[i].Storage, out[i].Raw = storage, raw
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("bodies: %w", err)
	}
	return out, nil
}

// VersionsAt finds the version of each content that its Version.Number names, in the order of the list, which may name
// one content at several versions. One statement; a version that is not there has the number 0.
func (t *SiteTx) VersionsAt(ctx context.Context, contents []wiki.Content) ([]wiki.Version, error) {
	out := make([]wiki.Version, len(contents))
	if len(contents) == 0 {
		return out, nil
	}
	var b text
	b.WriteString("SELECT v.content, " + versionCols)
	at := t.atVersions(&b, contents)
	err := t.eachVersion(ctx, &b, func(id wiki.ContentID, v wiki.Version) {
		for _, i := range at[contentVersion{id, v.Number}] {
			out[i] = v
		}
	})
	return out, err
}

// LastVersionsBy finds the last version of each content that an account wrote. One statement; contents the account did
// not write to are left out.
func (t *SiteTx) LastVersionsBy(ctx context.Context, author wiki.AccountID, ids []wiki.ContentID) (map[wiki.ContentID]wiki.Version, error) {
	out := make(map[wiki.ContentID]wiki.Version, len(ids))
	var b text
	b.WriteString("SELECT v.content, " + versionCols + " FROM version v JOIN content c ON c.id = v.content WHERE c.site = " +
		b.arg(t.site) + " AND " + in(&b, "v.content", ids) + ` AND v.number = (SELECT MAX(o.number) FROM version o
		WHERE o.content = v.content AND o.author = ` + b.arg(author) + ")")
	err := t.eachVersion(ctx, &b, func(id wiki.ContentID, v wiki.Version) { out[id] = v })
	return out, err
}

// FileAt finds the file an attachment was at a version; NoSuchObject when it had none.
func (t *SiteTx) FileAt(ctx context.Context, id wiki.ContentID, number int) (wiki.File, error) {
	var f wiki.File
	err := t.one(ctx, `SELECT f.file_id, f.blob, f.media_type, f.size, f.comment FROM file f JOIN content c ON c.id = f.content
		WHERE c.site = $1 AND f.content = $2 AND f.version = $3`, []any{t.site, id, number},
		&f.FileID, &f.Blob, &f.MediaType, &f.Size, &f.Comment)
	if noRows(err) {
		return f, wiki.Missing("attachment", id.String())
	}
	return f, err
}

type contentVersion struct {
	content wiki.ContentID
	number  int
}

// atVersions begins a statement's FROM with the versions that the contents name, as w, and returns where in the list each
// stands. Asking for all versions of the contents and dropping the others would read whole histories, so the pairs are
// matched in the database. They are rows to join and no condition: a thousand of those are more than SQLite takes.
func (t *SiteTx) atVersions(b *text, contents []wiki.Content) map[contentVersion][]int {
	at := make(map[contentVersion][]int, len(contents))
	var rows []contentVersion
	for i, c := range contents {
		key := contentVersion{c.ID, c.Version.Number}
		if at[key] == nil {
			rows = append(rows, key)
		}
		at[key] = append(at[key], i)
	}
	rows = append(rows, make([]contentVersion, 1<<bits.Len(uint(len(rows)-1))-len(rows))...) // as in() pads, with what is not there
	b.WriteString(" FROM (VALUES ")
	for i, row := range rows {
		if i == 0 { // the first row says of which type all are
			b.WriteString("(CAST(" + b.arg(row.content) + " AS BIGINT), CAST(" + b.arg(row.number) + " AS BIGINT))")
			continue
		}
		b.WriteString(", (" + b.arg(row.content) + ", " + b.arg(row.number) + ")")
	}
	// The order of a CROSS JOIN is the one SQLite goes by: from each pair to its version.
	b.WriteString(") w CROSS JOIN version v JOIN content c ON c.id = v.content" +
		" WHERE v.content = w.column1 AND v.number = w.column2 AND c.site = " + b.arg(t.site))
	return at
}

// eachVersion calls fn for every row of an id and versionCols.
func (t *SiteTx) eachVersion(ctx context.Context, b *text, fn func(wiki.ContentID, wiki.Version)) error {
	_, err := collect(ctx, t.Tx, b.String(), b.args, func(r *sql.Rows, _ *struct{}) error {
		var id wiki.ContentID
		var v wiki.Version
		var at int64
		if err := r.Scan(&id, &v.Number, &v.Author, &at, &v.Message, &v.Minor, &v.Title); err != nil {
			return err
		}
		v.At = fromMillis(at)
		fn(id, v)
		return nil
	})
	if err != nil {
		return fmt.Errorf("versions: %w", err)
	}
	return nil
}
