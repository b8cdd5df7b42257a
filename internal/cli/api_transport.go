package cli

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/weirhq/weir/internal/toolkit/login"
)

// transport is what weir api sends requests by: nil for the usual way.
func (a *app) transport(o apiOptions, home login.Home) http.RoundTripper {
	if !o.verbose && o.cache <= 0 {
		return nil
	}
	next := http.DefaultTransport
	if o.verbose {
		next = &tracer{next, a.err}
	}
	if o.cache > 0 {
		next = &answerCache{next: next, folder: filepath.Join(home.Cache, "api"), life: o.cache, now: a.now}
	}
	return next
}

// tracer shows requests and answers as they are, but for secrets.
type tracer struct {
	next http.RoundTripper
	to   io.Writer
}

// RoundTrip is part of http.RoundTripper.
func (t *tracer) RoundTrip(r *http.Request) (*http.Response, error) {
	address := r.URL.Redacted()
	if r.Header.Get("Authorization") == "" {
		address = unsigned(address) // a download's address is its own credential
	}
	fmt.Fprintf(t.to, "> %s %s\n", r.Method, address)
	t.headers("> ", r.Header)
	res, err := t.next.RoundTrip(r)
	if err != nil {
		fmt.Fprintf(t.to, "< %v\n", err)
		return nil, err
	}
	fmt.Fprintf(t.to, "< %s %s\n", res.Proto, res.Status)
	t.headers("< ", res.Header)
	return res, nil
}

// headers shows headers by name. Of a credential only the scheme is shown.
func (t *tracer) headers(mark string, h http.Header) {
	for _, name := range slices.Sorted(maps.Keys(h)) {
		value := strings.Join(h[name], ", ")
		switch name {
		case "Authorization":
			scheme, _, _ := strings.Cut(value, " ")
			value = scheme + " …"
		case "Cookie", "Set-Cookie":
			value = "…"
		case "Location":
			value = unsigned(value)
		}
		fmt.Fprintf(t.to, "%s%s: %s\n", mark, name, value)
	}
}

// unsigned is an address without its query, which may be signed.
func unsigned(address string) string {
	if plain, _, signed := strings.Cut(address, "?"); signed {
		return plain + "?…"
	}
	return address
}

// answerCache keeps successful answers to GET in files that only their owner can read. An answer belongs to the address
// and to the credential it was asked for with.
type answerCache struct {
	next   http.RoundTripper
	folder string
	life   time.Duration
	now    func() time.Time
}

// maxCached is how large an answer may be and still be kept, in bytes.
const maxCached = 16 << 20

// RoundTrip is part of http.RoundTripper.
func (c *answerCache) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Method != http.MethodGet {
		return c.next.RoundTrip(r)
	}
	sum := sha256.Sum256([]byte(strings.Join([]string{r.URL.String(), r.Header.Get("Authorization"), r.Header.Get("Accept")}, "\x00")))
	name := filepath.Join(c.folder, hex.EncodeToString(sum[:]))
	if info, err := os.Stat(name); err == nil && c.now().Sub(info.ModTime()) < c.life {
		if content, err := os.ReadFile(name); err == nil {
			if res, err := http.ReadResponse(bufio.NewReader(bytes.NewReader(content)), r); err == nil {
				return res, nil
			}
		}
	}
	res, err := c.next.RoundTrip(r)
	if err != nil || res.StatusCode != http.StatusOK || res.ContentLength > maxCached {
		return res, err
	}
	return c.keep(name, res)
}

// keep writes an answer down and returns it unread. That it could not be written costs the next call a request.
func (c *answerCache) keep(name string, res *http.Response) (*http.Response, error) {
	start, err := io.ReadAll(io.LimitReader(res.Body, maxCached+1))
	if err != nil {
		_ = res.Body.Close()
		return nil, err
	}
	rest := res.Body
	res.Body = struct {
		io.Reader
		io.Closer
	}{io.MultiReader(bytes.NewReader(start), rest), rest}
	if len(start) > maxCached {
		return res, nil
	}
	kept := *res
	kept.Body, kept.ContentLength, kept.TransferEncoding = io.NopCloser(bytes.NewReader(start)), int64(len(start)), nil
	var content bytes.Buffer
	if kept.Write(&content) == nil && os.MkdirAll(c.folder, 0o700) == nil {
		if f, err := os.CreateTemp(c.folder, ".new.*"); err == nil { // 0600
			_, written := f.Write(content.Bytes())
			if f.Close() != nil || written != nil || os.Rename(f.Name(), name) != nil {
				_ = os.Remove(f.Name())
			}
		}
	}
	return res, nil
}
