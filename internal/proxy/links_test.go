package proxy

import (
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/weirhq/weir/client"
	"github.com/weirhq/weir/wire"
	wirev2 "github.com/weirhq/weir/wire/v2"
)

// TestCarelessClientsStay reads two pages of a list in every way in which clients join the link to the next page: rightly,
// and as in the bugs that they report (auth-behaviour.md §8).
func TestCarelessClientsStay(t *testing.T) {
	t.Parallel()
	s := newStand(t, Options{})
	joins := map[string]func(base, links, next string) string{
		"to the host":               func(base, _, next string) string { return origin(base) + next },
		"to the base of the client": func(base, _, next string) string { return base + next },
		"to _links.base":            func(_, links, next string) string { return links + next },
		"to the base with /wiki":    func(base, _, next string) string { return base + "/wiki" + next },
		"to the path of version 2":  func(base, _, next string) string { return base + "/wiki/api/v2" + next },
		"to the path of version 1":  func(base, _, next string) string { return base + "/wiki/rest/api" + next },
		"as a URL is resolved": func(base, _, next string) string {
			u, err := url.Parse(base + "/wiki/x")
			if err != nil {
				t.Fatal(err)
			}
			to, err := u.Parse(next)
			if err != nil {
				t.Fatal(err)
			}
			return to.String()
		},
	}
	for _, path := range []string{"/wiki/rest/api/content?limit=2&type=page", "/wiki/api/v2/pages?limit=2", "/wiki/rest/api/search?limit=2&cql=type=page"} {
		for _, base := range []string{s.url, s.gateway} {
			first := s.list(t, base+path)
			if len(first.Results) != 2 || first.Links.Next == "" {
				t.Fatalf("%s: %d results, next %q", path, len(first.Results), first.Links.Next)
			}
			want := ""
			for name, join := range joins {
				second := s.list(t, join(base, first.Links.Base, first.Links.Next))
				got := titles(second.Results)
				if want == "" {
					want = got
				}
				if len(second.Results) != 2 || got != want || got == titles(first.Results) {
					t.Errorf("%s: next joined %s is %q, want %q after %q", path, name, got, want, titles(first.Results))
				}
			}
		}
	}
	if x := s.seen.last(); x.Refused != "" {
		t.Errorf("refused: %s", x.Why)
	}
}

func origin(base string) string {
	u, err := url.Parse(base)
	if err != nil {
		return ""
	}
	return u.Scheme + "://" + u.Host
}

type item struct {
	Title   string `json:"title"`
	Content struct {
		Title string `json:"title"`
	} `json:"content"`
}

func titles(items []item) string {
	var all []string
	for _, i := range items {
		all = append(all, i.Title+i.Content.Title)
	}
	return strings.Join(all, ", ")
}

// list reads a page of a list as a client with the key.
func (s *stand) list(t *testing.T, url string) wirev2.List[item] {
	t.Helper()
	got := s.send(t, "GET", url, "", withKey()...)
	var page wirev2.List[item]
	if err := wire.Unmarshal([]byte(got.body), &page); got.status != 200 || err != nil {
		t.Fatalf("%s: %d %s: %v", url, got.status, got.body, err)
	}
	return page
}

// TestLinksLeadToTheProxy holds what is turned, and that all else stays byte for byte.
func TestLinksLeadToTheProxy(t *testing.T) {
	t.Parallel()
	const site, gate = "https://acme.atlassian.net", "https://api.atlassian.com"
	own, err := client.New("acme", client.Credentials{})
	if err != nil {
		t.Fatal(err)
	}
	x := &exchange{p: New(Options{Client: own})}
	for name, tt := range map[string]struct{ body, want string }{
		"base":                 {`{"_links":{"base":"` + site + `/wiki"}}`, `{"_links":{"base":"HERE/wiki"}}`},
		"inside a list":        {`{"results":[{"_links":{"self":"` + site + `/wiki/rest/api/content/1"}}]}`, `{"results":[{"_links":{"self":"HERE/wiki/rest/api/content/1"}}]}`},
		"the gateway's":        {`{"_links":{"self":"` + gate + `/ex/confluence/1/wiki/rest"}}`, `{"_links":{"self":"HERE/ex/confluence/1/wiki/rest"}}`},
		"escaped":              {`{"_links":{"self":"https:\/\/acme.atlassian.net\/wiki\/x"}}`, `{"_links":{"self":"HERE/wiki/x"}}`},
		"a download":           {`{"downloadLink":"` + site + `/wiki/download/1"}`, `{"downloadLink":"HERE/wiki/download/1"}`},
		"relative":             {`{"_links": {"next" : "/wiki/api/v2/pages?cursor=1"} }`, `{"_links": {"next" : "/wiki/api/v2/pages?cursor=1"} }`},
		"what people wrote":    {`{"body":{"storage":{"value":"see ` + site + `/wiki/x"}},"title":"` + site + `"}`, ""},
		"written as links are": {`{"body":{"value":"{\"_links\":{\"base\":\"` + site + `\"}}"}}`, ""},
		"another site":         {`{"_links":{"self":"https://acme.atlassian.net.evil.example/wiki"}}`, ""},
		"a list of links":      {`{"_links":["` + site + `/wiki"]}`, ""},
		"a name":               {`{"` + site + `/wiki":"_links","_links":1}`, ""},
		"odd spaces and order": {"{ \"b\":1,\n\"_links\"\t: {\"z\":null,\"base\":\"" + site + "\"}, \"a\" : [ ] }", "{ \"b\":1,\n\"_links\"\t: {\"z\":null,\"base\":\"HERE\"}, \"a\" : [ ] }"},
		"no JSON":              {`{"_links":{"base":"` + site + `/wiki"`, ""},
		"numbers and escapes":  {`{"n":1.50e+3,"t":"\u00e4\/","_links":{"base":"` + site + `/wiki"}}`, `{"n":1.50e+3,"t":"\u00e4\/","_links":{"base":"HERE/wiki"}}`},
	} {
		want := strings.ReplaceAll(tt.want, "HERE", "http://127.0.0.1:8091")
		if tt.want == "" {
			want = tt.body
		}
		if diff := cmp.Diff(want, string(x.turnBody([]byte(tt.body), "http://127.0.0.1:8091"))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// TestTheSiteTellsItsAddress turns links where only the site's place at the gateway is known.
func TestTheSiteTellsItsAddress(t *testing.T) {
	t.Parallel()
	own, err := client.New("f2ad45d7-0000-4000-8000-000000000001", client.Credentials{})
	if err != nil {
		t.Fatal(err)
	}
	x := &exchange{p: New(Options{Client: own})}
	body := `{"_links":{"self":"https://acme.atlassian.net/wiki/rest/api/content","base":"https://acme.atlassian.net/wiki","webui":"https://other.example/wiki"}}`
	want := `{"_links":{"self":"http://p:1/wiki/rest/api/content","base":"http://p:1/wiki","webui":"https://other.example/wiki"}}`
	if diff := cmp.Diff(want, string(x.turnBody([]byte(body), "http://p:1"))); diff != "" {
		t.Errorf("turned (-want +got):\n%s", diff)
	}
}

// TestContentIsWrittenBackAsItWas reads a page with an address of the site in it.
func TestContentIsWrittenBackAsItWas(t *testing.T) {
	t.Parallel()
	s := newStand(t, Options{Writes: true})
	link := `<p><a href=\"` + s.URL + `/wiki/spaces/PUB\">here</a></p>`
	made := s.send(t, "POST", s.url+"/wiki/api/v2/pages", `{"spaceId":"`+s.SpaceID(t, "PUB")+`","title":"Linked","body":{"representation":"storage","value":"`+link+`"}}`,
		append(withKey(), "Content-Type", "application/json")...)
	if made.status != 200 {
		t.Fatalf("%d %s", made.status, made.body)
	}
	var page wirev2.Page
	if err := wire.Unmarshal([]byte(made.body), &page); err != nil {
		t.Fatal(err)
	}
	got := s.send(t, "GET", s.url+"/wiki/api/v2/pages/"+string(page.ID)+"?body-format=storage", "", withKey()...)
	if !strings.Contains(got.body, link) {
		t.Errorf("%s does not hold %s", got.body, link)
	}
	if strings.Contains(got.body, `"base":"`+s.URL) || !strings.Contains(got.body, `"base":"`+s.url+`/wiki"`) {
		t.Errorf("_links.base leads away: %s", got.body)
	}
}
