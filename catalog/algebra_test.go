package catalog

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// everyScope is all known scopes as one text.
func everyScope() string {
	var text strings.Builder
	for _, scope := range AllScopes() {
		text.WriteString(string(scope) + " ")
	}
	return text.String()
}

// The rules are those of auth-behaviour.md §5.
func TestTheGateFollowsTheRules(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		rule, operation, held string
		want                  bool
	}{
		{"1: classic does not imply granular", "v2:getPageById", "read:confluence-content.all", false},
		{"1: write does not imply read", "v2:getPageById", "write:page:confluence", false},
		{"1: delete does not imply write", "v2:updatePage", "delete:page:confluence", false},
		{"1: content.all does not imply content.summary", "v1:getContentChildren", "read:confluence-content.all", false},
		{"1: content.summary does not imply content.all", "v1:getContentById", "read:confluence-content.summary", false},
		{"1: search does not imply space.summary", "v1:getSpaces", "search:confluence", false},
		{"2: v1 takes the classic set", "v1:getContentById", "read:confluence-content.all", true},
		{"2: v1 takes the granular set", "v1:getContentById", "read:content-details:confluence", true},
		{"2: the classic set must be complete", "v1:updateAttachmentProperties", "write:confluence-file", false},
		{"2: the complete classic set", "v1:updateAttachmentProperties", "write:confluence-file write:confluence-props", true},
		{"2: the granular set must be complete", "v1:createContent", "write:content:confluence", false},
		{"2: halves of both sets do not add up", "v1:updateAttachmentProperties",
			"write:confluence-file write:attachment:confluence", false},
		{"2: v2 takes the granular set", "v2:getSpaces", "read:space:confluence", true},
		{"2: classic never opens v2", "v2:getSpaces", "read:confluence-space.summary", false},
		{"2: read:confluence-user opens v1 user/current", "v1:getCurrentUser", "read:confluence-user", true},
		{"2: and nothing on v2", "v2:createBulkUserLookup", "read:confluence-user", false},
		{"3: page scopes do not open v1 content/{id}", "v1:getContentById", "read:page:confluence write:page:confluence", false},
		{"4: a v2 property write needs both scopes", "v2:createPageProperty", "write:page:confluence", false},
		{"4: read and write of the container", "v2:createPageProperty", "read:page:confluence write:page:confluence", true},
		{"4: not the v1 property scopes", "v2:createPageProperty",
			"read:content.property:confluence write:content.property:confluence", false},
		{"5: blog posts take page scopes", "v2:getBlogPostById", "read:page:confluence", true},
		{"5: a blogpost scope opens nothing", "v2:getBlogPostById", "read:blogpost:confluence", false},
		{"7: no listed scope, closed", "v1:getModules", everyScope(), false},
		{"7: admin-key is closed", "v2:enableAdminKey", everyScope(), false},
		{"7: granular only on v1, empty classic set is no way in", "v1:getAuditRecords", "", false},
		{"7: granular only on v1", "v1:getAuditRecords", "read:audit-log:confluence", true},
		{"nothing held opens nothing", "v2:getPages", "", false},
	} {
		op, err := Default().Find(tt.operation)
		if err != nil {
			t.Fatal(err)
		}
		if got := op.Allows(set(t, tt.held)); got != tt.want {
			t.Errorf("rule %s: %s with %q is %t", tt.rule, tt.operation, tt.held, got)
		}
	}
}

// auth-behaviour.md §5 rules 2 and 7.
func TestAlternativesAreTheListedSets(t *testing.T) {
	t.Parallel()
	for key, want := range map[string][][]Scope{
		"v1:updateAttachmentProperties": {
			{"write:confluence-file", "write:confluence-props"},
			{"read:content-details:confluence", "write:attachment:confluence"},
		},
		"v1:searchUser": {{"read:content-details:confluence"}},
		"v2:getPages":   {{"read:page:confluence"}},
		"v1:getModules": {},
	} {
		op, err := Default().Find(key)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, op.Alternatives()); diff != "" {
			t.Errorf("%s: %s", key, diff)
		}
		if op.Closed() != (len(want) == 0) {
			t.Errorf("%s: Closed is %t", key, op.Closed())
		}
	}
}

func TestMissingAnswersPerAlternative(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		key, held string
		want      [][]Scope
	}{
		{"v1:updateAttachmentProperties", "write:confluence-file", [][]Scope{
			{"write:confluence-props"},
			{"read:content-details:confluence", "write:attachment:confluence"},
		}},
		{"v1:updateAttachmentProperties", "read:content-details:confluence write:attachment:confluence", [][]Scope{
			{"write:confluence-file", "write:confluence-props"},
			{},
		}},
		{"v2:getPages", "read:confluence-content.all", [][]Scope{{"read:page:confluence"}}},
		{"v2:getAdminKey", everyScope(), [][]Scope{}},
	} {
		op, err := Default().Find(tt.key)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(tt.want, op.Missing(set(t, tt.held))); diff != "" {
			t.Errorf("%s: %s", tt.key, diff)
		}
	}
}

// The compiled alternatives and the exported lists say the same of every row.
func TestEveryOperationOpensWithExactlyItsSets(t *testing.T) {
	t.Parallel()
	for _, op := range Default().Operations() {
		lists := [][]Scope{op.Granular}
		if op.Version == V1 {
			lists = append(lists, op.Classic)
		}
		for _, list := range lists {
			whole, err := ParseScopes(list...)
			if err != nil {
				t.Fatal(err)
			}
			if got, want := op.Allows(whole), len(list) > 0; got != want {
				t.Errorf("%s with %v is %t", op.Key(), list, got)
			}
			for _, scope := range list {
				if op.Allows(whole.minus(set(t, string(scope)))) {
					t.Errorf("%s opens without %s", op.Key(), scope)
				}
			}
		}
	}
}

func TestOpensListsWhatATokenMayCall(t *testing.T) {
	t.Parallel()
	for held, want := range map[string]string{
		"":                              "",
		"read:confluence-user":          "v1:getUser, v1:getAnonymousUser, v1:getBulkUserLookup, v1:getBulkUserMigration, v1:getCurrentUser, v1:getGroupMembershipsForUser",
		"read:email-address:confluence": "v1:getPrivacyUnsafeUserEmail, v1:getPrivacyUnsafeUserEmailBulk",
		"delete:page:confluence":        "v2:deleteBlogPost, v2:deletePage",
	} {
		if got := keys(Default().Opens(set(t, held))); got != want {
			t.Errorf("%q opens %s, want %s", held, got, want)
		}
	}
	if got, want := len(Default().Opens(set(t, everyScope()))), 388-6; got != want {
		t.Errorf("all scopes open %d operations, want %d: all but the six closed ones", got, want)
	}
}

func BenchmarkAllows(b *testing.B) {
	op, _ := Default().ByID(V1, "createContent")
	held, _ := ParseScopes("read:content-details:confluence write:content:confluence")
	b.ReportAllocs()
	for b.Loop() {
		if !op.Allows(held) {
			b.Fatal("refused")
		}
	}
}
