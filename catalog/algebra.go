package catalog

import "slices"

// Alternatives are the scope sets that open the operation, each complete in
// itself: for v1 the classic and the granular set, as far as they are listed;
// for v2 the granular set only (auth-behaviour.md §5 rules 2 and 3). An
// operation without any is closed to scoped tokens (rule 7).
func (op Operation) Alternatives() [][]Scope {
	lists := make([][]Scope, len(op.alternatives))
	for i, set := range op.alternatives {
		lists[i] = set.Scopes()
	}
	return lists
}

// Closed reports that no scoped token opens the operation.
func (op Operation) Closed() bool { return len(op.alternatives) == 0 }

// Allows reports whether a token that holds these scopes passes the gate of
// the operation.
func (op Operation) Allows(held ScopeSet) bool {
	for _, need := range op.alternatives {
		if held.Contains(need) {
			return true
		}
	}
	return false
}

// Missing tells, for each of Alternatives in the same order, the scopes that
// held lacks; an empty list stands for a satisfied alternative. The whole is
// empty for a closed operation.
func (op Operation) Missing(held ScopeSet) [][]Scope {
	lists := make([][]Scope, len(op.alternatives))
	for i, need := range op.alternatives {
		lists[i] = held.Missing(need)
	}
	return lists
}

// Opens are the operations that a token with these scopes may call, in the
// catalogue's order.
func (c *Catalog) Opens(held ScopeSet) []Operation {
	var open []Operation
	for i := range c.operations {
		if c.operations[i].Allows(held) {
			open = append(open, c.operations[i])
		}
	}
	return open
}

// alternativesOf applies the rules once, when a row is read. A set that is not
// listed is no alternative: it must never count as one that asks for nothing.
func alternativesOf(version Version, classic, granular ScopeSet) []ScopeSet {
	sets := []ScopeSet{granular}
	if version == V1 {
		sets = []ScopeSet{classic, granular}
	}
	return slices.DeleteFunc(sets, func(s ScopeSet) bool { return s == ScopeSet{} })
}
