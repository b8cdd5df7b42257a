package contract

import (
	"flag"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/weirhq/weir/weirtest"
)

// A transcript is a file of testdata: in its comment where it comes from and which server it wants, then requests and
// the answers they get, in turn. The first line says
//
//	typed: EVIDENCE      written by hand after the references; -update does not touch it
//	recorded: EVIDENCE   what the server answered when it was last reviewed; -update rewrites it
//
// and EVIDENCE is a place in a reference, a schema of the description, or "ours". A line "server: public" or
// "server: auth.invalid-credentials=reject" asks for a server other than the usual one, "server: tree" for one with content
// of each kind in a tree, "server: picture" for one with a picture, "server: notes" for one with custom content beside a
// tree. A request is a request line, its
// headers, an empty line and a body; its header As names a credential (see authorization), and ${NAME} stands for
// what a server is called (see names). An answer is a status, its headers and its body; left
// out are the headers that every answer has, which are checked, and those that are never twice the same. A body of JSON,
// which is always sent on one line, is recorded on many.
type transcript struct {
	path    string // below testdata, without .txtar
	archive *txtar.Archive
	typed   bool
	source  string
	server  string // settings, separated by blanks
}

var opening = regexp.MustCompile(`^(typed|recorded): ((?:auth-behaviour|security-model|design)\.md §\S.*|client-expectations\.md \d.*|schema \S.*|ours.*)$`)

// transcripts reads testdata/{v1,v2,edge}.
func transcripts(t testing.TB) []transcript {
	t.Helper()
	files, err := filepath.Glob("testdata/*/*/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	edge, err := filepath.Glob("testdata/edge/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	var all []transcript
	for _, file := range append(files, edge...) {
		a, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(strings.TrimSpace(string(a.Comment)), "\n")
		m := opening.FindStringSubmatch(lines[0])
		if m == nil {
			t.Errorf("%s begins %q, which names no evidence", file, lines[0])
			continue
		}
		tr := transcript{archive: a, typed: m[1] == "typed", source: m[2],
			path: strings.TrimSuffix(strings.TrimPrefix(filepath.ToSlash(file), "testdata/"), ".txtar")}
		for _, line := range lines[1:] {
			if settings, ok := strings.CutPrefix(line, "server: "); ok {
				tr.server = settings
			}
		}
		for i, f := range a.Files {
			if want := []string{"request", "response"}[i%2]; f.Name != want {
				t.Errorf("%s: part %d is %q, want %q", file, i+1, f.Name, want)
			}
		}
		all = append(all, tr)
	}
	return all
}

// reads reports whether nothing in the transcript can change the server.
func (tr transcript) reads() bool {
	return !slices.ContainsFunc(tr.archive.Files, func(f txtar.File) bool {
		method, _, _ := strings.Cut(string(f.Data), " ")
		return f.Name == "request" && slices.Contains([]string{"POST", "PUT", "DELETE"}, method)
	})
}

// operation is the key of the operation the transcript is of, empty for those of edge.
func (tr transcript) operation() string {
	version, rest, _ := strings.Cut(tr.path, "/")
	id, _, ok := strings.Cut(rest, "/")
	if !ok || version == "edge" {
		return ""
	}
	return version + ":" + id
}

// name is the file's own name: success, scope, hidden, bad-input or what else it shows.
func (tr transcript) name() string { return tr.path[strings.LastIndex(tr.path, "/")+1:] }

// update rewrites what is recorded: transcripts that are not typed, and generated documents.
var update = flag.Bool("update", false, "rewrite recorded transcripts and generated documents")

// TestTranscripts plays each transcript. Those that only read share a server.
func TestTranscripts(t *testing.T) {
	t.Parallel()
	shared := map[string]*stage{}
	for _, tr := range transcripts(t) {
		if tr.reads() && shared[tr.server] == nil {
			shared[tr.server] = newStage(t, tr.server)
		}
	}
	for _, tr := range transcripts(t) {
		t.Run(tr.path, func(t *testing.T) {
			t.Parallel()
			s := shared[tr.server]
			if !tr.reads() {
				s = newStage(t, tr.server)
			}
			s.play(t, tr)
		})
	}
}

// stage is a server with the names its transcripts use.
type stage struct {
	*bench
	names  names
	mu     sync.Mutex
	tokens map[string]string         // Authorization by the name in As
	before func(*testing.T, request) // is called before each request of a transcript
}

func newStage(t testing.TB, settings string, opts ...weirtest.Option) *stage {
	t.Helper()
	tree, picture, notes := false, false, false
	for _, s := range strings.Fields(settings) {
		switch path, value, isSetting := strings.Cut(s, "="); {
		case isSetting:
			opts = append(opts, weirtest.Configure(path, value))
		case s == "tree":
			tree = true
		case s == "picture":
			picture = true
		case s == "notes":
			notes = true
		case s == "public":
			opts = append(opts, weirtest.Public())
		case s == "deployed":
			opts = append(opts, weirtest.Deployed())
		default:
			t.Fatalf("no server is called %q", s)
		}
	}
	b := newBench(t, opts...)
	if tree {
		b.node(t, "folder")
	}
	if picture {
		b.aPicture(t)
	}
	if notes {
		b.note(t, "page")
	}
	return &stage{bench: b, names: newNames(t, b), tokens: map[string]string{}, before: func(*testing.T, request) {}}
}

// play sends the requests in turn and compares, or with -update rewrites, the answers.
func (s *stage) play(t *testing.T, tr transcript) {
	t.Helper()
	var last answer
	changed := false
	for i := 0; i+1 < len(tr.archive.Files); i += 2 {
		q := s.parse(t, string(tr.archive.Files[i].Data), last)
		s.before(t, q)
		last = s.send(t, q)
		s.checkFrame(t, q, last)
		got, part := last.text(), &tr.archive.Files[i+1]
		if *update && !tr.typed {
			recorded := s.names.collapse(got)
			changed = changed || recorded != string(part.Data)
			part.Data = []byte(recorded)
			continue
		}
		want := spreadText(s.names.expand(t, string(part.Data)))
		if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(got, "\n")); diff != "" {
			t.Errorf("answer %d (-want +got):\n%s%s", i/2+1, diff, q)
		}
		if key := tr.operation(); key != "" && i+2 == len(tr.archive.Files) {
			if r := s.Request(t, last.header.Get("Atl-Request-Id")); r.Operation != key {
				t.Errorf("the last request was taken for %q", r.Operation)
			}
		}
	}
	if changed {
		if err := os.WriteFile("testdata/"+tr.path+".txtar", txtar.Format(tr.archive), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// parse reads a request. ${NEXT} in its target is the next link of the answer before, ${TASK} the task that answer names;
// it is sent when the task has ended. ${ID} is the first id in that answer.
func (s *stage) parse(t *testing.T, text string, last answer) request {
	t.Helper()
	text = strings.ReplaceAll(text, "${NEXT}", next(last))
	if strings.Contains(text, "${TASK}") {
		s.Settle(t)
		text = strings.ReplaceAll(text, "${TASK}", taskOf(last))
	}
	if m := firstID.FindStringSubmatch(last.body); m != nil {
		text = strings.ReplaceAll(text, "${ID}", m[1])
	}
	head, body, _ := strings.Cut(s.names.expand(t, text), "\n\n")
	lines := strings.Split(strings.TrimSuffix(head, "\n"), "\n")
	method, url, ok := strings.Cut(lines[0], " ")
	if !ok {
		t.Fatalf("%q is no request line", lines[0])
	}
	q := request{method: method, url: url, body: strings.TrimSuffix(body, "\n")}
	for _, line := range lines[1:] {
		name, value, ok := strings.Cut(line, ": ")
		switch {
		case !ok:
			t.Fatalf("%q is no header", line)
		case name == "As":
			q.header = append(q.header, "Authorization", s.authorization(t, value))
		default:
			q.header = append(q.header, name, value)
		}
	}
	return q
}

// firstID is the first id of an answer, a number or a text.
var firstID = regexp.MustCompile(`"id":"?([^",}]+)`)

var nextLink = regexp.MustCompile(`"next":"([^"]*)"`)

func next(a answer) string {
	if m := nextLink.FindStringSubmatch(a.body); m != nil {
		return m[1]
	}
	return "/no-next-link"
}

// authorization is the header of a credential by its name: a seeded token, or an account, which gets a token without
// scopes, or with "ada: SCOPE SCOPE…" one with these scopes.
func (s *stage) authorization(t *testing.T, name string) string {
	t.Helper()
	admin := s.Admin.Email
	switch name {
	case "admin":
		return basic(admin, s.Unscoped.Text)
	case "scoped":
		return basic(admin, s.Scoped.Text)
	case "read-only":
		return basic(admin, s.ReadOnly.Text)
	case "revoked":
		return basic(admin, s.Revoked.Text)
	case "service":
		return bearer(s.Service.Text)
	case "bearer":
		return bearer(s.Unscoped.Text)
	case "password":
		const password = "correct horse battery staple"
		s.SetPassword(t, s.Admin, password)
		return basic(admin, password)
	case "app":
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.tokens[name] == "" {
			owner, token := s.NewApp(t, "com.example.app")
			s.tokens[name] = basic(owner.Email, token.Text)
			s.send(t, request{method: "PUT", url: s.URL + "/wiki/api/v2/app/properties/seeded", body: `{"from":"the start"}`,
				header: []string{"Content-Type", "application/json", "Authorization", s.tokens[name]}})
		}
		return s.tokens[name]
	case "admin with a key":
		s.send(t, request{method: "POST", url: s.URL + "/wiki/api/v2/admin-key", header: []string{"Authorization", basic(admin, s.Unscoped.Text)}})
		return basic(admin, s.Unscoped.Text)
	case "wrong password":
		return basic(admin, "correct horse battery stable")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.tokens[name] == "" {
		person, scopes, _ := strings.Cut(name, ": ")
		owner := s.Account(t, person)
		s.tokens[name] = basic(owner.Email, s.NewToken(t, owner, strings.Fields(scopes)...).Text)
	}
	return s.tokens[name]
}

// everyAnswer are the headers that every answer has (auth-behaviour.md §9).
var everyAnswer = map[string]string{
	"X-Content-Type-Options": "nosniff", "X-Xss-Protection": "1; mode=block", "Vary": "Accept-Encoding",
}

var uuid = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

// checkFrame holds an answer to what all answers have in common.
func (s *stage) checkFrame(t *testing.T, q request, a answer) {
	t.Helper()
	for name, want := range everyAnswer {
		if got := a.header.Values(name); len(got) != 1 || got[0] != want {
			t.Errorf("%s is %q, want %q\n%s", name, got, want, q)
		}
	}
	id, trace := a.header.Get("Atl-Request-Id"), a.header.Get("Atl-Traceid")
	if !uuid.MatchString(id) || trace != strings.ReplaceAll(id, "-", "") {
		t.Errorf("atl-request-id %q, atl-traceid %q\n%s", id, trace, q)
	}
	if got := a.header.Values("X-Trace-Id"); len(got) > 0 && got[0] != trace {
		t.Errorf("x-trace-id %q, want %q\n%s", got, trace, q)
	}
}

// leftOut are the headers that a transcript does not show: the common ones, and those that differ from call to call.
var leftOut = append(slices.Collect(maps.Keys(everyAnswer)),
	"Atl-Request-Id", "Atl-Traceid", "X-Trace-Id", "Date", "Content-Length")

// cursor is a cursor in a link. What it says is nobody's business but the server's; that it is URL-safe and unpadded is
// (client-expectations.md 4).
var cursor = regexp.MustCompile(`([?&]cursor=)[A-Za-z0-9_-]+`)

// task is the id of a task where an answer names it. It is never twice the same, so a transcript shows it as TASK.
var task = regexp.MustCompile(`(?:"(?:asyncId|renderTaskId|taskId)":"|/longtask/)([0-9a-f-]{36})`)

// taskOf is the first task that an answer names, "" when it names none.
func taskOf(a answer) string {
	if m := task.FindStringSubmatch(a.body); m != nil {
		return m[1]
	}
	return ""
}

// text is the answer as a transcript shows it: cursors as CURSOR, and X-Weir-Reason without its facts, which are package
// explain's.
func (a answer) text() string {
	var b strings.Builder
	b.WriteString(statusLine(a.status) + "\n")
	for _, name := range slices.Sorted(maps.Keys(a.header)) {
		if slices.Contains(leftOut, name) {
			continue
		}
		for _, value := range a.header[name] {
			if name == "X-Weir-Reason" {
				value = a.reason()
			}
			b.WriteString(name + ": " + value + "\n")
		}
	}
	if a.body != "" {
		body := a.body
		for _, m := range task.FindAllStringSubmatch(a.body, -1) {
			body = strings.ReplaceAll(body, m[1], "TASK")
		}
		b.WriteString("\n" + spread(body) + "\n")
	}
	return cursor.ReplaceAllString(b.String(), "${1}CURSOR")
}

// spread sets JSON that stands on one line without blanks, as every answer does, on many lines for a reader, and leaves
// all else as it is: what spreads alike is alike byte for byte.
func spread(body string) string {
	v := jsontext.Value(body)
	if v.Compact() != nil || string(v) != body || v.Indent() != nil {
		return body
	}
	return string(v)
}

// spreadText is a written answer with its body spread. A body may be written either way.
func spreadText(text string) string {
	head, body, ok := strings.Cut(text, "\n\n")
	v := jsontext.Value(strings.TrimSuffix(body, "\n"))
	if !ok || v.Compact() != nil {
		return text
	}
	return head + "\n\n" + spread(string(v)) + "\n"
}
