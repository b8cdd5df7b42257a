package site

import (
	"context"
	"strings"

	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// auditRestriction records who may do what to a content from now on.
func (s *Session) auditRestriction(ctx context.Context, tx *store.SiteTx, c wiki.Content, r wiki.Restriction) error {
	e := wiki.AuditEvent{Category: wiki.AuditPermissions, Summary: "Content restriction removed", Object: contentObject(c)}
	if r.Subjects != nil {
		names := make([]string, len(r.Subjects))
		for i, subject := range r.Subjects {
			names[i] = string(subject)
		}
		e.Summary = "Content restriction added"
		e.Changed = []wiki.AuditChange{{Name: string(r.Op), New: strings.Join(names, " ")}}
	}
	return s.audit(ctx, tx, e)
}

// contentObject names a content in the audit log by its id: whoever reads the log need not be allowed to read the title.
func contentObject(c wiki.Content) wiki.AuditObject {
	return wiki.AuditObject{Name: c.ID.String(), Type: string(c.Kind)}
}

// Label puts a global label on a content. Errors as for AddLabels, and InvalidInput for a name.
func (s *Session) Label(ctx context.Context, id wiki.ContentID, name string) error {
	names, err := LabelNames([]string{name})
	if err != nil {
		return err
	}
	return s.LabelAll(ctx, id, names)
}
