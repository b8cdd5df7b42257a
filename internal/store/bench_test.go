package store_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/weirhq/weir/internal/cql"
	"github.com/weirhq/weir/internal/pgtest"
	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// The benchmarks run on a wiki of 20,000 pages in 40 spaces, of which the viewer may view three quarters, each tenth page
// restricted. Each call stands beside a plain SQL statement of the same rows in the same run, so that the machine falls
// out of the ratio.

const (
	benchPages  = 20_000
	benchSpaces = 40
)

// bench is a wiki to measure on.
type bench struct {
	*ledger
	raw    *sql.DB // the same database, past the store
	viewer wiki.Viewer
	pages  []wiki.ContentID
	spaces []wiki.SpaceID
	tops   []wiki.ContentID
}

func BenchmarkSQLite(b *testing.B) {
	path := filepath.Join(b.TempDir(), "weir.db")
	raw, err := sql.Open("sqlite", "file:"+filepath.ToSlash(path)+"?_pragma=busy_timeout(10000)")
	if err != nil {
		b.Fatal(err)
	}
	defer raw.Close()
	newBench(b, path, raw).run(b)
}

func BenchmarkPostgres(b *testing.B) {
	url := pgtest.Database(b)
	raw, err := sql.Open("pgx", url)
	if err != nil {
		b.Fatal(err)
	}
	defer raw.Close()
	w := newBench(b, url, raw)
	if _, err := raw.ExecContext(b.Context(), "VACUUM ANALYZE"); err != nil { // as a server does by itself in time
		b.Fatal(err)
	}
	w.run(b)
}

// newBench opens the database at url and fills it.
func newBench(b *testing.B, url string, raw *sql.DB) *bench {
	b.Helper()
	db := open(b, store.Options{URL: url, Now: time.Now})
	l, err := newLedger(b.Context(), db)
	if err != nil {
		b.Fatal(err)
	}
	w := &bench{ledger: l, raw: raw, viewer: wiki.Viewer{Account: "acc", Subjects: []wiki.Subject{wiki.User("acc"), wiki.Group("g1"), wiki.Group("g2"), wiki.Anonymous}}}
	for len(w.spaces) < benchSpaces {
		w.fill(b, len(w.spaces))
	}
	for {
		n, err := db.IndexSome(b.Context(), 500, func(s string) string { return strings.NewReplacer("<p>", "", "</p>", "").Replace(s) })
		if err != nil {
			b.Fatal(err)
		}
		if n == 0 {
			return w
		}
	}
}

// fill makes one space with its pages.
func (w *bench) fill(b *testing.B, n int) {
	b.Helper()
	err := w.db.Write(b.Context(), func(ctx context.Context, t *store.Tx) error {
		tx := t.In(w.site)
		space, err := tx.CreateSpace(ctx, wiki.Space{Key: fmt.Sprintf("S%d", n), Name: fmt.Sprint("Space ", n), Kind: wiki.GlobalSpace, Status: wiki.SpaceCurrent})
		if err != nil {
			return err
		}
		who := []wiki.Subject{wiki.Group("g1"), wiki.Group("g2"), wiki.Anonymous, wiki.Group("others")}[n%4]
		if err := tx.Grant(ctx, wiki.Grant{Space: space.ID, Subject: who, Perm: wiki.SpacePerms}); err != nil {
			return err
		}
		var top wiki.ContentID
		for i := range benchPages / benchSpaces {
			body := fmt.Sprintf("<p>common word%d rare%d %s</p>", i%50, n*1000+i, strings.Repeat("lorem ipsum dolor sit amet ", 60))
			c, err := tx.CreateContent(ctx, "acc", wiki.NewContent{Kind: wiki.Page, Status: wiki.Current, Space: space.ID, Parent: top,
				Title: fmt.Sprintf("Page %d of %d", i, n), Storage: body})
			if err != nil {
				return err
			}
			if i == 0 {
				top = c.ID
				w.tops = append(w.tops, top)
			} else if i%10 == 0 {
				if err := tx.SetRestriction(ctx, wiki.Restriction{Content: c.ID, Op: wiki.RestrictRead, Subjects: []wiki.Subject{wiki.Group("g2")}}); err != nil {
					return err
				}
			}
			w.pages = append(w.pages, c.ID)
		}
		w.spaces = append(w.spaces, space.ID)
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
}

func (w *bench) run(b *testing.B) {
	b.Run("read", w.benchRead)
	b.Run("list", w.benchList)
	b.Run("search", w.benchSearch)
	b.Run("write", w.benchWrite)
}

// each runs fn in a snapshot of its own.
func (w *bench) each(b *testing.B, fn func(ctx context.Context, tx *store.SiteTx, i int) error) {
	b.Helper()
	ctx := b.Context()
	for i := 0; b.Loop(); i++ {
		tx, err := w.db.Read(ctx)
		if err != nil {
			b.Fatal(err)
		}
		err = fn(ctx, tx.In(w.site), i)
		tx.Close()
		if err != nil {
			b.Fatal(err)
		}
	}
}

// plainSQL measures a statement with no snapshot, no permission and no store around it.
func (w *bench) plainSQL(b *testing.B, statement string, args func(i int) []any) {
	b.Helper()
	stmt, err := w.raw.PrepareContext(b.Context(), statement)
	if err != nil {
		b.Fatal(err)
	}
	defer stmt.Close()
	var dest []any
	for i := 0; b.Loop(); i++ {
		rows, err := stmt.QueryContext(b.Context(), args(i)...)
		if err != nil {
			b.Fatal(err)
		}
		if dest == nil {
			columns, err := rows.Columns()
			if err != nil {
				b.Fatal(err)
			}
			for range columns {
				dest = append(dest, new(any))
			}
		}
		for rows.Next() {
			if err := rows.Scan(dest...); err != nil {
				b.Fatal(err)
			}
		}
		if err := rows.Err(); err != nil {
			b.Fatal(err)
		}
		rows.Close()
	}
}

// some picks one of a list, another for each i, near ones far apart.
func some[T any](list []T, i int) T { return list[i*7919%len(list)] }

func (w *bench) benchRead(b *testing.B) {
	b.Run("page with body", func(b *testing.B) {
		w.each(b, func(ctx context.Context, tx *store.SiteTx, i int) error {
			_, _, _, err := tx.ContentWithBody(ctx, w.viewer, some(w.pages, i))
			return err
		})
	})
	b.Run("plain SQL", func(b *testing.B) {
		w.plainSQL(b, "SELECT c.*, v.body FROM content c JOIN version v ON v.content = c.id AND v.number = c.version WHERE c.id = $1",
			func(i int) []any { return []any{int64(some(w.pages, i))} })
	})
}

func (w *bench) benchList(b *testing.B) {
	pages := []wiki.Kind{wiki.Page}
	shown := []wiki.Status{wiki.Current, wiki.Archived}
	for name, filter := range map[string]func(i int) wiki.ContentFilter{
		"of the site": func(int) wiki.ContentFilter { return wiki.ContentFilter{Kinds: pages, Statuses: shown} },
		"of the site, newest": func(int) wiki.ContentFilter {
			return wiki.ContentFilter{Kinds: pages, Statuses: shown, Sort: wiki.ByModified, Desc: true}
		},
		"of a space": func(i int) wiki.ContentFilter {
			return wiki.ContentFilter{Kinds: pages, Statuses: shown, Spaces: []wiki.SpaceID{some(w.spaces, i)}}
		},
		"of a space, by title": func(i int) wiki.ContentFilter {
			return wiki.ContentFilter{Kinds: pages, Statuses: shown, Spaces: []wiki.SpaceID{some(w.spaces, i)}, Sort: wiki.ByTitle}
		},
		"children": func(i int) wiki.ContentFilter {
			p := some(w.tops, i)
			return wiki.ContentFilter{Kinds: pages, Statuses: shown[:1], Parent: &p, Sort: wiki.ByPosition}
		},
		"of a title": func(i int) wiki.ContentFilter {
			return wiki.ContentFilter{Kinds: pages, Statuses: shown[:1], SpaceKey: "s3", Title: fmt.Sprintf("page %d of 3", i%500)}
		},
		"of a kind without any": func(int) wiki.ContentFilter {
			return wiki.ContentFilter{Kinds: []wiki.Kind{wiki.BlogPost}, Statuses: shown[:1]}
		},
		"of a space, from the end": func(i int) wiki.ContentFilter {
			return wiki.ContentFilter{Kinds: pages, Statuses: shown, Spaces: []wiki.SpaceID{some(w.spaces, i)}, Desc: true}
		},
	} {
		b.Run("25 "+name, func(b *testing.B) {
			w.each(b, func(ctx context.Context, tx *store.SiteTx, i int) error {
				_, err := tx.ListContent(ctx, w.viewer, filter(i), wiki.Window{Limit: 25})
				return err
			})
		})
	}
	b.Run("plain SQL, 25 of a space", func(b *testing.B) {
		w.plainSQL(b, "SELECT * FROM content WHERE space = $1 AND kind = 'page' AND status = 'current' ORDER BY id LIMIT 25",
			func(i int) []any { return []any{int64(some(w.spaces, i))} })
	})
}

func (w *bench) benchSearch(b *testing.B) {
	for name, query := range map[string]string{
		"a rare word":            "text ~ rare17033",
		"a word on each 50th":    "text ~ word7",
		"a word on every page":   "text ~ common",
		"two words":              `text ~ "common word7"`,
		"pages of a space":       "space = S9 and type = page",
		"one's own, newest":      "creator = currentUser() order by lastmodified desc",
		"a label nobody has":     "label = none",
		"below a page":           fmt.Sprintf("ancestor = %d", w.tops[5]),
		"a word in a space":      "space = S9 and text ~ common",
		"a word, newest first":   "text ~ common order by lastmodified desc",
		"changed in a past week": `type = page and lastmodified < "2020-01-01"`,
	} {
		parsed, err := cql.Parse(query)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(name, func(b *testing.B) {
			w.each(b, func(ctx context.Context, tx *store.SiteTx, _ int) error {
				_, err := tx.Search(ctx, w.viewer, store.Search{Query: parsed}, wiki.Window{Limit: 25})
				return err
			})
		})
	}
}

func (w *bench) benchWrite(b *testing.B) {
	var made atomic.Int64
	// The same name again each time a benchmark is run with more rounds would be a title twice.
	create := func(ctx context.Context) error {
		title := fmt.Sprint("new ", made.Add(1))
		return w.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.In(w.site).CreateContent(ctx, "acc", wiki.NewContent{Kind: wiki.Page, Status: wiki.Current, Space: w.spaces[0],
				Parent: w.tops[0], Title: title, Storage: "<p>lorem ipsum</p>"})
			return err
		})
	}
	for _, writers := range []int{1, 8, 64} {
		b.Run(fmt.Sprintf("%d writers", writers), func(b *testing.B) {
			var left atomic.Int64
			left.Store(int64(b.N))
			var all sync.WaitGroup
			for range writers {
				all.Go(func() {
					for left.Add(-1) >= 0 {
						if err := create(b.Context()); err != nil {
							b.Error(err)
							return
						}
					}
				})
			}
			all.Wait()
		})
	}
	b.Run("plain file, append and sync", func(b *testing.B) { // the floor under a durable write
		f, err := os.Create(filepath.Join(b.TempDir(), "floor"))
		if err != nil {
			b.Fatal(err)
		}
		defer f.Close()
		page := make([]byte, 4096)
		for b.Loop() {
			if _, err := f.Write(page); err != nil {
				b.Fatal(err)
			}
			if err := f.Sync(); err != nil {
				b.Fatal(err)
			}
		}
	})
}
