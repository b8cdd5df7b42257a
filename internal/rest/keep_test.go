package rest_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// keeper is an API over a real database, whose only handler counts its runs in its answer.
type keeper struct {
	*bench
	system site.System
	site   wiki.Site
	now    time.Time
	slow   time.Duration // how long the handler takes
}

func newKeeper(t *testing.T, kept bool) *keeper {
	t.Helper()
	k := &keeper{now: noon}
	clock := func() time.Time { return k.now }
	db, err := store.Open(t.Context(), store.Options{URL: filepath.Join(t.TempDir(), "weir.db"), Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	service := site.New(site.Options{DB: db, Now: clock, Random: strings.NewReader(strings.Repeat("random", 100)),
		Keys: identity.Keyring{Current: "k", Keys: map[string][]byte{"k": []byte(strings.Repeat("k", 32))}}, Log: slog.New(slog.DiscardHandler)})
	t.Cleanup(func() {
		service.Close()
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	k.system = service.System()
	if k.site, err = k.system.CreateSite(t.Context(), wiki.Site{Key: "demo", Name: "0", BaseURL: baseURL, Public: true}); err != nil {
		t.Fatal(err)
	}
	runs := 0
	count := func(_ context.Context, _ *site.Session, in *pageIn) (okOut, error) {
		runs++
		k.now = k.now.Add(k.slow)
		return okOut{"id": in.ID.String(), "run": fmt.Sprint(runs)}, nil
	}
	row := rest.Op{ID: "getPageById", Route: "GET /pages/{id}", Perm: wiki.View, Kept: kept}
	k.bench = newBench(t, nil, []rest.Op{rest.On(row, count)}, func(c *rest.Config) { c.Site, c.Now = service, clock })
	k.api.EnterBy(service.Enter)
	k.api.GlanceBy(service.Glance)
	return k
}

// get is the number of the run that answered.
func (k *keeper) get(target string, headers ...string) string {
	k.t.Helper()
	res := k.send(request("GET", target, "", headers...))
	body := read(k.t, res)
	var id, run string
	if n, err := fmt.Sscanf(strings.NewReplacer(`"`, " ", ",", " ").Replace(body), "{ id : %s run : %s }", &id, &run); n != 2 {
		k.t.Fatalf("%s: %d %s: %v", target, res.StatusCode, body, err)
	}
	return run
}

func TestAnAnswerIsKeptUntilTheNextCommit(t *testing.T) {
	t.Parallel()
	k := newKeeper(t, true)
	expect := func(want, target string, headers ...string) {
		t.Helper()
		if got := k.get(target, headers...); got != want {
			t.Errorf("%s %q: answered by run %s, want %s", target, headers, got, want)
		}
	}
	expect("1", "/wiki/api/v2/pages/1")
	expect("1", "/wiki/api/v2/pages/1")
	expect("2", "/wiki/api/v2/pages/2")
	expect("3", "/wiki/api/v2/pages/1?body-format=view") // links quote the query
	expect("4", "/ex/confluence/"+k.site.CloudID+"/wiki/api/v2/pages/1")
	expect("5", "/wiki/api/v2/pages/1", "Authorization: "+basic(annEmail, "mistyped")) // served as to nobody, but told why
	expect("6", "/wiki/api/v2/pages/1", "Authorization: "+basic(annEmail, "mistyped"))
	expect("1", "/wiki/api/v2/pages/1")

	head := k.send(request("HEAD", "/wiki/api/v2/pages/1", ""))
	if body, err := io.ReadAll(head.Body); head.StatusCode != 200 || len(body) != 0 || err != nil || head.ContentLength != int64(len(`{"id":"1","run":"1"}`)) {
		t.Errorf("HEAD: %d with %d bytes of %d, %v", head.StatusCode, len(body), head.ContentLength, err)
	}

	k.site.Name = "1"
	if err := k.system.SetSite(t.Context(), k.site); err != nil {
		t.Fatal(err)
	}
	expect("7", "/wiki/api/v2/pages/1")
	expect("7", "/wiki/api/v2/pages/1")

	k.site.Public = false // what is kept opens no door
	if err := k.system.SetSite(t.Context(), k.site); err != nil {
		t.Fatal(err)
	}
	if res := k.send(request("GET", "/wiki/api/v2/pages/1", "")); res.StatusCode == 200 {
		t.Errorf("answered %s on a site that is not public any more", read(t, res))
	}
}

func TestWhatIsNotKept(t *testing.T) {
	t.Parallel()
	for name, k := range map[string]*keeper{"a row that does not say so": newKeeper(t, false), "a slow answer": newKeeper(t, true)} {
		if name == "a slow answer" {
			k.slow = time.Second
		}
		for _, want := range []string{"1", "2"} {
			if got := k.get("/wiki/api/v2/pages/1"); got != want {
				t.Errorf("%s: answered by run %s, want %s", name, got, want)
			}
		}
	}
}

func TestOnlyReadsAreKept(t *testing.T) {
	t.Parallel()
	_, err := rest.NewAPI(rest.Config{CursorKey: make([]byte, 32), Site: &site.Service{}, Versions: []rest.Version{{Name: "v2", Prefix: "/wiki/api/v2",
		Ops: []rest.Op{rest.On(rest.Op{ID: "createPage", Route: "POST /pages", Perm: wiki.CreatePage, Kept: true}, ok[none])}}}})
	if err == nil || !strings.Contains(err.Error(), "v2:createPage: keeps its answers and is no read") {
		t.Errorf("got %v", err)
	}
}
