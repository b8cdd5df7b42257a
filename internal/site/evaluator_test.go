package site_test

import (
	"fmt"
	"slices"
	"strings"
)

// This file is the reference evaluator of T-MODEL: security-model.md §6 once more, written from the text and as plainly as
// it goes, walking the tree for each question. It shares nothing with the code it judges: neither the formula nor the
// rules that are kept beside the rows. People and groups are named; a group has an @ before its name, * is anybody on an
// open site, and the empty person is an anonymous caller.

type world struct {
	open    bool                       // anonymous callers may use the site
	access  map[string]bool            // who may use it with an account
	members map[string]map[string]bool // by group
	rooms   []*room
	nodes   []*node // in the order they were made; those that are gone stay, with the status "gone"
}

// room is a space.
type room struct {
	id     int64
	closed bool                       // archived
	grants map[string]map[string]bool // by subject: abilities
}

// node is a content.
type node struct {
	id         int64
	room       *room
	parent     *node // nil at the root
	kind       string
	status     string
	author     string
	read, edit []string // restrictions; nil: none
}

func (n *node) String() string {
	if n == nil {
		return "the root"
	}
	below := int64(0)
	if n.parent != nil {
		below = n.parent.id
	}
	return fmt.Sprintf("%s %s %d of %q below %d in %d, to read %q, to edit %q", n.status, n.kind, n.id, n.author, below, n.room.id, n.read, n.edit)
}

// is reports whether a person is among subjects.
func (w *world) is(person string, subjects []string) bool {
	for _, s := range subjects {
		switch {
		case s == "*" && w.open:
			return true
		case strings.HasPrefix(s, "@") && person != "" && w.members[s][person]:
			return true
		case s == person && person != "":
			return true
		}
	}
	return false
}

// enters reports whether a person may use the site at all.
func (w *world) enters(person string) bool {
	if person == "" {
		return w.open
	}
	return w.access[person]
}

// holds reports whether a person has an ability in a space.
func (w *world) holds(person string, r *room, ability string) bool {
	for subject, abilities := range r.grants {
		if abilities[ability] && w.is(person, []string{subject}) {
			return true
		}
	}
	return false
}

// sees reports whether a content exists for a person.
func (w *world) sees(person string, n *node) bool {
	if !w.enters(person) || !w.holds(person, n.room, "view") || n.status == "deleted" || n.status == "gone" {
		return false
	}
	for at := n; at != nil; at = at.parent {
		if at.read != nil && !w.is(person, at.read) {
			return false
		}
	}
	holder := n
	if n.kind == "attachment" {
		holder = n.parent
	}
	return holder.status != "draft" || person != "" && holder.author == person
}

// unbarred reports whether no edit restriction stands in a person's way.
func (w *world) unbarred(person string, n *node) bool {
	if n.kind == "attachment" {
		n = n.parent
	}
	return n.edit == nil || w.is(person, n.edit)
}

// changes reports whether a person may do something to a content that needs an ability of its kind.
func (w *world) changes(person string, n *node, ability string) bool {
	return person != "" && w.sees(person, n) && !n.room.closed && w.unbarred(person, n) && w.holds(person, n.room, ability)
}

// place reports whether a person may put a page below another, or at the root of a space.
func (w *world) place(person string, r *room, parent *node) bool {
	if parent == nil {
		return true
	}
	return w.sees(person, parent) && parent.room == r && parent.kind == "page" && parent.status == "current" && w.unbarred(person, parent)
}

func (w *world) mayCreate(person string, r *room, parent *node) bool {
	return person != "" && w.enters(person) && w.holds(person, r, "view") && w.holds(person, r, "create") && !r.closed && w.place(person, r, parent)
}

func (w *world) mayMove(person string, n, parent *node) bool {
	if n.kind != "page" || n.status != "current" && n.status != "draft" || !w.changes(person, n, "create") {
		return false
	}
	for at := parent; at != nil; at = at.parent {
		if at == n {
			return false
		}
	}
	if parent == n.parent {
		return true // it stays where it is
	}
	return w.place(person, n.room, parent) && (n.parent == nil || w.unbarred(person, n.parent))
}

// mayShow is for publishing a draft and for restoring: the content goes into its place as a new one would.
func (w *world) mayShow(person string, n *node, from string) bool {
	return n.kind == "page" && n.status == from && w.changes(person, n, "create") && (n.parent == nil || w.unbarred(person, n.parent))
}

func (w *world) mayDelete(person string, n *node) bool {
	own := n.author == person && w.changes(person, n, "delete-own")
	return own || w.changes(person, n, map[string]string{"page": "delete", "attachment": "delete-file"}[n.kind])
}

func (w *world) mayTrash(person string, n *node) bool {
	return n.status == "current" && w.mayDelete(person, n)
}

func (w *world) mayPurge(person string, n *node) bool {
	return n.status == "trashed" && w.mayDelete(person, n) && w.holds(person, n.room, "administer")
}

func (w *world) mayDiscard(person string, n *node) bool {
	return n.status == "draft" && w.changes(person, n, "create")
}

func (w *world) mayAttach(person string, n *node) bool {
	return n.kind == "page" && n.status != "trashed" && w.changes(person, n, "attach")
}

// mayRestrict is for a new list, or for none when the restriction is lifted.
func (w *world) mayRestrict(person string, n *node, to []string) bool {
	return n.kind == "page" && n.status != "trashed" && w.changes(person, n, "create") && w.changes(person, n, "restrict") &&
		(to == nil || w.is(person, to))
}

// remove takes a content away for good, with the files in it. Where pages hang below, it stays as a place that hides them.
func (w *world) remove(n *node) {
	n.status, n.edit = "gone", nil
	for _, c := range w.nodes {
		switch {
		case c.parent != n || c.status == "gone":
		case c.kind == "attachment":
			c.status = "gone"
		default:
			n.status = "deleted"
		}
	}
}

// shown lists what a person is shown, by id.
func (w *world) shown(person string, which func(*node) bool) []int64 {
	ids := []int64{}
	for _, n := range w.nodes {
		if which(n) && w.sees(person, n) {
			ids = append(ids, n.id)
		}
	}
	slices.Sort(ids)
	return ids
}

// above lists the contents above one that a person is shown, from the root down.
func (w *world) above(person string, n *node) []int64 {
	ids := []int64{}
	for at := n.parent; at != nil; at = at.parent {
		if w.sees(person, at) {
			ids = append(ids, at.id)
		}
	}
	slices.Reverse(ids)
	return ids
}

// below counts the current contents of a kind directly below one that a person is shown.
func (w *world) below(person string, n *node, kind string) (count int) {
	for _, c := range w.nodes {
		if c.parent == n && c.kind == kind && c.status == "current" && w.sees(person, c) {
			count++
		}
	}
	return count
}
