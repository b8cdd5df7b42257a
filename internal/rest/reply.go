package rest

import (
	"fmt"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/weirhq/weir/wire"
)

// Answer is what a client gets: status, headers of this answer alone, and the bytes. A nil Body is an empty answer.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
}

// With returns the answer with one more header.
func (a Answer) With(name, value string) Answer {
	h := a.Header.Clone()
	if h == nil {
		h = http.Header{}
	}
	h.Set(name, value)
	a.Header = h
	return a
}

// JSON is an answer with a JSON body, its type the bare application/json (auth-behaviour.md §9). A value that cannot be
// encoded is a fault of ours and answers 500.
func JSON(status int, v any) Answer {
	body, err := wire.Marshal(v)
	if err != nil {
		status, body = http.StatusInternalServerError, []byte(`{"statusCode":500,"message":"Internal server error"}`)
	}
	return textual(status, "application/json", string(body))
}

// Text is an answer in plain text.
func Text(status int, body string) Answer { return textual(status, "text/plain", body) }

// textual is an answer with a body of the given type.
func textual(status int, contentType, body string) Answer {
	return Answer{status, http.Header{"Content-Type": {contentType}}, []byte(body)}
}

// Reply is a handler's value with headers beside it.
type Reply struct {
	Header http.Header
	Body   any
}

// replier is a value that brings headers of its own.
type replier interface{ reply() Reply }

// Empty is the value of a handler whose success has no body, whatever its status.
type Empty struct{}

// Made is the value of a handler that either makes an object (201) or finds it made (the row's status).
type Made[T any] struct {
	Value T
	New   bool
}

func (m *Made[T]) made() (any, bool) { return m.Value, m.New }

// Redirect is the value of a handler that sends the client elsewhere, with 302.
type Redirect struct{ URL string }

// Stream is the value of a handler whose answer is a file. It is sent after the visit is closed, so that a slow client
// holds no database handle (security-model.md R-SLOW). Body is closed in any case.
type Stream struct {
	Body   io.ReadCloser // an io.Seeker as well, if ranges are to be served
	Size   int64         // bytes; -1 unknown
	Type   string
	Name   string // file name, for Content-Disposition; "" leaves that header out
	Inline bool   // may be shown in place; all else is an attachment (security-model.md §9)
}

// maxRanges is how many ranges of a file one request may ask for; with more it gets the whole.
const maxRanges = 4

func (s *Stream) write(w http.ResponseWriter, r *http.Request) error {
	defer s.Body.Close()
	h := w.Header()
	h.Set("Content-Type", s.Type)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	if s.Name != "" {
		h.Set("Content-Disposition", s.disposition())
	}
	if file, ok := s.Body.(io.ReadSeekCloser); ok {
		if strings.Count(r.Header.Get("Range"), ",") >= maxRanges {
			r.Header.Del("Range")
		}
		http.ServeContent(w, r, "", time.Time{}, file)
		return nil
	}
	if s.Size >= 0 {
		h.Set("Content-Length", strconv.FormatInt(s.Size, 10))
	}
	w.WriteHeader(http.StatusOK)
	if r.Method == http.MethodHead {
		return nil
	}
	n, err := io.Copy(w, s.Body)
	if err == nil && s.Size >= 0 && n != s.Size {
		err = fmt.Errorf("file has %d bytes, %d were announced", n, s.Size)
	}
	return err
}

// disposition names the file as RFC 6266 wants, without characters that change how the name reads.
func (s *Stream) disposition() string {
	how := "attachment"
	if s.Inline {
		how = "inline"
	}
	name := strings.Map(func(r rune) rune {
		if r < 0x20 || r == 0x7f || r == '/' || r == '\\' || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
			return -1
		}
		return r
	}, s.Name)
	return mime.FormatMediaType(how, map[string]string{"filename": name})
}

// encode turns a handler's value into an answer. A Stream has none: it is written instead.
func encode(value any, status int) (Answer, error) {
	header := http.Header{}
	switch v := value.(type) {
	case *Redirect:
		return Answer{http.StatusFound, http.Header{"Location": {v.URL}}, nil}, nil
	case Empty, nil:
		return Answer{Status: status}, nil
	case replier:
		r := v.reply()
		header, value = r.Header, r.Body
	case interface{ made() (any, bool) }:
		isNew := false
		if value, isNew = v.made(); isNew {
			status = http.StatusCreated
		}
		if _, nothing := value.(Empty); nothing {
			return Answer{Status: status}, nil
		}
	}
	if status == http.StatusNoContent {
		return Answer{Status: status, Header: header}, nil
	}
	body, err := wire.Marshal(value)
	if err != nil {
		return Answer{}, fmt.Errorf("encode answer: %w", err)
	}
	header.Set("Content-Type", "application/json")
	return Answer{status, header, body}, nil
}

// Write sends an answer. Its length is always told; HEAD gets the same head without the body.
func (a Answer) Write(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	for name, values := range a.Header {
		h[name] = values
	}
	if a.Status != http.StatusNoContent {
		h.Set("Content-Length", strconv.Itoa(len(a.Body)))
	}
	w.WriteHeader(a.Status)
	if r.Method != http.MethodHead && len(a.Body) > 0 {
		_, _ = w.Write(a.Body) // a client that went away is no news
	}
}
