package catalog

// Opening is what a scope does for one operation.
type Opening struct {
	Operation Operation
	With      []Scope // what else the operation asks for in the same set; none when the scope opens it alone
}

// OpenedBy are the operations that ask for scope, in the catalogue's order.
func (c *Catalog) OpenedBy(scope Scope) []Opening {
	var found []Opening
	for _, op := range c.operations {
		for _, set := range op.alternatives {
			if set.Has(scope) {
				rest := set
				rest.remove(scopeIndex[scope])
				found = append(found, Opening{op, rest.Scopes()})
				break // the other set is of the other family
			}
		}
	}
	return found
}

// Held concludes which scopes a token certainly holds and which it certainly lacks, from operations whose gate it passed
// and others whose gate it did not. The service never tells (auth-behaviour.md §3, "the only way to probe scopes"), and
// an operation with two sets may leave open which of them was the reason: such scopes are in neither.
func Held(opened, shut []Operation) (held, lacks ScopeSet) {
	for {
		before := [2]ScopeSet{held, lacks}
		for _, op := range opened {
			if live := op.live(lacks); len(live) == 1 {
				held = held.Union(live[0])
			}
		}
		for _, op := range shut {
			for _, set := range op.alternatives {
				if open := set.minus(held); open.Len() == 1 {
					lacks = lacks.Union(open)
				}
			}
		}
		if before == [2]ScopeSet{held, lacks} {
			return held, lacks
		}
	}
}

// live are the alternatives that none of the lacking scopes rules out.
func (op Operation) live(lacks ScopeSet) []ScopeSet {
	var live []ScopeSet
	for _, set := range op.alternatives {
		if !set.meets(lacks) {
			live = append(live, set)
		}
	}
	return live
}

// costly are reading operations that no one should call only to see whether they open.
var costly = map[string]bool{"v1:exportAuditRecords": true}

// Probe is the reading operation that says most about whether a token holds the scopes of want, when it opens those in
// opened and not those in shut. It is a GET and asks for nothing but its scopes: called for an object that does not
// exist, it answers the gate's 401 or anything else. ok is false when no further call tells more.
func (c *Catalog) Probe(want ScopeSet, opened, shut []Operation) (op Operation, ok bool) {
	held, lacks := Held(opened, shut)
	open := want.minus(held).minus(lacks)
	asked := map[string]bool{}
	for _, list := range [2][]Operation{opened, shut} {
		for _, op := range list {
			asked[op.Key()] = true
		}
	}
	best := 0
	for _, candidate := range c.operations {
		if candidate.Method != "GET" || asked[candidate.Key()] || costly[candidate.Key()] {
			continue
		}
		if doubt := candidate.doubt(open, held, lacks); doubt > 0 && (!ok || doubt < best) {
			op, best, ok = candidate, doubt, true
		}
	}
	return op, ok
}

// doubt is how much an answer would leave in doubt, the least first; 0 when it says nothing about the scopes in open.
func (op Operation) doubt(open, held, lacks ScopeSet) int {
	doubt, about := 0, false
	for _, set := range op.live(lacks) {
		unknown := set.minus(held)
		if (unknown == ScopeSet{}) {
			return 0 // opens in any case
		}
		doubt += 10 + unknown.Len()
		about = about || unknown.meets(open)
	}
	if !about {
		return 0
	}
	doubt *= 2
	if !hasParameter(op) { // its answer is a list, which takes longer than a miss
		doubt++
	}
	return doubt
}

func hasParameter(op Operation) bool {
	for _, segment := range op.segments {
		if segment.Param {
			return true
		}
	}
	return false
}
