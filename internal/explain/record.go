// Package explain owns the memory of refusals and their words: a bounded record on disk, outside the main database, of
// why requests were refused, and for each reason what happened, why, and what to do. It refuses to keep what must not
// be logged (security-model.md R-LOG): no secrets, titles, queries, bodies or e-mail addresses; and it decides nothing.
package explain

import (
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/weirhq/weir/internal/wiki"
)

// Record is one refusal. Members that are not known are empty.
type Record struct {
	RequestID  string // UUID, the atl-request-id of the answer
	Time       time.Time
	Operation  string // "v1:getSpaces"
	Door       string // "site" or "gateway"
	Method     string
	Template   string // path template of the operation, "/wiki/rest/api/space"
	URL        string // the address called
	Status     int
	Reason     wiki.Reason
	Need       []string // scope sets, each "a b c"; any one suffices
	Held       []string // scopes of the token
	Permission string   // the ability that is missing, "create:page"
	Object     string   // noun: "page"
	ID         string   // of the object
	Param      string   // the input that is wrong
	Want       string   // what was expected of it
	Version    int      // the object's current version
	TryURL     string   // the address at which the same call would work
	Account    string
	Token      string // public id
}

// Take copies the reason and the facts of a refusal into the record. The caller's text in Facts.Value and Facts.Detail
// stays behind: it may be a title or a query.
func (r *Record) Take(e *wiki.Error) {
	f := e.Facts
	r.Reason, r.Need, r.Held, r.Permission = e.Reason, f.Need, f.Held, f.Permission.String()
	r.Object, r.ID, r.Param, r.Want, r.Version = f.Object, f.ID, f.Param, f.Want, f.Version
	if f.Operation != "" {
		r.Operation = f.Operation
	}
	if f.TryURL != "" {
		r.TryURL = f.TryURL
	}
	if f.Account != "" {
		r.Account = string(f.Account)
	}
	if f.Token != "" {
		r.Token = f.Token
	}
}

// Clean is the record as it may be kept and shown: addresses without user, query and anything that is not plainly an id
// or a key, no free text, secrets masked.
func (r Record) Clean() Record {
	r.URL, r.TryURL = cleanURL(r.URL), cleanURL(r.TryURL)
	for _, s := range []*string{&r.RequestID, &r.Operation, &r.Method, &r.ID, &r.Param, &r.Account, &r.Token} {
		if !plain.MatchString(*s) {
			*s = ""
		}
		*s = Mask(*s)
	}
	return r
}

// plain is what ids, keys, accountIds and operation names are made of. No '@' (e-mail), no dot (file names), no blank
// (titles).
var plain = regexp.MustCompile(`^[0-9A-Za-z~_:-]{0,128}$`)

var plainHost = regexp.MustCompile(`^[0-9A-Za-z.:[\]-]*$`)

func cleanURL(s string) string {
	u, err := url.Parse(s)
	if s == "" || err != nil || !plainHost.MatchString(u.Host) {
		return ""
	}
	segments := strings.Split(u.Path, "/")
	for i, segment := range segments {
		if !plain.MatchString(segment) {
			segments[i] = "___"
		}
	}
	return Mask((&url.URL{Scheme: u.Scheme, Host: u.Host, Path: strings.Join(segments, "/")}).String())
}
