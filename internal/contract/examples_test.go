package contract

import (
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// mostCalled are the operations that most of the real clients call, the most frequent first, with what they do.
var mostCalled = []struct{ key, does string }{
	{"v1:createAttachment", "Upload a file to a page"},
	{"v1:getContent", "Find a page by its title"},
	{"v1:addLabelsToContent", "Label a page"},
	{"v1:createContent", "Create a page"},
	{"v1:getContentById", "Read a page"},
	{"v1:updateContent", "Write a page's next version"},
	{"v1:getAttachments", "List the files of a page"},
	{"v2:getSpaces", "List spaces"},
	{"v1:updateAttachmentData", "Upload a file's next version"},
	{"v2:createPage", "Create a page"},
	{"v2:getPageById", "Read a page"},
	{"v1:deleteContent", "Move a page to the trash"},
	{"v2:deletePage", "Move a page to the trash"},
	{"v2:updatePage", "Write a page's next version"},
	{"v1:searchContentByCQL", "Search content"},
	{"v1:getContentChildrenByType", "List the pages below a page"},
	{"v1:getLabelsForContent", "List the labels of a page"},
	{"v1:searchByCQL", "Search content, spaces and people"},
	{"v2:getPages", "List pages"},
	{"v2:getPageAttachments", "List the files of a page"},
}

// shownLines is how much of an answer docs/curl.md shows.
const shownLines = 30

const examplesHead = `<!-- Written by go generate ./internal/contract; do not edit. -->
# The twenty operations that clients call most, with curl

Start ` + "`go run ./cmd/weir demo --env demo.env`" + `, then ` + "`. ./demo.env`" + ` in a second shell, and paste. Tests run every line with
curl and compare the whole answer. For a token with scopes write ` + "`$SCOPED_TOKEN`" + ` and ` + "`$GATEWAY_URL`" + ` for ` + "`$TOKEN`" + ` and
` + "`$SITE_URL`" + `; [operations.md](operations.md) says which scopes each operation asks for.
`

// TestExamplesDocument holds docs/curl.md to the transcripts it is made of. `go generate` writes it.
func TestExamplesDocument(t *testing.T) {
	t.Parallel()
	const path = "../../docs/curl.md"
	var b strings.Builder
	b.WriteString(examplesHead)
	s := newStage(t, "")
	for _, e := range examples(t) {
		fmt.Fprintf(&b, "\n## %s\n\n`%s`\n\n```sh\n%s\n```\n", e.does, e.key, e.line(t, s))
		if body := shown(e.answer); body != "" {
			fmt.Fprintf(&b, "\n%s\n\n```json\n%s\n```\n", e.status(), body)
		} else {
			fmt.Fprintf(&b, "\n%s\n", e.status())
		}
	}
	if *update {
		if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(b.String(), string(got)); diff != "" {
		t.Errorf("run go generate ./internal/contract (-want +got):\n%s", diff)
	}
}

// TestCurlGetsTheAnswers runs each line of docs/curl.md on a server of its own.
func TestCurlGetsTheAnswers(t *testing.T) {
	t.Parallel()
	needs(t, "curl")
	for _, e := range examples(t) {
		t.Run(e.key, func(t *testing.T) {
			t.Parallel()
			s := newStage(t, "")
			email, token := e.caller(t, s)
			cmd := exec.CommandContext(t.Context(), needs(t, "sh"), "-e", "-c", e.line(t, s)+" -q -s -w '\n%{http_code}'")
			cmd.Dir = e.folder(t, s)
			cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "EMAIL=" + email, "TOKEN=" + token,
				"SITE_URL=" + s.URL, "GATEWAY_URL=" + s.GatewayURL}
			out, err := cmd.Output()
			if err != nil {
				t.Fatal(err)
			}
			at := strings.LastIndexByte(string(out), '\n')
			got := string(out[at+1:]) + "\n" + cursor.ReplaceAllString(spread(string(out[:at])), "${1}CURSOR")
			want := e.status()[:3] + "\n" + strings.TrimSuffix(answerBody(s.names.expand(t, e.answer)), "\n")
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// example is an operation with the first exchange of the transcript of its success.
type example struct {
	key, does       string
	request, answer string
}

// examples are those of mostCalled.
func examples(t *testing.T) []example {
	t.Helper()
	byKey := map[string]transcript{}
	for _, tr := range transcripts(t) {
		if tr.name() == "success" {
			byKey[tr.operation()] = tr
		}
	}
	var all []example
	for _, m := range mostCalled {
		tr, ok := byKey[m.key]
		if !ok {
			t.Errorf("%s has no transcript of its success", m.key)
			continue
		}
		all = append(all, example{m.key, m.does, string(tr.archive.Files[0].Data), string(tr.archive.Files[1].Data)})
	}
	return all
}

func (e example) status() string {
	line, _, _ := strings.Cut(e.answer, "\n")
	return line
}

// line is the request as a person would paste it.
func (e example) line(t *testing.T, s *stage) string {
	t.Helper()
	q := s.parse(t, strings.ReplaceAll(e.request, "${SITE}", "$SITE_URL"), answer{})
	args := []string{"curl"}
	if q.method != "GET" && q.method != "POST" {
		args = append(args, "-X", q.method)
	}
	args = append(args, `-u "$EMAIL:$TOKEN"`)
	parts := e.parts(t, s)
	for i := 0; i+1 < len(q.header); i += 2 {
		name, value := q.header[i], q.header[i+1]
		switch {
		case name == "Authorization", name == "Accept", name == "Content-Type" && parts != nil:
		default:
			args = append(args, "-H "+quote(name+": "+value))
		}
	}
	for _, p := range parts {
		args = append(args, "-F "+quote(p.form()))
	}
	if parts == nil && q.body != "" {
		args = append(args, "-d "+quote(q.body))
	}
	return strings.Join(append(args, `"`+q.url+`"`), " ")
}

// caller is whose e-mail and token the request carries.
func (e example) caller(t *testing.T, s *stage) (email, token string) {
	t.Helper()
	q := s.parse(t, e.request, answer{})
	at := slices.Index(q.header, "Authorization")
	r := &http.Request{Header: http.Header{"Authorization": q.header[at+1 : at+2]}}
	email, token, ok := r.BasicAuth()
	if !ok {
		t.Fatalf("%s: its example sends no e-mail and token", e.key)
	}
	return email, token
}

func quote(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }

// part is one field or file of a multipart body.
type part struct{ name, file, text string }

func (p part) form() string {
	if p.file == "" {
		return p.name + "=" + p.text
	}
	return p.name + "=@" + p.file
}

// parts are those of a multipart request, nil for others.
func (e example) parts(t *testing.T, s *stage) []part {
	t.Helper()
	q := s.parse(t, e.request, answer{})
	at := slices.Index(q.header, "Content-Type")
	if at < 0 {
		return nil
	}
	kind, params, err := mime.ParseMediaType(q.header[at+1])
	if err != nil {
		t.Fatal(err)
	}
	if kind != "multipart/form-data" {
		return nil
	}
	reader := multipart.NewReader(strings.NewReader(strings.ReplaceAll(q.body, "\n", "\r\n")), params["boundary"])
	var all []part
	for {
		p, err := reader.NextPart()
		if err == io.EOF {
			return all
		}
		if err != nil {
			t.Fatalf("%s: %v", e.key, err)
		}
		text, err := io.ReadAll(p)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, part{p.FormName(), p.FileName(), string(text)})
	}
}

// folder is one with the files that the line names.
func (e example) folder(t *testing.T, s *stage) string {
	t.Helper()
	dir := t.TempDir()
	for _, p := range e.parts(t, s) {
		if p.file == "" {
			continue
		}
		if err := os.WriteFile(filepath.Join(dir, p.file), []byte(p.text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func answerBody(text string) string {
	_, body, _ := strings.Cut(spreadText(text), "\n\n")
	return body
}

// shown is the beginning of an answer's body, with the server's addresses by name.
func shown(text string) string {
	body := strings.NewReplacer("${SITE}", "$SITE_URL", "${GATEWAY}", "$GATEWAY_URL").Replace(answerBody(text))
	lines := strings.Split(strings.TrimSuffix(body, "\n"), "\n")
	if len(lines) > shownLines {
		lines = append(lines[:shownLines], "…")
	}
	return strings.Join(lines, "\n")
}
