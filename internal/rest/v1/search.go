package v1

import (
	"context"
	"html"
	"slices"
	"time"

	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	scalar "github.com/weirhq/weir/wire"
	wire "github.com/weirhq/weir/wire/v1"
)

func searchOps() []rest.Op {
	return []rest.Op{
		rest.On(rest.Op{ID: "searchContentByCQL", Route: "GET /content/search", Perm: seePeople}, searchContentByCQL),
		rest.On(rest.Op{ID: "searchByCQL", Route: "GET /search", Perm: seePeople}, searchByCQL),
	}
}

type searchContentByCQLIn struct {
	rest.Scroll
	Expand
	CQL     string `query:"cql" required:"yes"`
	Context string `query:"cqlcontext"`
}

func searchContentByCQL(ctx context.Context, s *site.Session, in *searchContentByCQLIn) (*wire.List[wire.Content], error) {
	sc, err := searchContext(in.CQL, in.Context)
	if err != nil {
		return nil, err
	}
	sc.Excerpts, sc.ContentOnly = site.NoExcerpt, true
	found, err := s.Search(ctx, in.CQL, sc, in.Window())
	if err != nil {
		return nil, err
	}
	made, err := newLoader(s).contents(ctx, hits(found.Items), in.tree(""))
	return &wire.List[wire.Content]{
		Results: made, Start: in.Start, Limit: in.Limit, Size: len(made), Links: in.Links(found.More, found.After),
	}, err
}

type searchByCQLIn struct {
	searchContentByCQLIn
	ArchivedSpaces bool             `query:"includeArchivedSpaces"`
	NoCurrent      bool             `query:"excludeCurrentSpaces"`
	Sites          string           `query:"sitePermissionTypeFilter" enum:"all,externalCollaborator,none"`
	Excerpt        site.ExcerptKind `query:"excerpt" default:"highlight" enum:"highlight,indexed,none,highlight_unescaped,indexed_unescaped"`
}

// guestsOnly is the value of sitePermissionTypeFilter that asks for people from outside alone.
const guestsOnly = "externalCollaborator"

func searchByCQL(ctx context.Context, s *site.Session, in *searchByCQLIn) (*wire.SearchPage, error) {
	sc, err := searchContext(in.CQL, in.Context)
	if err != nil {
		return nil, err
	}
	sc.ArchivedSpaces, sc.NoCurrent, sc.Excerpts = in.ArchivedSpaces, in.NoCurrent, in.Excerpt
	sc.GuestsOnly = in.Sites == guestsOnly
	began := s.Now()
	found, total, err := s.SearchCounted(ctx, in.CQL, sc, in.Window())
	if err != nil {
		return nil, err
	}
	results, err := newLoader(s).results(ctx, found.Items, in.tree(""), in.Excerpt)
	return &wire.SearchPage{
		Results: results, Start: in.Start, Limit: in.Limit, Size: len(results), TotalSize: total, CQLQuery: in.CQL,
		SearchDuration: int(s.Now().Sub(began).Milliseconds()), ArchivedResultCount: scalar.Value(0), Links: in.Links(found.More, found.After),
	}, err
}

// searchContext reads cqlcontext: JSON that names where the query is asked from, and the statuses of the content it is asked
// about.
func searchContext(cql, text string) (site.SearchContext, error) {
	var sc site.SearchContext
	if cql == "" {
		return sc, wiki.Invalid("cql", "", rest.WantValue)
	}
	if text == "" {
		return sc, nil
	}
	var given map[string]any
	if err := scalar.Unmarshal([]byte(text), &given); err != nil {
		return sc, wiki.Invalid("cqlcontext", text, "a JSON object")
	}
	sc.Space, _ = given["spaceKey"].(string)
	switch id := given["contentId"].(type) {
	case string:
		n, err := scalar.ID(id).Int64()
		if err != nil {
			return sc, wiki.Invalid("cqlcontext", text, "a JSON object whose contentId is a number")
		}
		sc.Content = wiki.ContentID(n)
	case float64:
		sc.Content = wiki.ContentID(id)
	}
	if asked, given := given["contentStatuses"].([]any); given {
		for _, one := range asked {
			name, _ := one.(string)
			status := wiki.Status(name)
			if !slices.Contains(searchedStatuses, status) {
				return sc, wiki.Invalid("cqlcontext", text, "a JSON object whose contentStatuses are among current, archived, draft, trashed")
			}
			sc.Statuses = append(sc.Statuses, status)
		}
	}
	return sc, nil
}

// searchedStatuses are those that content can be searched in.
var searchedStatuses = []wiki.Status{wiki.Current, wiki.Archived, wiki.Draft, wiki.Trashed}

func hits(found []site.Found) []wiki.Content {
	out := make([]wiki.Content, len(found))
	for i, f := range found {
		out[i] = f.Content
	}
	return out
}

// results makes the hits of a search. Excerpts are escaped for HTML unless they were asked for unescaped; the marks
// around hits are none of HTML's characters.
func (l *loader) results(ctx context.Context, found []site.Found, want wants, excerpt site.ExcerptKind) ([]wire.SearchResult, error) {
	if len(found) > 0 && found[0].Content.ID == 0 { // a search finds content, or spaces and users
		return l.otherResults(ctx, found, want, excerpt)
	}
	list := hits(found)
	contents, err := l.contents(ctx, list, want["content"])
	if err != nil {
		return nil, err
	}
	spaces, err := l.s.SpacesOf(ctx, list)
	if err != nil {
		return nil, err
	}
	around, err := l.containers(ctx, list)
	if err != nil {
		return nil, err
	}
	out := make([]wire.SearchResult, len(found))
	for i, f := range found {
		c, space := &contents[i], spaces[f.Content.Space]
		out[i] = wire.SearchResult{
			Content: c, Title: f.Title, Excerpt: excerptText(f, excerpt), URL: c.Links.WebUI,
			ResultParentContainer: around[f.Content.Container],
			ResultGlobalContainer: &wire.ContainerSummary{Title: space.Name, DisplayURL: site.SpacePath(space)},
			Breadcrumbs:           []wire.Breadcrumb{}, EntityType: "content", IconCSSClass: "aui-icon content-type-" + string(f.Kind),
			LastModified: scalar.Time(f.Version.At), FriendlyLastModified: friendly(f.Version.At), Score: f.Score,
		}
	}
	return out, nil
}

// containers names what comments and attachments are in.
func (l *loader) containers(ctx context.Context, list []wiki.Content) (map[wiki.ContentID]*wire.ContainerSummary, error) {
	var inside []wiki.Content
	for _, c := range list {
		if c.Container != 0 {
			inside = append(inside, c)
		}
	}
	if len(inside) == 0 {
		return nil, nil
	}
	above, err := l.s.Ancestors(ctx, inside)
	if err != nil {
		return nil, err
	}
	out := map[wiki.ContentID]*wire.ContainerSummary{}
	for _, c := range inside {
		for _, a := range above[c.ID] {
			if a.ID == c.Container {
				out[a.ID] = &wire.ContainerSummary{Title: a.Title, DisplayURL: site.WebPath(*a)}
			}
		}
	}
	return out, nil
}

// otherResults makes the hits that are spaces and users.
func (l *loader) otherResults(ctx context.Context, found []site.Found, want wants, excerpt site.ExcerptKind) ([]wire.SearchResult, error) {
	var people []wiki.AccountID
	var list []wiki.Space
	for _, f := range found {
		if f.Space != nil {
			list = append(list, *f.Space)
		} else {
			people = append(people, f.Account.ID)
		}
	}
	spaces, err := l.spaces(ctx, list, want["space"])
	if err != nil {
		return nil, err
	}
	users, err := l.users(ctx, people, want["user"])
	if err != nil {
		return nil, err
	}
	out := make([]wire.SearchResult, len(found))
	for i, f := range found {
		r := wire.SearchResult{Title: f.Title, Excerpt: excerptText(f, excerpt), Breadcrumbs: []wire.Breadcrumb{}}
		var at time.Time
		if f.Space != nil {
			r.Space, spaces = &spaces[0], spaces[1:]
			r.URL, r.EntityType, at = site.SpacePath(*f.Space), "space", f.Space.Created
		} else {
			r.User = users[f.Account.ID]
			r.URL, r.EntityType, at = "/people/"+string(f.Account.ID), "user", f.Account.Created
		}
		r.IconCSSClass = "aui-icon content-type-" + r.EntityType
		r.LastModified, r.FriendlyLastModified = scalar.Time(at), friendly(at)
		out[i] = r
	}
	return out, nil
}

func excerptText(f site.Found, excerpt site.ExcerptKind) string {
	if excerpt == site.Highlighted || excerpt == site.Indexed {
		return html.EscapeString(f.Excerpt)
	}
	return f.Excerpt
}

func friendly(at time.Time) string { return at.Format("Jan 02, 2006") }
