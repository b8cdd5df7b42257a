package server

import (
	"context"
	"log/slog"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/weirhq/weir/internal/rest"
)

// health answers probes: /healthz for the process, /readyz for what it needs to serve.
type health struct {
	ready    func(context.Context) error // database and blobs; the schema is brought up to date before anything listens
	draining atomic.Bool
	log      *slog.Logger
}

// probeTime is how long /readyz waits for an answer.
const probeTime = 2 * time.Second

func (h *health) serves(segment string) bool { return segment == "healthz" || segment == "readyz" }

func (h *health) answer(ctx context.Context, segment string) rest.Answer {
	if segment == "healthz" {
		return rest.Text(http.StatusOK, "ok\n")
	}
	if h.draining.Load() {
		return rest.Text(http.StatusServiceUnavailable, "stopping\n")
	}
	ctx, cancel := context.WithTimeout(ctx, probeTime)
	defer cancel()
	if err := h.ready(ctx); err != nil {
		h.log.Warn("not ready", "error", err)
		return rest.Text(http.StatusServiceUnavailable, "not ready\n") // the cause is for the log
	}
	return rest.Text(http.StatusOK, "ready\n")
}

// serve answers on the public listener, of a demo.
func (h *health) serve(x *exchange, segment string) rest.Outcome {
	a := h.answer(x.r.Context(), segment)
	a.Write(x, x.r)
	return rest.Outcome{Status: a.Status}
}

// ServeHTTP answers on the listener for probes, under whatever name it is called.
func (h *health) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a := rest.Text(http.StatusNotFound, "not found\n")
	switch {
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		a = rest.Text(http.StatusMethodNotAllowed, "method not allowed\n")
	case r.URL.Path == "/healthz", r.URL.Path == "/readyz":
		a = h.answer(r.Context(), r.URL.Path[1:])
	}
	a.Write(w, r)
}
