package cql_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/weirhq/weir/internal/cql"
	"github.com/weirhq/weir/internal/words"
)

// search gives the parsed text search for source.
func search(t *testing.T, source string) *cql.TextQuery {
	t.Helper()
	q := &cql.Query{Where: clause(cql.FieldText, cql.Contains, &cql.TextQuery{Source: source})}
	return mustParse(t, q.String()).Where.(*cql.Clause).Values[0].(*cql.TextQuery)
}

func TestTextSearchTrees(t *testing.T) {
	t.Parallel()
	term := func(s string) cql.TextExpr { return &cql.TextTerm{Term: s, Boost: 1} }
	phrase := func(terms ...string) cql.TextExpr { return &cql.TextPhrase{Terms: terms, Boost: 1} }
	wild := func(s string) cql.TextExpr { return &cql.TextWildcard{Pattern: s, Boost: 1} }
	fuzzy := func(s string, d int) cql.TextExpr { return &cql.TextFuzzy{Term: s, Distance: d, Boost: 0.2} }
	and := func(args ...cql.TextExpr) cql.TextExpr { return &cql.TextAnd{Args: args} }
	or := func(args ...cql.TextExpr) cql.TextExpr { return &cql.TextOr{Args: args} }
	not := func(arg cql.TextExpr) cql.TextExpr { return &cql.TextNot{Arg: arg} }
	for _, c := range []struct {
		source string
		want   cql.TextExpr
	}{
		{``, nil},
		{` , !!! - ~ ^ `, nil},
		{`Deploying`, term("deploy")},
		{`hello dolly`, and(term("hello"), term("dolli"))},
		{`"hello dolly"`, phrase("hello", "dolli")},
		{`"hello"`, term("hello")},
		{`""`, nil},
		{`"a \"b\" c"`, phrase("a", "b", "c")},
		{`"te*t AND (b)"`, phrase("te", "t", "and", "b")},
		{`"hello dolly"~10`, &cql.TextPhrase{Terms: []string{"hello", "dolli"}, Slop: 10, Boost: 1}},
		{`"hello dolly"~`, phrase("hello", "dolli")},
		{`"hello"~2`, term("hello")},
		{`e-mail`, phrase("e", "mail")},
		{`foo_bar.baz~3`, &cql.TextPhrase{Terms: []string{"foo", "bar", "baz"}, Slop: 3, Boost: 1}},
		{`a AND b OR c`, or(and(term("a"), term("b")), term("c"))},
		{`a b OR c d`, or(and(term("a"), term("b")), and(term("c"), term("d")))},
		{`a && b || c`, or(and(term("a"), term("b")), term("c"))},
		{`a AND (b OR c)`, and(term("a"), or(term("b"), term("c")))},
		{`salt and pepper or not`, and(term("salt"), term("and"), term("pepper"), term("or"), term("not"))},
		{`ANDROID ORDER NOTE`, and(term("android"), term("order"), term("note"))},
		{`+a -b !c NOT d`, and(term("a"), not(term("b")), not(term("c")), not(term("d")))},
		{`-b`, not(term("b"))},
		{`NOT -b`, not(not(term("b")))},
		{`-"a b" -(c d)`, and(not(phrase("a", "b")), not(and(term("c"), term("d"))))},
		{`a - b, c! d+`, and(term("a"), term("b"), term("c"), term("d"))},
		{`a NOT !!! b`, and(term("a"), not(term("b")))},
		{`a NOT & b`, and(term("a"), term("b"))},
		{`foo(bar)"baz"`, and(term("foo"), term("bar"), term("baz"))},
		{`()`, nil},
		{`te?t`, wild("te?t")},
		{`Test* wi*95 a**b?*`, and(wild("test*"), wild("wi*95"), wild("a*b?*"))},
		{`Téstâ*`, wild("testa*")},
		{`foo-ba*`, and(term("foo"), wild("ba*"))},
		{`what\?`, term("what")},
		{`a\*b \(c\)`, and(phrase("a", "b"), term("c"))},
		{`\AND \-b`, and(term("and"), term("b"))},
		{`roam~`, fuzzy("roam", 1)},
		{`scoped~`, fuzzy("scope", 1)},
		{`permission~`, fuzzy("permiss", 2)},
		{`at~`, fuzzy("at", 0)},
		{`roam~2 roam~0 roam~0.5 roam~0.8`, and(fuzzy("roam", 2), fuzzy("roam", 2), fuzzy("roam", 2), fuzzy("roam", 0))},
		{`te*t~`, wild("te*t")},
		{`jakarta^4 apache`, and(&cql.TextTerm{Term: "jakarta", Boost: 4}, term("apach"))},
		{`"a b"~2^0.5`, &cql.TextPhrase{Terms: []string{"a", "b"}, Slop: 2, Boost: 0.5}},
		{`roam~1^10`, &cql.TextFuzzy{Term: "roam", Distance: 1, Boost: 2}},
		{`(a OR b^2 OR -"c d" OR e*)^3`, or(&cql.TextTerm{Term: "a", Boost: 3}, &cql.TextTerm{Term: "b", Boost: 6},
			not(&cql.TextPhrase{Terms: []string{"c", "d"}, Boost: 3}), &cql.TextWildcard{Pattern: "e*", Boost: 3})},
		{`東京都`, phrase("東京", "京都")},
		{`東京`, term("東京")},
		{`東`, wild("東*")},
		{`東京*`, term("東京")},
	} {
		if diff := cmp.Diff(c.want, search(t, c.source).Root); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.source, diff)
		}
	}
}

func TestWildcardsMatchTerms(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		pattern string
		yes, no []string
	}{
		{"te?t", []string{"test", "text", "teét"}, []string{"tet", "tests", "te"}},
		{"win*", []string{"win", "windows", "win95"}, []string{"wi", "twin"}},
		{"wi*95", []string{"wi95", "win95", "win9595"}, []string{"win9", "win95x"}},
		{"a*b*c", []string{"abc", "axbxbc", "abbcc"}, []string{"ab", "acb"}},
		{"a?*", []string{"ab", "abc"}, []string{"a", "b"}},
		{"é*?", []string{"éa", "éab"}, []string{"é", "ea"}},
	} {
		w := &cql.TextWildcard{Pattern: c.pattern, Boost: 1}
		for _, term := range c.yes {
			if !w.Matches(term) {
				t.Errorf("%s does not match %s", c.pattern, term)
			}
		}
		for _, term := range c.no {
			if w.Matches(term) {
				t.Errorf("%s matches %s", c.pattern, term)
			}
		}
	}
}

func TestWildcardPrefix(t *testing.T) {
	t.Parallel()
	for pattern, want := range map[string]struct {
		prefix string
		only   bool
	}{"win*": {"win", true}, "wi*95": {"wi", false}, "te?t": {"te", false}, "a?*": {"a", false}} {
		if prefix, only := (&cql.TextWildcard{Pattern: pattern}).Prefix(); prefix != want.prefix || only != want.only {
			t.Errorf("%s: %q, %v", pattern, prefix, only)
		}
	}
}

func TestFuzzyMatchesCountChanges(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		term     string
		distance int // from roam
	}{
		{"roam", 0}, {"roams", 1}, {"foam", 1}, {"raom", 1}, {"oam", 1}, {"room", 1}, {"foams", 2}, {"ramo", 2}, {"r", 3}, {"römer", 4}, {"", 4},
	} {
		for allowed := range 5 {
			f := &cql.TextFuzzy{Term: "roam", Distance: allowed}
			if got := f.Matches(c.term); got != (c.distance <= allowed) {
				t.Errorf("roam~%d matches %q: %v", allowed, c.term, got)
			}
		}
	}
}

func TestHitsAreTheTermsLookedFor(t *testing.T) {
	t.Parallel()
	q := search(t, `deploying "scoped token" wor* roam~ -secret (x OR y)`)
	got := make(map[string]bool)
	for _, word := range words.Tokens("deploys scoped token world worries foam secret x y z") {
		got[word.Term] = q.Hits(word)
	}
	want := map[string]bool{
		"deploy": true, "scope": true, "token": true, "world": true, "worri": true, "foam": true, "secret": false, "x": true, "y": true, "z": false,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
