package identity_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/weirhq/weir/catalog"
	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/wiki"
)

func TestViewer(t *testing.T) {
	t.Parallel()
	ann := &identity.Caller{Account: "ann", Groups: []wiki.GroupID{"g1", "g2"}, Admin: true}
	closed, open := wiki.Site{}, wiki.Site{Public: true}
	own := []wiki.Subject{"u:ann", "g:g1", "g:g2"}
	for name, row := range map[string]struct {
		caller *identity.Caller
		site   wiki.Site
		want   wiki.Viewer
	}{
		"anonymous, private site":   {&identity.Caller{}, closed, wiki.Viewer{}},
		"anonymous, public site":    {&identity.Caller{}, open, wiki.Viewer{Subjects: []wiki.Subject{"anonymous"}}},
		"account, private site":     {ann, closed, wiki.Viewer{Account: "ann", Subjects: own, SiteAdmin: true}},
		"account, public site":      {ann, open, wiki.Viewer{Account: "ann", Subjects: append(own, "anonymous"), SiteAdmin: true}},
		"groups without an account": {&identity.Caller{Groups: []wiki.GroupID{"g1"}}, closed, wiki.Viewer{}},
	} {
		if diff := cmp.Diff(row.want, row.caller.Viewer(row.site)); diff != "" {
			t.Errorf("%s: Viewer (-want +got):\n%s", name, diff)
		}
	}
}

func operation(t *testing.T, version catalog.Version, id string) catalog.Operation {
	t.Helper()
	op, found := catalog.Default().ByID(version, id)
	if !found {
		t.Fatalf("no operation %s %s", version, id)
	}
	return op
}

func scopeSet(t *testing.T, names ...string) catalog.ScopeSet {
	t.Helper()
	set, err := catalog.ParseScopes(names...)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// TestGateTellsWhatWouldDo holds a few operations to auth-behaviour.md §5, typed from there.
func TestGateTellsWhatWouldDo(t *testing.T) {
	t.Parallel()
	user := operation(t, catalog.V1, "getCurrentUser")
	v2Page := operation(t, catalog.V2, "getPageById")
	closed := operation(t, catalog.V2, "enableAdminKey") // rule 7: no scope is listed
	scoped := func(names ...string) *identity.Caller {
		return &identity.Caller{Account: "ann", Token: "t1", Scoped: true, Scopes: scopeSet(t, names...)}
	}
	for name, row := range map[string]struct {
		caller *identity.Caller
		op     catalog.Operation
		want   *wiki.Error
	}{
		"anonymous":                     {&identity.Caller{}, user, nil},
		"unscoped":                      {&identity.Caller{Account: "ann", Token: "t1"}, user, nil},
		"unscoped, closed to scopes":    {&identity.Caller{Account: "ann", Token: "t1"}, closed, nil},
		"classic on v1":                 {scoped("read:confluence-user"), user, nil},
		"granular on v1":                {scoped("read:content-details:confluence"), user, nil},
		"granular on v2":                {scoped("read:page:confluence"), v2Page, nil},
		"rule 1: write is not read":     {scoped("write:page:confluence"), v2Page, wiki.NewError(wiki.ScopeMissing, wiki.Facts{Operation: "v2:getPageById", Need: []string{"read:page:confluence"}, Held: []string{"write:page:confluence"}, Account: "ann", Token: "t1"})},
		"rule 2: classic never on v2":   {scoped("read:confluence-content.all"), v2Page, wiki.NewError(wiki.ScopeMissing, wiki.Facts{Operation: "v2:getPageById", Need: []string{"read:page:confluence"}, Held: []string{"read:confluence-content.all"}, Account: "ann", Token: "t1"})},
		"rule 3: page scopes not on v1": {scoped("read:page:confluence"), user, wiki.NewError(wiki.ScopeMissing, wiki.Facts{Operation: "v1:getCurrentUser", Need: []string{"read:confluence-user", "read:content-details:confluence"}, Held: []string{"read:page:confluence"}, Account: "ann", Token: "t1"})},
		"rule 7: closed":                {scoped("read:page:confluence"), closed, wiki.NewError(wiki.OperationClosedToScopes, wiki.Facts{Operation: "v2:enableAdminKey", Held: []string{"read:page:confluence"}, Account: "ann", Token: "t1"})},
		"no scope at all":               {&identity.Caller{Account: "ann", Scoped: true}, v2Page, wiki.NewError(wiki.ScopeMissing, wiki.Facts{Operation: "v2:getPageById", Need: []string{"read:page:confluence"}, Held: []string{}, Account: "ann"})},
	} {
		got := row.caller.Gate(row.op)
		if diff := cmp.Diff(row.want, got, cmp.AllowUnexported(wiki.Error{})); diff != "" {
			t.Errorf("%s: Gate (-want +got):\n%s", name, diff)
		}
		if got != nil && got.Kind() != wiki.Unauthorized {
			t.Errorf("%s: the kind is %v, want Unauthorized (G1)", name, got.Kind())
		}
	}
}

// TestGateAgreesWithTheCatalogue walks every operation: exactly its sets open it, each set without one scope does not,
// and all other scopes together do not.
func TestGateAgreesWithTheCatalogue(t *testing.T) {
	t.Parallel()
	for _, op := range catalog.Default().Operations() {
		everything := scopeSet(t, texts(catalog.AllScopes())...)
		all := &identity.Caller{Account: "ann", Scoped: true, Scopes: everything}
		sets := op.Alternatives()
		if err := all.Gate(op); (err == nil) != (len(sets) > 0) {
			t.Errorf("%s: every scope held, Gate = %v", op.Key(), err)
		}
		for _, set := range sets {
			if err := (&identity.Caller{Scoped: true, Scopes: scopeSet(t, texts(set)...)}).Gate(op); err != nil {
				t.Errorf("%s: %v held, Gate = %v", op.Key(), set, err)
			}
			for i := range set {
				rest := append(texts(set[:i]), texts(set[i+1:])...)
				held := catalog.ScopeSet{}
				if len(rest) > 0 {
					held = scopeSet(t, rest...)
				}
				if opens(sets, held) {
					continue // what is left is another of its sets
				}
				if err := (&identity.Caller{Scoped: true, Scopes: held}).Gate(op); err == nil || err.Reason != wiki.ScopeMissing {
					t.Errorf("%s: %v held without %s, Gate = %v", op.Key(), set, set[i], err)
				}
			}
		}
	}
}

func opens(sets [][]catalog.Scope, held catalog.ScopeSet) bool {
	for _, set := range sets {
		whole := true
		for _, s := range set {
			whole = whole && held.Has(s)
		}
		if whole {
			return true
		}
	}
	return false
}

func texts(scopes []catalog.Scope) []string {
	out := make([]string, len(scopes))
	for i, s := range scopes {
		out[i] = string(s)
	}
	return out
}

func TestDoorNames(t *testing.T) {
	t.Parallel()
	if identity.AtSite.String() != "site" || identity.AtGateway.String() != "gateway" {
		t.Errorf("the doors are called %s and %s", identity.AtSite, identity.AtGateway)
	}
}
