package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/weirhq/weir/internal/wiki"
	"github.com/weirhq/weir/internal/words"
)

// Audit adds a record to the site's audit log. Its time is the transaction's unless it has one.
func (t *SiteTx) Audit(ctx context.Context, e wiki.AuditEvent) error {
	if e.At.IsZero() {
		e.At = t.Now()
	}
	associated, changed := make([][2]string, len(e.Associated)), make([][5]string, len(e.Changed))
	found := []string{e.AuthorName, string(e.Author), e.Address, e.Category, e.Summary, e.Description, e.Object.Name, e.Object.Type}
	for i, o := range e.Associated {
		associated[i] = [2]string{o.Name, o.Type}
		found = append(found, o.Name, o.Type)
	}
	for i, c := range e.Changed {
		changed[i] = [5]string{c.Name, c.Old, c.New, c.HiddenOld, c.HiddenNew}
		found = append(found, c.Name, c.Old, c.New)
	}
	associatedText, err := json.Marshal(associated)
	if err != nil {
		return fmt.Errorf("audit: %w", err)
	}
	changedText, err := json.Marshal(changed)
	if err != nil {
		return fmt.Errorf("audit: %w", err)
	}
	_, err = t.exec(ctx, `INSERT INTO audit (site, at, author, author_name, address, category, summary, description, sys_admin,
		object_name, object_type, associated, changed, folded) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
		t.site, millis(e.At), e.Author, e.AuthorName, e.Address, e.Category, e.Summary, e.Description, flag(e.SysAdmin),
		e.Object.Name, e.Object.Type, string(associatedText), string(changedText), words.Fold(strings.Join(found, "\n")))
	return err
}

// AuditRecords lists records, newest first.
func (t *SiteTx) AuditRecords(ctx context.Context, f wiki.AuditFilter, w wiki.Window) (wiki.Slice[wiki.AuditEvent], error) {
	var b text
	b.WriteString(`SELECT at, author, author_name, address, category, summary, description, sys_admin, object_name, object_type,
		associated, changed FROM audit WHERE site = ` + b.arg(t.site))
	if !f.From.IsZero() {
		b.WriteString(" AND at >= " + b.arg(millis(f.From)))
	}
	if !f.To.IsZero() {
		b.WriteString(" AND at <= " + b.arg(millis(f.To)))
	}
	if f.Search != "" {
		b.WriteString(" AND folded LIKE " + b.arg("%"+likeText(words.Fold(f.Search))+"%") + ` ESCAPE '\'`)
	}
	b.WriteString(" ORDER BY at DESC, id DESC" + atMost(w.Limit+1) + " OFFSET " + b.arg(w.Offset))
	found, err := collect(ctx, t.Tx, b.String(), b.args, scanAudit)
	return cut(found, w, func(wiki.AuditEvent) string { return "" }), err
}

func scanAudit(r *sql.Rows, e *wiki.AuditEvent) error {
	var at int64
	var associated, changed string
	if err := r.Scan(&at, &e.Author, &e.AuthorName, &e.Address, &e.Category, &e.Summary, &e.Description, &e.SysAdmin,
		&e.Object.Name, &e.Object.Type, &associated, &changed); err != nil {
		return err
	}
	e.At = fromMillis(at)
	var objects [][2]string
	if err := json.Unmarshal([]byte(associated), &objects); err != nil {
		return fmt.Errorf("audit record: %w", err)
	}
	for _, o := range objects {
		e.Associated = append(e.Associated, wiki.AuditObject{Name: o[0], Type: o[1]})
	}
	var changes [][5]string
	if err := json.Unmarshal([]byte(changed), &changes); err != nil {
		return fmt.Errorf("audit record: %w", err)
	}
	for _, c := range changes {
		e.Changed = append(e.Changed, wiki.AuditChange{Name: c[0], Old: c[1], New: c[2], HiddenOld: c[3], HiddenNew: c[4]})
	}
	return nil
}

// HasAuditBefore reports whether the site's log has records older than a moment.
func (t *SiteTx) HasAuditBefore(ctx context.Context, moment time.Time) (bool, error) {
	var n int
	err := t.one(ctx, "SELECT COUNT(*) FROM (SELECT 1 FROM audit WHERE site = $1 AND at < $2 LIMIT 1) x", []any{t.site, millis(moment)}, &n)
	return n > 0, err
}

// ForgetAudit deletes the records older than a moment.
func (t *SiteTx) ForgetAudit(ctx context.Context, moment time.Time) error {
	_, err := t.exec(ctx, "DELETE FROM audit WHERE site = $1 AND at < $2", t.site, millis(moment))
	return err
}

// Setting is a setting of the site, "" when nobody has set it.
func (t *SiteTx) Setting(ctx context.Context, name string) (value string, err error) {
	err = t.one(ctx, "SELECT value FROM site_setting WHERE site = $1 AND name = $2", []any{t.site, name}, &value)
	if noRows(err) {
		err = nil
	}
	return value, err
}

// SetSetting sets a setting of the site.
func (t *SiteTx) SetSetting(ctx context.Context, name, value string) error {
	_, err := t.exec(ctx, `INSERT INTO site_setting (site, name, value) VALUES ($1, $2, $3)
		ON CONFLICT (site, name) DO UPDATE SET value = excluded.value`, t.site, name, value)
	return err
}
