package server

import (
	"context"
	"crypto/rand"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/weirhq/weir/internal/config"
	"github.com/weirhq/weir/internal/wiki"
)

// BenchmarkFrame is what surrounds the pipeline, around the shortest answer there is: id, headers, limits, host, path
// and log. Compare with bare, which writes the same bytes.
func BenchmarkFrame(b *testing.B) {
	cfg := config.Default()
	cfg.Listen, cfg.Health.Listen, cfg.DataDir = "127.0.0.1:0", "", b.TempDir()
	srv, err := New(b.Context(), &cfg, Deps{Now: time.Now, Random: rand.Reader, Log: NewLog(io.Discard, false, slog.LevelInfo)})
	if err != nil {
		b.Fatal(err)
	}
	defer func() {
		if err := srv.Close(); err != nil {
			b.Error(err)
		}
	}()
	site, err := srv.Site().System().CreateSite(context.Background(), wiki.Site{Key: "demo", Name: "Test", BaseURL: "http://" + siteName})
	if err != nil {
		b.Fatal(err)
	}
	body := []byte(`{"cloudId":"` + site.CloudID + `"}`)
	bare := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(body) // a recorder takes everything
	})
	for name, handler := range map[string]http.Handler{"weir": srv, "bare": bare} {
		b.Run(name, func(b *testing.B) {
			r := httptest.NewRequest(http.MethodGet, "/_edge/tenant_info", nil)
			r.Host = siteName
			b.ReportAllocs()
			for b.Loop() {
				w := httptest.NewRecorder()
				handler.ServeHTTP(w, r)
				if w.Code != http.StatusOK {
					b.Fatal(w.Code)
				}
			}
		})
	}
}
