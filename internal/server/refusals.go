package server

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/weirhq/weir/internal/explain"
	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/wiki"
)

// refused is the pipeline's hook: it marks the answer before its head is written. The record is made afterwards, by
// finish, which knows the address too.
func (s *Server) refused(h http.Header, ref rest.Refusal) {
	rec := explain.Record{
		RequestID: ref.RequestID, Operation: ref.Operation, Door: ref.Door.String(),
		Method: ref.Method, Template: ref.Template, Status: ref.Status,
	}
	rec.Take(ref.Err)
	s.mark(h, rec)
	if s.cfg.Auth.Challenge && ref.Status >= 400 && h.Get("WWW-Authenticate") == "" && needsCredential(ref.Err) {
		h.Set("WWW-Authenticate", `Basic realm="weir"`)
	}
}

// mark puts the reason on an answer: all of it in a demo, elsewhere what the caller may know.
func (s *Server) mark(h http.Header, rec explain.Record) {
	h["X-Weir-Reason"] = []string{explain.Header(rec, s.deps.Demo)}
}

// needsCredential reports whether another credential could have led to another answer.
func needsCredential(err *wiki.Error) bool {
	return err.Kind() == wiki.Refused || err.Kind() == wiki.Unauthorized
}

// why is the refusal behind an outcome: that of the request, or that of a credential which was then served as
// anonymous. Nil when all went well.
func why(out rest.Outcome) *wiki.Error {
	if out.Err == nil && out.Caller != nil {
		return out.Caller.Failure
	}
	return out.Err
}

// record is the refusal of a request as it is kept.
func (s *Server) record(x *exchange, out rest.Outcome) explain.Record {
	door := identity.AtSite
	if x.gateway {
		door = identity.AtGateway
	}
	rec := explain.Record{
		RequestID: x.id, Time: s.deps.Now().UTC(), Operation: out.Operation, Door: door.String(),
		Template: out.Template, URL: x.address(), Status: out.Status,
	}
	if isMethod(x.r.Method) { // anything else is free text
		rec.Method = x.r.Method
	}
	if out.Caller != nil {
		rec.Account, rec.Token = string(out.Caller.Account), out.Caller.Token
	}
	rec.Take(why(out))
	return rec
}

// finish writes the line of the log and keeps the refusal. Nothing of the request but what security-model.md §13 lists
// gets there: the template of the path, never the path.
func (s *Server) finish(x *exchange, out rest.Outcome, took time.Duration) {
	status := x.status
	if status == 0 {
		status = out.Status
	}
	refusal := why(out)
	network := networkOf(x.r.RemoteAddr)
	if refusal != nil {
		rec := s.record(x, out)
		rec.Status = status
		s.ring.Add(rec, chargedTo(rec, network))
	}
	level := slog.LevelInfo
	if status >= 500 {
		level = slog.LevelError
	}
	if !s.log.Enabled(context.Background(), level) {
		return
	}
	attrs := make([]slog.Attr, 0, 16)
	add := func(key, value string) {
		if value != "" {
			attrs = append(attrs, slog.String(key, value))
		}
	}
	add("request", x.id)
	add("client_request", foreignRequestID(x.r.Header.Get("X-Request-Id")))
	add("tenant", out.Site.CloudID)
	add("operation", out.Operation)
	if isMethod(x.r.Method) {
		add("method", x.r.Method)
	}
	add("template", out.Template)
	attrs = append(attrs, slog.Int("status", status), slog.Duration("took", took), slog.Int64("bytes", x.bytes))
	add("client", network)
	if out.Caller != nil {
		add("account", string(out.Caller.Account))
		add("token", out.Caller.Token)
	}
	if refusal != nil {
		add("reason", string(refusal.Reason))
		if refusal.Err != nil && refusal.Kind() == wiki.Internal {
			add("error", refusal.Err.Error())
		}
	}
	s.log.LogAttrs(context.Background(), level, "request", attrs...)
}

// chargedTo is whose budget of records a refusal costs.
func chargedTo(rec explain.Record, network string) string {
	switch {
	case rec.Token != "":
		return "token " + rec.Token
	case rec.Account != "":
		return "account " + rec.Account
	}
	return "network " + network
}
