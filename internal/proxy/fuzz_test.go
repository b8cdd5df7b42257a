package proxy

import (
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/weirhq/weir/client"
)

// Turning links to where they lead already changes nothing, and turning them elsewhere leaves JSON that it was.
func FuzzTurnBody(f *testing.F) {
	const site = "https://acme.atlassian.net"
	for _, seed := range []string{
		`{"_links":{"base":"` + site + `/wiki","next":"/a"}}`, `[{"_links":{"self":"https:\/\/acme.atlassian.net"}},{"downloadLink":"` + site + `/x"}]`,
		`{"_links":"` + site + `"}`, `{"a":{"_links":{"_links":"` + site + `"}}`, `{"_links":{"a":"\ud800` + site + `"}}`, "{\"_links\":{\"a\":\"\xff\"}}", `nul`, ``,
	} {
		f.Add([]byte(seed))
	}
	own, err := client.New("acme", client.Credentials{})
	if err != nil {
		f.Fatal(err)
	}
	x := &exchange{p: New(Options{Client: own})}
	f.Fuzz(func(t *testing.T, body []byte) {
		if same := x.turnBody(body, site); string(same) != string(body) {
			// The gateway's links are turned to the site's place, which is another.
			if twice := x.turnBody(same, site); string(twice) != string(same) {
				t.Errorf("%q becomes %q and then %q", body, same, twice)
			}
		}
		turned := x.turnBody(body, "http://127.0.0.1:8091")
		if valid := jsontext.Value(body).IsValid(); valid && !jsontext.Value(turned).IsValid() {
			t.Errorf("%q becomes %q, which is no JSON", body, turned)
		}
	})
}

// What split lets through is a path that nobody reads as another.
func FuzzSplit(f *testing.F) {
	for _, seed := range []string{"/wiki/rest/api/space", "/", "//", "/a//b", "/%2e%2e", "/a%2fb", "/%", "/a/", "/\x00", "/ä"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, path string) {
		if path == "" || path[0] != '/' {
			return // admit has looked at the first byte
		}
		segments, no := split(path)
		if no != nil {
			if segments != nil {
				t.Errorf("%q is refused and split into %q", path, segments)
			}
			return
		}
		for _, s := range segments {
			if s == "." || s == ".." || len(segments) > 1 && s == "" {
				t.Errorf("%q has the segment %q", path, s)
			}
		}
	})
}
