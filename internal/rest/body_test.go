package rest_test

import (
	"context"
	"io"
	"strings"
	"testing"

	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
)

type bodyIn struct{ rest.Body[label] }

func bodyBench(t *testing.T) *bench {
	create := func(_ context.Context, _ *site.Session, in *bodyIn) (*label, error) { return in.Read() }
	key := func(_ context.Context, _ *site.Session, in *bodyIn) (okOut, error) {
		got, err := in.Optional()
		if got == nil {
			return okOut{"body": "none"}, err
		}
		return okOut{"body": got.Name}, err
	}
	b := newBench(t,
		[]rest.Op{rest.On(rest.Op{ID: "createContent", Route: "POST /content", Perm: wiki.CreatePage}, create)},
		[]rest.Op{
			rest.On(rest.Op{ID: "createPage", Route: "POST /pages", Perm: wiki.CreatePage}, create),
			rest.On(rest.Op{ID: "enableAdminKey", Route: "POST /admin-key", Perm: wiki.AdministerSite}, key),
		})
	b.public = true
	return b
}

func TestReadBody(t *testing.T) {
	t.Parallel()
	b := bodyBench(t)
	const isJSON = "Content-Type: application/json"
	refuse400 := func(title string) string {
		return `{"errors":[{"status":400,"code":"BAD_REQUEST","title":"` + title + `","detail":null}]}`
	}
	refuse415 := func(title string) string {
		return `{"errors":[{"status":415,"code":"UNSUPPORTED_MEDIA_TYPE","title":"org.springframework.web.HttpMediaTypeNotSupportedException: ` + title + ` not supported"}]}`
	}
	const refuse413 = `{"errors":[{"status":413,"code":"PAYLOAD_TOO_LARGE","title":"Request entity too large","detail":null}]}`
	deep := strings.Repeat("[", 65) + strings.Repeat("]", 65)
	tests := []struct {
		name, body string
		headers    []string
		status     int
		want       string
	}{
		{"plain", `{"name":"a"}`, []string{isJSON}, 200, `{"name":"a"}`},
		{"with charset", `{"name":"a"}`, []string{"Content-Type: application/json; charset=UTF-8"}, 200, `{"name":"a"}`},
		{"a kind of JSON", `{"name":"a"}`, []string{"Content-Type: application/vnd.api+json"}, 200, `{"name":"a"}`},
		{"unknown members", `{"_links":{"x":1},"name":"a","Name":"b"}`, []string{isJSON}, 200, `{"name":"a"}`},
		{"no type", `{"name":"a"}`, nil, 415, refuse415("Content type ''")},
		{"form", `name=a`, []string{"Content-Type: application/x-www-form-urlencoded"}, 415, refuse415("Content type 'application/x-www-form-urlencoded'")},
		{"gzip", `{"name":"a"}`, []string{isJSON, "Content-Encoding: gzip"}, 415, refuse415("Content encoding 'gzip'")},
		{"identity", `{"name":"a"}`, []string{isJSON, "Content-Encoding: identity"}, 200, `{"name":"a"}`},
		{"empty", ``, []string{isJSON}, 400, refuse400("json at byte 0: unexpected end")},
		{"cut", `{"name":`, []string{isJSON}, 400, refuse400("json at byte 8: unexpected end")},
		{"twice", `{"name":"a","name":"b"}`, []string{isJSON}, 400, refuse400("json at byte 12: duplicate member name")},
		{"trailing", `{"name":"a"}{}`, []string{isJSON}, 400, refuse400("json at byte 12: bytes after the value")},
		{"not UTF-8", "{\"name\":\"\xff\"}", []string{isJSON}, 400, refuse400("json at byte 9: text is not UTF-8")},
		{"too deep", `{"x":` + deep + `}`, []string{isJSON}, 400, refuse400("json at byte 68: nested too deep")},
		{"another type", `{"name":5}`, []string{isJSON}, 400, refuse400(`member \"name\" cannot be of type number`)},
		{"at the limit", `{"name":"a"}` + strings.Repeat(" ", rest.MaxJSON-12), []string{isJSON}, 200, `{"name":"a"}`},
		{"over the limit", `{"name":"a"}` + strings.Repeat(" ", rest.MaxJSON-11), []string{isJSON}, 413, refuse413},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			res := b.send(request("POST", "/wiki/api/v2/pages", tt.body, tt.headers...))
			if got := read(t, res); res.StatusCode != tt.status || got != tt.want {
				t.Errorf("%d %s\nwant %d %s", res.StatusCode, got, tt.status, tt.want)
			}
		})
	}
}

func TestReadBodyOfUnknownLength(t *testing.T) {
	t.Parallel()
	b := bodyBench(t)
	r := request("POST", "/wiki/rest/api/content", "x", "Content-Type: application/json")
	r.ContentLength = -1
	r.Body = io.NopCloser(io.LimitReader(blanks{}, rest.MaxJSON+1))
	res := b.send(r)
	if got := read(t, res); res.StatusCode != 413 || got != `{"statusCode":413,"message":"Request entity too large"}` {
		t.Errorf("%d %s", res.StatusCode, got)
	}
}

// blanks is an endless body.
type blanks struct{}

func (blanks) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = ' '
	}
	return len(b), nil
}

func TestOptionalBody(t *testing.T) {
	t.Parallel()
	b := bodyBench(t)
	for body, want := range map[string]string{"": `{"body":"none"}`, `{"name":"a"}`: `{"body":"a"}`} {
		if got := read(t, b.send(request("POST", "/wiki/api/v2/admin-key", body, "Content-Type: application/json"))); got != want {
			t.Errorf("%q: %s", body, got)
		}
	}
}

func formBench(t *testing.T, fn func(*rest.Part) error) *bench {
	upload := func(_ context.Context, _ *site.Session, in *fileIn) (okOut, error) {
		return okOut{"ok": "yes"}, in.Each(fn)
	}
	b := newBench(t, []rest.Op{
		rest.On(rest.Op{ID: "createAttachment", Route: "POST /content/{id}/child/attachment", Perm: wiki.CreateAttachment}, upload),
	}, nil, func(c *rest.Config) { c.MaxUpload = 100 << 10 })
	b.public = true
	return b
}

func part(head, body string) string {
	return "--x\r\nContent-Disposition: form-data; " + head + "\r\n\r\n" + body + "\r\n"
}

func (b *bench) upload(body string) (int, string) {
	res := b.send(request("POST", "/wiki/rest/api/content/1/child/attachment", body,
		"Content-Type: multipart/form-data; boundary=x", "X-Atlassian-Token: no-check"))
	return res.StatusCode, read(b.t, res)
}

func TestForm(t *testing.T) {
	t.Parallel()
	var got []string
	b := formBench(t, func(p *rest.Part) error {
		data, err := io.ReadAll(p)
		got = append(got, p.Name+"|"+p.FileName+"|"+string(data))
		return err
	})
	status, body := b.upload(part(`name="minorEdit"; filename="blob"`, "true") + part(`name="file"; filename="../a b.png"`, "PNG") + "--x--\r\n")
	if status != 200 || body != bodyOK {
		t.Fatalf("%d %s", status, body)
	}
	if want := "minorEdit|blob|true,file|a b.png|PNG"; strings.Join(got, ",") != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestFormLimits(t *testing.T) {
	t.Parallel()
	text := func(p *rest.Part) error { _, err := p.Text(); return err }
	bytes := func(p *rest.Part) error { _, err := io.Copy(io.Discard, p); return err }
	const end = "--x--\r\n"
	const broken = `{"statusCode":400,"message":"org.springframework.http.converter.HttpMessageNotReadableException: `
	one := part(`name="a"`, "1")
	tests := []struct {
		name   string
		read   func(*rest.Part) error
		body   string
		status int
		want   string
	}{
		{"twenty parts", text, strings.Repeat(one, 20) + end, 200, bodyOK},
		{"twenty-one parts", text, strings.Repeat(one, 21) + end, 400, broken + `the form has more than 20 parts"}`},
		{"long text", text, part(`name="a"`, strings.Repeat("x", rest.MaxTextField)) + end, 200, bodyOK},
		{"too long a text", text, part(`name="a"`, strings.Repeat("x", rest.MaxTextField+1)) + end, 400,
			`{"statusCode":400,"data":{"authorized":true,"valid":true,"errors":[],"successful":true},"message":"com.atlassian.confluence.api.service.exceptions.api.BadRequestException: Invalid value for 'a': . Expected at most 64 KiB of text"}`},
		{"too large an upload", bytes, part(`name="file"`, strings.Repeat("x", 100<<10)) + end, 413,
			`{"statusCode":413,"message":"Request entity too large"}`},
		{"cut", bytes, part(`name="file"`, "x"), 400, broken + `the form is malformed"}`},
		{"no form", bytes, "hello", 400, broken + `the form is malformed"}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := formBench(t, tt.read)
			if status, body := b.upload(tt.body); status != tt.status || body != tt.want {
				t.Errorf("%d %s\nwant %d %s", status, body, tt.status, tt.want)
			}
		})
	}
}

func TestUploadOfUnknownLengthIsCapped(t *testing.T) {
	t.Parallel()
	b := formBench(t, func(p *rest.Part) error { _, err := io.Copy(io.Discard, p); return err })
	r := request("POST", "/wiki/rest/api/content/1/child/attachment", "x",
		"Content-Type: multipart/form-data; boundary=x", "X-Atlassian-Token: no-check")
	r.ContentLength = -1
	r.Body = io.NopCloser(io.MultiReader(strings.NewReader(part(`name="file"`, "")), blanks{}))
	if res := b.send(r); res.StatusCode != 413 {
		t.Errorf("%d %s", res.StatusCode, read(t, res))
	}
}

func TestFormWantsAForm(t *testing.T) {
	t.Parallel()
	b := formBench(t, func(*rest.Part) error { return nil })
	res := b.send(request("POST", "/wiki/rest/api/content/1/child/attachment", "{}", "Content-Type: application/json"))
	const want = `{"errors":[{"status":415,"code":"UNSUPPORTED_MEDIA_TYPE","title":"org.springframework.web.HttpMediaTypeNotSupportedException: Content type 'application/json' not supported"}]}`
	if got := read(t, res); res.StatusCode != 415 || got != want {
		t.Errorf("%d %s", res.StatusCode, got)
	}
}
