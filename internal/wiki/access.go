package wiki

import (
	"slices"
	"strings"
)

// RestrictionOp is what a restriction narrows: reading or updating.
type RestrictionOp string

// The two operations a restriction can narrow, in the vendor's words.
const (
	RestrictRead   RestrictionOp = "read"
	RestrictUpdate RestrictionOp = "update"
)

// Restriction limits one operation on one content to its subjects. Any match suffices; an existing restriction whose
// subjects are all gone admits nobody (security-model.md §6).
type Restriction struct {
	Content  ContentID
	Op       RestrictionOp
	Subjects []Subject
}

// Clause is one view restriction as the effective rule keeps it: the sorted subjects it admits.
type Clause []Subject

// Rule is a conjunction of clauses: the view restrictions of a content and of all its ancestors. The empty rule
// admits everybody.
type Rule []Clause

// Key is the canonical text of a rule, under which equal rules are interned. A clause is written as its sorted
// subjects, a rule as its sorted distinct clauses; the separators cannot occur in a subject. The empty rule has the
// empty key, and a clause without subjects still counts.
func (r Rule) Key() string {
	var b strings.Builder
	for _, c := range r.Distinct() {
		b.WriteString("(")
		for i, s := range c {
			if i > 0 {
				b.WriteString("|")
			}
			b.WriteString(string(s))
		}
		b.WriteString(")")
	}
	return b.String()
}

// Distinct returns the clauses with their subjects sorted and once, sorted themselves and each once.
func (r Rule) Distinct() []Clause {
	out := make([]Clause, 0, len(r))
	for _, c := range r {
		sorted := slices.Clone(c)
		slices.Sort(sorted)
		out = append(out, slices.Compact(sorted))
	}
	slices.SortFunc(out, func(a, b Clause) int { return slices.Compare(a, b) })
	return slices.CompactFunc(out, func(a, b Clause) bool { return slices.Equal(a, b) })
}

// Admits reports whether the viewer passes every clause.
func (r Rule) Admits(v Viewer) bool {
	for _, c := range r {
		if !v.Is(c) {
			return false
		}
	}
	return true
}

// Access is what the store knows of one viewer before one object, all read in one snapshot.
type Access struct {
	Space       Perm   // abilities the viewer's subjects hold in the object's space
	RuleAdmits  bool   // the viewer passes the effective view rule
	EditAdmits  bool   // the object has no update restriction, or the viewer is among its subjects
	Status      Status // of the object
	Own         bool   // the viewer created the object
	SpaceClosed bool   // the space is archived: readable, not changeable
	Kind        Kind
}

// Allow is the permission formula from the site inwards: space permission ∧ view rule of the object and its ancestors
// ∧, for a change, the update restriction of the object itself. Scope, account, site access and policy were decided
// before (identity.Caller). It returns the zero Reason when op is allowed, NoViewPermission when the caller must not
// learn that the object exists, NoPermission when it may see the object but not do op.
func Allow(op Perm, a Access) Reason {
	switch {
	case !a.Space.Has(View) || !a.RuleAdmits || a.Status == Deleted:
		return NoViewPermission
	case a.Status == Draft && !a.Own:
		return NoViewPermission // a draft is its author's alone
	case op == View:
		return ""
	case a.SpaceClosed:
		return SpaceIsArchived
	case !a.EditAdmits:
		return EditRestricted
	case a.Space.Has(op):
		return ""
	case op == DeletePerm(a.Kind) && a.Own && a.Space.Has(DeleteOwn):
		return ""
	}
	return NoPermission
}
