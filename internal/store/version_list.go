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
	b.WriteString("SELECT v.content, v.number, v.body, v.raw FROM version v JOIN content c ON c.id = v.content WHERE c.site = " +
		b.arg(t.site) + " AND ")
	at := inVersions(&b, contents)
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
	b.WriteString("SELECT v.content, " + versionCols + " FROM version v JOIN content c ON c.id = v.content WHERE c.site = " +
		b.arg(t.site) + " AND ")
	at := inVersions(&b, contents)
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

// inVersions adds the condition that v is one of the versions the contents name, and returns where in the list each
// stands. Asking for all versions of the contents and dropping the others would read whole histories, so the pairs are
// matched in the database.
func inVersions(b *text, contents []wiki.Content) map[contentVersion][]int {
	at := make(map[contentVersion][]int, len(contents))
	for i, c := range contents {
		key := contentVersion{c.ID, c.Version.Number}
		at[key] = append(at[key], i)
	}
	b.WriteString("(")
	for i := range 1 << bits.Len(uint(len(contents)-1)) { // padded as in() does
		c := contents[min(i, len(contents)-1)]
		if i > 0 {
			b.WriteString(" OR ")
		}
		b.WriteString("(v.content = " + b.arg(c.ID) + " AND v.number = " + b.arg(c.Version.Number) + ")")
	}
	b.WriteString(")")
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
