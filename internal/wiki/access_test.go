package wiki_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/weirhq/weir/internal/wiki"
)

func TestRuleKeyIsCanonical(t *testing.T) {
	t.Parallel()
	ann, bob, eng := wiki.User("ann"), wiki.User("bob"), wiki.Group("eng")
	for _, row := range []struct {
		rule wiki.Rule
		want string
	}{
		{nil, ""},
		{wiki.Rule{}, ""},
		{wiki.Rule{{}}, "()"}, // a restriction whose subjects are all gone still counts
		{wiki.Rule{{ann}}, "(u:ann)"},
		{wiki.Rule{{bob, ann}}, "(u:ann|u:bob)"},
		{wiki.Rule{{ann, bob, ann}}, "(u:ann|u:bob)"},
		{wiki.Rule{{ann}, {bob}}, "(u:ann)(u:bob)"},
		{wiki.Rule{{bob}, {ann}, {bob}}, "(u:ann)(u:bob)"},
		{wiki.Rule{{eng, ann}, {}, {ann}}, "()(g:eng|u:ann)(u:ann)"},
	} {
		if got := row.rule.Key(); got != row.want {
			t.Errorf("Key of %v = %q, want %q", row.rule, got, row.want)
		}
	}
}

func TestDistinctLeavesItsRuleAlone(t *testing.T) {
	t.Parallel()
	rule := wiki.Rule{{"u:bob", "u:ann", "u:bob"}, {"u:bob", "u:ann"}, {"g:eng"}}
	if diff := cmp.Diff([]wiki.Clause{{"g:eng"}, {"u:ann", "u:bob"}}, rule.Distinct()); diff != "" {
		t.Errorf("Distinct (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(wiki.Rule{{"u:bob", "u:ann", "u:bob"}, {"u:bob", "u:ann"}, {"g:eng"}}, rule); diff != "" {
		t.Errorf("Distinct changed the rule (-before +after):\n%s", diff)
	}
}

func TestAdmits(t *testing.T) {
	t.Parallel()
	ann := wiki.Viewer{Account: "ann", Subjects: []wiki.Subject{"u:ann", "g:eng"}}
	admin := wiki.Viewer{Account: "root", Subjects: []wiki.Subject{"u:root"}, SiteAdmin: true}
	for _, row := range []struct {
		rule   wiki.Rule
		viewer wiki.Viewer
		want   bool
	}{
		{nil, wiki.Viewer{}, true},
		{wiki.Rule{{"u:ann"}}, ann, true},
		{wiki.Rule{{"u:bob", "g:eng"}}, ann, true}, // any match suffices
		{wiki.Rule{{"u:bob"}}, ann, false},
		{wiki.Rule{{"u:ann"}, {"g:eng"}}, ann, true},
		{wiki.Rule{{"u:ann"}, {"u:bob"}}, ann, false}, // every clause must admit
		{wiki.Rule{{}}, ann, false},                   // a list whose members are all gone means nobody
		{wiki.Rule{{"u:ann"}}, admin, false},          // no implicit superuser on content
		{wiki.Rule{{"u:ann"}}, wiki.Viewer{}, false},
		{wiki.Rule{{wiki.Anonymous}}, wiki.Viewer{Subjects: []wiki.Subject{wiki.Anonymous}}, true},
	} {
		if got := row.rule.Admits(row.viewer); got != row.want {
			t.Errorf("%v admits %v: %v", row.rule, row.viewer.Subjects, got)
		}
	}
}

// TestEqualKeysAdmitTheSame lets rules be interned by their key: whoever passes one passes every other of that key.
func TestEqualKeysAdmitTheSame(t *testing.T) {
	t.Parallel()
	subject := rapid.SampledFrom([]wiki.Subject{"u:a", "u:b", "u:c", "g:x", "g:y"})
	clause := rapid.Custom(func(t *rapid.T) wiki.Clause { return rapid.SliceOfN(subject, 0, 3).Draw(t, "clause") })
	rapid.Check(t, func(t *rapid.T) {
		one := wiki.Rule(rapid.SliceOfN(clause, 0, 3).Draw(t, "one"))
		other := wiki.Rule(rapid.SliceOfN(clause, 0, 3).Draw(t, "other"))
		viewer := wiki.Viewer{Subjects: rapid.SliceOfN(subject, 0, 4).Draw(t, "viewer")}
		if one.Key() == other.Key() && one.Admits(viewer) != other.Admits(viewer) {
			t.Fatalf("%v and %v have the key %q and differ for %v", one, other, one.Key(), viewer.Subjects)
		}
		if canonical := wiki.Rule(one.Distinct()); canonical.Key() != one.Key() || canonical.Admits(viewer) != one.Admits(viewer) {
			t.Fatalf("%v and its canonical form %v differ", one, canonical)
		}
		if longer := append(one[:len(one):len(one)], other...); longer.Admits(viewer) && !one.Admits(viewer) {
			t.Fatalf("%v admits %v, and the shorter %v does not", longer, viewer.Subjects, one)
		}
	})
}

func TestSubjects(t *testing.T) {
	t.Parallel()
	for subject, want := range map[wiki.Subject]struct {
		account wiki.AccountID
		group   wiki.GroupID
	}{
		wiki.User("ann"):                   {account: "ann"},
		wiki.Group("eng"):                  {group: "eng"},
		wiki.Anonymous:                     {},
		wiki.User(""):                      {},
		wiki.Group(""):                     {},
		wiki.User(wiki.AccountID("g:eng")): {account: "g:eng"},
		"":                                 {},
		"x:ann":                            {},
	} {
		account, isAccount := subject.Account()
		group, isGroup := subject.Group()
		if account != want.account || isAccount != (want.account != "") || group != want.group || isGroup != (want.group != "") {
			t.Errorf("%q is account %q (%v), group %q (%v)", subject, account, isAccount, group, isGroup)
		}
	}
}

// TestAllow is security-model.md §6 from the site inwards, a row for each factor.
func TestAllow(t *testing.T) {
	t.Parallel()
	everything := wiki.Access{Space: wiki.SpacePerms, RuleAdmits: true, EditAdmits: true, Status: wiki.Current, Kind: wiki.Page}
	with := func(change func(*wiki.Access)) wiki.Access {
		a := everything
		change(&a)
		return a
	}
	viewOnly := with(func(a *wiki.Access) { a.Space = wiki.View })
	noView := with(func(a *wiki.Access) { a.Space &^= wiki.View })
	hidden := with(func(a *wiki.Access) { a.RuleAdmits = false })
	ownHidden := with(func(a *wiki.Access) { a.RuleAdmits, a.Own = false, true })
	noEdit := with(func(a *wiki.Access) { a.EditAdmits = false })
	archived := with(func(a *wiki.Access) { a.SpaceClosed = true })
	purged := with(func(a *wiki.Access) { a.Status, a.Own = wiki.Deleted, true })
	trashed := with(func(a *wiki.Access) { a.Status = wiki.Trashed })
	foreignDraft := with(func(a *wiki.Access) { a.Status = wiki.Draft })
	ownDraft := with(func(a *wiki.Access) { a.Status, a.Own = wiki.Draft, true })
	author := with(func(a *wiki.Access) { a.Space, a.Own = wiki.View|wiki.DeleteOwn, true })
	stranger := with(func(a *wiki.Access) { a.Space = wiki.View | wiki.DeleteOwn })
	authorWithout := with(func(a *wiki.Access) { a.Space, a.Own = wiki.View, true })
	commentAuthor := with(func(a *wiki.Access) { a.Space, a.Own, a.Kind = wiki.View|wiki.DeleteOwn, true, wiki.Comment })
	authorRestricted := with(func(a *wiki.Access) { a.Space, a.Own, a.EditAdmits = wiki.View|wiki.DeleteOwn, true, false })

	for name, row := range map[string]struct {
		op   wiki.Perm
		a    wiki.Access
		want wiki.Reason
	}{
		"view":                                {wiki.View, everything, ""},
		"view needs only view":                {wiki.View, viewOnly, ""},
		"view, no space permission":           {wiki.View, noView, wiki.NoViewPermission},
		"view, restricted":                    {wiki.View, hidden, wiki.NoViewPermission},
		"view, restricted against its author": {wiki.View, ownHidden, wiki.NoViewPermission},
		"view, purged":                        {wiki.View, purged, wiki.NoViewPermission},
		"view, in the trash":                  {wiki.View, trashed, ""},
		"view, edit restriction":              {wiki.View, noEdit, ""},
		"view, archived space":                {wiki.View, archived, ""},
		"view, somebody's draft":              {wiki.View, foreignDraft, wiki.NoViewPermission},
		"view, own draft":                     {wiki.View, ownDraft, ""},

		"edit":                      {wiki.CreatePage, everything, ""},
		"edit without the right":    {wiki.CreatePage, viewOnly, wiki.NoPermission},
		"edit needs view":           {wiki.CreatePage, noView, wiki.NoViewPermission},
		"edit needs the view rule":  {wiki.CreatePage, hidden, wiki.NoViewPermission},
		"edit, restricted":          {wiki.CreatePage, noEdit, wiki.EditRestricted},
		"edit, archived space":      {wiki.CreatePage, archived, wiki.SpaceIsArchived},
		"edit, somebody's draft":    {wiki.CreatePage, foreignDraft, wiki.NoViewPermission},
		"edit, own draft":           {wiki.CreatePage, ownDraft, ""},
		"edit, purged":              {wiki.CreatePage, purged, wiki.NoViewPermission},
		"own is no right to edit":   {wiki.CreatePage, author, wiki.NoPermission},
		"another kind's right":      {wiki.CreateBlogPost, with(func(a *wiki.Access) { a.Space = wiki.View | wiki.CreatePage }), wiki.NoPermission},
		"restrict":                  {wiki.Restrict, everything, ""},
		"restrict, edit restricted": {wiki.Restrict, noEdit, wiki.EditRestricted},

		"delete":                               {wiki.DeletePage, everything, ""},
		"delete without the right":             {wiki.DeletePage, viewOnly, wiki.NoPermission},
		"delete, archived space":               {wiki.DeletePage, archived, wiki.SpaceIsArchived},
		"delete own":                           {wiki.DeletePage, author, ""},
		"delete own, of somebody else":         {wiki.DeletePage, stranger, wiki.NoPermission},
		"delete own, without that right":       {wiki.DeletePage, authorWithout, wiki.NoPermission},
		"delete own, of the content's kind":    {wiki.DeleteComment, commentAuthor, ""},
		"delete own, of another kind":          {wiki.DeletePage, commentAuthor, wiki.NoPermission},
		"delete own, edit restricted":          {wiki.DeletePage, authorRestricted, wiki.EditRestricted},
		"the right to delete own is no other":  {wiki.AdministerSpace, author, wiki.NoPermission},
		"a site's ability is no space's grant": {wiki.AdministerSite, everything, wiki.NoPermission},
	} {
		if got := wiki.Allow(row.op, row.a); got != row.want {
			t.Errorf("%s: Allow = %q, want %q", name, got, row.want)
		}
	}
}

// TestAllowNeverWidens walks all accesses: taking a factor away never allows more, and nobody may do what it may not see.
func TestAllowNeverWidens(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a := wiki.Access{
			Space:       wiki.Perm(rapid.Uint32Range(0, uint32(wiki.SpacePerms)).Draw(t, "space")),
			RuleAdmits:  rapid.Bool().Draw(t, "rule"),
			EditAdmits:  rapid.Bool().Draw(t, "edit"),
			Own:         rapid.Bool().Draw(t, "own"),
			SpaceClosed: rapid.Bool().Draw(t, "closed"),
			Status:      rapid.SampledFrom([]wiki.Status{wiki.Current, wiki.Draft, wiki.Trashed, wiki.Archived, wiki.Deleted}).Draw(t, "status"),
			Kind:        rapid.SampledFrom([]wiki.Kind{wiki.Page, wiki.BlogPost, wiki.Comment, wiki.Attachment}).Draw(t, "kind"),
		}
		op := rapid.SampledFrom(wiki.SpacePerms.Each()).Draw(t, "op")
		allowed := wiki.Allow(op, a) == ""
		if allowed && wiki.Allow(wiki.View, a) != "" {
			t.Fatalf("%s is allowed on what cannot be seen: %+v", op, a)
		}
		less := a
		switch rapid.IntRange(0, 4).Draw(t, "take away") {
		case 0:
			less.Space &^= rapid.SampledFrom(wiki.SpacePerms.Each()).Draw(t, "perm")
		case 1:
			less.RuleAdmits = false
		case 2:
			less.EditAdmits = false
		case 3:
			less.Own = false
		case 4:
			less.SpaceClosed = true
		}
		if !allowed && wiki.Allow(op, less) == "" {
			t.Fatalf("%s is refused with %+v and allowed with less: %+v", op, a, less)
		}
	})
}
