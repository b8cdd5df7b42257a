package catalog

import (
	"iter"
	"math/bits"
	"strings"
)

// Scope is the name of a scope, e.g. "read:page:confluence".
type Scope string

// Kind is a family of scopes.
type Kind string

// The two families. A token may hold both (auth-behaviour.md §4).
const (
	Classic  Kind = "classic"
	Granular Kind = "granular"
)

// Kind is the family of s, "" for a scope that is not known.
func (s Scope) Kind() Kind {
	if i, ok := scopeIndex[s]; ok {
		return scopeTable[i].kind
	}
	return ""
}

// AllScopes are the known scopes in lexical order, those that no operation
// asks for included.
func AllScopes() []Scope {
	all := make([]Scope, len(scopeTable))
	for i, row := range scopeTable {
		all[i] = row.name
	}
	return all
}

// ScopesOf are the known scopes of one family in lexical order.
func ScopesOf(kind Kind) []Scope {
	var found []Scope
	for _, row := range scopeTable {
		if row.kind == kind {
			found = append(found, row.name)
		}
	}
	return found
}

// ScopeSet is a set of known scopes. The zero value is empty; sets compare
// with ==. Nothing in a set implies anything (auth-behaviour.md §5 rule 1), so
// its operations are those of plain sets.
type ScopeSet struct {
	bits [2]uint64 // bit i is scopeTable[i]; the table's test keeps it under 128
}

// ParseScopes reads scope names separated by white space or commas, from one
// text or many. A name that is not known is refused with an
// [*UnknownScopeError]; several are joined into one error.
func ParseScopes[S ~string](texts ...S) (ScopeSet, error) {
	var set ScopeSet
	var unknown unknownScopes
	for _, text := range texts {
		for name := range strings.FieldsFuncSeq(string(text), isScopeSeparator) {
			i, ok := scopeIndex[Scope(name)]
			if !ok {
				unknown = append(unknown, name)
				continue
			}
			set.add(i)
		}
	}
	if len(unknown) > 0 {
		return ScopeSet{}, unknown.err()
	}
	return set, nil
}

func isScopeSeparator(r rune) bool {
	return r == ',' || r == ' ' || r == '\t' || r == '\n' || r == '\r'
}

// Has reports whether s holds scope.
func (s ScopeSet) Has(scope Scope) bool {
	i, ok := scopeIndex[scope]
	return ok && s.bits[i/64]&(1<<(i%64)) != 0
}

// Contains reports whether s holds every scope of want.
func (s ScopeSet) Contains(want ScopeSet) bool {
	return want.bits[0]&^s.bits[0] == 0 && want.bits[1]&^s.bits[1] == 0
}

// Missing are the scopes of want that s does not hold, in lexical order.
func (s ScopeSet) Missing(want ScopeSet) []Scope { return want.minus(s).Scopes() }

// Union is the set of scopes that s or t holds.
func (s ScopeSet) Union(t ScopeSet) ScopeSet {
	return ScopeSet{[2]uint64{s.bits[0] | t.bits[0], s.bits[1] | t.bits[1]}}
}

// Len is the number of scopes.
func (s ScopeSet) Len() int {
	return bits.OnesCount64(s.bits[0]) + bits.OnesCount64(s.bits[1])
}

// All yields the scopes in lexical order.
func (s ScopeSet) All() iter.Seq[Scope] {
	return func(yield func(Scope) bool) {
		for word, b := range s.bits {
			for ; b != 0; b &= b - 1 {
				if !yield(scopeTable[64*word+bits.TrailingZeros64(b)].name) {
					return
				}
			}
		}
	}
}

// Scopes are the scopes in lexical order, never nil.
func (s ScopeSet) Scopes() []Scope {
	list := make([]Scope, 0, s.Len())
	for scope := range s.All() {
		list = append(list, scope)
	}
	return list
}

// String is the scopes in lexical order, separated by spaces; [ParseScopes]
// reads it back.
func (s ScopeSet) String() string {
	var text strings.Builder
	for scope := range s.All() {
		if text.Len() > 0 {
			text.WriteByte(' ')
		}
		text.WriteString(string(scope))
	}
	return text.String()
}

func (s *ScopeSet) add(i int) { s.bits[i/64] |= 1 << (i % 64) }

func (s *ScopeSet) remove(i int) { s.bits[i/64] &^= 1 << (i % 64) }

func (s ScopeSet) minus(t ScopeSet) ScopeSet {
	return ScopeSet{[2]uint64{s.bits[0] &^ t.bits[0], s.bits[1] &^ t.bits[1]}}
}

// meets reports whether s and t share a scope.
func (s ScopeSet) meets(t ScopeSet) bool {
	return s.bits[0]&t.bits[0] != 0 || s.bits[1]&t.bits[1] != 0
}

// lowest is the set of the first scope of s alone.
func (s ScopeSet) lowest() ScopeSet {
	for word, b := range s.bits {
		if b != 0 {
			var first ScopeSet
			first.bits[word] = b & -b
			return first
		}
	}
	return ScopeSet{}
}

// before orders sets of equal size by their lists of names: at the first
// difference the set that holds the earlier name comes first.
func (s ScopeSet) before(t ScopeSet) bool {
	for word := range s.bits {
		if differ := s.bits[word] ^ t.bits[word]; differ != 0 {
			return s.bits[word]&(differ&-differ) != 0
		}
	}
	return false
}
