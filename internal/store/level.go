package store

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/weirhq/weir/internal/wiki"
	"github.com/weirhq/weir/internal/words"
)

const levelCols = "l.id, l.status, l.name, l.description, l.guideline, l.color, l.position"

func levelDest(l *wiki.Level) []any {
	return []any{&l.ID, &l.Status, &l.Name, &l.Description, &l.Guideline, &l.Color, &l.Order}
}

// Levels lists the classification levels of the site, the least sensitive first.
func (t *SiteTx) Levels(ctx context.Context) ([]wiki.Level, error) {
	found, err := collect(ctx, t.Tx, "SELECT "+levelCols+" FROM classification_level l WHERE l.site = $1 ORDER BY l.position, l.id",
		[]any{t.site}, func(r *sql.Rows, l *wiki.Level) error { return r.Scan(levelDest(l)...) })
	if err != nil {
		return nil, fmt.Errorf("classification levels: %w", err)
	}
	return found, nil
}

// CreateLevel makes a level behind the others. DuplicateKey when the site has one of that name.
func (t *SiteTx) CreateLevel(ctx context.Context, l wiki.Level) (wiki.Level, error) {
	if err := t.one(ctx, "SELECT COALESCE(MAX(position), 0) + 1 FROM classification_level WHERE site = $1", []any{t.site}, &l.Order); err != nil {
		return l, fmt.Errorf("create classification level: %w", err)
	}
	_, err := t.exec(ctx, `INSERT INTO classification_level (id, site, status, name, name_fold, description, guideline, color, position)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		l.ID, t.site, l.Status, l.Name, words.Fold(l.Name), l.Description, l.Guideline, l.Color, l.Order)
	return l, levelFault("create", l, err)
}

// SetLevel changes all of a level but its place. Errors: NoSuchObject, DuplicateKey for the name of another.
func (t *SiteTx) SetLevel(ctx context.Context, l wiki.Level) error {
	n, err := t.exec(ctx, `UPDATE classification_level SET status = $1, name = $2, name_fold = $3, description = $4, guideline = $5,
		color = $6 WHERE site = $7 AND id = $8`, l.Status, l.Name, words.Fold(l.Name), l.Description, l.Guideline, l.Color, t.site, l.ID)
	if err == nil && n == 0 {
		return wiki.Missing("classification level", l.ID)
	}
	return levelFault("set", l, err)
}

func levelFault(what string, l wiki.Level, err error) error {
	switch {
	case err == nil:
		return nil
	case isUnique(err):
		return wiki.NewError(wiki.DuplicateKey, wiki.Facts{Object: "classification level", ID: l.Name})
	}
	return fmt.Errorf("%s classification level: %w", what, err)
}

// LevelOfContent is the level of a content, else the default of its space. NoSuchObject when it has neither, also when
// the site has no such content.
func (t *SiteTx) LevelOfContent(ctx context.Context, id wiki.ContentID) (l wiki.Level, err error) {
	err = t.one(ctx, "SELECT "+levelCols+` FROM content c
		LEFT JOIN content_level own ON own.content = c.id LEFT JOIN space_level sp ON sp.space = c.space
		JOIN classification_level l ON l.id = COALESCE(own.level, sp.level) WHERE c.site = $1 AND c.id = $2`,
		[]any{t.site, id}, levelDest(&l)...)
	return l, levelMissing(err, "content", id.String())
}

// LevelOfSpace is the default level of a space. NoSuchObject when it has none.
func (t *SiteTx) LevelOfSpace(ctx context.Context, id wiki.SpaceID) (l wiki.Level, err error) {
	err = t.one(ctx, "SELECT "+levelCols+` FROM space s JOIN space_level sp ON sp.space = s.id
		JOIN classification_level l ON l.id = sp.level WHERE s.site = $1 AND s.id = $2`, []any{t.site, id}, levelDest(&l)...)
	return l, levelMissing(err, "space", id.String())
}

func levelMissing(err error, object, id string) error {
	switch {
	case err == nil:
		return nil
	case noRows(err):
		return wiki.Missing("classification level of "+object, id)
	}
	return fmt.Errorf("classification level of a %s: %w", object, err)
}

// ClassifyContent gives a content a level, or with an empty one takes its own away. NoSuchObject when the site has no such
// content, InvalidInput when it has no such published level.
func (t *SiteTx) ClassifyContent(ctx context.Context, id wiki.ContentID, level string) error {
	return t.classify(ctx, "content", int64(id), level)
}

// ClassifySpace is ClassifyContent for the default of a space.
func (t *SiteTx) ClassifySpace(ctx context.Context, id wiki.SpaceID, level string) error {
	return t.classify(ctx, "space", int64(id), level)
}

// classify writes a row of content_level or space_level.
func (t *SiteTx) classify(ctx context.Context, object string, id int64, level string) error {
	if err := t.mustHave(ctx, object, id); err != nil {
		return err
	}
	if level == "" {
		if _, err := t.exec(ctx, "DELETE FROM "+object+"_level WHERE "+object+" = $1", id); err != nil {
			return fmt.Errorf("declassify: %w", err)
		}
		return nil
	}
	var n int
	err := t.one(ctx, "SELECT COUNT(*) FROM classification_level WHERE site = $1 AND id = $2 AND status = $3",
		[]any{t.site, level, wiki.LevelPublished}, &n)
	if err == nil && n == 0 {
		return wiki.Invalid("id", level, "a published classification level")
	}
	if err == nil {
		_, err = t.exec(ctx, "INSERT INTO "+object+"_level ("+object+", level) VALUES ($1, $2) ON CONFLICT ("+object+
			") DO UPDATE SET level = excluded.level", id, level)
	}
	if err != nil {
		return fmt.Errorf("classify: %w", err)
	}
	return nil
}
