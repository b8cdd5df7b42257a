package doctor

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/weirhq/weir/catalog"
	"github.com/weirhq/weir/client"
)

// sign is something that can be seen. Its evidence says what was seen, in words that anybody may read, one fact a line; a
// sign may hold without any.
type sign func(x *examination) (evidence string, holds bool)

// all looks for every sign of a rule and collects the evidence; nil and false if one is not there.
func (x *examination) all(signs []sign) ([]string, bool) {
	evidence := []string{}
	for _, s := range signs {
		text, holds := s(x)
		if !holds {
			return nil, false
		}
		for part := range strings.Lines(text) {
			if part = strings.TrimSpace(x.secrets.mask(part)); part != "" && !slices.Contains(evidence, part) {
				evidence = append(evidence, part)
			}
		}
	}
	return evidence, true
}

// flawed: the line itself shows one of these mistakes.
func flawed(kinds ...flawKind) sign {
	return func(x *examination) (string, bool) {
		for _, f := range x.call.flaws {
			if slices.Contains(kinds, f.kind) {
				return f.evidence, true
			}
		}
		return "", false
	}
}

// not turns a sign round, and keeps its own evidence to itself.
func not(s sign) sign {
	return func(x *examination) (string, bool) {
		_, holds := s(x)
		return "", !holds
	}
}

// either takes the first of several signs that holds.
func either(signs ...sign) sign {
	return func(x *examination) (string, bool) {
		for _, s := range signs {
			if text, holds := s(x); holds {
				return text, true
			}
		}
		return "", false
	}
}

// that makes a sign without evidence of a fact.
func that(fact func(x *examination) bool) sign {
	return func(x *examination) (string, bool) { return "", fact(x) }
}

// told is a sentence about an answer to the call.
func (x *examination) told(a *Answer) string {
	switch {
	case a.Pasted:
		return "the answer that was pasted: " + a.words()
	case a == x.written:
		return "the call as it is written: " + a.words()
	}
	return "the call put right: " + a.words()
}

func withoutQuery(address string) string {
	plain, _, _ := strings.Cut(address, "?")
	return plain
}

// answer is a sign in what the call got as it is written.
func answer(fits func(a *Answer) bool) sign {
	return func(x *examination) (string, bool) {
		if x.written == nil || !fits(x.written) {
			return "", false
		}
		return x.told(x.written), true
	}
}

// final is a sign in what the call gets when everything else is put right, or as it is written if that is all there is.
func final(fits func(a *Answer) bool) sign {
	return func(x *examination) (string, bool) {
		a := x.right
		if a == nil {
			a = x.written
		}
		if a == nil || !fits(a) {
			return "", false
		}
		return x.told(a), true
	}
}

func status(codes ...int) func(*Answer) bool {
	return func(a *Answer) bool { return slices.Contains(codes, a.Status) }
}

func said(code int, parts ...string) func(*Answer) bool {
	return func(a *Answer) bool {
		return a.Status == code && slices.ContainsFunc(parts, func(p string) bool { return contains(a.Said, p) })
	}
}

// The answers of auth-behaviour.md §2, §3 and §6 by their names there.
var (
	saysH1 = func(a *Answer) bool { return a.Status == http.StatusUnauthorized && a.HTML }
	saysS1 = said(http.StatusForbidden, "caller cannot access Confluence", "not permitted to use Confluence")
	saysS3 = func(a *Answer) bool {
		return a.Status == http.StatusNotFound && a.Said == "Not Found" && !a.HTML && !a.gatewayMiss()
	}
	saysT1 = said(http.StatusUnauthorized, "authentication with passwords is deprecated")
	saysB1 = said(http.StatusForbidden, "Failed to parse Connect Session Auth Token")
	saysG1 = func(a *Answer) bool { return a.scopeRefusal() }
	saysE5 = func(a *Answer) bool { return a.gatewayMiss() }
	saysIP = func(a *Answer) bool { return contains(a.Said, "IP address has been rejected") }
	isMiss = func(a *Answer) bool {
		return a.Status == http.StatusNotFound && !saysS3(a) && !a.gatewayMiss() && !a.HTML && !contains(a.Said, "null for uri")
	}
)

// opens: a door accepts the token as it was meant.
func opensGateway(x *examination) (string, bool) { return doorWords(x.door(true), "the gateway") }

func doorWords(d *client.DoorAnswer, name string) (string, bool) {
	if d == nil || !d.Opened() {
		return "", false
	}
	if d.Err != nil {
		return name + " accepts the token: GET " + whoPath + refusalWords(d.Err, "") + ", which is said to living tokens only", true
	}
	return name + " accepts the token: GET " + whoPath + ": 200", true
}

const whoPath = "/wiki/rest/api/user/current"

func refusalWords(err error, otherwise string) string {
	refusal, ok := errors.AsType[*client.Refusal](err)
	if !ok || refusal.Status == 0 {
		return otherwise
	}
	words := fmt.Sprintf(": %d", refusal.Status)
	if refusal.Status == http.StatusOK {
		return words + ", as anonymous"
	}
	if m := sentence(refusal.Message()); m != "" {
		words += " (" + m + ")"
	}
	return words
}

// opensNone: the token was tried everywhere and is accepted nowhere.
func opensNone(x *examination) (string, bool) {
	if x.meant.Anonymous() || len(x.doors) == 0 || x.living || !x.judged() {
		return "", false
	}
	if _, open := x.accepted(); len(open) > 0 {
		return "", false
	}
	var doors, answers []string
	for _, d := range x.doors {
		doors = append(doors, "the "+d.Door.String())
		answers = append(answers, statusWords(d.Err))
	}
	if answers = slices.Compact(answers); len(answers) == 1 && len(doors) > 1 {
		answers[0] += " at both"
	}
	where := "not accepted at " + doors[0]
	if len(doors) > 1 {
		where = "accepted neither at " + strings.Join(doors, " nor at ")
	}
	return where + ": GET " + whoPath + " answers " + strings.Join(answers, " and "), true
}

// judged reports whether every door looked at the credential, and none was shut for another reason.
func (x *examination) judged() bool {
	return x.cut == nil && !slices.ContainsFunc(x.doors, func(d client.DoorAnswer) bool {
		return errors.As(d.Err, new(*client.PolicyError)) || errors.As(d.Err, new(*client.RateLimitError)) || errors.As(d.Err, new(*client.ServerError))
	})
}

// gatewayCut: the site answers, and nobody does at its gateway.
func gatewayCut(x *examination) (string, bool) {
	if x.cut == nil || x.opens(false) {
		return "", false
	}
	return "the site answers, and does not accept the token\nat the gateway " + faultWords(x.cut), true
}

// gateAnswered: the scope gate refused the token, which it does only to those that are alive.
func gateAnswered(x *examination) (string, bool) {
	return "the scope gate refuses the token for an operation that no scope opens, and says so to living tokens only", x.living
}

// statusWords is the status of a refusal.
func statusWords(err error) string {
	refusal, ok := errors.AsType[*client.Refusal](err)
	switch {
	case !ok || refusal.Status == 0:
		return "nothing of use"
	case refusal.Status == http.StatusOK:
		return "200, to an anonymous caller"
	}
	return fmt.Sprint(refusal.Status)
}

func opensOther(x *examination) (string, bool) {
	if len(x.otherDoors) == 0 {
		return "", false
	}
	d := opened(x.otherDoors)[0]
	return "the same token sent as " + string(carrierOf(x.other)) + " is accepted at the " + d.Door.String(), true
}

// otherEmail: the same token is accepted with another e-mail.
func otherEmail(x *examination) (string, bool) {
	if len(x.otherDoors) == 0 || x.other.Email == "" || x.meant.Email == "" {
		return "", false
	}
	return "the same token is accepted at the " + opened(x.otherDoors)[0].Door.String() + " with the e-mail that you named", true
}

func atSite(x *examination) bool     { return x.target != nil && !x.atGateway() }
func asBearer(x *examination) bool   { return x.call.presented.how == bearer }
func asBasic(x *examination) bool    { return x.call.presented.how == basic }
func asNobody(x *examination) bool   { return x.call.presented.how == noCredential && !x.flawed(waits) }
func isVersion2(x *examination) bool { return x.place.op != nil && x.place.op.Version == catalog.V2 }

func (x *examination) flawed(kind flawKind) bool {
	return slices.ContainsFunc(x.call.flaws, func(f flaw) bool { return f.kind == kind })
}

// isKind: what the token was seen to be.
func isKind(kinds ...Kind) sign {
	return func(x *examination) (string, bool) { return "", slices.Contains(kinds, x.kind()) }
}

// remembered: the same credential opened a door of this site before.
func remembered(x *examination) (string, bool) {
	return "this credential was accepted here before", x.known
}

// expired: an OAuth token tells when it ends.
func expired(x *examination) (string, bool) {
	end, ok := jwtExpiry(x.meant.Token)
	if !ok || end.IsZero() || x.doctor.Now().Before(end) {
		return "", false
	}
	return "the token says that it ended at " + end.UTC().Format(time.RFC3339), true
}

// lacking: GETs showed which scope is missing for the operation.
func lacking(x *examination) (string, bool) {
	if x.place.op == nil {
		return "", false
	}
	missing := x.held.lacks(*x.place.op)
	if len(missing) == 0 {
		return "", false
	}
	return "other calls show that the token lacks " + scopeList(missing), true
}

func scopesOf(names ...catalog.Scope) []catalog.Scope { return names }

func scopeList(scopes []catalog.Scope) string {
	names := make([]string, len(scopes))
	for i, s := range scopes {
		names[i] = string(s)
	}
	return strings.Join(names, ", ")
}

// lacks: one scope is missing, as GETs showed.
func lacks(scope catalog.Scope) sign {
	return func(x *examination) (string, bool) { return "the token lacks " + string(scope), x.held.missing[scope] }
}

// classicOnVersion2: the token holds classic scopes, and the operation takes granular ones only.
func classicOnVersion2(x *examination) (string, bool) {
	if !isVersion2(x) {
		return "", false
	}
	for scope := range x.held.held {
		if scope.Kind() == catalog.Classic {
			return "the token has classic scopes, which version 2 never takes", true
		}
	}
	return "", false
}

// needs reports whether an operation asks for one of the scopes in every one of its sets.
func needs(scopes ...catalog.Scope) sign {
	return that(func(x *examination) bool {
		if x.place.op == nil {
			return false
		}
		for _, set := range x.place.op.Alternatives() {
			if !slices.ContainsFunc(set, func(s catalog.Scope) bool { return slices.Contains(scopes, s) }) {
				return false
			}
		}
		return !x.place.op.Closed()
	})
}

// summaryMissing: the operation takes read:confluence-content.summary, and the token has the scope that seems to hold it.
func summaryMissing(x *examination) (string, bool) {
	if x.place.op == nil || !slices.Contains(x.place.op.Classic, "read:confluence-content.summary") {
		return "", false
	}
	all, summary := x.held.held["read:confluence-content.all"], x.held.missing["read:confluence-content.summary"]
	return "other calls show that the token has read:confluence-content.all and lacks read:confluence-content.summary", all && summary
}

// closed: no scope opens the operation.
func closed(x *examination) (string, bool) {
	return "", x.place.op != nil && x.place.op.Closed()
}

// wrongPath: the path names no operation as it stands.
func wrongPath(x *examination) (string, bool) {
	if x.target == nil || x.place.wrong == "" {
		return "", false
	}
	evidence := "the path " + x.secrets.maskURL(x.target.EscapedPath()) + ": " + x.place.wrong
	if x.written != nil && !x.written.ok() {
		evidence += "\n" + x.told(x.written)
	}
	return evidence, true
}

// noSite: there is nobody to ask.
func noSite(x *examination) (string, bool) {
	if x.noSite == nil {
		return "", false
	}
	return x.noSite.Error(), true
}

// fault: nobody answered, and the error is one of these.
func fault(is func(err error) bool) sign {
	return func(x *examination) (string, bool) {
		if x.fault == nil || !is(x.fault) {
			return "", false
		}
		return faultWords(x.fault), true
	}
}

// faultWords is a transport's error without the URL, whose query may be private.
func faultWords(err error) string {
	if e, ok := errors.AsType[*url.Error](err); ok {
		err = e.Err
	}
	return "no answer: " + err.Error()
}

func isDNS(err error) bool { return errors.As(err, new(*net.DNSError)) }

func isTLS(err error) bool {
	return errors.As(err, new(*tls.CertificateVerificationError)) || errors.As(err, new(tls.RecordHeaderError)) ||
		errors.As(err, new(x509.UnknownAuthorityError)) || errors.As(err, new(x509.HostnameError)) || errors.As(err, new(x509.CertificateInvalidError)) ||
		errors.As(err, new(tls.AlertError)) || contains(err.Error(), "server gave HTTP response to HTTPS client")
}

func isProxy(err error) bool {
	e, ok := errors.AsType[*net.OpError](err)
	return ok && e.Op == "proxyconnect" || contains(err.Error(), "proxyconnect") || contains(err.Error(), "Proxy Authentication Required")
}

// proxied: variables lead requests through a proxy.
func proxied(x *examination) (string, bool) {
	for _, name := range []string{"HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"} {
		if v, ok := x.doctor.Env(name); ok && v != "" {
			u, err := url.Parse(v)
			if err != nil || u.Host == "" {
				return name + " is set, to something that is no URL", true
			}
			return name + " leads requests through " + u.Host, true
		}
	}
	return "", false
}

// clockOff: the clocks are more than five minutes apart.
func clockOff(x *examination) (string, bool) {
	for _, a := range x.record.sent() {
		if d := a.skew(x.doctor.Now()); d > 5*time.Minute || d < -5*time.Minute {
			side := "ahead of"
			if d < 0 {
				side, d = "behind", -d
			}
			return fmt.Sprintf("the clock here is %s %s the service's", d.Round(time.Minute), side), true
		}
	}
	return "", false
}
