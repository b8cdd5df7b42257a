package wiki

import (
	"fmt"
	"math/bits"
	"strings"
)

// Perm is a set of abilities, one bit each. A space grant gives one; an operation of the REST API states the most its
// handler may do; a Session method demands the ones it uses. It is a set and no ladder: nothing implies anything,
// save that Allow asks for View before anything else.
type Perm uint32

// The abilities. Editing a page is CreatePage in its space: Confluence knows no separate right to edit.
const (
	View Perm = 1 << iota
	CreatePage
	CreateBlogPost
	CreateComment
	CreateAttachment
	DeletePage
	DeleteBlogPost
	DeleteComment
	DeleteAttachment
	DeleteOwn
	Archive
	Restrict
	Export
	AdministerSpace

	// The ones below are not granted by spaces.

	UseSite        // see people, oneself, the site's public settings
	AdministerSite // accounts, groups, policies
	FetchResults   // what one's own conversions came to, by id: who may not use the site is told that there is nothing
)

// permNames are the texts kept in the store and printed in reasons: operation:target as the v1 space permissions
// spell them.
var permNames = [...]string{
	"read:space", "create:page", "create:blogpost", "create:comment", "create:attachment",
	"delete:page", "delete:blogpost", "delete:comment", "delete:attachment", "delete:own",
	"archive:page", "restrict_content:space", "export:space", "administer:space",
	"use:site", "administer:site", "fetch:result",
}

// SpacePerms is every ability a space can grant.
const SpacePerms = AdministerSpace<<1 - 1

// Has reports whether all of want are in p.
func (p Perm) Has(want Perm) bool { return p&want == want }

// Each lists the single abilities in p in their declared order.
func (p Perm) Each() []Perm {
	out := make([]Perm, 0, bits.OnesCount32(uint32(p)))
	for ; p != 0; p &= p - 1 {
		out = append(out, p&-p)
	}
	return out
}

func (p Perm) String() string {
	var names []string
	for _, one := range p.Each() {
		names = append(names, permNames[bits.TrailingZeros32(uint32(one))])
	}
	return strings.Join(names, " ")
}

// ParsePerm reads the text of a single ability, "create:page". An unknown text is an error.
func ParsePerm(s string) (Perm, error) {
	for i, name := range permNames {
		if s == name {
			return 1 << i, nil
		}
	}
	return 0, fmt.Errorf("unknown permission %q", s)
}

// CreatePerm is the ability a space must grant to create or change content of this kind.
func CreatePerm(k Kind) Perm {
	switch k {
	case Page, Folder, Whiteboard, Database, Embed:
		return CreatePage
	case BlogPost:
		return CreateBlogPost
	case Comment:
		return CreateComment
	case Attachment:
		return CreateAttachment
	}
	if k.IsCustom() {
		return CreatePage // and what is granted for its type (security-model.md §6: each factor can only remove)
	}
	return AdministerSpace // an unknown kind is nobody's but the administrator's
}

// DeletePerm is the ability a space must grant to trash or purge content of this kind.
func DeletePerm(k Kind) Perm {
	switch k {
	case Page, Folder, Whiteboard, Database, Embed:
		return DeletePage
	case BlogPost:
		return DeleteBlogPost
	case Comment:
		return DeleteComment
	case Attachment:
		return DeleteAttachment
	}
	if k.IsCustom() {
		return DeletePage
	}
	return AdministerSpace
}
