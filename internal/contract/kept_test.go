package contract

import (
	"maps"
	"net/http"
	"slices"
	"testing"

	"github.com/weirhq/weir/weirtest"
)

// counted are the reads whose answers grow with every other read; none of them is kept.
var counted = map[string]bool{"v1:getViews": true, "v1:getViewers": true}

// TestWhatIsKeptIsWhatIsRead asks every read as several callers at every door three times: to have it read, to have it kept,
// and after a commit, when nothing kept serves. All three answers are the same, in all but the time and the request's ids.
func TestWhatIsKeptIsWhatIsRead(t *testing.T) {
	t.Parallel()
	b := newBench(t, weirtest.Public())
	ops := operations(t)
	for _, op := range ops {
		op.target(t, b) // makes what it is about, before the listings that would show that
	}
	all := everyScope(ops)
	member := b.NewToken(t, b.Member)
	callers := map[string]struct{ site, gateway []string }{
		"admin": {
			[]string{"Authorization", basic(b.Admin.Email, b.Unscoped.Text)},
			[]string{"Authorization", basic(b.Admin.Email, b.NewToken(t, b.Admin, all...).Text)},
		},
		"member": {
			[]string{"Authorization", basic(b.Member.Email, member.Text)},
			[]string{"Authorization", basic(b.Member.Email, b.NewToken(t, b.Member, all...).Text)},
		},
		"member less e-mail": {
			[]string{"Authorization", basic(b.Member.Email, member.Text)},
			[]string{"Authorization", basic(b.Member.Email, b.NewToken(t, b.Member, without(all, "read:email-address:confluence")...).Text)},
		},
		"nobody": {},
	}
	ask := func() map[string]answer {
		got := map[string]answer{}
		for _, op := range ops {
			if op.method != http.MethodGet || counted[op.key()] {
				continue
			}
			target := op.target(t, b)
			for _, d := range b.doors() {
				for name, c := range callers {
					header := c.site
					if d.gateway {
						header = c.gateway
					}
					a := b.send(t, request{method: op.method, url: d.base + target, header: header})
					for _, own := range []string{"Atl-Request-Id", "Atl-Traceid", "Date", "Location"} { // a redirect's address is signed anew
						a.header.Del(own)
					}
					got[op.key()+", "+d.name+", "+name] = a
				}
			}
		}
		return got
	}
	read, kept := ask(), ask()
	b.Touch(t)
	for key, want := range ask() {
		for how, a := range map[string]answer{"first": read[key], "kept": kept[key]} {
			if a.status != want.status || a.body != want.body || !maps.EqualFunc(a.header, want.header, slices.Equal) {
				t.Errorf("%s: %s %d, read %d\n%s\n%v\n%v", key, how, a.status, want.status, difference(want.body, a.body), a.header, want.header)
			}
		}
	}
}
