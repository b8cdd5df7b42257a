package doctor

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/weirhq/weir/client"
)

// Answer is what a call got. Sentences in it have passed through [client.Refusal.Message], which drops what could make a
// terminal do something.
type Answer struct {
	Method, URL string // as sent
	Status      int
	HTML        bool
	Said        string // the sentence in its body
	Category    string // header X-Failure-Category
	Location    bool   // it leads elsewhere
	Pasted      bool   // it stood below the line; nobody sent anything
	header      http.Header
	body        []byte
}

// ok reports a success, a redirect to a download among them.
func (a *Answer) ok() bool { return a != nil && a.Status >= 200 && a.Status < 300 }

// words is the answer in a few words.
func (a *Answer) words() string {
	switch said := sentence(a.Said); {
	case a.HTML && said != "":
		return fmt.Sprintf("%d, a page: %s", a.Status, said)
	case said != "":
		return fmt.Sprintf("%d: %s", a.Status, said)
	}
	return fmt.Sprintf("%d %s", a.Status, http.StatusText(a.Status))
}

var xmlMessage = regexp.MustCompile(`^<\?xml.*<message>(.*)</message>`)

var spokenStatus = regexp.MustCompile(`^\d{3} [A-Z_]+ `)

// sentence is what an answer says without the status that it repeats.
func sentence(said string) string { return spokenStatus.ReplaceAllString(said, "") }

// maxBody is how much of an answer is read, in bytes: refusals are short.
const maxBody = 64 << 10

func newAnswer(res *http.Response) *Answer {
	a := &Answer{Method: res.Request.Method, URL: res.Request.URL.String(), Status: res.StatusCode, header: res.Header}
	a.body, _ = io.ReadAll(io.LimitReader(res.Body, maxBody)) // a cut body is still an answer
	a.digest()
	return a
}

func (a *Answer) digest() {
	a.HTML = strings.HasPrefix(a.header.Get("Content-Type"), "text/html")
	a.Category = a.header.Get("X-Failure-Category")
	a.Location = a.Status/100 == 3
	if a.Status >= 400 {
		a.Said = (&client.Refusal{Status: a.Status, Header: a.header, Body: a.body}).Message()
	}
	if m := xmlMessage.FindStringSubmatch(a.Said); m != nil { // auth-behaviour.md §6 E2, without Accept
		a.Said = m[1]
	}
}

// gatewayMiss reports the gateway's own 404, which has a timestamp and a path (auth-behaviour.md §6 E5).
func (a *Answer) gatewayMiss() bool {
	var miss struct {
		Timestamp, Path string
		Status          int
	}
	return a.Status == http.StatusNotFound && json.Unmarshal(a.body, &miss, json.MatchCaseInsensitiveNames(true)) == nil &&
		miss.Timestamp != "" && miss.Path != ""
}

var (
	statusLine = regexp.MustCompile(`(?m)^(?:< )?HTTP/[\d.]+ (\d{3})`)
	typeLine   = regexp.MustCompile(`(?mi)^(?:< )?content-type: *([^\r\n]*)`)
	faultLine  = regexp.MustCompile(`(?mi)^(?:< )?x-failure-category: *(\w+)`)
	tomcat     = regexp.MustCompile(`HTTP Status (\d{3})`)
)

// parseAnswer reads an answer that was pasted below a line, with its headers (curl -i) or without. Nil if there is none.
func parseAnswer(text string) *Answer {
	text = strings.TrimSpace(text)
	a := &Answer{Pasted: true, header: http.Header{}}
	if m := statusLine.FindAllStringSubmatch(text, -1); m != nil {
		a.Status, _ = strconv.Atoi(m[len(m)-1][1]) // three digits
	}
	for name, expression := range map[string]*regexp.Regexp{"Content-Type": typeLine, "X-Failure-Category": faultLine} {
		if m := expression.FindStringSubmatch(text); m != nil {
			a.header.Set(name, strings.TrimSpace(m[1]))
		}
	}
	a.body = pastedBody(text)
	lower := strings.ToLower(string(a.body))
	if strings.Contains(lower, "<html") {
		a.header.Set("Content-Type", "text/html")
	}
	if a.Status == 0 {
		a.Status = statusIn(a.body)
	}
	if a.Status == 0 {
		return nil
	}
	a.digest()
	return a
}

// pastedBody is what of a pasted text is the answer's body: JSON or a page wherever it begins, else what follows the
// headers, or all of it.
func pastedBody(text string) []byte {
	if start := strings.IndexAny(text, "{<"); start >= 0 && !strings.HasPrefix(text[start:], "< ") {
		body := []byte(text[start:])
		if end := bytes.LastIndexByte(body, '}'); body[0] == '{' && end > 0 {
			body = body[:end+1]
		}
		return body
	}
	if _, below, found := strings.Cut(text, "\n\n"); found && statusLine.MatchString(text) {
		text = below
	}
	return []byte(text)
}

// statusIn is the status that a body names, 0 if it names none (auth-behaviour.md §6).
func statusIn(body []byte) int {
	var shapes struct {
		Code, Status, StatusCode any
		Error                    any
		Errors                   any
	}
	text := string(body)
	if m := tomcat.FindStringSubmatch(text); m != nil {
		n, _ := strconv.Atoi(m[1]) // three digits
		return n
	}
	switch {
	case strings.Contains(text, "authentication with passwords is deprecated"):
		return http.StatusUnauthorized
	case strings.Contains(text, "Failed to parse Connect Session Auth Token"), strings.Contains(text, "XSRF check failed"):
		return http.StatusForbidden
	}
	if json.Unmarshal(body, &shapes, json.MatchCaseInsensitiveNames(true)) != nil {
		return 0
	}
	for _, v := range []any{shapes.Code, shapes.Status, shapes.StatusCode} {
		if n, ok := v.(float64); ok && n >= 100 && n < 600 {
			return int(n)
		}
	}
	if list, ok := shapes.Errors.([]any); ok && len(list) > 0 {
		if first, ok := list[0].(map[string]any); ok {
			if n, ok := first["status"].(float64); ok && n >= 100 && n < 600 {
				return int(n)
			}
		}
	}
	return 0
}

// skew is how far the clock here is from the service's, as its header Date has it; 0 without one.
func (a *Answer) skew(now time.Time) time.Duration {
	if a == nil {
		return 0
	}
	date, err := http.ParseTime(a.header.Get("Date"))
	if err != nil {
		return 0
	}
	return now.Sub(date)
}
