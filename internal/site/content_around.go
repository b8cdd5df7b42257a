package site

import (
	"context"
	"strings"

	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// Restrict replaces one restriction of a content; nil subjects remove it. The caller must be able to see and change the
// content afterwards: a restriction that shuts out its author is refused. Errors: NoSuchObject or NoViewPermission,
// NoPermission, EditRestricted, WrongStatus for content in the trash, InvalidInput for an operation, subjects that are
// nobody, and content that has no restrictions of its own.
func (s *Session) Restrict(ctx context.Context, r wiki.Restriction) error {
	if err := s.demand(wiki.View | wiki.Restrict); err != nil {
		return err
	}
	return s.write(ctx, func(ctx context.Context, tx *store.SiteTx) error {
		c, a, err := tx.Content(ctx, s.viewer, r.Content)
		if err != nil {
			return err
		}
		if reason := wiki.Allow(wiki.CreatePerm(c.Kind), a); reason != "" {
			return deny(reason, wiki.CreatePerm(c.Kind), "content", c.ID.String())
		}
		if !a.Space.Has(wiki.Restrict) {
			return deny(wiki.NoPermission, wiki.Restrict, "content", c.ID.String())
		}
		switch {
		case c.Kind == wiki.Comment || c.Kind == wiki.Attachment: // they go through their container (R-CHAIN)
			return wiki.Invalid("content", c.ID.String(), "a page or blog post")
		case c.Status == wiki.Trashed:
			return wrongStatus(c, "content in the trash cannot be restricted")
		case r.Op != wiki.RestrictRead && r.Op != wiki.RestrictUpdate:
			return wiki.Invalid("operation", string(r.Op), "read or update")
		case r.Subjects != nil && !s.viewer.Is(r.Subjects):
			return wiki.Invalid("restrictions", string(r.Op), "a restriction that admits you")
		}
		if err := checkSubjects(ctx, tx, r.Subjects); err != nil {
			return err
		}
		if err := tx.SetRestriction(ctx, r); err != nil {
			return err
		}
		return s.auditRestriction(ctx, tx, c, r)
	})
}

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

// checkSubjects refuses subjects that are neither an account nor a group (security-model.md R-ALLIDS).
func checkSubjects(ctx context.Context, tx *store.SiteTx, subjects []wiki.Subject) error {
	var people []wiki.AccountID
	var groups []wiki.GroupID
	for _, s := range subjects {
		if id, ok := s.Account(); ok {
			people = append(people, id)
		} else if id, ok := s.Group(); ok {
			groups = append(groups, id)
		} else {
			return wiki.Invalid("restrictions", string(s), "an account or a group")
		}
	}
	accounts, err := tx.Accounts(ctx, people)
	if err != nil {
		return err
	}
	for _, id := range people {
		if _, known := accounts[id]; !known {
			return wiki.Invalid("restrictions", string(id), "the accountId of an account")
		}
	}
	known, err := tx.Groups(ctx, groups)
	if err != nil {
		return err
	}
	for _, id := range groups {
		if _, found := known[id]; !found {
			return wiki.Invalid("restrictions", string(id), "the id of a group")
		}
	}
	return nil
}

// Label puts a global label on a content. Errors as for AddLabels, and InvalidInput for a name.
func (s *Session) Label(ctx context.Context, id wiki.ContentID, name string) error {
	names, err := LabelNames([]string{name})
	if err != nil {
		return err
	}
	return s.LabelAll(ctx, id, names)
}
