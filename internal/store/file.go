package store

import (
	"context"
	"fmt"

	"github.com/weirhq/weir/internal/wiki"
	"github.com/weirhq/weir/internal/words"
)

// FileNamed finds the current attachment of a container by its name, which is unique there; NoSuchObject when there is none.
func (t *SiteTx) FileNamed(ctx context.Context, container wiki.ContentID, name string) (id wiki.ContentID, err error) {
	err = t.one(ctx, `SELECT c.id FROM content c WHERE c.site = $1 AND c.parent = $2 AND c.title_fold = $3
		AND c.kind = 'attachment' AND c.status = 'current'`, []any{t.site, container, words.Fold(name)}, &id)
	if noRows(err) {
		return 0, wiki.Missing("attachment", name)
	}
	if err != nil {
		return 0, fmt.Errorf("file by name: %w", err)
	}
	return id, nil
}

// SetFile writes what an attachment says about the file of its current version: name, media type and comment, and the place
// of c. The file itself stays, and no version is made. A change of parent needs Reroot after it. Errors: DuplicateTitle,
// NoSuchObject when the site has no such content.
func (t *SiteTx) SetFile(ctx context.Context, c wiki.Content, f wiki.File) error {
	if err := t.SetContent(ctx, c, nil, ""); err != nil {
		return err
	}
	if _, err := t.exec(ctx, "UPDATE version SET title = $3, message = $4 WHERE content = $1 AND number = $2",
		c.ID, c.Version.Number, c.Title, f.Comment); err != nil {
		return fmt.Errorf("set file: %w", err)
	}
	if _, err := t.exec(ctx, "UPDATE file SET media_type = $3, comment = $4 WHERE content = $1 AND version = $2",
		c.ID, c.Version.Number, f.MediaType, f.Comment); err != nil {
		return fmt.Errorf("set file: %w", err)
	}
	return nil
}
