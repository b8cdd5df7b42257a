// Package doctor owns the diagnosis of calls that fail: it reads what somebody pasted, asks the site with safe GETs, holds
// what it saw against a table of known causes (auth-behaviour.md §10 and more), and says what to do, with the line put
// right. It refuses to know the server: neither headers of weir's own nor the look of a token count, so the same holds
// against Confluence Cloud. It refuses to send anything but GET and HEAD, to send a credential anywhere but to the site,
// its gateway and the host of the pasted line, and to show a secret.
package doctor

//go:generate go test -count=1 -run ^TestManual$ -update .

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/weirhq/weir/catalog"
	"github.com/weirhq/weir/client"
)

// Doctor examines calls. Every field but Doors and Patience is needed.
type Doctor struct {
	Transport http.RoundTripper
	Doors     client.DoorCache // tells which credentials worked before; nil for nobody knows
	Now       func() time.Time
	UserAgent string
	Env       func(string) (string, bool)
	Patience  time.Duration // how long one answer is waited for; 0 is 20 seconds
}

// Question is what is to be examined.
type Question struct {
	Call        *Call   // nil: the site and the credential alone
	Answer      *Answer // what the call got, as somebody says; nil for nothing
	Site        string  // as client.ParseAddress takes it; may be empty when Call has a URL
	Gateway     string  // origin, where it is not the site's usual one
	Credentials client.Credentials
	Source      string // where Credentials come from, in words
	AllScopes   bool   // look for every scope that GETs can show, not only for the usual ones
	Netrc       string // a .netrc file with an entry for the host; curl and Python's requests read it
}

var errNotSafe = errors.New("only GET and HEAD are sent")

// examination is one question with everything that was seen.
type examination struct {
	doctor  *Doctor
	q       Question
	record  *recorder
	http    *http.Client
	catalog *catalog.Catalog
	secrets secrets

	call    *Call
	target  *url.URL
	place   place
	plain   bool // http where it should be https
	lost    bool // at the gateway's origin, outside /ex/confluence/{cloudId}
	address client.Address
	noSite  error // why there is no address to ask

	meant    client.Credentials // the credential that is tried
	borrowed bool               // it is the asker's own, since the line has none
	written  *Answer            // what the call got as it is written; nil when nobody knows
	doors    []client.DoorAnswer
	known    bool  // the credential worked here before
	fault    error // nobody answered
	cut      error // the site answered, and its gateway did not

	other      client.Credentials // the same token in the other carrier, if that opens a door
	otherDoors []client.DoorAnswer
	gated      bool // the scope gate refused what no scope opens: the token has scopes
	living     bool // the scope gate answered: the token is one, whatever the site thinks of its account
	held       survey

	plan    plan
	right   *Answer // what the call gets when it is put right; nil if that was not sent
	removed bool    // it was gone before the plan was changed
}

// Examine looks into a question. The error is of a question that cannot be looked into at all; a call that fails, a site
// that does not answer and a credential that is not accepted are findings.
func (d *Doctor) Examine(ctx context.Context, q Question) (r *Report, err error) {
	defer contain(&err)
	x := &examination{doctor: d, q: q, catalog: catalog.Default(), record: &recorder{next: d.Transport, patience: d.Patience}}
	if x.record.patience == 0 {
		x.record.patience = 20 * time.Second
	}
	x.http = &http.Client{Transport: x.record, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	if err := x.understand(); err != nil {
		return nil, errors.New(x.secrets.mask(err.Error()))
	}
	x.tryWritten(ctx)
	if x.noSite == nil {
		x.tryDoors(ctx)
		x.tryOther(ctx)
		x.tryScopes(ctx)
	}
	x.tryRight(ctx)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return x.report(), nil
}

// contain turns a panic into an error that does not show what it was about, since that may hold a secret.
func contain(err *error) {
	if v := recover(); v != nil {
		*err = fmt.Errorf("doctor failed inside, with a %T; what it worked on is not shown, since it may hold a secret", v)
	}
}

// understand works out what the question is about; it sends nothing.
func (x *examination) understand() error {
	x.secrets.add(x.q.Credentials.Token)
	if x.call = x.q.Call; x.call == nil {
		if x.q.Site == "" {
			return errors.New("there is neither a call nor a site to look at")
		}
		x.call = &Call{Shell: Posix, Method: http.MethodGet}
		x.call.presented.how = noCredential
	}
	x.secrets.add(x.call.presented.secret...)
	for _, run := range tokenLike.FindAllString(withoutQuery(x.call.Address), -1) {
		if looksSecret(run) {
			x.secrets.add(run) // a token where a host or a path should be
		}
	}
	x.meant = x.call.presented.meant
	if x.meant.Token == "" && (x.meant.Email == "" || strings.EqualFold(x.meant.Email, x.q.Credentials.Email)) {
		x.borrowed = !x.q.Credentials.Anonymous()
		x.meant = x.q.Credentials
	}
	if x.call.Program == "" && x.borrowed && x.call.presented.how == noCredential {
		// A URL by itself stands for a call with the asker's credential.
		x.call.presented.how, x.call.presented.header = carrierOf(x.meant), authorization(x.meant)
		x.secrets.add(x.call.presented.header)
	}
	if x.call.Address == "" {
		address, err := x.parseAddress(x.q.Site)
		if err != nil {
			x.noSite = err
			return nil
		}
		x.address = address
		x.call.Address = siteText(address) + "/wiki/rest/api/user/current"
	}
	u, err := url.Parse(x.call.Address)
	if err != nil || u.Host == "" {
		x.noSite = &client.AddressError{Text: "the line's URL", Problem: "it is none"}
		return nil
	}
	if x.plain = u.Scheme == "http" && !isLoopback(u.Hostname()); x.plain {
		u.Scheme = "https"
	}
	x.target, x.place = u, straightPath(x.catalog, x.call.Method, u)
	x.findAddress()
	return nil
}

// findAddress finds the site that the call is for: by its URL, or by what the asker says.
func (x *examination) findAddress() {
	origin := x.target.Scheme + "://" + x.target.Host
	atGateway := strings.HasPrefix(x.target.Path, gatewayPath)
	named, err := x.parseAddress(x.q.Site)
	if x.q.Site != "" && err != nil {
		x.noSite = err
		return
	}
	if x.lost = !atGateway && (origin == client.DefaultGateway || x.q.Gateway != "" && origin == strings.TrimRight(x.q.Gateway, "/") && origin != named.Site); x.lost {
		if x.address = named; x.q.Site == "" {
			x.noSite = &client.AddressError{Text: origin, Problem: "the line goes to the gateway and does not say to which site; name it with --site"}
		}
		return
	}
	text := origin
	if atGateway {
		text += x.target.EscapedPath()
	}
	if x.address, x.noSite = x.parseAddress(text); x.noSite == nil && atGateway && named.Gateway == x.address.Gateway && named.Site != "" {
		x.address.Site = named.Site
	}
}

func (x *examination) parseAddress(text string) (client.Address, error) {
	if text == "" {
		return client.Address{}, nil
	}
	address, err := client.ParseAddress(text)
	if err == nil && x.q.Gateway != "" && address.CloudID == "" {
		address.Gateway = strings.TrimRight(x.q.Gateway, "/")
	}
	return address, err
}

// siteText is an address in the shortest form that is read back as the same.
func siteText(a client.Address) string {
	if a.Site != "" {
		return a.Site
	}
	return a.Gateway + gatewayPath + a.CloudID
}

func carrierOf(c client.Credentials) carrier {
	switch {
	case c.Anonymous():
		return noCredential
	case c.Email == "":
		return bearer
	}
	return basic
}

// atGateway reports whether the call goes to the gateway as it is written.
func (x *examination) atGateway() bool { return x.place.gateway || x.lost }

func isLoopback(host string) bool {
	a, err := client.ParseAddress("http://" + host)
	return err == nil && strings.HasPrefix(a.Site, "http://")
}

// safe reports whether the call may be sent: it changes nothing, and every part of it is known.
func (x *examination) safe() bool {
	return (x.call.Method == http.MethodGet || x.call.Method == http.MethodHead) && x.target != nil && len(x.call.missing) == 0
}
