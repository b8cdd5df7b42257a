package body

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the goldens of testdata/corpus")

// corpusTargets are the representations each document is written in.
var corpusTargets = []Representation{Storage, Rendered, ExportView, Editor, ADF, WikiMarkup, Markdown, Plain}

// corpusWiki is the wiki around the documents of the corpus: pages named in
// pages below exist, everybody called "ann" or "bob" does, and every .png.
func corpusWiki() Wiki {
	pages := map[string]Page{
		"Plan":     {ID: "101", Title: "Plan", SpaceKey: "DEV", URL: "/wiki/spaces/DEV/pages/101/Plan"},
		"Shared":   {ID: "102", Title: "Shared", SpaceKey: "DEV", URL: "/wiki/spaces/DEV/pages/102/Shared"},
		"Circular": {ID: "103", Title: "Circular", SpaceKey: "DEV", URL: "/wiki/spaces/DEV/pages/103/Circular"},
	}
	bodies := map[string]string{
		"Shared": `<p>Before.</p><ac:structured-macro ac:name="excerpt"><ac:parameter ac:name="name">rule</ac:parameter><ac:rich-text-body><p>Excerpt of <strong>Shared</strong>.</p></ac:rich-text-body></ac:structured-macro>` +
			`<ac:structured-macro ac:name="details"><ac:rich-text-body><table><tbody><tr><th>Owner</th><td>Ann</td></tr><tr><th>State</th><td><ac:structured-macro ac:name="status"><ac:parameter ac:name="title">LIVE</ac:parameter></ac:structured-macro></td></tr></tbody></table></ac:rich-text-body></ac:structured-macro>`,
		"Circular": `<ac:structured-macro ac:name="include"><ac:parameter ac:name="">Circular</ac:parameter></ac:structured-macro>`,
	}
	included := func(title string) *Included {
		src, ok := bodies[title]
		if !ok {
			return nil
		}
		doc, err := ParseStorage(src)
		if err != nil {
			panic(err)
		}
		return &Included{Page: pages[title], Doc: doc, Author: "Ann", Date: "2026-11-20"}
	}
	users := map[string]User{
		"ann": {AccountID: "ann", Name: "Ann Archer", URL: "/wiki/people/ann"},
		"bob": {AccountID: "bob", Name: "Bob Baker", URL: "/wiki/people/bob"},
	}
	return Wiki{
		Target: func(_ context.Context, _ Page, r Resource) (*Target, error) {
			switch p, ok := pages[r.Title]; {
			case ok:
				return &Target{URL: p.URL, Title: p.Title, ID: p.ID, Type: "page"}, nil
			case r.Type == ResourceSpace && r.SpaceKey == "DEV":
				return &Target{URL: "/wiki/spaces/DEV", Title: "Development", Type: "space"}, nil
			case r.Type == ResourceAttachment && strings.HasSuffix(r.Filename, ".png"):
				return &Target{URL: "/wiki/download/attachments/100/" + r.Filename, Title: r.Filename, ID: "att7", Type: "attachment"}, nil
			}
			return nil, nil
		},
		User: func(_ context.Context, id string) (*User, error) {
			if u, ok := users[id]; ok {
				return &u, nil
			}
			return nil, nil
		},
		File: func(_ context.Context, from Page, r Resource) (*File, error) {
			if !strings.HasSuffix(r.Filename, ".png") {
				return nil, nil
			}
			return &File{ID: "att7", Name: r.Filename, URL: "/wiki/download/attachments/" + from.ID + "/" + r.Filename}, nil
		},
		Files: func(context.Context, Page, *Resource) ([]File, error) {
			return []File{
				{ID: "att7", Name: "plan.png", MediaType: "image/png", Size: 20480, URL: "/wiki/download/attachments/100/plan.png", Author: "Ann Archer", Date: "2026-11-20"},
				{ID: "att8", Name: "notes.txt", MediaType: "text/plain", Size: 120, URL: "/wiki/download/attachments/100/notes.txt", Author: "Bob Baker", Date: "2026-11-21"},
			}, nil
		},
		Children: func(context.Context, Page, ChildrenQuery) ([]Branch, error) {
			return []Branch{{pages["Plan"], []Branch{{pages["Shared"], nil}}}, {pages["Circular"], nil}}, nil
		},
		Include: func(_ context.Context, _ Page, r Resource) (*Included, error) { return included(r.Title), nil },
		Pages: func(context.Context, Page, PagesQuery) ([]Included, error) {
			return []Included{*included("Shared")}, nil
		},
		Tasks: func(context.Context, Page, TasksQuery) ([]ReportedTask, error) {
			ann := users["ann"]
			return []ReportedTask{{Page: pages["Plan"], Complete: true, Assignee: &ann, Due: "2026-12-01", Body: &Doc{[]*Node{NewText("Ship it")}}}}, nil
		},
	}
}

var corpusOptions = Options{View: ViewOptions{
	Page:    Page{ID: "100", Title: "Home", SpaceKey: "DEV", URL: "/wiki/spaces/DEV/pages/100/Home"},
	BaseURL: "https://demo.example.com",
	Wiki:    corpusWiki(),
}}

// TestCorpus converts each document from the representation its first section
// is in to all others. With -update it writes what it got.
func TestCorpus(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/corpus/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no corpus: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			comment, sections := readArchive(t, file)
			source := sections[0]
			goldens := map[string]string{}
			for _, s := range sections[1:] {
				goldens[s.name] = s.data
			}
			got := []section{source}
			for _, to := range corpusTargets {
				out, err := Convert(tContext, strings.TrimSuffix(source.data, "\n"), Representation(source.name), to, corpusOptions)
				if err != nil {
					t.Fatalf("to %s: %v", to, err)
				}
				if to == Representation(source.name) && out+"\n" == source.data {
					continue // the source is its own golden
				}
				out = readable(t, to, out)
				name := string(to)
				if name == source.name {
					name += " again"
				}
				got = append(got, section{name, out})
				if diff := cmp.Diff(goldens[name], out); diff != "" && !*update {
					t.Errorf("%s (-want +got):\n%s", name, diff)
				}
			}
			for _, via := range []Representation{ADF, Editor} {
				name, out := "storage through "+string(via), through(t, source, via)
				got = append(got, section{name, out})
				if diff := cmp.Diff(goldens[name], out); diff != "" && !*update {
					t.Errorf("%s (-want +got):\n%s", name, diff)
				}
			}
			if *update {
				writeArchive(t, file, comment, got)
			}
		})
	}
}

// through is the document's storage format after a journey through another
// representation. A second journey must change nothing more.
func through(t *testing.T, source section, via Representation) string {
	t.Helper()
	out := strings.TrimSuffix(source.data, "\n")
	from := Representation(source.name)
	var storage string
	for range 2 {
		there, err := Convert(tContext, out, from, via, corpusOptions)
		if err != nil {
			t.Fatal(err)
		}
		back, err := Convert(tContext, there, via, Storage, corpusOptions)
		if err != nil {
			t.Fatal(err)
		}
		if from == Storage && storage != "" && back != storage {
			t.Errorf("through %s once and twice (-once +twice):\n%s", via, cmp.Diff(storage, back))
		}
		out, from, storage = back, Storage, back
	}
	return readable(t, Storage, storage)
}

// readable breaks HTML into lines at the starts of blocks, so that a golden's
// diff shows where it changed. It only adds line breaks.
func readable(t *testing.T, r Representation, s string) string {
	t.Helper()
	switch r {
	case Rendered, ExportView, AnonymousExportView, Editor, Storage:
		for _, tag := range []string{"<p", "<h", "<div", "<table", "<tr", "<ul", "<ol", "<li", "<ac:structured-macro", "<ac:task", "<ac:layout", "<details"} {
			s = strings.ReplaceAll(s, tag, "\n"+tag)
		}
		s = strings.TrimPrefix(s, "\n")
	case ADF:
		v := jsontext.Value(s)
		if err := v.Indent(jsontext.WithIndent("  ")); err != nil {
			t.Fatalf("%v in %s", err, s)
		}
		return string(v) + "\n"
	}
	return s + "\n"
}

// section is one file of a txtar archive.
type section struct {
	name, data string
}

func readArchive(t *testing.T, file string) (comment string, sections []section) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		name, marked := strings.CutPrefix(line, "-- ")
		name, closed := strings.CutSuffix(name, " --\n")
		switch {
		case marked && closed:
			sections = append(sections, section{name: name})
		case len(sections) == 0:
			comment += line
		default:
			sections[len(sections)-1].data += line
		}
	}
	return comment, sections
}

func writeArchive(t *testing.T, file, comment string, sections []section) {
	t.Helper()
	var b strings.Builder
	b.WriteString(comment)
	for _, s := range sections {
		b.WriteString("-- " + s.name + " --\n" + s.data)
	}
	if err := os.WriteFile(file, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
}
