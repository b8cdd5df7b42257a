package catalog

import (
	"cmp"
	"errors"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func find(t *testing.T, specs ...string) []Operation {
	t.Helper()
	var ops []Operation
	for _, spec := range specs {
		op, err := Default().Find(spec)
		if err != nil {
			t.Fatal(err)
		}
		ops = append(ops, op)
	}
	return ops
}

func TestLeastChoosesByTheOrderAskedFor(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name       string
		operations []string
		opts       LeastOptions
		want       string
	}{
		{"nothing asked", nil, LeastOptions{}, ""},
		{"one way in", []string{"v2:getPages"}, LeastOptions{}, "read:page:confluence"},
		{"a narrow granular set beats the classic one that opens every edit",
			[]string{"v1:copyPage"}, LeastOptions{}, "read:content-details:confluence write:page:confluence"},
		{"fewest takes the classic one",
			[]string{"v1:copyPage"}, LeastOptions{Fewest: true}, "write:confluence-content"},
		{"a narrow classic scope beats the granular one",
			[]string{"v1:getCurrentUser"}, LeastOptions{}, "read:confluence-user"},
		{"families mix",
			[]string{"v1:getCurrentUser", "v2:getPages"}, LeastOptions{}, "read:confluence-user read:page:confluence"},
		{"granular only",
			[]string{"v1:getCurrentUser"}, LeastOptions{Family: Granular}, "read:content-details:confluence"},
		{"classic only",
			[]string{"v1:copyPage"}, LeastOptions{Family: Classic}, "write:confluence-content"},
		{"an operation twice counts once",
			[]string{"v2:getPages", "v2:getPages"}, LeastOptions{}, "read:page:confluence"},
		{"what v2 needs anyway serves v1 too",
			[]string{"v2:getAttachmentById", "v1:downloadAttatchment"}, LeastOptions{}, "read:attachment:confluence"},
	} {
		plan, err := Default().Least(find(t, tt.operations...), tt.opts)
		if err != nil || plan.Scopes.String() != tt.want {
			t.Errorf("%s: %q (%v), want %q", tt.name, plan.Scopes, err, tt.want)
		}
	}
}

// costOf is what Least minimises, computed the plain way.
func costOf(held ScopeSet, asked []Operation, fewest bool) []int {
	var writes, reads int
	for _, op := range Default().Opens(held) {
		switch {
		case slices.ContainsFunc(asked, func(a Operation) bool { return a.Key() == op.Key() }):
		case op.Writes():
			writes++
		default:
			reads++
		}
	}
	if fewest {
		return []int{held.Len(), writes, reads}
	}
	return []int{writes, reads, held.Len()}
}

// exhaustive tries every choice of one alternative per operation.
func exhaustive(ops []Operation, opts LeastOptions) (best ScopeSet, found bool) {
	var bestCost []int
	var try func(i int, held ScopeSet)
	try = func(i int, held ScopeSet) {
		if i < len(ops) {
			for _, alternative := range ops[i].Alternatives() {
				if opts.Family == "" || alternative[0].Kind() == opts.Family {
					need, _ := ParseScopes(alternative...)
					try(i+1, held.Union(need))
				}
			}
			return
		}
		cost := costOf(held, ops, opts.Fewest)
		order := slices.Compare(cost, bestCost)
		if found && order == 0 {
			order = slices.Compare(held.Scopes(), best.Scopes())
		}
		if !found || order < 0 {
			best, bestCost, found = held, cost, true
		}
	}
	try(0, ScopeSet{})
	return best, found
}

func TestLeastAgreesWithExhaustiveSearch(t *testing.T) {
	t.Parallel()
	open := slices.DeleteFunc(Default().Operations(), Operation.Closed)
	twoWays := slices.DeleteFunc(slices.Clone(open), func(op Operation) bool { return len(op.alternatives) < 2 })
	rapid.Check(t, func(t *rapid.T) {
		// Mostly operations that leave a choice.
		ops := slices.Concat(
			rapid.SliceOfN(rapid.SampledFrom(twoWays), 0, 7).Draw(t, "v1"),
			rapid.SliceOfN(rapid.SampledFrom(open), 0, 2).Draw(t, "any"))
		opts := LeastOptions{
			Fewest: rapid.Bool().Draw(t, "fewest"),
			Family: rapid.SampledFrom([]Kind{"", "", Classic, Granular}).Draw(t, "family"),
		}
		want, possible := exhaustive(ops, opts)
		plan, err := Default().Least(ops, opts)
		if possible != (err == nil) {
			t.Fatalf("error %v, solvable %t", err, possible)
		}
		if possible && plan.Scopes != want {
			t.Fatalf("got  %s %v\nwant %s %v", plan.Scopes, costOf(plan.Scopes, ops, opts.Fewest),
				want, costOf(want, ops, opts.Fewest))
		}
	})
}

func TestAPlanAccountsForItself(t *testing.T) {
	t.Parallel()
	open := slices.DeleteFunc(Default().Operations(), Operation.Closed)
	rapid.Check(t, func(t *rapid.T) {
		ops := rapid.SliceOfNDistinct(rapid.SampledFrom(open), 1, 60, Operation.Key).Draw(t, "ops")
		limit := rapid.SampledFrom([]int{0, 5, 8, TokenLimit}).Draw(t, "per token")
		plan, err := Default().Least(ops, LeastOptions{PerToken: limit})
		if err != nil {
			t.Fatal(err)
		}
		var needed, dealt ScopeSet
		for _, need := range plan.Needs {
			if !need.Operation.Allows(need.Scopes) {
				t.Fatalf("%s is not opened by %s", need.Operation.Key(), need.Scopes)
			}
			needed = needed.Union(need.Scopes)
		}
		served := 0
		for _, token := range plan.Tokens {
			if limit > 0 && token.Scopes.Len() > limit {
				t.Fatalf("token has %d scopes, limit %d", token.Scopes.Len(), limit)
			}
			for _, op := range token.Operations {
				if !op.Allows(token.Scopes) {
					t.Fatalf("%s is not opened by its token %s", op.Key(), token.Scopes)
				}
			}
			served += len(token.Operations)
			dealt = dealt.Union(token.Scopes)
		}
		if needed != plan.Scopes || dealt != plan.Scopes {
			t.Fatalf("plan %s, needs %s, tokens %s", plan.Scopes, needed, dealt)
		}
		if len(plan.Needs) != len(ops) || served != len(ops) {
			t.Fatalf("%d operations, %d needs, %d served", len(ops), len(plan.Needs), served)
		}
		if limit == 0 && len(plan.Further)+len(ops) != len(Default().Opens(plan.Scopes)) {
			t.Fatalf("%d asked, %d further, %d open", len(ops), len(plan.Further), len(Default().Opens(plan.Scopes)))
		}
	})
}

func TestAPlanSaysWhatEachOperationNeedsAndWhatElseOpens(t *testing.T) {
	t.Parallel()
	plan, err := Default().Least(find(t, "v2:deletePage", "v1:getPrivacyUnsafeUserEmail"), LeastOptions{})
	if err != nil {
		t.Fatal(err)
	}
	needs := map[string]string{}
	for _, need := range plan.Needs {
		needs[need.Operation.Key()] = need.Scopes.String()
	}
	want := map[string]string{
		"v1:getPrivacyUnsafeUserEmail": "read:email-address:confluence",
		"v2:deletePage":                "delete:page:confluence",
	}
	if diff := gocmp.Diff(want, needs); diff != "" {
		t.Error(diff)
	}
	if got, want := keys(plan.Further), "v1:getPrivacyUnsafeUserEmailBulk, v2:deleteBlogPost"; got != want {
		t.Errorf("further %s, want %s", got, want)
	}
	if len(plan.Tokens) != 1 || keys(plan.Tokens[0].Operations) != "v1:getPrivacyUnsafeUserEmail, v2:deletePage" {
		t.Errorf("tokens %v", plan.Tokens)
	}
}

// auth-behaviour.md §10 rule 17: more than 50 scopes are split over tokens.
func TestALargePlanIsSplit(t *testing.T) {
	t.Parallel()
	granular := slices.DeleteFunc(Default().Operations(), func(op Operation) bool { return len(op.Granular) == 0 })
	whole, err := Default().Least(granular, LeastOptions{Family: Granular})
	if err != nil {
		t.Fatal(err)
	}
	parts, err := Default().Least(granular, LeastOptions{Family: Granular, PerToken: TokenLimit})
	if err != nil {
		t.Fatal(err)
	}
	if whole.Scopes != parts.Scopes || len(whole.Tokens) != 1 || len(parts.Tokens) != 2 {
		t.Errorf("%d scopes in %d token, %d in %d; want the same in 1 and 2",
			whole.Scopes.Len(), len(whole.Tokens), parts.Scopes.Len(), len(parts.Tokens))
	}
}

func TestASplitTakesTheAlternativeThatFits(t *testing.T) {
	t.Parallel()
	// Granular is least here, but takes five scopes.
	ops := find(t, "v1:createRelationship")
	plan, err := Default().Least(ops, LeastOptions{PerToken: 4})
	if err != nil || plan.Scopes.String() != "write:confluence-content" {
		t.Errorf("got %s, %v", plan.Scopes, err)
	}
	_, err = Default().Least(ops, LeastOptions{PerToken: 4, Family: Granular})
	var oversize *OversizeError
	if !errors.As(err, &oversize) {
		t.Fatalf("error is %v", err)
	}
	if got, want := err.Error(), "more than 4 scopes needed in one token: v1:createRelationship"; got != want {
		t.Errorf("error %q, want %q", got, want)
	}
}

func TestOperationsWithoutASolutionAreNamed(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		operations []string
		family     Kind
		want       string
	}{
		{[]string{"v2:getPages", "v1:getSpace", "v2:getSpaces"}, Classic,
			"not open to classic scopes: v2:getPages, v2:getSpaces"}, // auth-behaviour.md §5 rule 2
		{[]string{"v1:searchUser"}, Classic, "not open to classic scopes: v1:searchUser"},
		{[]string{"v2:getAdminKey", "v1:getModules"}, "",
			"closed to scoped tokens: v1:getModules, v2:getAdminKey"}, // auth-behaviour.md §5 rule 7
	} {
		_, err := Default().Least(find(t, tt.operations...), LeastOptions{Family: tt.family})
		var unreachable *UnreachableError
		if !errors.As(err, &unreachable) || err.Error() != tt.want {
			t.Errorf("error %v, want %s", err, tt.want)
		}
	}
	_, err := Default().Least([]Operation{{Version: V2, ID: "getPagesById"}}, LeastOptions{})
	if want := `unknown operation "v2:getPagesById", did you mean v2:getPageById?`; err == nil || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
}

// The whole catalogue is the widest search there is.
func TestThePlanForEverythingDoesNotDependOnTheOrder(t *testing.T) {
	t.Parallel()
	ops := slices.DeleteFunc(Default().Operations(), Operation.Closed)
	forth, err := Default().Least(ops, LeastOptions{})
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(ops, func(a, b Operation) int { return cmp.Compare(b.ID, a.ID) })
	back, err := Default().Least(ops, LeastOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if forth.Scopes != back.Scopes || len(forth.Further) != 0 {
		t.Errorf("forth %s, back %s", forth.Scopes, back.Scopes)
	}
}

func BenchmarkLeast(b *testing.B) {
	every := slices.DeleteFunc(Default().Operations(), Operation.Closed)
	v1 := slices.DeleteFunc(slices.Clone(every), func(op Operation) bool { return op.Version == V2 })
	third := slices.Collect(func(yield func(Operation) bool) {
		for i := 0; i < len(v1) && yield(v1[i]); i += 3 {
		}
	})
	for name, ops := range map[string][]Operation{"every": every, "v1": v1, "third": third} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := Default().Least(ops, LeastOptions{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
