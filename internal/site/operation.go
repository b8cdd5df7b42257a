package site

import (
	"context"

	"github.com/weirhq/weir/internal/wiki"
)

// Operation is something one may do to an object, in the words of both versions of the API.
type Operation struct {
	Name   string // "read", "create", "update", "delete", "administer", …
	Target string // "space", or a kind of content
}

// spaceOperations says what each ability is called where a space grants it. The vendor calls deleting one's own content
// delete:space.
var spaceOperations = map[wiki.Perm]Operation{
	wiki.View:             {"read", "space"},
	wiki.CreatePage:       {"create", "page"},
	wiki.CreateBlogPost:   {"create", "blogpost"},
	wiki.CreateComment:    {"create", "comment"},
	wiki.CreateAttachment: {"create", "attachment"},
	wiki.DeletePage:       {"delete", "page"},
	wiki.DeleteBlogPost:   {"delete", "blogpost"},
	wiki.DeleteComment:    {"delete", "comment"},
	wiki.DeleteAttachment: {"delete", "attachment"},
	wiki.DeleteOwn:        {"delete", "space"},
	wiki.Archive:          {"archive", "page"},
	wiki.Restrict:         {"restrict_content", "space"},
	wiki.Export:           {"export", "space"},
	wiki.AdministerSpace:  {"administer", "space"},
}

// GrantedOperation is what one ability is called where a space grants it; false for an ability no space grants.
func GrantedOperation(p wiki.Perm) (Operation, bool) {
	op, ok := spaceOperations[p]
	return op, ok
}

// GrantedPerm is the ability that a space grants under a name; false for one that no space grants.
func GrantedPerm(op Operation) (wiki.Perm, bool) {
	for p, known := range spaceOperations {
		if known == op {
			return p, true
		}
	}
	return 0, false
}

// SpaceOperations lists what these abilities let their holder do in a space, in the order of the abilities.
func SpaceOperations(held wiki.Perm) []Operation {
	var out []Operation
	for _, p := range held.Each() {
		// Read as an operation on the space, delete:space would promise its end.
		if op, ok := spaceOperations[p]; ok && p != wiki.DeleteOwn {
			out = append(out, op)
		}
	}
	return out
}

// Operations lists what the caller may do to each of some contents: the formula for every operation there is.
func (s *Session) Operations(ctx context.Context, contents []wiki.Content) (map[wiki.ContentID][]Operation, error) {
	tx, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	found, err := tx.Accesses(ctx, s.viewer, idsOf(contents))
	out := make(map[wiki.ContentID][]Operation, len(found))
	for id, a := range found {
		out[id] = contentOperations(a)
	}
	return out, err
}

func contentOperations(a wiki.Access) []Operation {
	k := a.Kind
	holds := !k.InTree() || k == wiki.Page // nothing else of the tree takes comments and attachments
	stays := !k.IsCustom()                 // custom content is not archived, and is restricted by what it lies in
	may := func(p wiki.Perm) bool { return wiki.Allow(p, a) == "" }
	var out []Operation
	for _, row := range []struct {
		allowed bool
		op      Operation
	}{
		{may(wiki.View), Operation{"read", string(k)}},
		{wiki.AllowUpdate(a) == "", Operation{"update", string(k)}},
		{may(wiki.DeletePerm(k)), Operation{"delete", string(k)}},
		{stays && may(wiki.Archive), Operation{"archive", string(k)}},
		{stays && may(wiki.Restrict), Operation{"restrict_content", string(k)}},
		{may(wiki.Export), Operation{"export", string(k)}},
		{holds && wiki.AllowComment(a) == "", Operation{"create", "comment"}},
		{holds && may(wiki.CreateAttachment), Operation{"create", "attachment"}},
	} {
		if row.allowed {
			out = append(out, row.op)
		}
	}
	return out
}
