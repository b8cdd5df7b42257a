package proxy

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// turn makes the links of an answer lead back to the proxy. Only links are touched, and never what people wrote: a body
// with the site's address in it must be the same when the client writes it back.
func (x *exchange) turn(res *http.Response) error {
	here := "http://" + x.r.Host
	if x.r.TLS != nil {
		here = "https://" + x.r.Host
	}
	x.turnLocation(res.Header, here)
	for i, value := range res.Header.Values("Link") {
		for _, origin := range x.origins() {
			value = strings.ReplaceAll(value, "<"+origin+"/", "<"+here+"/")
		}
		res.Header["Link"][i] = value
	}
	if x.r.Method == http.MethodHead || res.StatusCode != http.StatusOK || !isJSON(res.Header) {
		if x.placed != nil && x.placed.inAnswer && x.r.Method != http.MethodHead && res.StatusCode < http.StatusMultipleChoices {
			return &notPassed{refusal{SpaceUnknown, "the answer does not say which space it is from"}}
		}
		return nil
	}
	body, err := io.ReadAll(io.LimitReader(res.Body, maxTurned+1))
	if err != nil {
		return err
	}
	if len(body) > maxTurned {
		if x.placed != nil {
			return &notPassed{refusal{SpaceUnknown, "the answer is too large to see which space it is from"}}
		}
		res.Body = struct {
			io.Reader
			io.Closer
		}{io.MultiReader(bytes.NewReader(body), res.Body), res.Body}
		return nil
	}
	if err := res.Body.Close(); err != nil {
		return err
	}
	if x.placed != nil {
		if no := x.checkAnswer(body); no != nil {
			return &notPassed{*no}
		}
	}
	body = x.turnBody(body, here)
	res.Body, res.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	res.Header.Set("Content-Length", strconv.Itoa(len(body)))
	return nil
}

// maxTurned is how large an answer may be and still have its links turned, in bytes.
const maxTurned = 64 << 20

func isJSON(h http.Header) bool {
	kind, _, err := mime.ParseMediaType(h.Get("Content-Type"))
	return err == nil && kind == "application/json"
}

// origins are what links of the site begin with.
func (x *exchange) origins() []string {
	var origins []string
	for _, origin := range []string{x.p.address.Site, x.p.address.Gateway} {
		if origin != "" && !slices.Contains(origins, origin) {
			origins = append(origins, origin)
		}
	}
	return origins
}

// turnLocation makes a redirect within the API one to the proxy. Any other is handed back as it is, made absolute, so that
// it does not lead to the proxy by chance: a download is at another host, which needs no credential (auth-behaviour.md
// §5, "Attachment download").
func (x *exchange) turnLocation(h http.Header, here string) {
	location := h.Get("Location")
	if location == "" {
		return
	}
	base, err := url.Parse(x.URL)
	if err != nil {
		return
	}
	to, err := base.Parse(location)
	if err != nil {
		h.Del("Location")
		return
	}
	if slices.Contains(x.origins(), to.Scheme+"://"+to.Host) && isCall(to.EscapedPath()) {
		h.Set("Location", here+to.RequestURI())
		return
	}
	h.Set("Location", to.String())
}

// isCall reports whether a path at the site or the gateway is the API's.
func isCall(path string) bool {
	if below, ok := strings.CutPrefix(path, "/ex/confluence/"); ok {
		_, path, _ = strings.Cut(below, "/")
		path = "/" + path
	}
	path = strings.TrimPrefix(path, "/wiki")
	return strings.HasPrefix(path, "/rest/") || strings.HasPrefix(path, "/api/") || strings.HasPrefix(path, "/download/")
}

// turnBody turns the links of a JSON body and leaves every other byte as it is. What is no JSON comes back unchanged.
func (x *exchange) turnBody(body []byte, here string) []byte {
	links := findLinks(body)
	origins := x.origins()
	for _, l := range links {
		if l.base && x.p.address.Site == "" { // the site has told its address
			if u, err := url.Parse(l.text); err == nil && u.Host != "" {
				origins = append(origins, u.Scheme+"://"+u.Host)
			}
		}
	}
	var turned []byte
	done := 0
	for _, l := range links {
		text := l.text
		for _, origin := range origins {
			if below, ok := strings.CutPrefix(text, origin); ok && (below == "" || below[0] == '/') {
				text = here + below
				break
			}
		}
		if l.next && x.placed != nil {
			text = x.placed.keepFilter(text)
		}
		if text == l.text {
			continue
		}
		quoted, err := jsontext.AppendQuote(nil, text)
		if err != nil { // it was read from JSON, so it can be written
			continue
		}
		turned = append(append(turned, body[done:l.start]...), quoted...)
		done = l.end
	}
	return append(turned, body[done:]...)
}

// link is a string in a body that says where something is.
type link struct {
	start, end int // of the string with its quotes, in bytes
	text       string
	base, next bool // _links.base, _links.next
}

// findLinks finds the strings below a member _links, and those of the members that are links by themselves.
func findLinks(body []byte) []link {
	var links []link
	dec := jsontext.NewDecoder(bytes.NewReader(body), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	for {
		kind := dec.PeekKind()
		where, length := dec.StackIndex(dec.StackDepth())
		isMember := where == '{' && length%2 == 1 // its name has been read
		if kind != '"' || !isMember || !isLink(dec.StackPointer()) {
			if _, err := dec.ReadToken(); err != nil {
				if errors.Is(err, io.EOF) {
					return links
				}
				return nil
			}
			continue
		}
		raw, err := dec.ReadValue()
		if err != nil {
			return nil
		}
		end := int(dec.InputOffset())
		text, err := jsontext.AppendUnquote(nil, raw)
		if err != nil {
			continue
		}
		pointer := string(dec.StackPointer())
		links = append(links, link{end - len(raw), end, string(text), strings.HasSuffix(pointer, "/_links/base"), strings.HasSuffix(pointer, "/_links/next")})
	}
}

// isLink reports whether the value at a place is where something is.
func isLink(place jsontext.Pointer) bool {
	last := place.LastToken()
	return last == "downloadLink" || last == "webuiLink" || place.Parent().LastToken() == "_links"
}
