package store

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/weirhq/weir/internal/cql"
	"github.com/weirhq/weir/internal/pgtest"
	"github.com/weirhq/weir/internal/wiki"
)

// TestAWalkFindsTheSame compares walks that find enough, walks that end too early and no walks at all.
func TestAWalkFindsTheSame(t *testing.T) {
	t.Parallel()
	for engine, newURL := range map[string]func(t *testing.T) string{
		"sqlite":   func(t *testing.T) string { return filepath.Join(t.TempDir(), "weir.db") },
		"postgres": func(t *testing.T) string { return pgtest.Database(t) },
	} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			walkEverywhere(t, newURL(t))
		})
	}
}

func walkEverywhere(t *testing.T, url string) {
	d, site, space := benchSpace(t, url)
	const pages = 900                   // of which MaxRanked+1 and a few more have the word most and are visible
	draw := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // the same wiki each time
	vocabulary := map[string]bool{}
	if err := d.Write(t.Context(), func(ctx context.Context, tx *Tx) error {
		hidden, err := tx.In(site).CreateSpace(ctx, wiki.Space{Key: "H", Name: "H", Kind: wiki.GlobalSpace, Status: wiki.SpaceCurrent})
		if err != nil {
			return err
		}
		for i := range int64(pages) {
			in, body := space, "x"
			if i%3 == 0 {
				in = hidden.ID
			}
			for word, n := range map[string]int{"most": 10, "half": 5, "few": 1} {
				if draw.IntN(11) < n {
					body += " " + word
				}
			}
			if err := benchPage(ctx, tx, site, in, 200_000+i, fmt.Sprint("page ", i), body, vocabulary); err != nil {
				return err
			}
		}
		if err := tx.addTerms(ctx, vocabulary); err != nil {
			return err
		}
		_, err = tx.exec(ctx, "UPDATE content SET modified = id * 7919 % 450") // in another order, and two at each time
		return err
	}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		query  string
		common bool
	}{
		{`text ~ "fe* most"`, false}, {`text ~ "fe* few"`, false}, {`text ~ "most -ha*"`, true}, {`title ~ "pa*" and text ~ "mo* OR ha*"`, true},
		{`text !~ "ha*" and text ~ few`, false}, {`title ~ "mo*"`, false}, {`text ~ half and text !~ "fe*"`, true}, {`text ~ most and not (text ~ "fe*" and text ~ "ha*")`, true},
		{"text ~ most", true}, {"text ~ half", true}, {"text ~ few", false}, {"text ~ nowhere", false}, {`text ~ "mos*"`, true},
		{`text ~ "most half"`, true}, {`text ~ "most few"`, false}, {`text ~ "few OR most"`, true}, {`text ~ "most -few"`, true},
		{"text ~ most and text !~ few", true}, {"not (text !~ most or type = blogpost)", true}, {"not (text ~ few) and text ~ half", true},
		{"space = K and text ~ most", true}, {"text ~ most or title ~ page", true}, {"title ~ most", false}, {"type = blogpost and text ~ most", true},
	} {
		q, err := cql.Parse(c.query)
		if err != nil {
			t.Fatal(err)
		}
		var found []string
		for _, bounds := range []walkBounds{{common: 2 * pages, broad: 9}, {common: 300, newest: pages - 20, broad: 9}, {common: 300, near: 150, newest: pages - 20}, {common: 300, near: 2 * pages, newest: 2 * pages}, {common: 300, newest: 100}, {common: 300, newest: 2 * pages}} {
			d.walk = bounds
			tx, err := d.Read(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			defer tx.Close()
			search, err := tx.In(site).compiler(t.Context(), benchViewer, Search{Query: q})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := search.findCommon(t.Context(), search.asked, bounds.common); err != nil {
				t.Fatal(err)
			}
			broad := bounds.broad == 0 && strings.Contains(c.query, "*") // then its prefix is no question to the index
			if got, want := isCommon(search.asked), c.common && bounds.common == 300; got != want && !broad {
				t.Errorf("%s with %+v: common %v, want %v", c.query, bounds, got, want)
			}
			hits, err := tx.In(site).Search(t.Context(), benchViewer, Search{Query: q}, wiki.Window{Limit: MaxRanked})
			if err != nil {
				t.Fatal(err)
			}
			if c.query == "text ~ most" && !hits.More {
				t.Fatal("too few pages have the word for a walk to end early")
			}
			var got []string
			for _, h := range hits.Items {
				got = append(got, fmt.Sprintf("%d %.9f", h.ID, h.Score))
			}
			got = append(got, fmt.Sprint(hits.More, hits.After))
			if found == nil {
				found = got
			} else if !slices.Equal(got, found) {
				t.Errorf("%s: with %+v %d hits, else %d, or others", c.query, bounds, len(got), len(found))
			}
			tx.Close()
		}
	}
}
