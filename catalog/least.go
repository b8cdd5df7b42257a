package catalog

import "slices"

// TokenLimit is the number of scopes that the vendor's form lets one API token
// have (auth-behaviour.md §4).
const TokenLimit = 50

// LeastOptions says what "least" means. The zero value is least privilege,
// both families, one token of any size.
type LeastOptions struct {
	// Family restricts the scopes to one family; "" mixes them. Classic scopes
	// never open v2 (auth-behaviour.md §5 rule 2).
	Family Kind
	// Fewest puts the number of scopes before the operations opened besides.
	Fewest bool
	// PerToken is the most scopes one token may have, as in [TokenLimit]; a
	// larger plan is split into several tokens. 0 never splits.
	PerToken int
}

// Plan is the answer of [Catalog.Least].
type Plan struct {
	Scopes  ScopeSet    // all scopes, of all tokens together
	Needs   []Need      // one per operation asked for, in the catalogue's order
	Tokens  []Token     // one, or several if the plan was split; none for no operations
	Further []Operation // opened by a token although not asked for
}

// Need is the reason for scopes: the alternative of an operation that the plan
// satisfies.
type Need struct {
	Operation Operation
	Scopes    ScopeSet
}

// Token is what one token of a plan holds and serves.
type Token struct {
	Scopes     ScopeSet
	Operations []Operation // in the catalogue's order
}

// Least computes the smallest scope set that opens all of ops: the one that
// opens the fewest further writing operations, then the fewest further reading
// ones, then has the fewest scopes (with Fewest: scopes, writing, reading).
// Among equals the set that sorts first is taken, so the answer does not
// depend on the order of ops. It is exact; only the split into several tokens
// is a good one rather than the best.
//
// Errors: [*UnknownOperationError] for an operation of another catalogue,
// [*UnreachableError] for operations that no scope of the family opens,
// [*OversizeError] for those that do not fit into one token.
func (c *Catalog) Least(ops []Operation, opts LeastOptions) (Plan, error) {
	asked := make(map[int]bool, len(ops))
	for _, op := range ops {
		place, ok := c.byKey[op.Key()]
		if !ok {
			return Plan{}, &UnknownOperationError{Spec: op.Key(), Nearest: c.nearestKey(op.Key())}
		}
		asked[place] = true
	}
	s := search{fewest: opts.Fewest}
	var places, closed, oversize []int
	for place, op := range c.operations {
		if !asked[place] {
			s.others = append(s.others, other{op.alternatives, op.Writes()})
			continue
		}
		choice := choiceOf(op, opts.Family)
		if choice == (choicePair{}) {
			closed = append(closed, place)
		}
		fitting := choice.atMost(opts.PerToken)
		if fitting == (choicePair{}) {
			oversize = append(oversize, place)
		}
		places = append(places, place)
		s.choices = append(s.choices, fitting)
	}
	if len(closed) > 0 {
		return Plan{}, &UnreachableError{Family: opts.Family, Operations: c.at(closed)}
	}
	if len(oversize) > 0 {
		return Plan{}, &OversizeError{PerToken: opts.PerToken, Operations: c.at(oversize)}
	}
	s.descend(ScopeSet{}, ScopeSet{})
	return c.plan(s, places, opts.PerToken), nil
}

// plan spells out the scope set that the search found.
func (c *Catalog) plan(s search, places []int, perToken int) Plan {
	plan := Plan{Scopes: s.best}
	for i, place := range places {
		plan.Needs = append(plan.Needs, Need{c.operations[place], s.choices[i].within(s.best)})
	}
	plan.Tokens = split(plan, perToken)
	for place, op := range c.operations {
		opened := func(t Token) bool { return op.Allows(t.Scopes) }
		if slices.ContainsFunc(plan.Tokens, opened) && !slices.Contains(places, place) {
			plan.Further = append(plan.Further, op)
		}
	}
	return plan
}
