package v1

import (
	"context"

	"github.com/weirhq/weir/internal/wiki"
	scalar "github.com/weirhq/weir/wire"
	wire "github.com/weirhq/weir/wire/v1"
)

// maxPrincipals is how many users and groups of a restriction are shown inside content.
const maxPrincipals = 200

// contentRestrictions shows who alone may read or update each content. Restrictions, users and groups are each read in
// one statement for all.
func (l *loader) contentRestrictions(ctx context.Context, list []wiki.Content, out []wire.Content, sub wants) (bool, error) {
	var found map[wiki.ContentID][]wiki.Restriction
	var who principals
	if sub.any("read", "update") {
		var err error
		if found, err = l.s.Restrictions(ctx, list); err != nil {
			return false, err
		}
		if who, err = l.restricted(ctx, found, sub); err != nil {
			return false, err
		}
	}
	for i, c := range list {
		id := idOf(c)
		r := &wire.Restrictions{Expandable: wire.RestrictionsExpandable(id),
			Links: wire.Links{Self: l.self(wire.ContentPath(id) + "/restriction/byOperation")}}
		for _, op := range []struct {
			name wiki.RestrictionOp
			at   **wire.Restriction
		}{{wiki.RestrictRead, &r.Read}, {wiki.RestrictUpdate, &r.Update}} {
			if name := string(op.name); sub.has(name) {
				*op.at = l.restriction(id, op.name, subjectsOf(found[c.ID], op.name), who, sub[name], wiki.Window{Limit: maxPrincipals})
				r.Expandable = r.Expandable.Without(name)
			}
		}
		out[i].Restrictions = r
	}
	return true, nil
}

// restricted loads who the restrictions name, when they are to be shown.
func (l *loader) restricted(ctx context.Context, found map[wiki.ContentID][]wiki.Restriction, sub wants) (principals, error) {
	var subjects []wiki.Subject
	for _, list := range found {
		for _, r := range list {
			if sub[string(r.Op)]["restrictions"].any("user", "group") {
				subjects = append(subjects, r.Subjects...)
			}
		}
	}
	return l.principals(ctx, subjects, sub["read"]["restrictions"]["user"])
}

func subjectsOf(list []wiki.Restriction, op wiki.RestrictionOp) []wiki.Subject {
	for _, r := range list {
		if r.Op == op {
			return r.Subjects
		}
	}
	return nil
}

// restriction is one restriction of a content, with the cut of its users and groups. Without one it names nobody, as one that admits everybody does.
func (l *loader) restriction(id scalar.ID, op wiki.RestrictionOp, subjects []wiki.Subject, who principals, sub wants, w wiki.Window) *wire.Restriction {
	path := wire.ContentPath(id) + "/restriction/byOperation/" + string(op)
	r := &wire.Restriction{
		Operation: string(op), Expandable: wire.RestrictionExpandable(id), Links: wire.Links{Self: l.self(path)},
	}
	if !sub.has("restrictions") {
		return r
	}
	r.Expandable = r.Expandable.Without("restrictions")
	r.Restrictions = &wire.RestrictionPrincipals{Expandable: wire.PrincipalsExpandable()}
	in := sub["restrictions"]
	var n named
	if in.any("user", "group") {
		n = who.of(subjects)
	}
	if in.has("user") {
		first := sliceOf(n.users, w)
		r.Restrictions.User = listInside(l, first.Items, w.Limit, first.More, path)
		r.Restrictions.Expandable = r.Restrictions.Expandable.Without("user")
	}
	if in.has("group") {
		first := sliceOf(n.groups, w)
		r.Restrictions.Group = listInside(l, first.Items, w.Limit, first.More, path)
		r.Restrictions.Expandable = r.Restrictions.Expandable.Without("group")
	}
	return r
}
