package store

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/weirhq/weir/internal/wiki"
)

// Bodies reads the bodies of the given versions, one statement for the whole list. Pass each content's current
// version, or another of its versions.
func (t *SiteTx) Bodies(ctx context.Context, versions map[wiki.ContentID]int) (map[wiki.ContentID]wiki.Body, error) {
	out := make(map[wiki.ContentID]wiki.Body, len(versions))
	if len(versions) == 0 {
		return out, nil
	}
	contents := make([]wiki.Content, 0, len(versions))
	for id, number := range versions {
		contents = append(contents, wiki.Content{ID: id, Version: wiki.Version{Number: number}})
	}
	var b text
	b.WriteString("SELECT v.content, v.number, v.body, v.raw")
	t.atVersions(&b, contents)
	_, err := collect(ctx, t.Tx, b.String(), b.args, func(r *sql.Rows, _ *struct{}) error {
		var body wiki.Body
		if err := r.Scan(&body.Content, &body.Version, &body.Storage, &body.Raw); err != nil {
			return err
		}
		out[body.Content] = body
		return nil
	})
	return out, err
}

const versionCols = "v.number, v.author, v.at, v.message, v.minor, v.title"

func scanVersion(r *sql.Rows, v *wiki.Version) error {
	var at int64
	if err := r.Scan(&v.Number, &v.Author, &at, &v.Message, &v.Minor, &v.Title); err != nil {
		return err
	}
	v.At = fromMillis(at)
	return nil
}

// Versions lists the versions of a content, newest first.
func (t *SiteTx) Versions(ctx context.Context, id wiki.ContentID, w wiki.Window) (wiki.Slice[wiki.Version], error) {
	return t.VersionsInOrder(ctx, id, false, w)
}

// VersionsInOrder is Versions, or with the oldest first.
func (t *SiteTx) VersionsInOrder(ctx context.Context, id wiki.ContentID, oldest bool, w wiki.Window) (wiki.Slice[wiki.Version], error) {
	var b text
	b.WriteString("SELECT " + versionCols + " FROM version v JOIN content c ON c.id = v.content WHERE c.site = " + b.arg(t.site) +
		" AND v.content = " + b.arg(id))
	if err := window(&b, "", "v.number", !oldest, w); err != nil {
		return wiki.Slice[wiki.Version]{}, err
	}
	found, err := collect(ctx, t.Tx, b.String(), b.args, scanVersion)
	if err != nil {
		return wiki.Slice[wiki.Version]{}, fmt.Errorf("versions: %w", err)
	}
	return cut(found, w, func(v wiki.Version) string { return afterKey("", int64(v.Number)) }), nil
}

// Version finds one version of a content; NoSuchObject when there is none.
func (t *SiteTx) Version(ctx context.Context, id wiki.ContentID, number int) (wiki.Version, error) {
	found, err := collect(ctx, t.Tx, "SELECT "+versionCols+` FROM version v JOIN content c ON c.id = v.content
		WHERE c.site = $1 AND v.content = $2 AND v.number = $3`, []any{t.site, id, number}, scanVersion)
	if err == nil && len(found) == 0 {
		return wiki.Version{}, wiki.Missing("version", fmt.Sprint(number))
	}
	if err != nil {
		return wiki.Version{}, err
	}
	return found[0], nil
}

// Contributors lists who wrote versions of the contents, in the order of their first version.
func (t *SiteTx) Contributors(ctx context.Context, ids []wiki.ContentID) (map[wiki.ContentID][]wiki.AccountID, error) {
	var b text
	b.WriteString("SELECT v.content, v.author FROM version v JOIN content c ON c.id = v.content WHERE c.site = " +
		b.arg(t.site) + " AND " + in(&b, "v.content", ids) + " GROUP BY v.content, v.author ORDER BY v.content, MIN(v.number)")
	out := make(map[wiki.ContentID][]wiki.AccountID, len(ids))
	_, err := collect(ctx, t.Tx, b.String(), b.args, func(r *sql.Rows, _ *struct{}) error {
		var id wiki.ContentID
		var author wiki.AccountID
		if err := r.Scan(&id, &author); err != nil {
			return err
		}
		out[id] = append(out[id], author)
		return nil
	})
	return out, err
}
