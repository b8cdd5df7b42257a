package proxy

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/weirhq/weir/wire"
)

// HAR writes exchanges as an HTTP archive, version 1.2, that browsers and other tools read. It holds no secret and no
// body: of headers only those that are known to have none show their value, of a query only the parameters that the
// operation documents, of a redirect only where it leads. The file is whole after each exchange. It is safe for
// concurrent use.
type HAR struct {
	mu      sync.Mutex
	to      io.WriteSeeker
	entries int
	secrets []string
}

// harEnd closes the archive behind the last entry; the next one is written over it.
const harEnd = "\n]}}\n"

// NewHAR begins an archive. secrets are blotted out wherever they might still occur.
func NewHAR(to io.WriteSeeker, version string, secrets ...string) (*HAR, error) {
	h := &HAR{to: to}
	for _, s := range secrets {
		if s != "" {
			h.secrets = append(h.secrets, s)
		}
	}
	creator, err := wire.Marshal(wire.Object[any]{{Name: "name", Value: "weir proxy"}, {Name: "version", Value: version}})
	if err != nil {
		return nil, err
	}
	_, err = fmt.Fprintf(to, `{"log":{"version":"1.2","creator":%s,"entries":[%s`, creator, harEnd)
	return h, err
}

// Add writes an exchange.
func (h *HAR) Add(x *Exchange) error {
	entry, err := wire.Marshal(harEntry(x))
	if err != nil {
		return err
	}
	text := string(entry)
	for _, secret := range append(ownSecrets(x.RequestHeader.Get("Authorization")), h.secrets...) {
		text = strings.ReplaceAll(text, secret, hidden)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if _, err := h.to.Seek(-int64(len(harEnd)), io.SeekEnd); err != nil {
		return err
	}
	comma := ""
	if h.entries > 0 {
		comma = ","
	}
	h.entries++
	_, err = io.WriteString(h.to, comma+"\n"+text+harEnd)
	return err
}

// ownSecrets are what a client brought, as far as it is long enough to be a secret and no common word.
func ownSecrets(authorization string) []string {
	var secrets []string
	_, password, _ := readBasic(authorization)
	_, sent, _ := strings.Cut(authorization, " ")
	for _, s := range []string{password, sent} {
		if len(s) >= 8 {
			secrets = append(secrets, s)
		}
	}
	return secrets
}

// hidden stands for a value that is not recorded.
const hidden = "(not recorded)"

// shown are the headers whose values hold no secret.
var shown = []string{
	"Accept", "Content-Type", "Content-Length", "User-Agent", "X-Atlassian-Token", "Cache-Control", "Date", "Deprecation", "Warning",
	"Retry-After", "Ratelimit-Reason", "X-Ratelimit-Limit", "X-Ratelimit-Remaining", "X-Ratelimit-Reset", "Atl-Request-Id",
	"X-Failure-Category", "X-Content-Type-Options", "Vary", "Connection",
}

func harEntry(x *Exchange) wire.Object[any] {
	address, query := harAddress(x)
	milliseconds := float64(x.Duration) / float64(time.Millisecond)
	status := http.StatusText(x.Status)
	entry := wire.Object[any]{
		{Name: "startedDateTime", Value: x.Time.UTC().Format(time.RFC3339Nano)}, {Name: "time", Value: milliseconds},
		{Name: "request", Value: wire.Object[any]{
			{Name: "method", Value: x.Method}, {Name: "url", Value: address}, {Name: "httpVersion", Value: "HTTP/1.1"},
			{Name: "cookies", Value: []string{}}, {Name: "headers", Value: harHeaders(x.RequestHeader)}, {Name: "queryString", Value: query},
			{Name: "headersSize", Value: -1}, {Name: "bodySize", Value: -1},
		}},
		{Name: "response", Value: wire.Object[any]{
			{Name: "status", Value: x.Status}, {Name: "statusText", Value: status}, {Name: "httpVersion", Value: "HTTP/1.1"},
			{Name: "cookies", Value: []string{}}, {Name: "headers", Value: harHeaders(x.ResponseHeader)},
			{Name: "content", Value: wire.Object[any]{{Name: "size", Value: -1}, {Name: "mimeType", Value: x.ResponseHeader.Get("Content-Type")}}},
			{Name: "redirectURL", Value: unsigned(x.ResponseHeader.Get("Location"))},
			{Name: "headersSize", Value: -1}, {Name: "bodySize", Value: -1},
		}},
		{Name: "cache", Value: struct{}{}},
		{Name: "timings", Value: wire.Object[any]{{Name: "send", Value: 0}, {Name: "wait", Value: milliseconds}, {Name: "receive", Value: 0}}},
	}
	if x.Operation != nil {
		entry = append(entry, wire.Member[any]{Name: "_operation", Value: x.Operation.Key()})
	}
	if x.Why != "" && (x.Operation != nil || x.Refused != "") { // of what is no operation the words hold the path
		entry = append(entry, wire.Member[any]{Name: "comment", Value: x.Why})
	}
	return entry
}

// harAddress is the URL that was called and its query, with the values of what the operation does not document left out.
func harAddress(x *Exchange) (address string, query []wire.Object[any]) {
	query = []wire.Object[any]{}
	u, err := url.Parse(x.URL)
	if x.URL == "" || err != nil { // nothing was sent
		return "http://proxy.invalid" + start(x.Path), query
	}
	if x.Operation == nil {
		u.Path, u.RawPath = strings.TrimSuffix(u.EscapedPath(), x.Path)+start(x.Path), ""
	}
	given := u.Query()
	for _, name := range slices.Sorted(maps.Keys(given)) {
		for i, value := range given[name] {
			if x.Operation == nil || !slices.Contains(x.Operation.Query, name) && !slices.Contains([]string{"next", "start"}, name) {
				given[name][i], value = hidden, hidden
			}
			query = append(query, wire.Object[any]{{Name: "name", Value: name}, {Name: "value", Value: value}})
		}
	}
	u.RawQuery, u.User = given.Encode(), nil
	return u.String(), query
}

func harHeaders(h http.Header) []wire.Object[any] {
	list := []wire.Object[any]{}
	for _, name := range slices.Sorted(maps.Keys(h)) {
		for _, value := range h[name] {
			switch {
			case name == "Location":
				value = unsigned(value)
			case !slices.Contains(shown, name):
				value = hidden
			}
			list = append(list, wire.Object[any]{{Name: "name", Value: name}, {Name: "value", Value: value}})
		}
	}
	return list
}

// unsigned is an address without its query, which may be a credential.
func unsigned(address string) string {
	plain, _, _ := strings.Cut(address, "?")
	return plain
}
