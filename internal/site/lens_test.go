package site_test

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/weirhq/weir/internal/body"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
)

var (
	addresses = regexp.MustCompile(`<(?:a|img) [^>]*?(?:href|src)="([^"]*)"[^>]*>`)
	tags      = regexp.MustCompile(`<[^>]*>`)
)

// reads gives what is left of a body as the actor sees it, without its looks: the text, with each address in brackets.
func (a actor) reads(storage string, on wiki.Content, as body.Representation) (text string) {
	a.b.t.Helper()
	a.run("reads "+on.Title, nil, func(ctx context.Context, s *site.Session) error {
		out, err := s.Represent(ctx, []wiki.Content{on}, []wiki.Body{{Content: on.ID, Storage: storage}}, as)
		if err != nil {
			return err
		}
		text = tags.ReplaceAllString(addresses.ReplaceAllString(out[0][0], " [$1] "), " ")
		return nil
	})
	return strings.Join(strings.Fields(text), " ")
}

// newLibrary makes a page that can name everything and what it names, some of it bob's alone: ids count up from the home
// page, 65537.
func newLibrary(b *bench) (page wiki.Content) {
	b.t.Helper()
	bob := b.as("bob")
	page = bob.makes(wiki.NewContent{Title: "Page"})                                                                                     // 65538
	secret := bob.makes(wiki.NewContent{Title: "Secret", Parent: page.ID, Storage: "<p>secret words</p>" + tasks("incomplete", "sell")}) // 65539
	bob.restricts(secret, toRead, []string{"bob"})
	bob.makes(wiki.NewContent{Title: "Below secret", Parent: secret.ID}) // 65540
	open := bob.makes(wiki.NewContent{Title: "Open", Parent: page.ID, Storage: "<p>open words</p>" + tasks("complete", "done", "incomplete",
		`buy for <ac:link><ri:user ri:account-id="`+string(b.people["bob"].ID)+`" /></ac:link> <time datetime="2026-12-24" />`)}) // 65541
	bob.makes(wiki.NewContent{Title: "Below open", Parent: open.ID}) // 65542
	bob.makes(wiki.NewContent{Title: "Post", Kind: wiki.BlogPost})   // 65543
	trashed := bob.makes(wiki.NewContent{Title: "Trashed", Parent: page.ID, Storage: "<p>old words</p>"})
	bob.makes(wiki.NewContent{Title: "Draft", Status: wiki.Draft, Storage: "<p>draft words</p>"}) // 65545
	for _, c := range []wiki.Content{secret, open, trashed} {
		bob.labels(c, "topic")
	}
	bob.trashes(trashed)                      // 65544
	bob.attaches(page, "plan b.txt", "plan")  // 65546
	bob.attaches(secret, "key.txt", "secret") // 65547
	return page
}

// tasks is a list of tasks, each with its status and its text.
func tasks(list ...string) string {
	text := "<ac:task-list>"
	for i := 0; i < len(list); i += 2 {
		text += fmt.Sprintf("<ac:task><ac:task-id>%d</ac:task-id><ac:task-status>%s</ac:task-status><ac:task-body>%s</ac:task-body></ac:task>", i, list[i], list[i+1])
	}
	return text + "</ac:task-list>"
}

func link(resource string) string { return "<p><ac:link>" + resource + "</ac:link></p>" }

func macro(name string, params ...string) string {
	text := `<ac:structured-macro ac:name="` + name + `">`
	for i := 0; i < len(params); i += 2 {
		text += `<ac:parameter ac:name="` + params[i] + `">` + params[i+1] + `</ac:parameter>`
	}
	return text + `</ac:structured-macro>`
}

func titled(title string) string { return `<ri:page ri:content-title="` + title + `" />` }

func withID(id string) string { return `<ri:content-entity ri:content-id="` + id + `" />` }

// TestRenderingShowsWhatItsReaderMayView is R-VIEWER: bob wrote it all, cy may not view "Secret" and what hangs on it.
func TestRenderingShowsWhatItsReaderMayView(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	bob, cy := b.as("bob"), b.as("cy")
	page := newLibrary(b)
	const (
		toSecret = "[/wiki/spaces/DEV/pages/65539/Secret] Secret"
		toOpen   = "[/wiki/spaces/DEV/pages/65541/Open] Open"
		toFile   = "[/wiki/download/attachments/65538/plan%20b.txt]"
		below    = "[/wiki/spaces/DEV/pages/65542/Below+open] Below open"
		noPage   = "Unable to render include or excerpt-include. Could not retrieve page."
		date     = "2026-11-22"
		head     = "Description Due date Assignee Task appears on"
		toSell   = " sell " + toSecret
		done     = " done " + toOpen
	)
	buy := "buy for [/wiki/people/" + string(b.people["bob"].ID) + "] bob 2026-12-24"
	toBuy := " " + buy + " 2026-12-24 bob " + toOpen
	openWords := "open words done " + buy
	for name, row := range map[string]struct{ storage, bob, cy string }{
		"page by title":       {link(titled("open")), toOpen, toOpen},
		"page elsewhere":      {link(`<ri:page ri:space-key="NONE" ri:content-title="Open" />`), "Open", "Open"},
		"page without a name": {link(`<ri:page />`), "", ""},
		"hidden page":         {link(titled("Secret")), toSecret, "Secret"},
		"below a hidden page": {link(titled("Below secret")), "[/wiki/spaces/DEV/pages/65540/Below+secret] Below secret", "Below secret"},
		"page by id":          {link(withID("65541")), toOpen, toOpen},
		"hidden page by id":   {link(withID("65539")), toSecret, "65539"},
		"no id":               {link(withID("0")) + link(withID("99999999999999999999")), "0 99999999999999999999", "0 99999999999999999999"},
		"trashed page":        {link(titled("Trashed")) + link(withID("65544")), "Trashed 65544", "Trashed 65544"},
		"draft":               {link(titled("Draft")) + link(withID("65545")), "Draft 65545", "Draft 65545"},
		"blog post": {link(`<ri:blog-post ri:content-title="Post" ri:posting-day="2026/11/22" />`),
			"[/wiki/spaces/DEV/blog/2026/11/22/65543/Post] Post", "[/wiki/spaces/DEV/blog/2026/11/22/65543/Post] Post"},
		"blog post of another day": {link(`<ri:blog-post ri:content-title="Post" ri:posting-day="2026/11/21" />`), "Post", "Post"},
		"blog post of no day":      {link(`<ri:blog-post ri:content-title="Post" ri:posting-day="soon" />`), "Post", "Post"},
		"space":                    {link(`<ri:space ri:space-key="dev" />`), "[/wiki/spaces/DEV] Development", "[/wiki/spaces/DEV] Development"},
		"no space":                 {link(`<ri:space ri:space-key="NONE" />`), "NONE", "NONE"},
		"person":                   {link(`<ri:user ri:account-id="` + string(b.people["cy"].ID) + `" />`), "[/wiki/people/" + string(b.people["cy"].ID) + "] cy", "[/wiki/people/" + string(b.people["cy"].ID) + "] cy"},
		"nobody":                   {link(`<ri:user ri:account-id="none" />`), "@unknown", "@unknown"},

		"file":             {link(`<ri:attachment ri:filename="plan b.txt" />`), toFile + " plan b.txt", toFile + " plan b.txt"},
		"no file":          {link(`<ri:attachment ri:filename="plan c.txt" />`), "plan c.txt", "plan c.txt"},
		"image":            {`<ac:image><ri:attachment ri:filename="plan b.txt" /></ac:image>`, toFile, toFile},
		"hidden page's":    {link(`<ri:attachment ri:filename="key.txt">` + titled("Secret") + `</ri:attachment>`), "[/wiki/download/attachments/65539/key.txt] key.txt", "key.txt"},
		"attachments":      {macro("attachments"), "File Modified Size " + toFile + " plan b.txt " + date + " bob 4 B", "File Modified Size " + toFile + " plan b.txt " + date + " bob 4 B"},
		"of a hidden page": {macro("attachments", "page", "<ac:link>"+titled("Secret")+"</ac:link>"), "File Modified Size [/wiki/download/attachments/65539/key.txt] key.txt " + date + " bob 6 B", "File Modified Size"},

		"children":            {macro("children"), toSecret + " " + toOpen, toOpen},
		"all below":           {macro("children", "all", "true"), toSecret + " [/wiki/spaces/DEV/pages/65540/Below+secret] Below secret " + toOpen + " " + below, toOpen + " " + below},
		"children by title":   {macro("children", "sort", "title"), toOpen + " " + toSecret, toOpen},
		"children backwards":  {macro("children", "reverse", "true"), toOpen + " " + toSecret, toOpen},
		"the first child":     {macro("children", "first", "1"), toSecret, toOpen},
		"children of another": {macro("children", "page", "<ac:link>"+titled("Open")+"</ac:link>"), below, below},
		"of a hidden one":     {macro("children", "page", "<ac:link>"+titled("Secret")+"</ac:link>"), "[/wiki/spaces/DEV/pages/65540/Below+secret] Below secret", ""},

		"include":         {macro("include", "", "<ac:link>"+titled("Open")+"</ac:link>"), openWords, openWords},
		"include hidden":  {macro("include", "", "<ac:link>"+titled("Secret")+"</ac:link>"), "secret words sell", noPage},
		"include trashed": {macro("include", "", "<ac:link>"+titled("Trashed")+"</ac:link>"), noPage, noPage},
		"include a draft": {macro("include", "", "<ac:link>"+titled("Draft")+"</ac:link>"), noPage, noPage},

		"by label":            {macro("contentbylabel", "labels", "topic, other", "spaces", "@self"), toSecret + " " + toOpen, toOpen},
		"by label elsewhere":  {macro("contentbylabel", "labels", "topic", "spaces", "OTHER"), "", ""},
		"by label everywhere": {macro("contentbylabel", "labels", "topic", "spaces", "@all"), toSecret + " " + toOpen, toOpen},
		"by no label":         {macro("contentbylabel"), "", ""},
		"by a label of cql":   {macro("contentbylabel", "labels", `x&quot;) or label = &quot;topic`), "", ""},
		"by cql":              {macro("contentbylabel", "cql", `label = "topic" and parent = currentContent()`), toSecret + " " + toOpen, toOpen},
		"by wrong cql":        {macro("contentbylabel", "cql", `label = = "topic"`), "", ""},
		"recently updated":    {macro("recently-updated", "max", "3"), "[/wiki/spaces/DEV/pages/65537/Development] Development ann " + date + " [/wiki/spaces/DEV/pages/65538/Page] Page bob " + date + " " + toSecret + " bob " + date, "[/wiki/spaces/DEV/pages/65537/Development] Development ann " + date + " [/wiki/spaces/DEV/pages/65538/Page] Page bob " + date + " " + toOpen + " bob " + date},
		"recent and labelled": {macro("recently-updated", "labels", "topic"), toSecret + " bob " + date + " " + toOpen + " bob " + date, toOpen + " bob " + date},
		"tasks":               {macro("tasks-report-macro"), head + toSell + toBuy, head + toBuy},
		"tasks of a space":    {macro("tasks-report-macro", "spaces", "@self, none", "pageSize", "1"), head + toSell, head + toBuy},
		"tasks elsewhere":     {macro("tasks-report-macro", "spaces", "NONE"), head, head},
		"tasks that are done": {macro("tasks-report-macro", "status", "complete"), head + done, head + done},
		"tasks of a person":   {macro("tasks-report-macro", "assignees", "nobody, "+string(b.people["bob"].ID)), head + toBuy, head + toBuy},
		"tasks of a page":     {macro("tasks-report-macro", "pages", "65539"), head + toSell, head},
		"tasks of no page":    {macro("tasks-report-macro", "pages", "none"), head, head},
		"tasks by label":      {macro("tasks-report-macro", "labels", "Topic"), head + toSell + toBuy, head + toBuy},
	} {
		if got := bob.reads(row.storage, page, body.Rendered); got != row.bob {
			t.Errorf("%s: bob reads\n%s\nwant\n%s", name, got, row.bob)
		}
		if got := cy.reads(row.storage, page, body.Rendered); got != row.cy {
			t.Errorf("%s: cy reads\n%s\nwant\n%s", name, got, row.cy)
		}
	}
}

// TestTheAnonymousExportShowsWhatAnonymousReadersMayView, whoever asks for it.
func TestTheAnonymousExportShowsWhatAnonymousReadersMayView(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ann, bob := b.as("ann"), b.as("bob")
	page := newLibrary(b)
	text := link(titled("Open")) + link(titled("Secret")) + macro("contentbylabel", "labels", "topic")
	if got, want := bob.reads(text, page, body.AnonymousExportView), "Open Secret"; got != want {
		t.Errorf("on a private site: %q, want %q", got, want)
	}
	ann.grants(wiki.View, "")
	b.opensTheSite(true)
	const open = "[https://wiki.test/wiki/spaces/DEV/pages/65541/Open] Open"
	if got, want := bob.reads(text, page, body.AnonymousExportView), open+" Secret "+open; got != want {
		t.Errorf("on a public site: %q, want %q", got, want)
	}
	if got, want := bob.reads(text, page, body.ExportView), open+
		" [https://wiki.test/wiki/spaces/DEV/pages/65539/Secret] Secret [https://wiki.test/wiki/spaces/DEV/pages/65539/Secret] Secret "+open; got != want {
		t.Errorf("bob's own export: %q, want %q", got, want)
	}
}

// TestIncludesThatCircleEnd: a page that includes itself is bounded by the renderer, each step read as the viewer.
func TestIncludesThatCircleEnd(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	bob := b.as("bob")
	self := macro("include", "", "<ac:link>"+titled("Loop")+"</ac:link>")
	page := bob.makes(wiki.NewContent{Title: "Loop", Storage: "<p>again</p>" + self})
	if got, want := bob.reads("<p>again</p>"+self, page, body.Rendered), strings.Repeat("again ", 6)+"Pages include each other too deeply."; got != want {
		t.Errorf("the page reads %q, want %q", got, want)
	}
}

// TestAListReadsAsItsBodiesDo: what links of a list lead to is found for all of them at once, and shows the same as one by one.
func TestAListReadsAsItsBodiesDo(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	page := newLibrary(b)
	other := page
	other.ID, other.Title = 65541, "Open"
	var contents []wiki.Content
	var bodies []wiki.Body
	for _, storage := range []string{
		link(titled("open")), link(titled("Secret")), link(withID("65541")), link(withID("65539")), link(titled("Trashed")), link(titled("None")),
		link(`<ri:page ri:space-key="dev" ri:content-title="Page" />`), link(`<ri:page ri:space-key="NONE" ri:content-title="Open" />`),
		link(`<ri:space ri:space-key="DEV" />`), link(`<ri:space ri:space-key="NONE" />`), link(`<ri:space />`),
		link(`<ri:user ri:account-id="` + string(b.people["bob"].ID) + `" />`), link(`<ri:user ri:account-id="nobody" />`),
		link(`<ri:attachment ri:filename="plan b.txt" />`), link(`<ri:attachment ri:filename="key.txt"><ri:page ri:content-title="Secret" /></ri:attachment>`),
		link(`<ri:attachment ri:filename="plan b.txt">` + withID("65538") + `</ri:attachment>`), link(`<ri:blog-post ri:content-title="Post" ri:posting-day="2026/11/22" />`),
	} {
		for _, on := range []wiki.Content{page, other} {
			contents, bodies = append(contents, on), append(bodies, wiki.Body{Content: on.ID, Storage: storage})
		}
	}
	as := []body.Representation{body.Rendered, body.ADF, body.Storage, body.AnonymousExportView, body.WikiMarkup}
	for _, name := range []string{"bob", "cy"} {
		b.as(name).run("reads a list", nil, func(ctx context.Context, s *site.Session) error {
			together, err := s.Represent(ctx, contents, bodies, as...)
			if err != nil {
				return err
			}
			for i := range contents {
				for j, representation := range as {
					alone, err := s.Represent(ctx, contents[i:i+1], bodies[i:i+1], representation)
					if err != nil {
						return err
					}
					if together[i][j] != alone[0][0] {
						t.Errorf("%s, %s as %s, in a list:\n%s\nalone:\n%s", name, bodies[i].Storage, representation, together[i][j], alone[0][0])
					}
				}
			}
			return nil
		})
	}
}
