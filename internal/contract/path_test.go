package contract

import (
	"strings"
	"testing"
)

// TestNoSpellingReachesAnotherOperation is the law behind T-PATH: however the path of an operation is spelt, a token that
// opens only this operation is answered as for the plain spelling or refused, and a token that opens every other
// operation is refused. So the scope check and the dispatcher have seen the same operation; that the server names the
// same one to both is checked too.
func TestNoSpellingReachesAnotherOperation(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ops := operations(t)
	w := newWallet(t, b, everyScope(ops), "foreign")
	b.longTask(t) // before the listings that would show its space
	for _, op := range ops {
		if op.method != "GET" {
			continue
		}
		if _, special := op.answersAll(); special { // no plain answer to compare with
			continue
		}
		t.Run(op.key(), func(t *testing.T) {
			t.Parallel()
			own := w.scoped(t, "own", b.Admin, op.granular).authorization
			others := w.scoped(t, "others", b.Admin, without(w.all, append(op.classic, op.granular...)...)).authorization
			target, query, hasQuery := strings.Cut(op.target(t, b), "?")
			if hasQuery {
				query = "?" + query
			}
			door := "/ex/confluence/" + b.CloudID
			plain := b.raw(t, "GET", b.head("GET "+door+target+query+" HTTP/1.1", own))
			if plain.status >= 400 {
				t.Fatalf("plain spelling: %d %s", plain.status, plain.body)
			}
			socket := &socket{b: b}
			defer socket.close()
			for _, spelling := range spellings(target) {
				line := "GET " + door + spelling + query + " HTTP/1.1"
				with, without := socket.do(t, "GET", b.head(line, own)), socket.do(t, "GET", b.head(line, others))
				if with.status < 400 && !anyName[op.key()] && (with.status != plain.status || with.body != plain.body) {
					t.Errorf("%s: with its own scopes %d %s", line, with.status, with.body)
				}
				if without.status < 400 {
					t.Errorf("%s: with all other scopes %d %s", line, without.status, without.body)
				}
				seen := b.Request(t, without.header.Get("Atl-Request-Id")).Operation
				if dispatched := b.Request(t, with.header.Get("Atl-Request-Id")).Operation; seen != dispatched {
					t.Errorf("%s: the scope check saw %q, the dispatcher %q", line, seen, dispatched)
				}
			}
		})
	}
}

// anyName are the operations that answer for whatever text stands in their path: a group that does not exist has no members
// (client-expectations.md, last section), and relations have what names programs give them.
var anyName = map[string]bool{"v1:getGroupMembers": true, "v1:getGroupMembersByGroupId": true,
	"v1:findSourcesForTarget": true, "v1:findTargetFromSource": true}

// spellings are the ways to write a path that some reader might take for it, or for another: a trick at the end of each
// segment, and some on the whole.
func spellings(path string) []string {
	segments := strings.Split(strings.TrimPrefix(path, "/"), "/")
	var all []string
	for i, s := range segments {
		before, after := "/"+strings.Join(segments[:i], "/"), "/"+strings.Join(segments[i+1:], "/")
		if i == 0 {
			before = ""
		}
		if i == len(segments)-1 {
			after = ""
		}
		hex := "0123456789abcdef"
		encoded := "%" + string(hex[s[0]>>4]) + string(hex[s[0]&15]) + s[1:]
		for _, trick := range []string{
			s + "/.", s + "/x/..", s + "/%2e", s + "/x/%2e%2e", s + "/x/%252e%252e", s + "/", s + "//", s + "%2f", s + "%5c", s + `\`,
			s + ";", s + ";a=b", s + "%3b", s + "%00", s + "%20", s + "%0a", s + "%23", s + "%3f", s + ".", s + "..", s + "%c0%af",
			s + "#", encoded, "%25" + encoded[1:], strings.ToUpper(s), "./" + s, "../" + segments[max(0, i-1)] + "/" + s,
			"%2e%2e/" + segments[max(0, i-1)] + "/" + s, "x/../" + s, "~" + s, "*", s + "%ef%bc%8f" + s,
		} {
			all = append(all, before+"/"+trick+after)
		}
	}
	return append(all,
		"/wiki/wiki"+path, "/wiki/../wiki"+path, "/WIKI"+path, "/%77iki"+path, "/../"+strings.TrimPrefix(path, "/"),
		path+"%3Fx=1", path+"/wiki"+path, strings.ReplaceAll(path, "/", "%2F"), "/"+path, "//wiki"+path)
}
