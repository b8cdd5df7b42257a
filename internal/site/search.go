package site

import (
	"context"
	"errors"
	"time"

	"github.com/weirhq/weir/internal/cql"
	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
	"github.com/weirhq/weir/internal/words"
)

// excerptSize is about how many bytes of a text an excerpt has.
const excerptSize = 300

// SearchContext is what the functions of a query depend on beside the caller (cqlcontext).
type SearchContext struct {
	Space          string
	Content        wiki.ContentID
	Statuses       []wiki.Status // of the content that is searched; none: current
	ArchivedSpaces bool
	NoCurrent      bool // search archived spaces alone
	ContentOnly    bool // find content, never spaces or users
	UsersOnly      bool // find users, never anything else
	GuestsOnly     bool // find no users but people from outside, of whom there are none
	Excerpts       ExcerptKind
}

// ExcerptKind is what an excerpt looks like. The texts are those of the parameter excerpt of v1 search.
type ExcerptKind string

// The kinds of excerpt.
const (
	Highlighted          ExcerptKind = "highlight"
	Indexed              ExcerptKind = "indexed"
	HighlightedUnescaped ExcerptKind = "highlight_unescaped"
	IndexedUnescaped     ExcerptKind = "indexed_unescaped"
	NoExcerpt            ExcerptKind = "none"
)

// Found is a hit with its excerpt: a content, a space or a user.
type Found struct {
	store.Hit
	Excerpt string // with words.HitStart and words.HitEnd around the hits, unless it should be plain
	Title   string // marked likewise
}

// Now is the time by the installation's clock.
func (s *Session) Now() time.Time { return s.visit.service.Now() }

// Search finds the current content that a CQL query describes and the caller may view, or the spaces and users when it
// asks for them alone. Errors: InvalidCQL with the column
// in Facts.Detail, InvalidCursor, Overloaded when the search takes longer than five seconds, RateLimited when others of the
// same account take so long that it does not begin.
func (s *Session) Search(ctx context.Context, text string, sc SearchContext, w wiki.Window) (wiki.Slice[Found], error) {
	q, tx, leave, err := s.query(ctx, text, sc)
	if err != nil {
		return wiki.Slice[Found]{}, err
	}
	defer leave()
	ctx, cancel := context.WithTimeout(ctx, s.visit.service.SearchTime)
	defer cancel()
	hits, err := tx.Search(ctx, s.viewer, q, w)
	if err != nil {
		return wiki.Slice[Found]{}, tooSlow(err)
	}
	return s.excerpts(ctx, hits, q, sc)
}

// SearchCounted is Search with the number of all that is found, counted up to store.MaxCounted.
func (s *Session) SearchCounted(ctx context.Context, text string, sc SearchContext, w wiki.Window) (wiki.Slice[Found], int, error) {
	q, tx, leave, err := s.query(ctx, text, sc)
	if err != nil {
		return wiki.Slice[Found]{}, 0, err
	}
	defer leave()
	ctx, cancel := context.WithTimeout(ctx, s.visit.service.SearchTime)
	defer cancel()
	hits, total, err := tx.SearchCounted(ctx, s.viewer, q, w)
	if err != nil {
		return wiki.Slice[Found]{}, 0, tooSlow(err)
	}
	found, err := s.excerpts(ctx, hits, q, sc)
	return found, total, err
}

// excerpts adds to hits what is shown of their texts.
func (s *Session) excerpts(ctx context.Context, hits wiki.Slice[store.Hit], q store.Search, sc SearchContext) (wiki.Slice[Found], error) {
	out := wiki.Slice[Found]{More: hits.More, After: hits.After, Items: make([]Found, len(hits.Items))}
	var contents []wiki.Content
	for i, h := range hits.Items {
		out.Items[i] = Found{Hit: h, Title: h.Name()}
		if h.Content.ID != 0 {
			contents = append(contents, h.Content)
		}
	}
	if sc.Excerpts == NoExcerpt {
		return out, nil
	}
	bodies, err := s.Bodies(ctx, contents)
	if err != nil {
		return wiki.Slice[Found]{}, tooSlow(err)
	}
	isHit := func(words.Token) bool { return false }
	if sc.Excerpts == Highlighted || sc.Excerpts == HighlightedUnescaped || sc.Excerpts == "" {
		isHit = hitsOf(q.Query.Where)
	}
	for i := range out.Items {
		f := &out.Items[i]
		text := plainText(bodies[f.Content.ID].Storage)
		if f.Space != nil {
			text = f.Space.Description
		}
		f.Excerpt = words.Excerpt(text, isHit, excerptSize)
		f.Title = words.Excerpt(f.Title, isHit, 4*MaxTitle)
	}
	return out, nil
}

// query reads a query, waits until the caller may search, and gives the snapshot to search in, which outlasts the search.
// Whoever gets no error calls leave after the search.
func (s *Session) query(ctx context.Context, text string, sc SearchContext) (out store.Search, tx *store.SiteTx, leave func(), err error) {
	if err := s.demand(wiki.View); err != nil {
		return out, nil, nil, err
	}
	q, err := cql.Parse(text)
	if err != nil {
		return out, nil, nil, &wiki.Error{Reason: wiki.InvalidCQL, Err: err, Facts: wiki.Facts{Param: "cql", Detail: err.Error()}}
	}
	entered, err := s.enterSearch(ctx)
	if err != nil {
		return out, nil, nil, err
	}
	defer func() {
		if err != nil {
			entered()
		}
	}()
	for call := range q.Calls() {
		if call.Func == cql.RecentlyViewedContent || call.Func == cql.RecentlyViewedSpaces { // what was counted so far belongs to the answer
			s.visit.Close()
			if err := s.visit.service.views.flush(ctx); err != nil {
				return out, nil, nil, err
			}
			break
		}
	}
	if tx, err = s.read(ctx); err != nil {
		return out, nil, nil, err
	}
	zone := time.UTC
	if me := s.Caller().Account; me != "" {
		found, err := tx.Accounts(ctx, []wiki.AccountID{me})
		if err != nil {
			return out, nil, nil, err
		}
		if z, err := time.LoadLocation(found[me].TimeZone); err == nil {
			zone = z
		}
	}
	return store.Search{Query: q, Zone: zone, CurrentSpace: sc.Space, CurrentContent: sc.Content,
		Statuses: sc.Statuses, ArchivedSpaces: sc.ArchivedSpaces, NoCurrent: sc.NoCurrent, ContentOnly: sc.ContentOnly, UsersOnly: sc.UsersOnly, GuestsOnly: sc.GuestsOnly}, tx, entered, nil
}

// enterSearch waits until the caller may search.
func (s *Session) enterSearch(ctx context.Context) (leave func(), err error) {
	if s.within != nil { // a write keeps others waiting, and is one alone
		return func() {}, nil
	}
	ctx, cancel := context.WithTimeout(ctx, s.visit.service.SearchTime)
	defer cancel()
	return s.visit.service.searches.enter(ctx, s.Caller().Account, s.visit.Close)
}

// tooSlow turns the end of the time limit into its refusal.
func tooSlow(err error) error {
	if errors.Is(err, context.DeadlineExceeded) {
		return &wiki.Error{Reason: wiki.Overloaded, Err: err, Facts: wiki.Facts{Object: "search",
			Detail: "the search took too long"}}
	}
	return err
}

// hitsOf tells which words to mark: those that a positive text search of the query looks for.
func hitsOf(e cql.Expr) func(words.Token) bool {
	var searches []*cql.TextQuery
	var walk func(cql.Expr)
	walk = func(e cql.Expr) {
		switch e := e.(type) {
		case *cql.And:
			for _, a := range e.Args {
				walk(a)
			}
		case *cql.Or:
			for _, a := range e.Args {
				walk(a)
			}
		case *cql.Clause:
			if q, ok := e.Values[0].(*cql.TextQuery); ok && !e.Op.Negated() {
				searches = append(searches, q)
			}
		}
	}
	walk(e)
	return func(word words.Token) bool {
		for _, q := range searches {
			if q.Hits(word) {
				return true
			}
		}
		return false
	}
}

// Excerpt is the beginning of a content's text, without marks.
func Excerpt(b wiki.Body) string {
	return words.Excerpt(plainText(b.Storage), func(words.Token) bool { return false }, excerptSize)
}
