package catalog

import (
	"cmp"
	"slices"
)

// split deals the needs of a plan out to tokens of at most perToken scopes, an
// operation's whole set to one token: the largest sets first, each to the
// token that grows least. No set is larger than perToken, Least sees to that.
func split(plan Plan, perToken int) []Token {
	if len(plan.Needs) == 0 {
		return nil
	}
	if perToken <= 0 || plan.Scopes.Len() <= perToken {
		perToken = plan.Scopes.Len()
	}
	var tokens []Token
	for _, need := range largestFirst(plan.Needs) {
		home, least := -1, 0
		for i := range tokens {
			union := tokens[i].Scopes.Union(need)
			grows := union.Len() - tokens[i].Scopes.Len()
			if union.Len() <= perToken && (home < 0 || grows < least) {
				home, least = i, grows
			}
		}
		if home < 0 {
			home = len(tokens)
			tokens = append(tokens, Token{})
		}
		tokens[home].Scopes = tokens[home].Scopes.Union(need)
	}
	for _, need := range plan.Needs {
		i := slices.IndexFunc(tokens, func(t Token) bool { return t.Scopes.Contains(need.Scopes) })
		tokens[i].Operations = append(tokens[i].Operations, need.Operation)
	}
	return tokens
}

// largestFirst are the distinct sets of needs, the largest first.
func largestFirst(needs []Need) []ScopeSet {
	sets := make([]ScopeSet, len(needs))
	for i, need := range needs {
		sets[i] = need.Scopes
	}
	slices.SortFunc(sets, func(a, b ScopeSet) int {
		switch {
		case a.Len() != b.Len():
			return cmp.Compare(b.Len(), a.Len())
		case a == b:
			return 0
		case a.before(b):
			return -1
		default:
			return 1
		}
	})
	return slices.Compact(sets)
}
