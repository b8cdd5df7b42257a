package proxy

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/weirhq/weir/wire"
	wirev1 "github.com/weirhq/weir/wire/v1"
	wirev2 "github.com/weirhq/weir/wire/v2"
)

// Reason names why the proxy itself refused a request.
type Reason string

// The reasons. They are part of the output of weir proxy --json.
const (
	ForeignHost   Reason = "foreign-host"   // 421: Host is none of the proxy's names
	FromABrowser  Reason = "from-a-browser" // 403: a page in a browser asks
	TargetForm    Reason = "target-form"    // 400: not origin-form, or a path with tricks in it
	BadMethod     Reason = "method"         // 405
	BadHeader     Reason = "header"         // 400: headers that two programs could read differently
	OtherSite     Reason = "other-site"     // 403: another site's cloudId
	NotTheAPI     Reason = "not-the-api"    // 404: no path of the API
	NoCredential  Reason = "no-credential"  // 403: neither the key nor a credential of the client's own
	StaleKey      Reason = "stale-key"      // 403: a key, and not the one of this run
	KeyMisplaced  Reason = "key-misplaced"  // 403: the key elsewhere than in the password of Basic
	OnlyKey       Reason = "only-key"       // 403: a credential of the client's own, where the key is wanted
	WritesNotOpen Reason = "writes-closed"  // 403: the key, with a method that changes something
	ReadOnly      Reason = "read-only"      // 403: the proxy lets nothing be written
	OtherSpace    Reason = "other-space"    // 403: in a space that is not allowed
	SpaceUnknown  Reason = "space-unknown"  // 403: in a space that cannot be told
	Unreachable   Reason = "unreachable"    // 502: no answer from the site
	Loop          Reason = "loop"           // 508: the site's name leads back to the proxy
)

// statuses are what a refusal is answered with, where that is not 403.
var statuses = map[Reason]int{
	ForeignHost: http.StatusMisdirectedRequest, TargetForm: http.StatusBadRequest, BadMethod: http.StatusMethodNotAllowed,
	BadHeader: http.StatusBadRequest, NotTheAPI: http.StatusNotFound, Unreachable: http.StatusBadGateway, Loop: http.StatusLoopDetected,
}

// errLoop is a connection to the proxy itself.
var errLoop = errors.New("the site's name leads back to this proxy")

// refusal is why a request goes no further.
type refusal struct {
	reason Reason
	why    string // a sentence without its full stop
}

func (e *refusal) status() int {
	if status, ok := statuses[e.reason]; ok {
		return status
	}
	return http.StatusForbidden
}

// refuse answers in the shape that clients of the called version read.
func (x *exchange) refuse(w http.ResponseWriter, no *refusal) {
	x.Refused, x.Why, x.Status = no.reason, no.why, no.status()
	var body any = wirev1.SpringError{StatusCode: x.Status, Message: "weir proxy: " + no.why}
	if strings.HasPrefix(x.path, "/wiki/api/v2/") {
		code := strings.ToUpper(strings.ReplaceAll(http.StatusText(x.Status), " ", "_"))
		body = wirev2.Errors{Errors: []wirev2.Error{{Status: x.Status, Code: code, Title: "weir proxy: " + no.why}}}
	}
	x.say(w, body)
}

// say writes an answer of the proxy's own, as JSON.
func (x *exchange) say(w http.ResponseWriter, body any) {
	content, err := wire.Marshal(body)
	if err != nil { // bodies are the proxy's own, of strings
		x.Status, content = http.StatusInternalServerError, nil
	}
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Content-Length", strconv.Itoa(len(content)))
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	if x.r.ContentLength != 0 {
		h.Set("Connection", "close") // a body that nobody reads must not be taken for the next request
	}
	x.ResponseHeader = h.Clone()
	w.WriteHeader(x.Status)
	if x.r.Method != http.MethodHead {
		_, _ = w.Write(content) // whoever is gone needs no answer
	}
}
