package site

import (
	"context"

	"github.com/weirhq/weir/internal/wiki"
)

// CheckPermission tells whether somebody, an account or a group, may read, update or delete a content, and why not. Everybody
// may ask about themselves, administrators of the site about all. Errors: NoSuchObject or NoViewPermission for the content,
// NotSiteAdmin, NoSuchObject for a subject that is nobody, InvalidInput for the operation.
func (s *Session) CheckPermission(ctx context.Context, c wiki.Content, who wiki.Subject, operation string) (wiki.Reason, error) {
	may := func(p wiki.Perm) func(wiki.Access) wiki.Reason {
		return func(a wiki.Access) wiki.Reason { return wiki.Allow(p, a) }
	}
	ops := map[string]func(wiki.Access) wiki.Reason{"read": may(wiki.View), "update": wiki.AllowUpdate, "delete": may(wiki.DeletePerm(c.Kind))}
	allow, known := ops[operation]
	if !known {
		return "", wiki.Invalid("operation", operation, "one of read, update, delete")
	}
	if err := s.demand(wiki.View | wiki.UseSite); err != nil {
		return "", err
	}
	if err := s.identified(); err != nil {
		return "", err
	}
	if who != wiki.User(s.viewer.Account) && !s.viewer.SiteAdmin {
		return "", deny(wiki.NotSiteAdmin, wiki.AdministerSite, "user", string(who))
	}
	viewer, refused, err := s.viewerOf(ctx, who)
	if err != nil || refused != "" {
		return refused, err
	}
	tx, err := s.read(ctx)
	if err != nil {
		return "", err
	}
	_, a, err := tx.Content(ctx, viewer, c.ID)
	return allow(a), err
}

// viewerOf is a subject as the permission formula sees it, or why it may not use the site at all.
func (s *Session) viewerOf(ctx context.Context, who wiki.Subject) (wiki.Viewer, wiki.Reason, error) {
	tx, err := s.read(ctx)
	if err != nil {
		return wiki.Viewer{}, "", err
	}
	if id, isGroup := who.Group(); isGroup {
		found, err := tx.Groups(ctx, []wiki.GroupID{id})
		if _, known := found[id]; err == nil && !known {
			err = wiki.Missing("group", string(id))
		}
		v := wiki.Viewer{Subjects: []wiki.Subject{who}}
		if s.Site().Public {
			v.Subjects = append(v.Subjects, wiki.Anonymous)
		}
		return v, "", err
	}
	id, _ := who.Account()
	caller, _, err := tx.Member(ctx, s.Site().ID, id)
	if wiki.HasReason(err, wiki.NoSiteAccess) {
		return wiki.Viewer{}, wiki.NoSiteAccess, nil
	}
	if wiki.HasReason(err, wiki.NoSuchObject) {
		err = wiki.Missing("user", string(id))
	}
	return caller.Viewer(s.Site()), "", err
}
