// Package server owns what surrounds the pipeline: listeners, limits, the table of host names, request ids and the
// headers of every answer, the log of requests, probes, TLS, start and stop. It is the one place that assembles the
// parts of the program. It refuses to judge credentials or to know an operation; it decides only whose request it is.
//
// The way of a request: frame.go (ServeHTTP), hosts.go, then sitehost.go or gatewayhost.go, and from there package rest.
package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/weirhq/weir/internal/config"
	"github.com/weirhq/weir/internal/explain"
	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/rest/download"
	v1 "github.com/weirhq/weir/internal/rest/v1"
	v2 "github.com/weirhq/weir/internal/rest/v2"
	"github.com/weirhq/weir/internal/site"
)

// Server serves one installation. It is an http.Handler too, for tests that need no socket.
type Server struct {
	cfg    *config.Config
	deps   Deps
	log    *slog.Logger
	in     *Installation
	api    *rest.API
	files  *download.Desk
	v1     rest.Version
	hosts  *hosts
	health *health
	ring   *explain.Ring
	ids    *requestIDs
	certs  *certificates // nil without TLS

	public, probes net.Listener // probes is nil when nobody asks on a listener of their own
	elapsed        func() time.Duration
	warned         atomic.Int64 // when connectionClosed warned, elapsed
}

// New opens the installation and the listeners: from then on connections wait, and Run answers them. Errors name what
// is in the way: an address in use, a database that does not answer, a certificate that does not load. Close it, or
// let Run do so.
func New(ctx context.Context, cfg *config.Config, deps Deps) (_ *Server, err error) {
	wall := time.Now
	started := wall()
	s := &Server{
		cfg: cfg, deps: deps, log: deps.Log, ids: newRequestIDs(deps.Random),
		elapsed: func() time.Duration { return wall().Sub(started) },
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.Close())
		}
	}()
	for _, warning := range cfg.Warnings() {
		s.log.Warn("limit", "is", warning)
	}
	if cfg.TLS.CertFile != "" {
		s.certs = &certificates{certFile: cfg.TLS.CertFile, keyFile: cfg.TLS.KeyFile}
		if err := s.certs.load(); err != nil {
			return nil, err
		}
	}
	if s.in, err = Open(ctx, cfg, deps); err != nil {
		return nil, err
	}
	ringOptions := explain.Options{Now: deps.Now}
	if deps.Demo {
		ringOptions.ClientBurst, ringOptions.TotalBurst = 100_000, 100_000 // there is one client, and it wants to know
	}
	if s.ring, err = explain.Open(cfg.Refusals(), ringOptions); err != nil {
		return nil, err
	}
	s.health = &health{ready: s.in.Ready, log: s.log}
	s.hosts = newHosts(cfg.Gateway.Hosts, deps.Demo, s.in.Sites)
	if err := s.hosts.refresh(ctx); err != nil {
		return nil, err
	}
	if err := s.listen(ctx); err != nil {
		return nil, err
	}
	s.files = &download.Desk{
		Site: s.in.Service, Key: site.MediaKey(s.in.Keys), Now: deps.Now,
		Direct: cfg.Compat.AttachmentDownload == "direct", RefuseServlet: cfg.Compat.DownloadServlet == "refuse",
	}
	s.v1 = v1.With(s.files)
	s.api, err = rest.NewAPI(rest.Config{
		Site: s.in.Service, Versions: []rest.Version{s.v1, v2.With(s.files)}, CursorKey: site.CursorKey(s.in.Keys),
		Now: deps.Now, Refused: s.refused, GatewayURL: s.GatewayURL() + "/ex/confluence",
		RemovedV1: rest.RemovedV1(cfg.Compat.RemovedV1), StrictXSRF: cfg.Compat.XSRF == "strict",
		MaxUpload: int64(cfg.Attachments.MaxSize),
	})
	if err != nil {
		return nil, err
	}
	return s, nil
}

func (s *Server) listen(ctx context.Context) error {
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", s.cfg.Listen)
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	s.public = boundListener(l, s.cfg.Limits.Connections, s.cfg.Limits.ClientConnections, s.connectionClosed)
	if s.deps.Demo || s.cfg.Health.Listen == "" {
		return nil
	}
	if s.probes, err = lc.Listen(ctx, "tcp", s.cfg.Health.Listen); err != nil {
		return fmt.Errorf("health.listen: %w", err)
	}
	return nil
}

// connectionClosed warns that a client has too many connections, once a minute: to the client it looks like a broken server.
func (s *Server) connectionClosed(client netip.Addr) {
	now, told := int64(s.elapsed()), s.warned.Load()
	if told != 0 && now-told < int64(time.Minute) || !s.warned.CompareAndSwap(told, now) {
		return
	}
	s.log.Warn("a client has more connections than limits.client-connections; further ones are closed",
		"client", client.String(), "most", s.cfg.Limits.ClientConnections)
}

// URL is the address listened on, "http://127.0.0.1:8090"; loopback when it listens on every address.
func (s *Server) URL() string {
	scheme := "http://"
	if s.certs != nil {
		scheme = "https://"
	}
	addr := s.public.Addr().String()
	if ap, err := netip.ParseAddrPort(addr); err == nil && ap.Addr().IsUnspecified() {
		addr = netip.AddrPortFrom(netip.AddrFrom4([4]byte{127, 0, 0, 1}), ap.Port()).String()
	}
	return scheme + addr
}

// ProbesURL is the address of /healthz and /readyz, "" when nobody answers there.
func (s *Server) ProbesURL() string {
	switch {
	case s.deps.Demo:
		return s.URL()
	case s.probes == nil:
		return ""
	}
	return "http://" + s.probes.Addr().String()
}

// GatewayURL is the gateway's address, to which /ex/confluence/{cloudId} is appended.
func (s *Server) GatewayURL() string {
	switch {
	case s.cfg.Gateway.URL != "":
		return s.cfg.Gateway.URL
	case len(s.cfg.Gateway.Hosts) == 0:
		return s.URL()
	case s.certs != nil:
		return "https://" + s.cfg.Gateway.Hosts[0]
	}
	return "http://" + s.cfg.Gateway.Hosts[0]
}

// Site is the installation that is served.
func (s *Server) Site() *site.Service { return s.in.Service }

// Explanation finds the record of a refused request, also one that was answered just now.
func (s *Server) Explanation(ctx context.Context, requestID string) (explain.Record, error) {
	if err := s.ring.Flush(ctx); err != nil {
		return explain.Record{}, err
	}
	return explain.Find(s.cfg.Refusals(), requestID)
}

// Reload reads certificates again and takes the level of the log from cfg. What cannot be read stays as it was.
func (s *Server) Reload(cfg *config.Config) error {
	if s.deps.Level != nil {
		if err := s.deps.Level.UnmarshalText([]byte(cfg.Log.Level)); err != nil {
			return err
		}
	}
	if s.certs != nil {
		return s.certs.load()
	}
	return nil
}

// Run answers until ctx ends, then stops: /readyz fails, no connection is accepted any more, running requests have
// limits.drain to end. It closes the server.
func (s *Server) Run(ctx context.Context) error {
	public := s.httpServer(s)
	if s.certs != nil {
		public.TLSConfig = s.certs.config()
	}
	probes := s.httpServer(s.health)
	if err := s.hosts.refresh(ctx); err != nil { // whoever made the server may have made or changed sites since
		if ctx.Err() != nil { // told to stop before it began
			err = nil
		}
		return errors.Join(err, s.Close())
	}
	running, stop := context.WithCancel(ctx)
	defer stop()
	work, running := errgroup.WithContext(running)
	work.Go(func() error {
		if s.certs != nil {
			return unlessClosed(public.ServeTLS(s.public, "", ""))
		}
		return unlessClosed(public.Serve(s.public))
	})
	if s.probes != nil {
		work.Go(func() error { return unlessClosed(probes.Serve(s.probes)) })
	}
	work.Go(func() error { return s.refreshHosts(running) })
	work.Go(func() error {
		<-running.Done()
		return s.drain(context.WithoutCancel(running), public, probes)
	})
	s.tellLost(ctx)
	s.log.Info("serving", "url", s.URL(), "probes", s.ProbesURL(), "engine", s.in.DB.Engine())
	return errors.Join(work.Wait(), s.Close())
}

// tellLost warns of sites that cannot be reached by their address, and of having none.
func (s *Server) tellLost(ctx context.Context) {
	lost, err := s.hosts.lost(ctx)
	if err != nil && ctx.Err() == nil {
		s.log.Warn("table of hosts", "error", err)
	}
	for site, why := range lost {
		if site == "" {
			s.log.Warn(why)
			continue
		}
		s.log.Warn("site cannot be reached by its address", "site", site, "why", why)
	}
}

// hostsAge is how old the table of hosts gets: a site whose base URL was changed keeps its old name for so long.
const hostsAge = 5 * time.Second

func (s *Server) refreshHosts(ctx context.Context) error {
	tick := time.NewTicker(hostsAge)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
			if err := s.hosts.refresh(ctx); err != nil && ctx.Err() == nil {
				s.log.Warn("table of hosts", "error", err)
			}
		}
	}
}

// drain stops the public listener first: probes must tell that it is stopping for as long as it does.
func (s *Server) drain(ctx context.Context, public, probes *http.Server) error {
	s.health.draining.Store(true)
	s.log.Info("stopping", "drain", s.cfg.Limits.Drain.String())
	limited, cancel := context.WithTimeout(ctx, time.Duration(s.cfg.Limits.Drain))
	defer cancel()
	err := public.Shutdown(limited)
	if errors.Is(err, context.DeadlineExceeded) {
		s.log.Warn("requests were still running and are cut off")
		err = public.Close()
	}
	return errors.Join(err, probes.Close())
}

func (s *Server) httpServer(h http.Handler) *http.Server {
	l := s.cfg.Limits
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: time.Duration(l.HeaderRead),
		IdleTimeout:       time.Duration(l.Idle),
		// A little more than the limits themselves, so that the handler can say which one was passed.
		MaxHeaderBytes:               int(l.HeaderBytes + l.TargetBytes),
		ErrorLog:                     slog.NewLogLogger(s.log.Handler(), slog.LevelDebug),
		DisableGeneralOptionsHandler: true,
		HTTP2:                        &http.HTTP2Config{MaxConcurrentStreams: l.Streams},
	}
}

func unlessClosed(err error) error {
	if errors.Is(err, http.ErrServerClosed) || errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}

// Close closes the listeners and the installation. It may be called more than once.
func (s *Server) Close() error {
	var errs []error
	for _, l := range []net.Listener{s.public, s.probes} {
		if l != nil {
			if err := l.Close(); !errors.Is(err, net.ErrClosed) {
				errs = append(errs, err)
			}
		}
	}
	if s.ring != nil {
		if dropped := s.ring.Dropped(); dropped > 0 {
			s.log.Info("refusals not recorded", "number", dropped)
		}
		errs = append(errs, s.ring.Close())
	}
	if s.in != nil {
		errs = append(errs, s.in.Close())
		s.in = nil
	}
	s.public, s.probes, s.ring = nil, nil, nil
	return errors.Join(errs...)
}
