package client

import (
	"html"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/go-json-experiment/json"

	"github.com/weirhq/weir/catalog"
	wirev1 "github.com/weirhq/weir/wire/v1"
	wirev2 "github.com/weirhq/weir/wire/v2"
)

// maxRefusal is how much of a refusal's body is kept, in bytes.
const maxRefusal = 64 << 10

// newRefusal reads what is needed of an answer and leaves its body to be closed.
func newRefusal(res *http.Response, op *catalog.Operation) *Refusal {
	e := &Refusal{Status: res.StatusCode, Proto: res.Proto, Header: res.Header, Operation: op, RequestID: res.Header.Get("Atl-Request-Id")}
	if e.RequestID == "" {
		e.RequestID = res.Header.Get("X-Trace-Id")
	}
	if r := res.Request; r != nil {
		u := *r.URL
		u.RawQuery, u.User = "", nil
		e.Method, e.URL = r.Method, u.String()
	}
	e.Body, _ = io.ReadAll(io.LimitReader(res.Body, maxRefusal)) // a cut body is still a refusal
	return e
}

// refusal turns an answer into the error of its cause. It reads bodies only, since a service that is not weir sends
// nothing else (auth-behaviour.md §2, §3, §6).
func (c *Client) refusal(res *http.Response, o *outgoing) error {
	e := newRefusal(res, o.operation)
	drain(res.Body)
	said := e.Message()
	switch e.Status {
	case http.StatusUnauthorized:
		return e.unauthorized(said, o)
	case http.StatusForbidden:
		return e.forbidden(said, o)
	case http.StatusNotFound:
		return e.notFound(said, o)
	case http.StatusConflict:
		return &ConflictError{*e, currentVersion(said)}
	case http.StatusGone:
		return &RemovedError{*e}
	case http.StatusTooManyRequests:
		return &RateLimitError{*e, retryAfter(e.Header, c.now()), e.Header.Get("RateLimit-Reason")}
	}
	switch {
	case e.Status >= 500:
		return &ServerError{*e, retryAfter(e.Header, c.now())}
	case e.Status >= 400:
		return &InputError{*e}
	}
	return &DoorError{*e, o.door, "the answer leads elsewhere, as for a person with a browser"}
}

func (e *Refusal) unauthorized(said string, o *outgoing) error {
	switch {
	case e.Header.Get("X-Failure-Category") == "FAILURE_CLIENT_SCOPE_CHECK" || strings.Contains(said, "scope does not match"):
		scope := &ScopeError{Refusal: *e}
		if o.operation != nil {
			scope.Need = o.operation.Alternatives()
		}
		return scope
	case strings.Contains(said, "authentication with passwords is deprecated"):
		return &CredentialsError{Refusal: *e, Problem: "an account password was given; make an API token", Password: true}
	case o.credentials.Anonymous():
		return &CredentialsError{Refusal: *e, Problem: "none were given"}
	case !o.door.Gateway && e.isHTML():
		return &DoorError{*e, o.door, "a scoped token opens the gateway only"}
	}
	return &CredentialsError{Refusal: *e, Problem: notAccepted}
}

const notAccepted = "wrong, expired or revoked token, wrong e-mail, or an account without access to the site"

func (e *Refusal) forbidden(said string, o *outgoing) error {
	switch {
	case strings.Contains(said, "Failed to parse Connect Session Auth Token"):
		return &DoorError{*e, o.door, "the site takes a token as the password of Basic, with an e-mail, and not as Bearer"}
	case strings.Contains(said, "caller cannot access Confluence"), strings.Contains(said, "not permitted to use Confluence"):
		return e.anonymous(o)
	case strings.Contains(said, "IP address has been rejected"):
		return &PolicyError{*e}
	case strings.Contains(said, "XSRF check failed"):
		return &InputError{*e}
	}
	return &PermissionError{*e}
}

// notFound tells a missing object from a credential that is none by what version 2 says: a real miss names the object
// (auth-behaviour.md §2, "S3 against a genuine miss").
func (e *Refusal) notFound(said string, o *outgoing) error {
	var list wirev2.Errors
	switch {
	case json.Unmarshal(e.Body, &list) == nil && len(list.Errors) > 0:
		if said == "Not Found" {
			return e.anonymous(o)
		}
		return &HiddenError{*e}
	case e.serviceError():
		return &HiddenError{*e}
	}
	return &NotFoundError{*e}
}

// serviceError reports whether the answer came from behind the routing of version 1.
func (e *Refusal) serviceError() bool {
	var body wirev1.SpringError
	return json.Unmarshal(e.Body, &body) == nil && body.StatusCode != 0
}

func (e *Refusal) anonymous(o *outgoing) error {
	if o.credentials.Anonymous() {
		return &CredentialsError{Refusal: *e, Problem: "none were given, and the site is not public"}
	}
	return &CredentialsError{Refusal: *e, Problem: notAccepted}
}

func (e *Refusal) isHTML() bool { return strings.HasPrefix(e.Header.Get("Content-Type"), "text/html") }

var (
	titleTag = regexp.MustCompile(`(?is)<title>(.*?)</title>`)
	// exception is a Java class in front of a sentence.
	exception = regexp.MustCompile(`^(?:[a-z_$][\w$]*\.)+[A-Z][\w$]*: `)
	versionIs = regexp.MustCompile(`Current version is: (\d+)`)
)

// Message is the sentence in a refusal's body, whichever of the four shapes it has, without the class of the exception.
func (e *Refusal) Message() string {
	text := string(e.Body)
	switch {
	case e.isHTML():
		found := titleTag.FindStringSubmatch(text)
		if found == nil {
			return ""
		}
		text = html.UnescapeString(found[1])
	case strings.HasPrefix(strings.TrimSpace(text), "{"):
		text = messageIn(e.Body)
	}
	text = exception.ReplaceAllString(strings.TrimSpace(text), "")
	if len(text) > maxSentence {
		text = text[:maxSentence]
	}
	return strings.Map(printable, strings.Join(strings.Fields(text), " "))
}

// printable drops what could make a terminal do something, and what is not text.
func printable(r rune) rune {
	if r == utf8.RuneError || !unicode.IsPrint(r) {
		return -1
	}
	return r
}

// maxSentence is how long a sentence may be, in bytes; what is longer is some page.
const maxSentence = 500

func messageIn(body []byte) string {
	var list wirev2.Errors
	if json.Unmarshal(body, &list) == nil && len(list.Errors) > 0 {
		first := list.Errors[0]
		if detail := first.Detail.Or(""); detail != "" {
			return first.Title + ": " + detail
		}
		return first.Title
	}
	var message wirev1.SpringError
	if json.Unmarshal(body, &message) == nil && message.Message != "" {
		return message.Message
	}
	var connect wirev1.ConnectError
	if json.Unmarshal(body, &connect) == nil && connect.Error != "" {
		return connect.Error
	}
	var texts struct{ ErrorMessages []string }
	if json.Unmarshal(body, &texts, json.MatchCaseInsensitiveNames(true)) == nil {
		return strings.Join(texts.ErrorMessages, " ")
	}
	return ""
}

func currentVersion(said string) int {
	found := versionIs.FindStringSubmatch(said)
	if found == nil {
		return 0
	}
	n, err := strconv.Atoi(found[1])
	if err != nil {
		return 0
	}
	return n
}
