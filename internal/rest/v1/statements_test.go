package v1_test

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/google/go-cmp/cmp"

	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// counted is a bench that keeps the statements that were run.
type counted struct {
	*bench
	mu   sync.Mutex
	seen []string
	// commits counts those that make what is remembered old.
	commits int
}

func newCounted(t *testing.T) *counted {
	t.Helper()
	c := &counted{}
	c.bench = newBenchOn(t, store.Options{Synchronous: "OFF", Observe: func(statement string) {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.seen = append(c.seen, statement)
	}})
	return c
}

// fill puts n pages with all that can hang on a page into the space DEV, as many blog posts, and makes as many spaces.
func (c *counted) fill(n int) {
	c.t.Helper()
	ctx := c.t.Context()
	people := []string{"ann", "bob", "eve"}
	for i := range n {
		title := fmt.Sprintf("Page %03d", i)
		page := c.page(title, linked(i)+task(i))
		c.must(c.ann.Label(ctx, page.ID, fmt.Sprintf("label%d", i)))
		c.must(c.ann.Label(ctx, page.ID, "all"))
		_, err := c.ann.CreateProperty(ctx, wiki.PropertyOwner{Content: page.ID}, "review", `{"by":"ann"}`)
		c.must(err)
		c.attach(page, "a.txt", "text/plain", "", "x")
		c.must(c.ann.SetLike(ctx, page.ID, true))
		c.must(c.ann.Restrict(ctx, wiki.Restriction{Content: page.ID, Op: wiki.RestrictUpdate,
			Subjects: []wiki.Subject{wiki.User("ann-0000"), wiki.User(wiki.AccountID(people[i%3] + "-0000"))}}))
		storage := linked(i) + task(i) + "<p>again</p>"
		_, err = c.ann.Update(ctx, page.ID, wiki.Change{Version: 2, Storage: &storage})
		c.must(err)
		_, err = c.ann.Create(ctx, wiki.NewContent{Kind: wiki.Page, Status: wiki.Current, Space: c.dev.ID, Parent: page.ID, Title: "Below " + title, Storage: "<p>pear</p>"})
		c.must(err)
		_, err = c.ann.Create(ctx, wiki.NewContent{Kind: wiki.BlogPost, Status: wiki.Current, Space: c.dev.ID, Title: fmt.Sprintf("Post %03d", i), Storage: "<p>apple</p>"})
		c.must(err)
		space, err := c.ann.CreateSpace(ctx, site.NewSpace{Key: fmt.Sprintf("S%03d", i), Name: title, Description: "Text"})
		c.must(err)
		c.must(c.ann.LabelSpace(ctx, space.ID, "team", "all"))
		me := site.NodeName{Kind: wiki.UserNode, Key: site.CurrentUser}
		_, err = c.ann.Relate(ctx, wiki.Favourite, me, site.NodeName{Kind: wiki.ContentNode, Content: page.ID})
		c.must(err)
		_, err = c.ann.Relate(ctx, wiki.Favourite, me, site.NodeName{Kind: wiki.SpaceNode, Key: space.Key})
		c.must(err)
		c.fillHome(i)
	}
	c.must(c.service.Indexed(ctx))
}

// fillHome puts what there can be much of on one page onto the home page of DEV.
func (c *counted) fillHome(i int) {
	c.t.Helper()
	ctx := c.t.Context()
	const home wiki.ContentID = 65537
	comment, err := c.ann.Comment(ctx, site.NewComment{On: home, Storage: linked(i)})
	c.must(err)
	_, err = c.ann.Comment(ctx, site.NewComment{Parent: comment.ID, Storage: linked(i)})
	c.must(err)
	_, err = c.ann.Attach(ctx, site.NewFile{Container: home, Name: fmt.Sprintf("%03d.txt", i), MediaType: "text/plain", Bytes: strings.NewReader("x")})
	c.must(err)
	_, err = c.ann.CreateProperty(ctx, wiki.PropertyOwner{Content: home}, fmt.Sprintf("key%d", i), `1`)
	c.must(err)
	_, err = c.ann.CreateProperty(ctx, wiki.PropertyOwner{Space: c.dev.ID}, fmt.Sprintf("key%d", i), `1`)
	c.must(err)
	body := linked(i)
	_, err = c.ann.Update(ctx, home, wiki.Change{Version: i + 2, Storage: &body})
	c.must(err)
	_, err = c.ann.Create(ctx, wiki.NewContent{Kind: "ac:app:note", Status: wiki.Current, Space: c.dev.ID, Parent: home, Title: fmt.Sprintf("Note %03d", i), Storage: linked(i)})
	c.must(err)
}

// task is a list of one task that leads to what linked leads to.
func task(i int) string {
	return `<ac:task-list><ac:task><ac:task-id>1</ac:task-id><ac:task-status>incomplete</ac:task-status><ac:task-body>` +
		strings.NewReplacer("<p>", "", "</p>", "").Replace(linked(i)) + `</ac:task-body></ac:task></ac:task-list>`
}

// linked is a body that leads to another page, a blog post, a person, a file and a space.
func linked(i int) string {
	return fmt.Sprintf(`<p>apple <ac:link><ri:page ri:content-title="Page %03d" /></ac:link> <ac:link><ri:page ri:content-title="Nowhere %d" /></ac:link>
		<ac:link><ri:page ri:space-key="S%03d" ri:content-title="Page %03d" /></ac:link> <ac:link><ri:user ri:account-id="bob-0000" /></ac:link>
		<ac:link><ri:space ri:space-key="S%03d" /></ac:link> <ac:link><ri:attachment ri:filename="a.txt" /></ac:link></p>`, i/2, i, i, i, i)
}

// statements are those that a call runs in a state that nothing is remembered of, but for what is asked by each request.
func (c *counted) statements(line string) []string {
	c.t.Helper()
	read := func() {
		if w := c.call("ann", line, ""); w.Code != 200 {
			c.t.Fatalf("%s: %d %s", line, w.Code, w.Body)
		}
	}
	read()
	c.commits++
	other := c.site
	other.Name = fmt.Sprint(other.Name, c.commits)
	c.must(c.service.System().SetSite(c.t.Context(), other)) // ends the facts too
	c.mu.Lock()
	c.seen = nil
	c.mu.Unlock()
	read()
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(c.seen), apart.MatchString)
}

// apart are statements that do not come of what is asked for: who asks, which may be remembered, the text index, and tasks.
var apart = regexp.MustCompile(`^(SELECT (id, cloud_id|t\.token_id|q\.content|\(SELECT COUNT)|UPDATE)`)

// expansions finds what an answer of version 1 offers to expand, as paths.
func (c *counted) expansions(line string, depth int) string {
	c.t.Helper()
	paths := map[string]bool{}
	join := "?"
	if strings.Contains(line, "?") {
		join = "&"
	}
	for range depth {
		w := c.call("ann", line+join+"expand="+strings.Join(slices.Sorted(maps.Keys(paths)), ","), "")
		var answer any
		c.must(json.Unmarshal(w.Body.Bytes(), &answer))
		offered(answer, "", paths)
	}
	return join + "expand=" + strings.Join(slices.Sorted(maps.Keys(paths)), ",")
}

func offered(v any, path string, into map[string]bool) {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			offered(item, path, into)
		}
	case map[string]any:
		for name, member := range v {
			switch {
			case name == "_expandable":
				for below := range member.(map[string]any) {
					into[path+below] = true
				}
			case name == "results":
				offered(member, path, into)
			default:
				offered(member, path+name+".", into)
			}
		}
	}
}

// TestListsCostTheSameWhateverTheirLength runs each list with all its expansions over a few things and over many: the
// number of statements is the same.
func TestListsCostTheSameWhateverTheirLength(t *testing.T) {
	t.Parallel()
	few, many := newCounted(t), newCounted(t)
	few.fill(5)
	many.fill(100)
	for _, c := range []struct {
		line  string
		depth int
	}{
		{"GET /content?limit=250&type=page", 2},
		{"GET /content?limit=250&type=blogpost", 2},
		{"GET /content/search?limit=250&cql=type=page", 2},
		{"GET /search?limit=250&cql=text~apple+and+type=page", 2},
		{"GET /search?limit=250&cql=type=space", 2},
		{"GET /space?limit=250", 2},
		{"GET /space/DEV/content/page?limit=250", 2},
		{"GET /content/65537/child/page?limit=250", 2},
		{"GET /content/65537/descendant/page?limit=250", 2},
		{"GET /relation/favourite/from/user/current/to/content?limit=250", 2},
		{"GET /relation/favourite/from/user/current/to/space?limit=250", 2},
		{"GET /content/65537/child/comment?limit=250&depth=all", 2},
		{"GET /content/65537/child/attachment?limit=250", 2},
		{"GET /content/65537/child", 2},
		{"GET /content/65537/descendant", 2},
		{"GET /content/65537/version?limit=250", 2},
		{"GET /content/65537/property?limit=250", 2},
		{"GET /space/DEV/property?limit=250", 2},
		{"GET /space/DEV/content?limit=250", 2},
		{"GET /inlinetasks/search?limit=250", 0},
		{"GET /search/user?limit=250&cql=type=user", 2},
		{"GET /user/bulk?accountId=ann-0000,bob-0000,eve-0000", 2},
		{"GET /label?name=all&limit=200", 0},
		{"GET /wiki/api/v2/pages/65537/footer-comments?limit=250&body-format=atlas_doc_format", 0},
		{"GET /wiki/api/v2/footer-comments?limit=250&body-format=atlas_doc_format", 0},
		{"GET /wiki/api/v2/pages/65537/versions?limit=250&body-format=atlas_doc_format", 0},
		{"GET /wiki/api/v2/pages/65537/properties?limit=250", 0},
		{"GET /wiki/api/v2/pages/65537/attachments?limit=250", 0},
		{"GET /wiki/api/v2/pages/65537/direct-children?limit=250", 0},
		{"GET /wiki/api/v2/pages/65537/descendants?limit=250", 0},
		{"GET /wiki/api/v2/custom-content?type=ac:app:note&limit=250&body-format=storage", 0},
		{"GET /wiki/api/v2/tasks?limit=250&body-format=atlas_doc_format", 0},
		{"GET /wiki/api/v2/pages?limit=250&body-format=storage", 0},
		{"GET /wiki/api/v2/pages?limit=250&body-format=atlas_doc_format", 0},
		{"GET /wiki/api/v2/blogposts?limit=250&body-format=atlas_doc_format", 0},
		{"GET /wiki/api/v2/spaces?limit=250&description-format=view&include-icon=true", 0},
		{"GET /wiki/api/v2/attachments?limit=250", 0},
		{"GET /wiki/api/v2/labels?limit=250", 0},
		{"GET /wiki/api/v2/pages/65537?include-labels=true&include-properties=true&include-operations=true&include-likes=true&include-versions=true&include-favorited-by-current-user-status=true&include-direct-children=true&body-format=view", 0},
	} {
		line := c.line
		if c.depth > 0 {
			line += few.expansions(line, c.depth)
		}
		want, got := few.statements(line), many.statements(line)
		if diff := cmp.Diff(grouped(want), grouped(got)); diff != "" || len(want) == 0 {
			t.Errorf("%s: %d statements for few, %d for many\n%s", line, len(want), len(got), diff)
		}
	}
}

// lists are what a statement has more of when it is about more.
var (
	lists = regexp.MustCompile(`\$\d+(, \$\d+)*|LIMIT \d+`)
	pairs = regexp.MustCompile(`(, \(\$\))+`) // behind the first, of rows to join
)

// grouped counts equal statements, whatever the length of their lists.
func grouped(statements []string) map[string]int {
	out := map[string]int{}
	for _, s := range statements {
		s = pairs.ReplaceAllString(lists.ReplaceAllString(strings.Join(strings.Fields(s), " "), "$$"), "")
		out[s]++
	}
	return out
}
