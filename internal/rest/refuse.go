package rest

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/weirhq/weir/catalog"
	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/wiki"
)

// Refusal is one refused request as the log, the inspector and weir explain keep it. The wire says less.
type Refusal struct {
	RequestID string
	Operation string // "v2:getPages"; "" when none matched
	Template  string // "/wiki/api/v2/pages/{id}"; "" when none matched
	Method    string
	Door      identity.Door
	Status    int // of the answer; below 400 when a failed credential was served as anonymous
	Err       *wiki.Error
	Site      wiki.Site        // zero when the request was refused before the site was known
	Caller    *identity.Caller // nil when the request was refused before the caller was known
}

// Outcome is what became of a request, for the access log and the metrics: never the raw URL (security-model.md §13).
type Outcome struct {
	Operation string
	Template  string
	Status    int
	Site      wiki.Site
	Caller    *identity.Caller // nil when the request was refused before the caller was known
	Err       *wiki.Error      // why it was refused, nil on success
}

// refuse words a refusal, reports it and sends it.
func (c *call) refuse(w http.ResponseWriter, err error) Outcome {
	e := c.explain(c.asError(err))
	a := c.word(e)
	c.report(w.Header(), e, a.Status)
	return c.send(w, a, e)
}

// asError is wiki.AsError, but for what failed because the request ended meanwhile: no fault of the server's.
func (c *call) asError(err error) *wiki.Error {
	ended := c.r.Context().Err()
	switch {
	case ended == nil || !errors.Is(err, ended):
		return wiki.AsError(err)
	case errors.Is(ended, context.DeadlineExceeded): // limits.handler
		return &wiki.Error{Reason: wiki.Overloaded, Err: err, Facts: wiki.Facts{Object: "request", Detail: "the request took too long"}}
	}
	return &wiki.Error{Reason: wiki.ClientGone, Err: err}
}

// refuseAnonymous is refuse for a caller who may not use the site. Whatever is wrong with the credential, the answer is
// the one an anonymous caller gets (auth-behaviour.md §0); the report keeps the reason.
func (c *call) refuseAnonymous(w http.ResponseWriter, err error) Outcome {
	e := c.explain(c.asError(err))
	worded := e
	if e.Kind() != wiki.Internal && e.Kind() != wiki.Refused {
		worded = wiki.NewError(wiki.CredentialsNotAccepted, e.Facts)
	}
	a := c.word(worded)
	c.report(w.Header(), e, a.Status)
	return c.send(w, a, e)
}

// report tells the server of a refusal before the head of the answer is written.
func (c *call) report(h http.Header, err *wiki.Error, status int) {
	ref := Refusal{
		RequestID: c.in.RequestID, Method: c.r.Method, Door: c.in.Door,
		Status: status, Err: err, Site: c.site, Caller: c.caller,
	}
	if c.route != nil {
		ref.Operation, ref.Template = c.route.key, c.route.op.Path
	}
	c.api.refused(h, ref)
}

// reportServed tells the server of a failed credential that was served as anonymous (security-model.md R-CRED).
func (c *call) reportServed(h http.Header, status int) {
	if c.caller.Failure != nil {
		c.report(h, c.explain(c.caller.Failure), status)
	}
}

// word finds the layer that answers and lets it speak: the door, the layer before both versions, a version, or the site
// outside the API.
func (c *call) word(err *wiki.Error) Answer {
	f := Failure{
		Err: err, Now: c.api.now(), RequestID: c.in.RequestID,
		Method: c.r.Method, Accept: c.r.Header.Get("Accept"),
		Target: c.t, Miss: c.miss, Site: c.site,
	}
	if c.route != nil {
		f.Op = c.route.op
	}
	version := c.version()
	switch {
	case ownedByDoor(err):
		return c.in.fail(f)
	case err.Reason == wiki.MethodNotAllowed:
		return failMethod(f)
	case version == nil:
		return PlainPage(statusOf(err))
	}
	a := version.Fail(f)
	if a.Header = a.Header.Clone(); a.Header == nil {
		a.Header = http.Header{}
	}
	c.mark(a.Header, version, a.Status)
	return a
}

// version is the version of the API the path belongs to, nil outside it.
func (c *call) version() *Version {
	name := versionOf(c.t.Segments)
	if c.route != nil {
		name = c.route.op.Version
	}
	return c.api.byName[name]
}

// explain fills in what only the pipeline knows: the operation, and the URL at which the same call would work.
func (c *call) explain(e *wiki.Error) *wiki.Error {
	full := *e
	// A value may have been cut inside a character, or come from a header: the answer must still be JSON.
	full.Facts.Value = strings.ToValidUTF8(full.Facts.Value, "")
	full.Facts.Detail = strings.ToValidUTF8(full.Facts.Detail, "")
	if full.Facts.Operation == "" && c.route != nil {
		full.Facts.Operation = c.route.key
	}
	if c.caller != nil && full.Facts.Token == "" {
		full.Facts.Token, full.Facts.Account = c.caller.Token, c.caller.Account
	}
	switch full.Reason {
	case wiki.ScopedTokenAtSite, wiki.ServiceTokenAtSite:
		full.Facts.TryURL = c.atGateway(c.t.Segments)
	}
	return &full
}

func (c *call) atGateway(segments []string) string {
	if c.api.gatewayURL == "" || c.site.CloudID == "" {
		return ""
	}
	return c.api.gatewayURL + "/" + c.site.CloudID + joinPath(segments)
}

// noOperation is the refusal of a path or method that no operation has. A token with scopes meets the scope gate even
// here (design.md §2 "Paths").
func (c *call) noOperation() *wiki.Error {
	switch {
	case c.caller.Scoped:
		return wiki.NewError(wiki.ScopeMissing, wiki.Facts{
			Held: strings.Fields(c.caller.Scopes.String()), Detail: "no operation has this method and path"})
	case c.miss == WrongMethod:
		return c.wrongMethod()
	}
	reason, right := c.api.tree.lostPath(c.t.Segments)
	f := wiki.Facts{}
	switch {
	case right == nil:
	case c.in.Door == identity.AtGateway:
		f.TryURL = c.atGateway(right)
	default:
		f.TryURL = c.site.BaseURL + joinPath(right)
	}
	return wiki.NewError(reason, f)
}

// wrongMethod is the refusal of a method that the path has not, with those that it has.
func (c *call) wrongMethod() *wiki.Error {
	return wiki.NewError(wiki.MethodNotAllowed, wiki.Facts{
		Value: c.r.Method, Want: strings.Join(c.api.tree.methods(c.t.Segments), ", ")})
}

// removed reports whether this call meets an operation the vendor has taken away (auth-behaviour.md §3 G3).
func (c *call) removed() bool {
	v := c.route.version
	return c.api.removedV1 == RemovedForGateway && c.in.Door == identity.AtGateway && v.Removed != nil && v.Removed(c.route.op)
}

// xsrf is the check of auth-behaviour.md §6 "XSRF, when": every multipart body, and what looks like a browser writing to
// v1, needs the header X-Atlassian-Token. It is no protection of a session, which this API does not take.
func (c *call) xsrf() *wiki.Error {
	switch token := c.r.Header.Get("X-Atlassian-Token"); token {
	case "no-check", "nocheck":
		return nil
	}
	writes := c.r.Method != http.MethodGet && c.r.Method != http.MethodHead
	v1 := c.route.op.Version == catalog.V1
	switch {
	case writes && isForm(c.r):
	case writes && v1 && c.api.strictXSRF:
	case writes && v1 && isBrowser(c.r):
	default:
		return nil
	}
	return wiki.NewError(wiki.XSRFCheckFailed, wiki.Facts{Param: "X-Atlassian-Token", Want: "no-check"})
}
