package client

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	wirev2 "github.com/weirhq/weir/wire/v2"
)

const (
	exportPages   = 5000
	exportWorkers = 32
	exportDelay   = 5 * time.Millisecond
)

// distant is a wiki of exportPages pages behind a line that takes exportDelay.
func distant(b *testing.B) string {
	b.Helper()
	text := strings.Repeat("<p>The quick brown fox.</p>", 40)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		<-time.After(exportDelay)
		w.Header().Set("Content-Type", "application/json")
		if id, one := strings.CutPrefix(r.URL.Path, "/wiki/api/v2/pages/"); one {
			fmt.Fprintf(w, `{"id":"%s","status":"current","title":"Page %s","spaceId":"1","position":null,"ownerId":null,"lastOwnerId":null,"body":{"storage":{"representation":"storage","value":"%s"}},"_links":{}}`, id, id, text)
			return
		}
		from, _ := strconv.Atoi(r.URL.Query().Get("cursor"))
		var page strings.Builder
		for i := from; i < from+250; i++ {
			fmt.Fprintf(&page, `,{"id":"%d","status":"current","title":"Page %d","spaceId":"1","position":null,"ownerId":null,"lastOwnerId":null,"body":{},"subtype":null,"_links":{}}`, i+1, i+1)
		}
		next := ""
		if from+250 < exportPages {
			next = fmt.Sprintf(`"next":"/wiki/api/v2/pages?limit=250&cursor=%d"`, from+250)
		}
		fmt.Fprintf(w, `{"results":[%s],"_links":{%s}}`, page.String()[1:], next)
	}))
	b.Cleanup(s.Close)
	return s.URL
}

// BenchmarkExport reads every page of a wiki with its body: with Export, and beside it with what a Go programmer who
// knows the one base URL would write by hand for the same number of workers.
func BenchmarkExport(b *testing.B) {
	url := distant(b)
	b.Run("client", func(b *testing.B) {
		c, err := New(url, Credentials{})
		if err != nil {
			b.Fatal(err)
		}
		measure(b, func(ctx context.Context) (n int) {
			pages := c.V2.GetPages(ctx, GetPagesQuery{Limit: 250})
			for page, err := range Export(ctx, pages, exportWorkers, func(ctx context.Context, p wirev2.PageBulk) (*wirev2.Page, error) {
				return c.V2.GetPageByID(ctx, string(p.ID), GetPageByIDQuery{BodyFormat: "storage"})
			}) {
				if err != nil || page.Body.Storage == nil {
					b.Fatal(err)
				}
				n++
			}
			return n
		})
	})
	b.Run("by hand", func(b *testing.B) {
		h := byHand{url: url, http: &http.Client{Transport: newTransport()}}
		measure(b, func(ctx context.Context) int { return h.export(ctx, b) })
	})
}

// measure runs an export and reports how fast it was and how much memory was in use at its end.
func measure(b *testing.B, export func(context.Context) int) {
	for b.Loop() {
		if n := export(b.Context()); n != exportPages {
			b.Fatalf("%d pages", n)
		}
	}
	b.ReportMetric(float64(exportPages*b.N)/b.Elapsed().Seconds(), "pages/s")
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(m.HeapAlloc)/1e6, "MB-in-use")
}

type byHand struct {
	url  string
	http *http.Client
}

func (h byHand) get(ctx context.Context, path string, into any) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, h.url+path, nil)
	if err != nil {
		return err
	}
	res, err := h.http.Do(r)
	if err != nil {
		return err
	}
	defer func() { _ = res.Body.Close() }()
	return json.UnmarshalRead(res.Body, into)
}

func (h byHand) export(ctx context.Context, b *testing.B) (n int) {
	ids := make(chan string, exportWorkers)
	pages := make(chan wirev2.Page, exportWorkers)
	var workers sync.WaitGroup
	for range exportWorkers {
		workers.Go(func() {
			for id := range ids {
				var page wirev2.Page
				if err := h.get(ctx, "/wiki/api/v2/pages/"+id+"?body-format=storage", &page); err != nil {
					b.Error(err)
				}
				pages <- page
			}
		})
	}
	go func() {
		for next := "/wiki/api/v2/pages?limit=250"; next != ""; {
			var list wirev2.List[wirev2.PageBulk]
			if err := h.get(ctx, next, &list); err != nil {
				b.Error(err)
			}
			for _, page := range list.Results {
				ids <- string(page.ID)
			}
			next = list.Links.Next
		}
		close(ids)
		workers.Wait()
		close(pages)
	}()
	for range pages {
		n++
	}
	return n
}
