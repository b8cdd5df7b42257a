package rest

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"reflect"
	"strings"

	"github.com/weirhq/weir/internal/wiki"
	"github.com/weirhq/weir/wire"
)

// Limits of request bodies in bytes, security-model.md §10. MaxJSON holds for JSON, MaxUpload for a multipart body as a
// whole unless Config sets another.
const (
	MaxJSON      = 5 << 20
	MaxUpload    = 100 << 20
	MaxParts     = 20
	MaxTextField = 64 << 10
)

// Body is the JSON body of a request. The handler reads it after it has loaded its object, so that a caller who may not
// see the object learns 404 and not 400 (security-model.md §6 "Order").
type Body[T any] struct{ call *call }

func (b *Body[T]) enter(c *call, _ reflect.StructTag) *wiki.Error {
	b.call = c
	return nil
}

func (b *Body[T]) parameters() []string { return nil }

// Read decodes the body. Unknown members are ignored, since clients send back what they read (client-expectations.md,
// "Whole-object echo"). Errors: UnsupportedType when it is not declared as JSON or is encoded, TooLarge over MaxJSON,
// InvalidBody for JSON that is malformed, too deep, has a name twice or does not fit T.
func (b Body[T]) Read() (*T, error) {
	data, err := b.call.readJSON()
	if err != nil {
		return nil, err
	}
	return decode[T](data)
}

// Optional is Read for operations that do without a body: it returns nil when there is none.
func (b Body[T]) Optional() (*T, error) {
	if b.call.r.ContentLength == 0 {
		return nil, nil
	}
	data, err := b.call.readJSON()
	if err != nil || len(data) == 0 {
		return nil, err
	}
	return decode[T](data)
}

func decode[T any](data []byte) (*T, error) {
	in := new(T)
	err := wire.Unmarshal(data, in)
	if err == nil {
		return in, nil
	}
	f := wiki.Facts{Detail: err.Error()}
	if mismatch, ok := errors.AsType[*wire.TypeError](err); ok {
		f.Param = strings.TrimPrefix(mismatch.Pointer, "/")
		f.Detail = fmt.Sprintf("member %q cannot be of type %s", f.Param, mismatch.Got)
		if f.Param == "" {
			f.Detail = "the body cannot be of type " + mismatch.Got
		}
		if missing, ok := errors.AsType[*wire.MissingError](err); ok {
			f.Param = strings.TrimPrefix(f.Param+"/"+missing.Name, "/")
			f.Detail = fmt.Sprintf("member %q is missing", f.Param)
		}
	}
	return nil, &wiki.Error{Reason: wiki.InvalidBody, Facts: f, Err: err}
}

// readJSON reads the body once; after that it is at hand for a second visit.
func (c *call) readJSON() ([]byte, error) {
	if c.json != nil {
		return c.json, nil
	}
	mediaType, _, err := mime.ParseMediaType(c.r.Header.Get("Content-Type"))
	if err != nil || mediaType != "application/json" && !strings.HasSuffix(mediaType, "+json") {
		return nil, c.unsupported()
	}
	if err := c.plain(); err != nil {
		return nil, err
	}
	if c.r.ContentLength > MaxJSON {
		return nil, tooLarge("body", "at most 5 MiB")
	}
	data, err := io.ReadAll(io.LimitReader(c.r.Body, MaxJSON+1))
	switch {
	case err != nil:
		return nil, &wiki.Error{Reason: wiki.InvalidBody, Facts: wiki.Facts{Detail: "the body ended early"}, Err: err}
	case len(data) > MaxJSON:
		return nil, tooLarge("body", "at most 5 MiB")
	}
	c.json = data
	return data, nil
}

// plain refuses an encoded body: nothing is unpacked here (security-model.md §10).
func (c *call) plain() error {
	if e := c.r.Header.Get("Content-Encoding"); e != "" && e != "identity" {
		return wiki.NewError(wiki.UnsupportedType, wiki.Facts{Param: "Content-Encoding", Value: e, Want: "none"})
	}
	return nil
}

func (c *call) unsupported() error {
	value := c.r.Header.Get("Content-Type")
	if len(value) > 200 {
		value = value[:200]
	}
	return wiki.NewError(wiki.UnsupportedType, wiki.Facts{Param: "Content-Type", Value: value})
}

func tooLarge(what, want string) error {
	return wiki.NewError(wiki.TooLarge, wiki.Facts{Param: what, Want: want})
}

// Form is the multipart/form-data body of a request, read part by part as it arrives.
type Form struct{ call *call }

func (f *Form) enter(c *call, _ reflect.StructTag) *wiki.Error {
	f.call = c
	return nil
}

func (f *Form) parameters() []string { return nil }

// Part is one part of a form. Clients give file names to parts that are no files, so a part is known by Name
// (client-expectations.md 8). It reads as its bytes; a read beyond the limit of the upload is TooLarge.
type Part struct {
	Name     string
	FileName string // last element only, "" when none was given
	Type     string // as declared, not to be trusted
	part     *multipart.Part
}

func (p *Part) Read(b []byte) (int, error) {
	n, err := p.part.Read(b)
	if err != nil && err != io.EOF {
		err = formError(err)
	}
	return n, err
}

// Text is the whole part as text, at most MaxTextField bytes.
func (p *Part) Text() (string, error) {
	data, err := io.ReadAll(io.LimitReader(p, MaxTextField+1))
	switch {
	case err != nil:
		return "", err
	case len(data) > MaxTextField:
		return "", wiki.Invalid(p.Name, "", "at most 64 KiB of text")
	}
	return string(data), nil
}

// Each calls fn for every part in order and stops at the first error, which it returns. A part is valid during its
// call. Errors of its own: UnsupportedType when the body is no form, TooLarge over the limit of uploads, InvalidBody
// when it is malformed or has more than MaxParts parts.
func (f Form) Each(fn func(*Part) error) error {
	c := f.call
	mediaType, params, err := mime.ParseMediaType(c.r.Header.Get("Content-Type"))
	if err != nil || mediaType != "multipart/form-data" || params["boundary"] == "" {
		return c.unsupported()
	}
	if err := c.plain(); err != nil {
		return err
	}
	if c.r.ContentLength > c.api.maxUpload {
		return tooLarge("body", "a smaller upload")
	}
	form := multipart.NewReader(&capped{r: c.r.Body, left: c.api.maxUpload}, params["boundary"])
	for n := 0; ; n++ {
		part, err := form.NextRawPart()
		if err == io.EOF {
			_, _ = io.CopyN(io.Discard, c.r.Body, maxEpilogue)
			return nil
		}
		if err != nil {
			return formError(err)
		}
		if n == MaxParts {
			return wiki.NewError(wiki.InvalidBody, wiki.Facts{Detail: "the form has more than 20 parts"})
		}
		err = fn(&Part{part.FormName(), part.FileName(), part.Header.Get("Content-Type"), part})
		if err != nil {
			return err
		}
	}
}

// maxEpilogue is what may follow the last part of a form, in bytes; with more of it the connection is not used again.
const maxEpilogue = 1 << 10

// formError keeps our own errors and makes all others InvalidBody.
func formError(err error) error {
	if own, ok := errors.AsType[*wiki.Error](err); ok {
		return own
	}
	return &wiki.Error{Reason: wiki.InvalidBody, Facts: wiki.Facts{Detail: "the form is malformed"}, Err: err}
}

// capped is a reader that ends in TooLarge instead of reading on.
type capped struct {
	r    io.Reader
	left int64
}

func (c *capped) Read(b []byte) (int, error) {
	if c.left < 0 {
		return 0, tooLarge("body", "a smaller upload")
	}
	if int64(len(b)) > c.left+1 {
		b = b[:c.left+1]
	}
	n, err := c.r.Read(b)
	c.left -= int64(n)
	if c.left < 0 {
		return n - 1, tooLarge("body", "a smaller upload")
	}
	return n, err
}

// isForm reports whether a request declares a multipart body.
func isForm(r *http.Request) bool {
	declared := r.Header.Get("Content-Type")
	if declared == "" {
		return false
	}
	mediaType, _, _ := mime.ParseMediaType(declared)
	return strings.HasPrefix(mediaType, "multipart/")
}

// watched is a request body that knows whether it was read to its end.
type watched struct {
	io.ReadCloser
	ended bool
}

func (w *watched) Read(b []byte) (int, error) {
	n, err := w.ReadCloser.Read(b)
	w.ended = w.ended || err == io.EOF
	return n, err
}
