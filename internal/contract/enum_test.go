package contract

import (
	"fmt"
	"strings"
	"testing"

	"github.com/weirhq/weir/weirtest"
)

// TestHiddenReadsLikeMissing is security-model.md R-ENUM on every operation with an object in its path: on a
// deployed server what a caller may not see is answered as what is not there, but for the name that was asked for.
func TestHiddenReadsLikeMissing(t *testing.T) {
	t.Parallel()
	b := newBench(t, weirtest.Deployed())
	reader := b.Account(t, "grace")
	authorization := basic(reader.Email, b.NewToken(t, reader).Text)
	page, space := b.Page(t, "Salary bands").ID, b.SpaceID(t, "~ada")
	for _, op := range operations(t) {
		hidden, missing := page, "999999999"
		switch {
		case !strings.Contains(op.path, "{id}") && !strings.Contains(op.path, "{spaceKey}"):
			continue
		case strings.Contains(op.path, "/spaces/{"):
			hidden = space
		case strings.Contains(op.path, "/space/{"):
			hidden, missing = "~ada", "~eve"
		}
		t.Run(op.key(), func(t *testing.T) {
			t.Parallel()
			first := b.plain(t, op, hidden, authorization)
			second := b.plain(t, op, missing, authorization)
			if first != strings.ReplaceAll(second, missing, hidden) || !strings.HasPrefix(second, "404") {
				t.Errorf("hidden:\n%s\nmissing:\n%s", first, second)
			}
		})
	}
}

// mustHave are the parameters that an operation asks for before anything else.
var mustHave = map[string]string{
	"v1:getSpaceBySpaceKeyStateContent":   "?state-id=2",
	"v1:putContentByIdState":              "?status=current",
	"v2:getCustomContentByTypeInSpace":    "?type=ac:app:note",
	"v2:getCustomContentByTypeInPage":     "?type=ac:app:note",
	"v2:getCustomContentByTypeInBlogPost": "?type=ac:app:note",
}

// plain calls an operation on an object and returns all of the answer that is the same each time.
func (b *bench) plain(t *testing.T, op operation, object, authorization string) string {
	t.Helper()
	segments := strings.Split(op.path, "/")
	for i, first := 0, true; i < len(segments); i++ {
		if !strings.HasPrefix(segments[i], "{") {
			continue
		}
		literal := "1"
		if segments[i] == "{to}" {
			literal = "view"
		}
		if segments[i] = literal; first {
			segments[i] = object
		}
		if segments[i-1] == "child" {
			segments[i] = "page"
		}
		first = false
	}
	url := b.URL + strings.Join(segments, "/") + mustHave[op.key()]
	q := request{method: op.method, url: url, header: []string{"Authorization", authorization}}
	if op.method == "POST" || op.method == "PUT" {
		q.body = `{"id":"` + object + `","type":"page","status":"current","title":"x","version":{"number":2},"body":{"representation":"storage","value":""}}`
		q.header = append(q.header, "Content-Type", "application/json")
	}
	a := b.send(t, q)
	for _, varies := range []string{"Date", "Atl-Request-Id", "Atl-Traceid", "Content-Length"} {
		a.header.Del(varies)
	}
	return fmt.Sprintf("%d %v %s", a.status, a.header, a.body)
}

// TestFailedCredentialsReadAlike is R-ENUM for accounts and tokens: unknown and known e-mail, revoked, foreign and
// invented token differ in nothing on a deployed server.
func TestFailedCredentialsReadAlike(t *testing.T) {
	t.Parallel()
	b := newBench(t, weirtest.Deployed())
	for _, door := range b.doors() {
		for _, path := range []string{"/rest/api/space", "/rest/api/search?cql=type=page", "/api/v2/pages"} {
			answers := map[string][]string{}
			for name, authorization := range map[string]string{
				"unknown e-mail":  basic("nobody@example.com", "x"),
				"known e-mail":    basic(b.Admin.Email, "x"),
				"revoked":         basic(b.Admin.Email, b.Revoked.Text),
				"other account's": basic(b.Member.Email, b.Unscoped.Text),
				"mistyped":        basic(b.Admin.Email, b.Unscoped.Text[:len(b.Unscoped.Text)-1]+"~"),
			} {
				a := b.send(t, request{method: "GET", url: door.base + path, header: []string{"Authorization", authorization}})
				for _, varies := range []string{"Date", "Atl-Request-Id", "Atl-Traceid"} {
					a.header.Del(varies)
				}
				text := fmt.Sprintf("%d %v %s", a.status, a.header, a.body)
				answers[text] = append(answers[text], name)
			}
			if len(answers) != 1 {
				t.Errorf("%s%s: %v", door.base, path, answers)
			}
		}
	}
}

// TestBlockedTokens is the organisation's policy (auth-behaviour.md §4 "Blocked token on the wire"): while no API tokens are
// allowed each is as none, at every door, and afterwards all work again.
func TestBlockedTokens(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for _, blocked := range []bool{false, true, false} {
		b.BlockTokens(t, blocked)
		for _, door := range b.doors() {
			a := b.send(t, request{method: "GET", url: door.base + "/rest/api/user/current",
				header: []string{"Authorization", basic(b.Admin.Email, b.Unscoped.Text)}})
			switch {
			case blocked && (a.status != 403 || a.body != bodyS1 || a.reason() != "policy-blocked"):
				t.Errorf("%s, blocked: %d %s %s", door.name, a.status, a.reason(), a.body)
			case !blocked && a.status != 200:
				t.Errorf("%s, allowed: %d %s", door.name, a.status, a.body)
			}
		}
	}
}
