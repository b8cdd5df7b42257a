package store

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/weirhq/weir/internal/cql"
	"github.com/weirhq/weir/internal/pgtest"
	"github.com/weirhq/weir/internal/wiki"
	"github.com/weirhq/weir/internal/words"
)

// benchPages is how many pages are searched. Their words are drawn so that few are common and most are rare, as in prose.
const benchPages = 100_000

var benchEngines = map[string]func(b *testing.B) string{
	"sqlite":   func(b *testing.B) string { return filepath.Join(b.TempDir(), "weir.db") },
	"postgres": func(b *testing.B) string { return pgtest.Database(b) },
}

var benchViewer = wiki.Viewer{Subjects: []wiki.Subject{wiki.Anonymous}}

// BenchmarkSearch searches for words that few and that many of the pages have, beside the bare statement on the text index
// that lists as many ids as the search looks at.
func BenchmarkSearch(b *testing.B) {
	if testing.Short() {
		b.Skip("seeds 100,000 pages")
	}
	for engine, newURL := range benchEngines {
		b.Run(engine, func(b *testing.B) {
			d, site := benchWiki(b, newURL(b))
			for _, term := range []string{"rare", "common"} {
				b.Run(term, func(b *testing.B) { benchSearch(b, d, site, `text ~ "`+term+`"`) })
				b.Run(term+"/raw", func(b *testing.B) { benchRaw(b, d, term) })
			}
			for _, c := range []struct{ name, query string }{
				{"two words", `text ~ "common w7" and type = page`}, {"phrase", `text ~ "\"w0 w1\""`}, {"in a space", "text ~ common and space = K"},
				{"newest first", "text ~ common order by lastmodified desc"}, {"by title", "text ~ common order by title"}, {"without", "text !~ common"},
				{"wildcard", `text ~ "w12?4"`}, {"prefix", `text ~ "w12*"`}, {"fuzzy", `text ~ "rara~1"`},
			} {
				b.Run(c.name, func(b *testing.B) { benchSearch(b, d, site, c.query) })
			}
			b.Run("rare counted", func(b *testing.B) { benchCounted(b, d, site, "text ~ rare") })
			b.Run("common counted", func(b *testing.B) { benchCounted(b, d, site, "text ~ common") })
		})
	}
}

func benchSearch(b *testing.B, d *DB, site wiki.SiteID, query string) {
	benchHits(b, d, query, func(ctx context.Context, t *Tx, s Search) (wiki.Slice[Hit], error) {
		return t.In(site).Search(ctx, benchViewer, s, wiki.Window{Limit: 25})
	})
}

func benchCounted(b *testing.B, d *DB, site wiki.SiteID, query string) {
	benchHits(b, d, query, func(ctx context.Context, t *Tx, s Search) (wiki.Slice[Hit], error) {
		hits, _, err := t.In(site).SearchCounted(ctx, benchViewer, s, wiki.Window{Limit: 25})
		return hits, err
	})
}

// benchHits reports beside the mean what half of the searches take at most: the mean of a few on a busy machine tells of
// the machine.
func benchHits(b *testing.B, d *DB, query string, search func(context.Context, *Tx, Search) (wiki.Slice[Hit], error)) {
	q, err := cql.Parse(query)
	if err != nil {
		b.Fatal(err)
	}
	var took []time.Duration
	for b.Loop() {
		began := time.Now()
		t, err := d.Read(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		hits, err := search(b.Context(), t, Search{Query: q})
		t.Close()
		if err != nil || len(hits.Items) == 0 {
			b.Fatal(len(hits.Items), err)
		}
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
}

func benchRaw(b *testing.B, d *DB, term string) {
	var x text
	x.WriteString(d.dialect.wordsMatch(&x, wordsExpr{leaf: wordsLeaf{terms: words.Terms(term)}}) + " LIMIT 501")
	statement, args := x.String(), x.args
	for b.Loop() {
		t, err := d.Read(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		ids, err := collect(b.Context(), t, statement, args, func(r *sql.Rows, id *int64) error { return r.Scan(id) })
		t.Close()
		if err != nil || len(ids) == 0 {
			b.Fatal(len(ids), err)
		}
	}
}

// BenchmarkIndexing writes pages of 200 words one after the other while the indexer runs behind, as it does in the server,
// and reports how far behind it was at worst.
func BenchmarkIndexing(b *testing.B) {
	for engine, newURL := range benchEngines {
		b.Run(engine, func(b *testing.B) {
			d, site, space := benchSpace(b, newURL(b))
			draw := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // the same pages each time
			ctx, stop := context.WithCancel(b.Context())
			worst := make(chan time.Duration)
			go func() {
				var most time.Duration
				for ctx.Err() == nil {
					lag, err := d.IndexLag(ctx)
					if err == nil {
						most = max(most, lag)
						_, err = d.IndexSome(ctx, 64, func(s string) string { return s })
					}
					if err != nil && ctx.Err() == nil {
						b.Error(err)
						break
					}
				}
				worst <- most
			}()
			n := 0
			for b.Loop() {
				n++
				err := d.Write(b.Context(), func(ctx context.Context, t *Tx) error {
					_, err := t.In(site).CreateContent(ctx, "acc", wiki.NewContent{Kind: wiki.Page, Status: wiki.Current, Space: space,
						Title: fmt.Sprint("page ", n), Storage: benchText(draw, 200)})
					return err
				})
				if err != nil {
					b.Fatal(err)
				}
			}
			stop()
			b.ReportMetric(float64((<-worst).Milliseconds()), "worst-lag-ms")
		})
	}
}

func benchText(draw *rand.Rand, n int) string {
	var text strings.Builder
	for range n {
		u := draw.Float64()
		fmt.Fprintf(&text, "w%d ", int(50_000*u*u*u*u))
	}
	return text.String()
}

func benchSpace(b testing.TB, url string) (*DB, wiki.SiteID, wiki.SpaceID) {
	b.Helper()
	d, err := Open(b.Context(), Options{URL: url, Now: time.Now})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := d.Close(); err != nil {
			b.Error(err)
		}
	})
	var site wiki.Site
	var space wiki.Space
	err = d.Write(b.Context(), func(ctx context.Context, t *Tx) (err error) {
		if site, err = t.CreateSite(ctx, wiki.Site{CloudID: "c", Key: "s", Name: "S", BaseURL: "https://s.example.com"}); err != nil {
			return err
		}
		space, err = t.In(site.ID).CreateSpace(ctx, wiki.Space{Key: "K", Name: "K", Kind: wiki.GlobalSpace, Status: wiki.SpaceCurrent})
		if err != nil {
			return err
		}
		return t.In(site.ID).Grant(ctx, wiki.Grant{Space: space.ID, Subject: wiki.Anonymous, Perm: wiki.View})
	})
	if err != nil {
		b.Fatal(err)
	}
	return d, site.ID, space.ID
}

// benchWiki fills a wiki as writing and indexing would, by the rows alone. One page in a thousand is rare, every third is
// common.
func benchWiki(b *testing.B, url string) (*DB, wiki.SiteID) {
	b.Helper()
	d, site, space := benchSpace(b, url)
	draw := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // the same pages each time
	vocabulary := map[string]bool{}
	for from := 0; from < benchPages; from += 5_000 {
		err := d.Write(b.Context(), func(ctx context.Context, t *Tx) error {
			for i := from; i < from+5_000; i++ {
				body := benchText(draw, 30)
				if i%1000 == 0 {
					body += "rare "
				}
				if i%3 == 0 {
					body += "common "
				}
				if err := benchPage(ctx, t, site, space, int64(200_000+i), fmt.Sprint("page ", i), body, vocabulary); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	err := d.Write(b.Context(), func(ctx context.Context, t *Tx) error {
		if err := t.addTerms(ctx, vocabulary); err != nil {
			return err
		}
		if d.dialect == &sqliteDialect { // its statistics are written down (statistics.go)
			return nil
		}
		_, err := t.exec(ctx, "ANALYZE")
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return d, site
}

func benchPage(ctx context.Context, t *Tx, site wiki.SiteID, space wiki.SpaceID, id int64, title, body string, vocabulary map[string]bool) error {
	titleText, bodyText := textOf(title), textOf(body)
	titleRow, bodyRow := newLayout(titleText), newLayout(bodyText)
	for _, term := range slices.Concat(titleRow.all(), bodyRow.all()) {
		vocabulary[term] = true
	}
	for _, s := range []struct {
		text string
		args []any
	}{
		{`INSERT INTO content (id, site, space, kind, status, title, title_fold, owner, creator, created, version, modified)
			VALUES ($1, $2, $3, 'page', 'current', $4, $4, 'acc', 'acc', $1, 1, $1)`, []any{id, site, space, title}},
		{"INSERT INTO version (content, number, author, at, title, body) VALUES ($1, 1, 'acc', $1, $2, $3)", []any{id, title, body}},
		{t.db.dialect.wordsPut, append([]any{id}, t.db.dialect.wordsRow(titleRow, bodyRow)...)},
		{"INSERT INTO indexed_terms (content, length, terms) VALUES ($1, $2, $3)",
			[]any{id, len(titleText.terms) + len(bodyText.terms), countTerms(titleText, bodyText, titleRow, bodyRow)}},
		{"INSERT INTO indexed (content, version) VALUES ($1, 1)", []any{id}},
	} {
		if _, err := t.exec(ctx, s.text, s.args...); err != nil {
			return err
		}
	}
	return nil
}
