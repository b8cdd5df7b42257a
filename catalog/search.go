package catalog

import "slices"

// search is a branch and bound over the classic scopes. Each alternative is
// purely classic or purely granular, so once the classic scopes of a solution
// are fixed its granular ones follow: those of every operation that the
// classic ones leave shut. There are fifteen classic scopes that operations
// ask for, against a hundred and fifty operations with two alternatives.
type search struct {
	choices []choicePair // of the operations asked for
	others  []other      // the rest of the catalogue
	fewest  bool

	found    bool
	best     ScopeSet
	bestCost [3]int
}

type other struct {
	alternatives []ScopeSet
	writes       bool
}

// descend looks at the solutions that hold the classic scopes of in and none
// of out. All of them contain base, and no cost falls as a set grows: base is
// a bound, and the best of them as soon as it solves all.
func (s *search) descend(in, out ScopeSet) {
	none := ScopeSet{}
	base := in
	for _, choice := range s.choices {
		if choice.classic != none && !choice.classic.meets(out) {
			continue
		}
		if choice.granular == none {
			return
		}
		base = base.Union(choice.granular)
	}
	cost := s.cost(base)
	if s.found && slices.Compare(cost[:], s.bestCost[:]) > 0 {
		return
	}
	for _, choice := range s.choices {
		if choice.within(base) != none {
			continue
		}
		// Shut, so neither in nor out decides about its classic set yet.
		next := choice.classic.minus(in).lowest()
		s.descend(in.Union(next), out)
		s.descend(in, out.Union(next))
		return
	}
	if !s.found || slices.Compare(cost[:], s.bestCost[:]) < 0 || base.before(s.best) {
		s.found, s.best, s.bestCost = true, base, cost
	}
}

// cost is what a set opens besides, and its size, in order of weight.
func (s *search) cost(held ScopeSet) [3]int {
	var writes, reads int
	for _, op := range s.others {
		if !slices.ContainsFunc(op.alternatives, held.Contains) {
			continue
		}
		if op.writes {
			writes++
		} else {
			reads++
		}
	}
	if s.fewest {
		return [3]int{held.Len(), writes, reads}
	}
	return [3]int{writes, reads, held.Len()}
}

// choicePair is what an operation may be opened by; an empty set is no choice.
type choicePair struct{ classic, granular ScopeSet }

func choiceOf(op Operation, family Kind) choicePair {
	var choice choicePair
	for _, set := range op.alternatives {
		switch kind := set.kind(); {
		case family != "" && family != kind:
		case kind == Classic:
			choice.classic = set
		default:
			choice.granular = set
		}
	}
	return choice
}

// atMost drops the choices of more than perToken scopes; 0 drops none.
func (p choicePair) atMost(perToken int) choicePair {
	if perToken > 0 && p.classic.Len() > perToken {
		p.classic = ScopeSet{}
	}
	if perToken > 0 && p.granular.Len() > perToken {
		p.granular = ScopeSet{}
	}
	return p
}

// kind is the family of a set that parseFamily has read.
func (s ScopeSet) kind() Kind {
	for scope := range s.All() {
		return scope.Kind()
	}
	return ""
}

// within is the smaller choice that held satisfies, classic if they are equal.
func (p choicePair) within(held ScopeSet) ScopeSet {
	none := ScopeSet{}
	classic := p.classic != none && held.Contains(p.classic)
	granular := p.granular != none && held.Contains(p.granular)
	if classic && (!granular || p.classic.Len() <= p.granular.Len()) {
		return p.classic
	}
	if granular {
		return p.granular
	}
	return none
}
