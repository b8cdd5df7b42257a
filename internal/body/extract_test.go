package body

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func parsed(t testing.TB, src string) *Doc {
	t.Helper()
	doc, err := ParseStorage(src)
	if err != nil {
		t.Fatalf("ParseStorage(%q): %v", src, err)
	}
	return doc
}

func TestPlainTextIsTheWordsInTheirBlocks(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, src, want string }{
		{"blocks", `<h1>Title</h1><p>One <strong>two</strong>three.</p><p>Four</p>`, "Title\nOne twothree.\nFour"},
		{"break", `<p>a<br />b</p>`, "a\nb"},
		{"white space", "<p>  a \n b&nbsp;c  </p>\n\n<p/>", "a b c"},
		{"list", `<ul><li>a<ul><li>b</li></ul></li><li><p>c</p></li></ul>`, "a\nb\nc"},
		{"table", `<table><tbody><tr><th><p>H</p></th><td>a</td><td>b</td></tr><tr><td>c</td></tr></tbody></table>`, "H a b\nc"},
		{"code", `<ac:structured-macro ac:name="code"><ac:parameter ac:name="language">go</ac:parameter><ac:parameter ac:name="title">main.go</ac:parameter><ac:plain-text-body><![CDATA[if a < b {
	c()
}]]></ac:plain-text-body></ac:structured-macro>`, "main.go\nif a < b {\nc()\n}"},
		{"status in a line", `<p>Is <ac:structured-macro ac:name="status"><ac:parameter ac:name="title">DONE</ac:parameter><ac:parameter ac:name="colour">Green</ac:parameter></ac:structured-macro> now</p>`, "Is DONE now"},
		{"links", `<p><ac:link><ri:page ri:content-title="Plan" /></ac:link>, <ac:link><ri:page ri:content-title="Plan" /><ac:link-body>the <em>plan</em></ac:link-body></ac:link>, <ac:link><ri:user ri:account-id="5b10" /></ac:link>, <a href="https://example.com/">site</a></p>`, "Plan, the plan, , site"},
		{"emoticons and dates", `<p><ac:emoticon ac:name="tick" /> <ac:emoticon ac:name="x" ac:emoji-fallback="🚀" /> <time datetime="2026-11-22" /></p>`, "✅ 🚀 2026-11-22"},
		{"tasks", `<ac:task-list><ac:task><ac:task-id>1</ac:task-id><ac:task-status>complete</ac:task-status><ac:task-body>Ship it</ac:task-body></ac:task></ac:task-list>`, "Ship it"},
		{"placeholder and fallback", `<p><ac:placeholder>type here</ac:placeholder></p><ac:adf-extension><ac:adf-node type="panel"><ac:adf-attribute key="panel-type">note</ac:adf-attribute><ac:adf-content><p>Noted</p></ac:adf-content></ac:adf-node><ac:adf-fallback><p>Noted</p></ac:adf-fallback></ac:adf-extension>`, "Noted"},
		{"image", `<ac:image><ri:attachment ri:filename="a.png" /><ac:caption><p>A picture</p></ac:caption></ac:image>`, "A picture"},
	} {
		if diff := cmp.Diff(c.want, parsed(t, c.src).PlainText()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

func TestExtractFindsWhatOthersKeep(t *testing.T) {
	t.Parallel()
	got := Extract(parsed(t, `
<p><ac:link><ri:user ri:account-id="5b10" /></ac:link> and <ac:link><ri:user ri:account-id="5b10" /></ac:link>
 see <ac:link ac:anchor="top"><ri:page ri:space-key="DEV" ri:content-title="Plan" /></ac:link>,
 <ac:link><ri:blog-post ri:content-title="News" ri:posting-day="2026/11/22" /></ac:link>,
 <ac:link ac:anchor="below" />, <ac:link><ri:space ri:space-key="OPS" /></ac:link>,
 <a href="https://example.com/">out</a></p>
<ac:image><ri:attachment ri:filename="a.png" /></ac:image>
<p><ac:link><ri:attachment ri:filename="b.pdf"><ri:page ri:content-title="Files" /></ri:attachment></ac:link></p>
<ac:structured-macro ac:name="include"><ac:parameter ac:name=""><ac:link><ri:page ri:content-title="Shared" /></ac:link></ac:parameter></ac:structured-macro>
<ac:structured-macro ac:name="include"><ac:parameter ac:name="">OPS:Runbook</ac:parameter></ac:structured-macro>
<ac:structured-macro ac:name="toc" />
<ac:task-list><ac:task><ac:task-id>7</ac:task-id><ac:task-uuid>u-7</ac:task-uuid><ac:task-status>complete</ac:task-status>
<ac:task-body>Call <ac:link><ri:user ri:account-id="6c20" /></ac:link> by <time datetime="2026-12-01" /></ac:task-body></ac:task></ac:task-list>`))
	tasks := got.Tasks
	got.Tasks = nil
	want := Extracted{
		Links: []Resource{
			{Type: ResourcePage, SpaceKey: "DEV", Title: "Plan"},
			{Type: ResourceBlogPost, Title: "News", PostingDay: "2026/11/22"},
			{Anchor: "below"},
			{Type: ResourceSpace, SpaceKey: "OPS"},
			{Type: ResourceURL, URL: "https://example.com/"},
			{Type: ResourcePage, Title: "Shared"},
			{Type: ResourcePage, SpaceKey: "OPS", Title: "Runbook"},
		},
		Mentions: []string{"5b10", "6c20"},
		Attachments: []Resource{
			{Type: ResourceAttachment, Filename: "a.png"},
			{Type: ResourceAttachment, Filename: "b.pdf", Container: &Resource{Type: ResourcePage, Title: "Files"}},
		},
		Macros: []string{"include", "toc"},
		Words:  14,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if len(tasks) != 1 {
		t.Fatalf("got %d tasks, want 1", len(tasks))
	}
	task := tasks[0]
	body := task.Storage()
	task.Body = nil
	if diff := cmp.Diff(TaskItem{ID: "7", UUID: "u-7", Complete: true, Assignee: "6c20", Due: "2026-12-01"}, task); diff != "" {
		t.Errorf("task (-want +got):\n%s", diff)
	}
	if want := `Call <ac:link><ri:user ri:account-id="6c20" /></ac:link> by <time datetime="2026-12-01" />`; body != want {
		t.Errorf("task body %q, want %q", body, want)
	}
}
