package site

import "github.com/weirhq/weir/internal/wiki"

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

// ContentOperations lists what these abilities, as Session.Permitted finds them, let their holder do to a content.
func ContentOperations(k wiki.Kind, permitted wiki.Perm) []Operation {
	var out []Operation
	for _, row := range []struct {
		need wiki.Perm
		op   Operation
	}{
		{wiki.View, Operation{"read", string(k)}},
		{wiki.CreatePerm(k), Operation{"update", string(k)}},
		{wiki.DeletePerm(k), Operation{"delete", string(k)}},
		{wiki.Archive, Operation{"archive", string(k)}},
		{wiki.Restrict, Operation{"restrict_content", string(k)}},
		{wiki.Export, Operation{"export", string(k)}},
		{wiki.CreateComment, Operation{"create", "comment"}},
		{wiki.CreateAttachment, Operation{"create", "attachment"}},
	} {
		holds := !k.InTree() || k == wiki.Page // nothing else of the tree takes comments and attachments
		// Custom content is not archived, and is restricted by what it lies in.
		fixed := k.IsCustom() && (row.need == wiki.Archive || row.need == wiki.Restrict)
		if permitted.Has(row.need) && (holds || row.op.Name != "create") && !fixed {
			out = append(out, row.op)
		}
	}
	return out
}
