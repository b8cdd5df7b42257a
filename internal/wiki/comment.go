package wiki

import "time"

// Resolution is how an inline comment stands. Comments at the foot of a page have none.
type Resolution string

// The resolutions of inline comments. Dangling is a comment that is neither resolved nor has its text in the body any
// more; it is never stored, since the text may come back.
const (
	FooterComment Resolution = ""
	Open          Resolution = "open"
	Reopened      Resolution = "reopened"
	Resolved      Resolution = "resolved"
	Dangling      Resolution = "dangling"
)

// Thread is what a comment has beyond other content. A comment and the answers to it share it, but for OnVersion.
type Thread struct {
	On         ContentID // page, blog post, attachment or custom content
	OnKind     Kind
	OnVersion  int        // version that On had when the comment was made
	Marker     string     // of an inline comment: ac:ref of its marks in the body
	Selection  string     // of an inline comment: the text that was marked, as it was
	Resolution Resolution // of an inline comment
	Resolver   AccountID  // who resolved or reopened it last
	ResolvedAt time.Time
}

// Inline reports whether the thread is about a text in the body.
func (t *Thread) Inline() bool { return t.Resolution != FooterComment }

// ThreadFilter selects comments by their threads.
type ThreadFilter struct {
	On          ContentID    // 0: on anything
	OnVersion   int          // 0: made at any version of On
	Resolutions []Resolution // FooterComment stands for comments that are not inline; nil: any
}

// AllowComment is Allow for commenting on an object, which changes nothing of it: whoever may view it and comment in its
// space may, also where only others may edit it.
func AllowComment(a Access) Reason {
	a.EditAdmits = true
	return Allow(CreateComment, a)
}

// AllowCommentEdit is Allow for changing the text of a comment: its author may, who may comment at all, and those who
// administer the space.
func AllowCommentEdit(a Access) Reason {
	if r := Allow(CreateComment, a); r != "" {
		return r
	}
	if !a.Own && !a.Space.Has(AdministerSpace) {
		return NoPermission
	}
	return ""
}

// AllowUpdate is Allow for changing content of any kind.
func AllowUpdate(a Access) Reason {
	if a.Kind == Comment {
		return AllowCommentEdit(a)
	}
	return Allow(CreatePerm(a.Kind), a)
}
