package explain

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/weirhq/weir/internal/wiki"
)

const cloud = "7f5a36b6-0b5c-4f0e-9d2f-1f6e1c2c4a11"

// scopedAtSite is the first row of the decision table (auth-behaviour.md §0).
var scopedAtSite = Record{
	RequestID: "6a1d3a64-1f0e-4a43-8f1e-0f2b6f0a9d11",
	Time:      time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC),
	Operation: "v1:getSpaces", Door: "site", Method: "GET", Template: "/wiki/rest/api/space",
	URL:    "http://127.0.0.1:8090/wiki/rest/api/space?limit=5",
	Status: 401, Reason: wiki.ScopedTokenAtSite,
	TryURL:  "http://127.0.0.1:8090/ex/confluence/" + cloud + "/wiki/rest/api/space",
	Account: "5b10ac8d82e05b22cc7d4ef5", Token: "0123456789",
}

func TestAScopedTokenAtTheSiteIsExplained(t *testing.T) {
	t.Parallel()
	want := `401 scoped-token-at-site

  request    6a1d3a64-1f0e-4a43-8f1e-0f2b6f0a9d11, 2026-11-22T10:00:00Z
  call       GET http://127.0.0.1:8090/wiki/rest/api/space
  operation  v1:getSpaces, /wiki/rest/api/space
  door       site
  account    5b10ac8d82e05b22cc7d4ef5
  token      0123456789

What happened
  The token is scoped, and the call went to a site host.

Why
  A site host takes no scoped tokens, not even for public data. Scoped tokens work at the API gateway only, where the same call with the same token would work if its scopes suffice.

What to do
  - Send the same call to the gateway: http://127.0.0.1:8090/ex/confluence/7f5a36b6-0b5c-4f0e-9d2f-1f6e1c2c4a11/wiki/rest/api/space
  - curl -u "$EMAIL:$TOKEN" 'http://127.0.0.1:8090/ex/confluence/7f5a36b6-0b5c-4f0e-9d2f-1f6e1c2c4a11/wiki/rest/api/space'
  - In a client, set the base URL to the gateway's address with the cloudId; /_edge/tenant_info on the site host tells the cloudId.
  - Or use a token without scopes, which works at the site host too.
`
	if diff := cmp.Diff(want, Text(scopedAtSite)); diff != "" {
		t.Errorf("text (-want +got):\n%s", diff)
	}
}

func TestAMissingScopeIsNamed(t *testing.T) {
	t.Parallel()
	rec := Record{
		RequestID: "6a1d3a64-1f0e-4a43-8f1e-0f2b6f0a9d11", Operation: "v1:updateContent", Door: "gateway", Method: "PUT",
		Status: 401, Reason: wiki.ScopeMissing,
		Need: []string{"write:confluence-content", "read:content-details:confluence write:content:confluence"},
		Held: []string{"read:content-details:confluence", "read:page:confluence"},
	}
	want := `401 scope-missing

  call       PUT ` + `
  door       gateway

What happened
  The token lacks a scope for v1:updateContent.

Why
  The operation opens to a token that holds one complete set. No scope implies another: not write read, not content.all content.summary, not a classic one a granular one; and v2 takes granular scopes only.

What to do
  - Sets that would do: "write:confluence-content" or "read:content-details:confluence write:content:confluence".
  - The token holds: read:content-details:confluence read:page:confluence.
  - Missing: "write:confluence-content" or "write:content:confluence".
  - Scopes are fixed when a token is made: create a new one with the whole set (weir token create --scope …).
`
	want = strings.Replace(want, "  call       PUT \n", "", 1) // without the address there is no such line
	if diff := cmp.Diff(want, Text(rec)); diff != "" {
		t.Errorf("text (-want +got):\n%s", diff)
	}
	header := `scope-missing; operation=v1:updateContent; ` +
		`need="write:confluence-content" or "read:content-details:confluence write:content:confluence"; ` +
		`held="read:content-details:confluence read:page:confluence"`
	if got := Header(rec, true); got != header {
		t.Errorf("header in demo mode\n%s\nwant\n%s", got, header)
	}
	if got := Header(rec, false); got != "scope-missing" {
		t.Errorf("header %q, want the bare reason", got)
	}
}

func TestOutsideDemoModeTheHeaderProvesNothing(t *testing.T) {
	t.Parallel()
	rec := Record{Reason: wiki.NoViewPermission, Object: "page", ID: "65536"}
	if got := Header(rec, false); got != "no-such-object" {
		t.Errorf("header %q, want that of an object that is not there", got)
	}
	if got := Header(rec, true); got != "no-view-permission; object=page 65536" {
		t.Errorf("header in demo mode %q", got)
	}
}

func TestEveryReasonHasItsWords(t *testing.T) {
	t.Parallel()
	all := wiki.Reasons()
	for _, r := range all {
		row := manual[r]
		if row.what == "" || row.why == "" || len(row.fix) == 0 {
			t.Errorf("%s: no row, or an incomplete one", r)
		}
		bare := Record{Reason: r, Status: 400, Method: "GET", Operation: "v1:getSpaces", URL: "http://a/wiki", TryURL: "http://a/b",
			Token: "x", Account: "y", Param: "limit"}
		if text := Text(bare); !strings.Contains(text, "\nWhat happened\n") || !strings.Contains(text, "\nWhat to do\n") {
			t.Errorf("%s: with the facts every request has, the text lacks a part:\n%s", r, text)
		}
	}
	for r := range manual {
		if !slices.Contains(all, r) {
			t.Errorf("%s: a row for a reason that does not exist", r)
		}
	}
}

func TestSentencesNameKnownFactsOnly(t *testing.T) {
	t.Parallel()
	known := Record{}.facts()
	known["time"], known["version"] = "", ""
	for r, row := range manual {
		for _, sentence := range append(row.fix, row.what, row.why) {
			for _, name := range placeholder.FindAllString(sentence, -1) {
				if _, ok := known[strings.Trim(name, "{}")]; !ok {
					t.Errorf("%s: %s is no fact", r, name)
				}
			}
		}
	}
}

func TestARecordKeepsNoFreeText(t *testing.T) {
	t.Parallel()
	token := "wrs_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJ"
	var rec Record
	rec.Take(wiki.NewError(wiki.DuplicateTitle, wiki.Facts{
		Object: "page", ID: "The secret plan", Param: "title", Value: "The secret plan", Detail: "The secret plan exists",
	}))
	rec.RequestID = "6a1d3a64-1f0e-4a43-8f1e-0f2b6f0a9d11"
	rec.URL = "https://ann:" + token + "@wiki.example.com/wiki/download/attachments/12/plan.pdf?cql=title~secret"
	rec.TryURL = "https://wiki.example.com/wiki/rest/api/content/" + token
	rec.Account = "ann@example.com"
	want := Record{
		RequestID: "6a1d3a64-1f0e-4a43-8f1e-0f2b6f0a9d11", Reason: wiki.DuplicateTitle, Object: "page", Param: "title",
		URL:    "https://wiki.example.com/wiki/download/attachments/12/___",
		TryURL: "https://wiki.example.com/wiki/rest/api/content/wrs_***",
	}
	if diff := cmp.Diff(want, rec.Clean()); diff != "" {
		t.Errorf("record (-want +got):\n%s", diff)
	}
}

func TestMask(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		`x wru_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJ y`: `x wru_*** y`,
		`Authorization: Basic YW5uQGV4YW1wbGUuY29tOmh1c2g=`:      `Authorization: Basic ***`,
		`authorization: bearer eyJhbGciOi.eyJzdWIi.c2ln`:         `authorization: bearer ***`,
		`postgres://weir:hush@db/weir`:                           `postgres://***@db/weir`,
		`ATATT3xFfGF0abcdefghijk=0A1B2C3D`:                       `ATATT3***`,
		`page 65536 in space DOC`:                                `page 65536 in space DOC`,
		`a basic rule`:                                           `a basic rule`,
	} {
		if got := Mask(in); got != want {
			t.Errorf("Mask(%q) = %q, want %q", in, got, want)
		}
	}
}
