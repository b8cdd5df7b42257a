package site

import (
	"context"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// Templates of a space are for whoever may view it, those of the site for its members; the administrators of the space, or
// of the site, change them. Nobody without an account sees any (auth-behaviour.md §2, below the table).

// Templates lists the templates of a space the caller was shown, or of the whole site where it is 0, by name.
// CredentialsMissing for anonymous callers.
func (s *Session) Templates(ctx context.Context, space wiki.SpaceID, w wiki.Window) (wiki.Slice[wiki.Template], error) {
	tx, err := s.templates(ctx)
	if err != nil {
		return wiki.Slice[wiki.Template]{}, err
	}
	return tx.Templates(ctx, s.viewer, space, w)
}

// LabeledTemplates lists the templates with a label that the caller sees, by name; nobody without an account sees any.
func (s *Session) LabeledTemplates(ctx context.Context, label int64, w wiki.Window) (wiki.Slice[wiki.Template], error) {
	if err := s.demand(wiki.View); err != nil || s.viewer.Account == "" {
		return wiki.Slice[wiki.Template]{}, err
	}
	tx, err := s.read(ctx)
	if err != nil {
		return wiki.Slice[wiki.Template]{}, err
	}
	return tx.LabeledTemplates(ctx, s.viewer, label, w)
}

// Template finds a template. Errors: CredentialsMissing for anonymous callers, NoSuchObject, NoViewPermission for one of a
// space the caller may not view.
func (s *Session) Template(ctx context.Context, id wiki.TemplateID) (wiki.Template, error) {
	tx, err := s.templates(ctx)
	if err != nil {
		return wiki.Template{}, err
	}
	return s.template(ctx, tx, id)
}

func (s *Session) templates(ctx context.Context) (*store.SiteTx, error) {
	if err := s.demand(wiki.View | wiki.UseSite); err != nil {
		return nil, err
	}
	if err := s.identified(); err != nil {
		return nil, err
	}
	return s.read(ctx)
}

// template is Template in a transaction.
func (s *Session) template(ctx context.Context, tx *store.SiteTx, id wiki.TemplateID) (wiki.Template, error) {
	t, err := tx.Template(ctx, s.viewer, id)
	if err != nil || t.Space == 0 {
		return t, err
	}
	_, held, err := tx.SpaceByID(ctx, s.viewer, t.Space)
	if err == nil && !held.Has(wiki.View) {
		err = deny(wiki.NoViewPermission, wiki.View, "template", strconv.FormatInt(int64(id), 10))
	}
	if err != nil {
		return wiki.Template{}, err
	}
	return t, nil
}

// CreateTemplate makes a template of n.Space, or of the whole site where it is 0. Errors: CredentialsMissing for anonymous
// callers, NotSiteAdmin, NoSuchObject, NoViewPermission or NoPermission for the space, SpaceIsArchived, InvalidInput for its
// texts, InvalidBody, DuplicateKey for a name that is taken.
func (s *Session) CreateTemplate(ctx context.Context, n wiki.Template) (made wiki.Template, err error) {
	if n, err = checkTemplate(n); err != nil {
		return made, err
	}
	err = s.write(ctx, func(ctx context.Context, tx *store.SiteTx) error {
		if err := s.mayChangeTemplates(ctx, tx, n.Space); err != nil {
			return err
		}
		n.Creator = s.viewer.Account
		id, err := tx.CreateTemplate(ctx, n)
		if err != nil {
			return err
		}
		made, err = tx.Template(ctx, s.viewer, id)
		if err != nil {
			return err
		}
		return s.auditTemplate(ctx, tx, "Template created", made)
	})
	return made, err
}

// UpdateTemplate writes name, description, body and, unless they are nil, labels of the template n.ID, which stays where it
// is. Errors: as for Template and CreateTemplate.
func (s *Session) UpdateTemplate(ctx context.Context, n wiki.Template) (made wiki.Template, err error) {
	if n, err = checkTemplate(n); err != nil {
		return made, err
	}
	err = s.write(ctx, func(ctx context.Context, tx *store.SiteTx) error {
		old, err := s.template(ctx, tx, n.ID)
		if err != nil {
			return err
		}
		if err := s.mayChangeTemplates(ctx, tx, old.Space); err != nil {
			return err
		}
		if err := tx.SetTemplate(ctx, s.viewer.Account, n); err != nil {
			return err
		}
		if made, err = tx.Template(ctx, s.viewer, n.ID); err != nil {
			return err
		}
		return s.auditTemplate(ctx, tx, "Template changed", made)
	})
	return made, err
}

// RemoveTemplate removes a template for good. Errors: as for Template and CreateTemplate.
func (s *Session) RemoveTemplate(ctx context.Context, id wiki.TemplateID) error {
	return s.write(ctx, func(ctx context.Context, tx *store.SiteTx) error {
		old, err := s.template(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := s.mayChangeTemplates(ctx, tx, old.Space); err != nil {
			return err
		}
		if err := tx.RemoveTemplate(ctx, id); err != nil {
			return err
		}
		return s.auditTemplate(ctx, tx, "Template deleted", old)
	})
}

// mayChangeTemplates decides whether the caller may change the templates of a space, or those of the site.
func (s *Session) mayChangeTemplates(ctx context.Context, tx *store.SiteTx, space wiki.SpaceID) error {
	if space == 0 {
		return s.administers()
	}
	_, err := s.administered(ctx, tx, space, wiki.AdministerSpace)
	return err
}

func (s *Session) auditTemplate(ctx context.Context, tx *store.SiteTx, summary string, t wiki.Template) error {
	e := wiki.AuditEvent{Category: wiki.AuditTemplates, Summary: summary, Object: wiki.AuditObject{Name: t.Name, Type: "Template"}}
	if t.Space != 0 {
		e.Associated = []wiki.AuditObject{{Name: t.SpaceKey, Type: "Space"}}
	}
	return s.audit(ctx, tx, e)
}

// checkTemplate trims the texts of a template and refuses what cannot be one.
func checkTemplate(n wiki.Template) (wiki.Template, error) {
	name, err := checkTitle(n.Name, wiki.Current)
	if err != nil {
		return n, wiki.Invalid("name", n.Name, "a name of 1 to 255 characters")
	}
	n.Name = name
	n.Description = strings.TrimSpace(n.Description)
	if utf8.RuneCountInString(n.Description) > wiki.MaxTemplateDescription {
		return n, wiki.Invalid("description", n.Description, "at most 255 characters")
	}
	_, err = checkStorage(n.Storage)
	return n, err
}
