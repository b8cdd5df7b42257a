package rest

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/weirhq/weir/internal/wiki"
)

func TestParseTarget(t *testing.T) {
	t.Parallel()
	long := "/" + strings.Repeat("a", MaxTarget)
	pairs := strings.Repeat("a=1&", 100)
	tests := []struct {
		name, target string
		want         []string
		query        Query
		reason       wiki.Reason
	}{
		{"root", "/", nil, nil, ""},
		{"plain", "/wiki/api/v2/pages", []string{"wiki", "api", "v2", "pages"}, nil, ""},
		{"one slash at the end", "/wiki/rest/api/content/", []string{"wiki", "rest", "api", "content"}, nil, ""},
		{"two slashes at the end", "/wiki/rest/api/content//", nil, nil, wiki.UnknownPath},
		{"two slashes inside", "/wiki//rest", nil, nil, wiki.UnknownPath},
		{"two slashes at the start", "//wiki/rest", nil, nil, wiki.UnknownPath},
		{"case is kept", "/Wiki/REST", []string{"Wiki", "REST"}, nil, ""},
		{"escapes are decoded once", "/wiki/my%20label", []string{"wiki", "my label"}, nil, ""},
		{"double encoding stays encoded", "/wiki/%252e%252e", []string{"wiki", "%2e%2e"}, nil, ""},
		{"plus is itself in a path", "/wiki/a+b", []string{"wiki", "a+b"}, nil, ""},
		{"semicolon is left to the template", "/wiki/a;b", []string{"wiki", "a;b"}, nil, ""},
		{"dot segment", "/wiki/./rest", nil, nil, wiki.PathRefused},
		{"dot dot segment", "/wiki/../rest", nil, nil, wiki.PathRefused},
		{"encoded dot dot", "/wiki/%2e%2E/rest", nil, nil, wiki.PathRefused},
		{"three dots are a name", "/wiki/...", []string{"wiki", "..."}, nil, ""},
		{"encoded slash", "/wiki/a%2fb", nil, nil, wiki.PathRefused},
		{"encoded backslash", "/wiki/a%5Cb", nil, nil, wiki.PathRefused},
		{"bare backslash", `/wiki/a\b`, nil, nil, wiki.PathRefused},
		{"fragment", "/wiki/a#b", nil, nil, wiki.PathRefused},
		{"encoded NUL", "/wiki/a%00", nil, nil, wiki.PathRefused},
		{"encoded line end", "/wiki/a%0d%0a", nil, nil, wiki.PathRefused},
		{"encoded C1 control", "/wiki/a%c2%85", nil, nil, wiki.PathRefused},
		{"half an escape", "/wiki/a%2", nil, nil, wiki.PathRefused},
		{"no escape", "/wiki/a%zz", nil, nil, wiki.PathRefused},
		{"not UTF-8", "/wiki/%ff", nil, nil, wiki.PathRefused},
		{"overlong slash", "/wiki/%c0%af", nil, nil, wiki.PathRefused},
		{"bare byte above ASCII", "/wiki/é", nil, nil, wiki.PathRefused},
		{"bare space", "/wiki/a b", nil, nil, wiki.PathRefused},
		{"asterisk", "*", nil, nil, wiki.PathRefused},
		{"authority", "wiki.test:443", nil, nil, wiki.PathRefused},
		{"absolute", "http://wiki.test/wiki/rest?a=1", []string{"wiki", "rest"}, Query{{"a", "1"}}, ""},
		{"absolute in capitals", "HTTP://WIKI.test/wiki", []string{"wiki"}, nil, ""},
		{"absolute without path", "http://wiki.test?a=1", nil, Query{{"a", "1"}}, ""},
		{"absolute for another host", "http://other.test/wiki", nil, nil, wiki.PathRefused},
		{"absolute with user", "http://a:b@wiki.test/wiki", nil, nil, wiki.PathRefused},
		{"absolute with another scheme", "ftp://wiki.test/wiki", nil, nil, wiki.PathRefused},
		{"too long", long, nil, nil, wiki.TooLarge},
		{"as long as can be", long[:MaxTarget], []string{long[1:MaxTarget]}, nil, ""},
		{"repeats and order", "/?b=2&a=1&b=3", nil, Query{{"b", "2"}, {"a", "1"}, {"b", "3"}}, ""},
		{"query escapes", "/?cql=type%3Dpage+and%20x&y", nil, Query{{"cql", "type=page and x"}, {"y", ""}}, ""},
		{"stray ampersands", "/?&a=1&&b=2&", nil, Query{{"a", "1"}, {"b", "2"}}, ""},
		{"semicolon in a value", "/?a=1;b=2", nil, Query{{"a", "1;b=2"}}, ""},
		{"broken query name", "/?a%=1", nil, nil, wiki.InvalidInput},
		{"broken query value", "/?a=%zz", nil, nil, wiki.InvalidInput},
		{"query not UTF-8", "/?a=%ff", nil, nil, wiki.InvalidInput},
		{"query with NUL", "/?a=%00", nil, nil, wiki.InvalidInput},
		{"a pair too many", "/?" + pairs + "b=1", nil, nil, wiki.InvalidInput},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := ParseTarget(&http.Request{Method: "GET", RequestURI: tt.target, Host: "wiki.test"})
			if tt.reason != "" {
				if err == nil || err.Reason != tt.reason {
					t.Fatalf("error %v, want %s", err, tt.reason)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got.Segments); diff != "" {
				t.Errorf("segments (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.query, got.Query); diff != "" {
				t.Errorf("query (-want +got):\n%s", diff)
			}
		})
	}
}

func TestHundredQueryPairsAreAccepted(t *testing.T) {
	t.Parallel()
	got, err := ParseTarget(&http.Request{RequestURI: "/?" + strings.Repeat("a=1&", 100)})
	if err != nil || len(got.Query) != 100 {
		t.Fatalf("%d pairs, error %v", len(got.Query), err)
	}
}

func TestQueryIsSpelledForLinks(t *testing.T) {
	t.Parallel()
	q := Query{{"cql", "title ~ \"a&b\""}, {"limit", "5"}, {"é", ""}, {"limit", "6"}}
	if got, want := q.Encode(), "cql=title+~+%22a%26b%22&limit=5&%C3%A9=&limit=6"; got != want {
		t.Errorf("Encode: %s, want %s", got, want)
	}
	if diff := cmp.Diff(Query{{"cql", "title ~ \"a&b\""}, {"é", ""}}, q.Without("limit")); diff != "" {
		t.Errorf("Without (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"5", "6"}, q.All("limit")); diff != "" {
		t.Errorf("All (-want +got):\n%s", diff)
	}
	if v, ok := q.Get("limit"); v != "5" || !ok {
		t.Errorf("Get: %q, %t", v, ok)
	}
}

// Whatever is accepted has one spelling that reads back as itself, and holds nothing a second reader could take for
// structure.
func FuzzParseTarget(f *testing.F) {
	for _, s := range []string{"/wiki/api/v2/pages/1?a=b", "/a%2fb", "/%2e%2e/", "//", "http://h/x", "/a;b%25?c=%26"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		got, err := ParseTarget(&http.Request{RequestURI: raw, Host: "h"})
		if err != nil {
			return
		}
		for _, s := range got.Segments {
			if s == "" || s == "." || s == ".." || strings.ContainsAny(s, "/\\\x00\r\n") {
				t.Fatalf("%q gives segment %q", raw, s)
			}
		}
		again := got.Canonical() + "?" + got.Query.Encode()
		if len(again) > MaxTarget || len(got.Segments) == 0 {
			return
		}
		back, err := ParseTarget(&http.Request{RequestURI: again})
		if err != nil {
			t.Fatalf("%q → %q: %v", raw, again, err)
		}
		if diff := cmp.Diff(got.Segments, back.Segments); diff != "" {
			t.Fatal(diff)
		}
		if len(got.Query) > 0 {
			if diff := cmp.Diff(got.Query, back.Query); diff != "" {
				t.Fatal(diff)
			}
		}
	})
}
