package catalog

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestLeastAgreesWithEverySubset compares Least with all there is: every subset of the scopes that the operations ask for,
// of which it takes the best of those that open them. It knows nothing of how operations choose between their sets.
func TestLeastAgreesWithEverySubset(t *testing.T) {
	t.Parallel()
	open := slices.DeleteFunc(Default().Operations(), Operation.Closed)
	rapid.Check(t, func(t *rapid.T) {
		var asked []Operation
		var universe ScopeSet
		for _, op := range rapid.SliceOfN(rapid.SampledFrom(open), 1, 6).Draw(t, "operations") {
			wider := universe
			for _, set := range op.alternatives {
				wider = wider.Union(set)
			}
			if wider.Len() <= 10 { // 1,024 subsets
				asked, universe = append(asked, op), wider
			}
		}
		fewest := rapid.Bool().Draw(t, "fewest")
		var best ScopeSet
		var bestCost []int
		scopes := universe.Scopes()
		for subset := range 1 << len(scopes) {
			var held ScopeSet
			for i, scope := range scopes {
				if subset&(1<<i) != 0 {
					held.add(scopeIndex[scope])
				}
			}
			if slices.ContainsFunc(asked, func(op Operation) bool { return !op.Allows(held) }) {
				continue
			}
			cost := costOf(held, asked, fewest)
			order := slices.Compare(cost, bestCost)
			if order == 0 {
				order = slices.Compare(held.Scopes(), best.Scopes())
			}
			if bestCost == nil || order < 0 {
				best, bestCost = held, cost
			}
		}
		plan, err := Default().Least(asked, LeastOptions{Fewest: fewest})
		if err != nil {
			t.Fatal(err)
		}
		if plan.Scopes != best {
			t.Fatalf("Least takes %q at %v, the best of all subsets is %q at %v", plan.Scopes, costOf(plan.Scopes, asked, fewest), best, bestCost)
		}
	})
}
