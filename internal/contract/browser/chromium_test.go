package browser

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	cdpbrowser "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// timeLimit is when a test gives up on a browser that does not answer.
const timeLimit = 2 * time.Minute

// TestNothingAnAuthorWritesRuns starts one browser for all that follows; each part has a tab of its own.
func TestNothingAnAuthorWritesRuns(t *testing.T) {
	t.Parallel()
	chromium := start(t)
	t.Run("the watch sees what runs", func(t *testing.T) { t.Parallel(); testWatch(t, chromium) })
	t.Run("rendered bodies", func(t *testing.T) { t.Parallel(); testRendered(t, chromium) })
}

// start runs a Chromium that knows no name and reaches no address but 127.0.0.1, until the test ends.
func start(t *testing.T) context.Context {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("no chromium: install Debian's package chromium")
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), timeLimit)
	ctx, stop := chromedp.NewExecAllocator(ctx, append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path),
		chromedp.NoSandbox, // Chromium's own refuses root and needs more than a container allows
		chromedp.DisableGPU,
		chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"),
	)...)
	ctx, closeTabs := chromedp.NewContext(ctx)
	t.Cleanup(func() { closeTabs(); stop(); cancel() })
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("start chromium: %v", err)
	}
	if _, err := chromedp.CallBrowser(ctx, cdpbrowser.SetDownloadBehavior,
		cdpbrowser.SetDownloadBehaviorParams{Behavior: cdpbrowser.SetDownloadBehaviorBehaviorDeny}); err != nil {
		t.Fatalf("refuse downloads: %v", err)
	}
	return ctx
}

// tab is a page of the browser with the watch in it.
type tab struct {
	ctx context.Context

	mu    sync.Mutex
	here  string   // address being visited
	asked []string // what no harmless document asks of the browser
}

func newTab(t *testing.T, chromium context.Context) *tab {
	t.Helper()
	watch, err := os.ReadFile("testdata/watch.js")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := chromedp.NewContext(chromium)
	t.Cleanup(cancel)
	b := &tab{ctx: ctx}
	err = chromedp.Listen(ctx, b.hear)
	if err == nil {
		_, err = chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: string(watch)})
	}
	if err != nil {
		t.Fatalf("open a tab: %v", err)
	}
	return b
}

// hear notes windows, dialogs, and each request but those for the page itself, its icon, and images, which a body may name.
func (b *tab) hear(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		if u := e.Request.URL; e.Type != network.ResourceTypeImage && u != b.here && !strings.HasSuffix(u, "/favicon.ico") {
			b.asked = append(b.asked, fmt.Sprintf("requested %s %s", e.Type, u))
		}
	case *page.EventJavascriptDialogOpening:
		b.asked = append(b.asked, "opened a dialog: "+e.Message)
	case *page.EventWindowOpen:
		b.asked = append(b.asked, "opened a window: "+e.URL)
	}
}

// visit loads a document. A download leaves the tab where it was.
func (b *tab) visit(t *testing.T, url string) (downloaded bool) {
	t.Helper()
	b.mu.Lock()
	b.here, b.asked = url, nil
	b.mu.Unlock()
	err := chromedp.Do(b.ctx, chromedp.Navigate(url))
	if load := (*chromedp.LoadError)(nil); errors.As(err, &load) && load.ErrorText == "net::ERR_ABORTED" {
		return true
	}
	if err != nil {
		t.Fatalf("visit %s: %v", url, err)
	}
	return false
}

// sweep provokes what is in the page's boxes, and tells how javascript: addresses fare in it: "ran" or "blocked".
func (b *tab) sweep(t *testing.T, boxes int) string {
	t.Helper()
	return evaluate[string](t, b, fmt.Sprintf("watch.sweep(%d)", boxes))
}

// told is everything that the document did since it was visited.
func (b *tab) told(t *testing.T) []string {
	t.Helper()
	told := evaluate[[]string](t, b, "watch.told")
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Concat(told, b.asked)
}

func evaluate[T any](t *testing.T, b *tab, script string) T {
	t.Helper()
	value, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatalf("%s: %v", script, err)
	}
	return value
}

// document is an answer of the test's own server.
type document struct{ contentType, policy, text string }

// serve answers each path with its document, and all else with 404.
func serve(t *testing.T, documents map[string]document) (url string) {
	t.Helper()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		d, ok := documents[r.URL.Path]
		if !ok {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		w.Header().Set("Content-Type", d.contentType)
		if d.policy != "" {
			w.Header().Set("Content-Security-Policy", d.policy)
		}
		_, _ = w.Write([]byte(d.text)) // a browser that is gone fails the test itself
	}))
	t.Cleanup(srv.Close)
	return srv.URL
}
