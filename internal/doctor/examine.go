package doctor

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/weirhq/weir/client"
)

// tryWritten sends the call as it is written, if it is safe to.
func (x *examination) tryWritten(ctx context.Context) {
	x.written = x.q.Answer
	p := x.call.presented
	if !x.safe() || x.plain || x.q.Call == nil || p.how == broken && p.header != "" && !sendable(p.header) {
		return
	}
	a, err := x.get(ctx, x.call.Method, x.target.String(), p.header, x.call.headers)
	if err != nil {
		x.fault = err
		return
	}
	x.written = a
}

// sendable reports whether a header field can hold a value at all.
func sendable(value string) bool {
	for _, r := range value {
		if r < ' ' && r != '\t' || r == 0x7f {
			return false
		}
	}
	return true
}

// tryDoors asks every door who the caller is.
func (x *examination) tryDoors(ctx context.Context) {
	if x.fault != nil || x.meant.Anonymous() {
		return
	}
	c, err := x.client(x.meant)
	if err != nil {
		if !errors.As(err, new(*client.CredentialsError)) {
			x.noSite = err
		}
		return
	}
	_, x.known = c.Remembered()
	x.doors, err = c.Survey(ctx)
	x.failed(err)
}

// failed takes the error of a survey.
func (x *examination) failed(err error) {
	switch {
	case err == nil:
	case errors.As(err, new(*client.AddressError)):
		x.noSite = err
	case errors.As(err, new(*client.Refusal)): // of tenant_info: the other door cannot be found
	case len(x.doors) > 0, x.written != nil && !x.written.Pasted:
		x.cut = err // the site answers, its gateway does not
	default:
		x.fault = err
	}
}

func (x *examination) client(credentials client.Credentials) (*client.Client, error) {
	options := []client.Option{
		client.WithTransport(x.record), client.WithRetries(0, 0), client.WithUserAgent(x.doctor.UserAgent), client.WithDoorCache(x.doctor.Doors),
	}
	if x.address.Gateway != "" {
		options = append(options, client.WithGateway(x.address.Gateway))
	}
	return client.New(siteText(x.address), credentials, options...)
}

// tryOther tries the token with the asker's e-mail, and without any, when it is accepted nowhere as it is meant.
func (x *examination) tryOther(ctx context.Context) {
	if x.fault != nil || x.meant.Anonymous() || len(opened(x.doors)) > 0 || x.meant.Token == "" {
		return
	}
	x.tryGate(ctx)
	if x.living = x.gated; x.living {
		return
	}
	var others []client.Credentials
	if email := x.q.Credentials.Email; email != "" && !strings.EqualFold(email, x.meant.Email) {
		others = append(others, client.Credentials{Email: email, Token: x.meant.Token})
	}
	if x.meant.Email != "" {
		others = append(others, client.Credentials{Token: x.meant.Token})
	}
	for _, other := range others {
		c, err := x.client(other)
		if err != nil {
			continue
		}
		doors, err := c.Survey(ctx)
		x.failed(err)
		if len(opened(doors)) > 0 {
			x.other, x.otherDoors = other, doors
			return
		}
	}
}

// tryGate asks for an operation that no scope opens. A living scoped token is refused there by the scope gate, which
// stands before everything that depends on its account; a dead one never comes so far (auth-behaviour.md §3).
func (x *examination) tryGate(ctx context.Context) {
	base := x.base(true)
	op, ok := x.catalog.ByID("v2", "getAdminKey")
	if base == "" || !ok {
		return
	}
	a, err := x.get(ctx, http.MethodGet, base+op.Path, authorization(x.meant), nil)
	x.gated = err == nil && a.scopeRefusal()
}

// opened are the doors that accept the credential.
func opened(doors []client.DoorAnswer) []client.DoorAnswer {
	var open []client.DoorAnswer
	for _, d := range doors {
		if d.Opened() {
			open = append(open, d)
		}
	}
	return open
}

// accepted is the credential in the form that opens a door, and those doors.
func (x *examination) accepted() (client.Credentials, []client.DoorAnswer) {
	if len(x.otherDoors) > 0 {
		return x.other, opened(x.otherDoors)
	}
	return x.meant, opened(x.doors)
}

// door is what the site or the gateway said to the credential as it was meant; nil if it was not asked.
func (x *examination) door(gateway bool) *client.DoorAnswer {
	for i, d := range x.doors {
		if d.Door.Gateway == gateway {
			return &x.doors[i]
		}
	}
	return nil
}

// opens reports whether a door accepts the credential, in whichever form.
func (x *examination) opens(gateway bool) bool {
	_, open := x.accepted()
	return slices.ContainsFunc(open, func(d client.DoorAnswer) bool { return d.Door.Gateway == gateway })
}

// base is what stands before /wiki at a door; empty if it is not known.
func (x *examination) base(gateway bool) string {
	for _, d := range slices.Concat(x.otherDoors, x.doors) {
		if d.Door.Gateway == gateway {
			return d.Base
		}
	}
	switch {
	case !gateway:
		return x.address.Site
	case x.address.CloudID != "":
		return x.address.Gateway + gatewayPath + x.address.CloudID
	}
	return ""
}

// scopeRefusal reports the scope gate's answer (auth-behaviour.md §3 G1).
func (a *Answer) scopeRefusal() bool {
	return a != nil && a.Status == http.StatusUnauthorized &&
		(a.Category == "FAILURE_CLIENT_SCOPE_CHECK" || contains(a.Said, "scope does not match"))
}

// Kind is what a token was seen to be. No look at its text tells (auth-behaviour.md §4).
type Kind string

// The kinds.
const (
	NoToken     Kind = "none"
	Unscoped    Kind = "unscoped"
	Scoped      Kind = "scoped"
	Service     Kind = "service account"
	OAuth       Kind = "OAuth access token"
	Accepted    Kind = "accepted, with scopes or without" // only the gateway was asked, and it refused nothing
	NotAccepted Kind = "not accepted"
	NotTried    Kind = "not tried"
)

// kind tells what the token is by the doors it opens.
func (x *examination) kind() Kind {
	credentials, open := x.accepted()
	refusedAtSite := false
	if d := x.door(false); d != nil && !d.Opened() {
		refusedAtSite = errors.As(d.Err, new(*client.DoorError))
	}
	app := false
	for _, d := range open {
		app = app || d.Who.AccountType == "app"
	}
	switch {
	case x.meant.Anonymous():
		return NoToken
	case x.living:
		return Scoped
	case len(open) == 0 && (len(x.doors) == 0 || !x.judged()):
		return NotTried
	case len(open) == 0:
		return NotAccepted
	case credentials.Email == "" && isJWT(credentials.Token):
		return OAuth
	case credentials.Email == "" || app && !x.opens(false):
		return Service
	case x.opens(false):
		return Unscoped
	case refusedAtSite || x.gated || x.held.refusedAny():
		return Scoped
	}
	return Accepted
}
