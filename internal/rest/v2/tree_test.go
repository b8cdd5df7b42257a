package v2_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
)

// nodes are the kinds of content in the tree beside pages, by the paths of their operations.
var nodes = map[string]wiki.Kind{
	"folders": wiki.Folder, "whiteboards": wiki.Whiteboard, "databases": wiki.Database, "embeds": wiki.Embed,
}

// node is a current content of ann's in DEV.
func (b *bench) node(kind wiki.Kind, parent wiki.ContentID, title string) wiki.Content {
	b.t.Helper()
	c, err := b.ann.Create(b.t.Context(), wiki.NewContent{
		Kind: kind, Status: wiki.Current, Space: b.dev.ID, Parent: parent, Title: title, Root: parent == 0,
	})
	b.must(err)
	return c
}

func TestMakingReadingAndDeletingContentOfTheTree(t *testing.T) {
	t.Parallel()
	for path, kind := range nodes {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			body, more, edit := `{"spaceId":"32769","title":"A & B","parentId":"65537","extra":[]}`, "", ""
			switch kind {
			case wiki.Embed:
				body = strings.Replace(body, `"extra":[]`, `"embedUrl":"https://x.test/?q=1"`, 1)
				more = `"embedUrl":"https://x.test/?q=1",`
			case wiki.Whiteboard:
				body = strings.Replace(body, `"extra":[]`, `"templateKey":"rice","locale":"de-DE"`, 1)
				edit = `"editui":"/spaces/DEV/whiteboard/65538",`
			}
			want := func(status, parts string) string {
				return `{"id":"65538","type":"` + string(kind) + `","status":"` + status + `","title":"A & B","spaceId":"32769","parentId":"65537",
					"parentType":"page","position":1000,"authorId":"bob-0000","ownerId":"bob-0000","createdAt":"2026-08-07T12:00:00.000Z",` + more + `
					"version":{"number":1,"message":"","minorEdit":false,"authorId":"bob-0000","createdAt":"2026-08-07T12:00:00.000Z"},` + parts + `
					"_links":{` + edit + `"webui":"/spaces/DEV/` + string(kind) + `/65538","base":"https://wiki.test/wiki"}}`
			}
			b.answers("bob", "POST /"+path, body, 200, want("current", ""))
			b.answers("ann", "GET /"+path+"/65538", "", 200, want("current", ""))
			self := `"_links":{"self":"/api/v2/` + path + `/65538/`
			b.answers("bob", "GET /"+path+"/65538?include-operations=true&include-direct-children=true&include-properties=true&include-collaborators=true", "", 200,
				want("current", `"properties":{"results":[],"meta":{"hasMore":false},`+self+`properties"}},
				"operations":{"results":[{"operation":"read","targetType":"`+string(kind)+`"},{"operation":"update","targetType":"`+string(kind)+`"},
				{"operation":"delete","targetType":"`+string(kind)+`"}],"meta":{"hasMore":false},`+self+`operations"}},
				"directChildren":{"results":[],"meta":{"hasMore":false},`+self+`direct-children"}},`))
			b.answers("bob", "DELETE /"+path+"/65538", "", 204, "")
			b.answers("bob", "GET /"+path+"/65538", "", 200, want("trashed", ""))
			b.refuses("bob", "DELETE /"+path+"/65537", "", 404, "NOT_FOUND", "Could not find "+string(kind)+" with id [65537]")
			b.refuses("eve", "GET /"+path+"/65538", "", 404, "NOT_FOUND", "Could not find "+string(kind)+" with id [65538]")
		})
	}
}

func TestContentOfTheTreeWithoutATitleOrAParent(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for _, row := range []struct{ path, body, title string }{
		{"folders", `{"spaceId":32769}`, "Untitled folder"},
		{"folders", `{"spaceId":"32769","title":""}`, "Untitled folder 2"},
		{"folders", `{"spaceId":"32769","title":null}`, "Untitled folder 3"},
		{"whiteboards", `{"spaceId":"32769","templateKey":"4ls-retro"}`, "4ls retro"},
		{"whiteboards", `{"spaceId":"32769"}`, "Untitled whiteboard"},
		{"databases", `{"spaceId":"32769"}`, "Untitled database"},
		{"embeds", `{"spaceId":"32769","embedUrl":"http://x.test"}`, "http://x.test"},
		{"embeds", `{"spaceId":"32769"}`, "Untitled Smart Link"},
	} {
		w := b.call("ann", "POST /"+row.path, row.body)
		if want := `"title":"` + row.title + `","spaceId":"32769","position":`; w.Code != 200 || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s %s: %d %s", row.path, row.body, w.Code, w.Body)
		}
	}
}

func TestWhatContentOfTheTreeCannotBeMadeFrom(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.node(wiki.Folder, 0, "Taken")
	for line, title := range map[string]string{
		`folders {}`:                                        "'spaceId' is required",
		`databases {"spaceId":"x"}`:                         "Provided value {x} for 'spaceId' is not the correct type. Expected type is long",
		`embeds {"spaceId":1,"parentId":"x"}`:               "",
		`embeds {"spaceId":"32769","parentId":"x"}`:         "Provided value {x} for 'parentId' is not the correct type. Expected type is ContentId",
		`embeds {"spaceId":"32769","embedUrl":"/x"}`:        "Provided value {/x} for 'embedUrl' is not valid. Expected an address that begins with http:// or https://",
		`whiteboards {"spaceId":"32769","templateKey":"x"}`: "Provided value {x} for 'templateKey' is not valid. Expected the key of a template",
	} {
		path, body, _ := strings.Cut(line, " ")
		if title == "" {
			b.refuses("ann", "POST /"+path, body, 404, "NOT_FOUND", "Could not find space with id [1]")
			continue
		}
		b.answers("ann", "POST /"+path, body, 400, `{"errors":[{"status":400,"code":"INVALID_REQUEST_PARAMETER","title":"`+title+`","detail":""}]}`)
	}
	b.refuses("bob", "POST /folders", `{"spaceId":"32769","title":"taken"}`, 400, "BAD_REQUEST",
		"A folder with this title already exists: A folder already exists with the same TITLE in this space")
	b.refuses("bob", "POST /folders", `{"spaceId":"32769","parentId":"99"}`, 400, "BAD_REQUEST", "the parent does not exist or you may not view it")
	b.refuses("eve", "POST /folders", `{"spaceId":"32769"}`, 404, "NOT_FOUND", "Could not find space with id [32769]")
}

func TestAPrivateWhiteboardIsItsAuthorsAlone(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	if w := b.call("bob", "POST /whiteboards?private=true", `{"spaceId":"32769"}`); w.Code != 200 {
		t.Fatal(w.Code, w.Body)
	}
	if w := b.call("bob", "GET /whiteboards/65538", ""); w.Code != 200 {
		t.Error(w.Code, w.Body)
	}
	b.refuses("ann", "GET /whiteboards/65538", "", 404, "NOT_FOUND", "Could not find whiteboard with id [65538]")
}

// tree is a tree of all kinds below the home page 65537: 65538 folder → 65539 page → 65540 whiteboard, 65541 database; and
// 65542 embed → 65543 page, which only ann sees.
func (b *bench) tree() {
	b.t.Helper()
	folder := b.node(wiki.Folder, b.dev.Home, "Folder")
	page := b.node(wiki.Page, folder.ID, "Page")
	b.node(wiki.Whiteboard, page.ID, "Whiteboard")
	b.node(wiki.Database, page.ID, "Database")
	embed := b.node(wiki.Embed, b.dev.Home, "Embed")
	b.must(b.ann.Restrict(b.t.Context(), wiki.Restriction{Content: embed.ID, Op: wiki.RestrictRead,
		Subjects: []wiki.Subject{wiki.User(b.people["ann"].ID)}}))
	b.node(wiki.Page, embed.ID, "Hidden with it")
}

// list is a v2 list without a next page.
func list(items ...string) string {
	return `{"results":[` + strings.Join(items, ",") + `],"_links":{"base":"https://wiki.test/wiki"}}`
}

func TestReadingTheTree(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.tree()
	above := func(id, kind string) string { return `{"id":"` + id + `","type":"` + kind + `"}` }
	below := func(id, title, kind, parent string, depth, position int) string {
		return fmt.Sprintf(`{"id":"%s","status":"current","title":"%s","type":"%s","parentId":"%s","depth":%d,"childPosition":%d}`,
			id, title, kind, parent, depth, position)
	}
	child := func(id, title, kind string, position int) string {
		return fmt.Sprintf(`{"id":"%s","status":"current","title":"%s","type":"%s","spaceId":"32769","childPosition":%d}`, id, title, kind, position)
	}
	folder, page := below("65538", "Folder", "folder", "65537", 1, 1000), below("65539", "Page", "page", "65538", 2, 1000)
	board, database := below("65540", "Whiteboard", "whiteboard", "65539", 3, 1000), below("65541", "Database", "database", "65539", 3, 2000)
	for _, row := range []struct{ who, line, want string }{
		{"bob", "/pages/65537/ancestors", list()},
		{"bob", "/databases/65541/ancestors", list(above("65537", "page"), above("65538", "folder"), above("65539", "page"))},
		{"bob", "/databases/65541/ancestors?limit=2", list(above("65538", "folder"), above("65539", "page"))},
		{"ann", "/pages/65543/ancestors", list(above("65537", "page"), above("65542", "embed"))},
		{"bob", "/pages/65537/descendants", list(folder, page)},
		{"bob", "/pages/65537/descendants?depth=3", list(folder, page, board, database)},
		{"ann", "/pages/65537/descendants?depth=2", list(folder, below("65542", "Embed", "embed", "65537", 1, 2000), page,
			below("65543", "Hidden with it", "page", "65542", 2, 1000))},
		{"ann", "/embeds/65542/descendants", list(below("65543", "Hidden with it", "page", "65542", 1, 1000))},
		{"bob", "/whiteboards/65540/descendants", list()},
		{"bob", "/pages/65537/direct-children", list(child("65538", "Folder", "folder", 1000))},
		{"ann", "/pages/65537/direct-children?sort=-title", list(child("65538", "Folder", "folder", 1000), child("65542", "Embed", "embed", 2000))},
		{"bob", "/folders/65538/direct-children", list(child("65539", "Page", "page", 1000))},
	} {
		b.answers(row.who, "GET "+row.line, "", 200, row.want)
	}
	b.refuses("bob", "GET /embeds/65542/descendants", "", 404, "NOT_FOUND", "Could not find embed with id [65542]")
	b.refuses("bob", "GET /pages/65543/ancestors", "", 404, "NOT_FOUND", "Cannot find a page with id [65543]")
	b.refuses("bob", "GET /folders/65539/direct-children", "", 404, "NOT_FOUND", "Could not find folder with id [65539]")
	for line, title := range map[string]string{
		"depth=11":   "Provided value {11} for 'depth' is not valid. Expected at most 10",
		"depth=0":    "Provided value {0} for 'depth' is not valid. Expected at least 1",
		"limit=0":    "Provided value {0} for 'limit' is not valid. Expected at least 1",
		"depth=deep": "Provided value {deep} for 'depth' is not the correct type. Expected type is int",
	} {
		b.answers("bob", "GET /pages/65537/descendants?"+line, "", 400,
			`{"errors":[{"status":400,"code":"INVALID_REQUEST_PARAMETER","title":"`+title+`","detail":""}]}`)
	}
}

// TestDescendantsComeOnceAndInOrder follows the pages of a list while something is added on the first level: the first of it
// comes before the reader has passed that level.
func TestDescendantsComeOnceAndInOrder(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.tree()
	var got []string
	next := "/wiki/api/v2/pages/65537/descendants?depth=10&limit=2"
	for n := 0; next != ""; n++ {
		body := b.call("ann", "GET "+next, "").Body.String()
		for _, m := range regexp.MustCompile(`"title":"([^"]*)"`).FindAllStringSubmatch(body, -1) {
			got = append(got, m[1])
		}
		_, next, _ = strings.Cut(body, `"next":"`)
		next, _, _ = strings.Cut(next, `"`)
		b.node(wiki.Whiteboard, b.dev.Home, fmt.Sprint("Late ", n))
	}
	if want := "[Folder Embed Late 0 Page Hidden with it Whiteboard Database]"; fmt.Sprint(got) != want {
		t.Errorf("got %v, want %s", got, want)
	}
}

func TestTypesOfContents(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.tree()
	file, err := b.ann.Attach(t.Context(), site.NewFile{Container: b.dev.Home, Name: "x.txt", MediaType: "text/plain", Bytes: strings.NewReader("x")})
	b.must(err)
	ask := "POST /content/convert-ids-to-types"
	b.answers("bob", ask, `{"contentIds":["65537",65538,"65540","65541","65542","999","att`+file.ID.String()+`","65537"]}`, 200,
		`{"results":{"65537":"page","65538":"folder","65540":"whiteboard","65541":"database","65542":null,"999":null,"att65544":"attachment"}}`)
	b.answers("bob", ask, `{"contentIds":[]}`, 200, `{"results":{}}`)
	b.answers("bob", ask, `{}`, 400, `{"errors":[{"status":400,"code":"INVALID_REQUEST_PARAMETER","title":"'contentIds' is required","detail":""}]}`)
	b.answers("bob", ask, `{"contentIds":["x"]}`, 400, `{"errors":[{"status":400,"code":"INVALID_REQUEST_PARAMETER",
		"title":"Provided value {x} for 'contentIds' is not the correct type. Expected type is ContentId","detail":""}]}`)
	many := strings.TrimSuffix(strings.Repeat(`1,`, 101), ",")
	b.answers("bob", ask, `{"contentIds":[`+many+`]}`, 400, `{"errors":[{"status":400,"code":"INVALID_REQUEST_PARAMETER",
		"title":"Provided value {} for 'contentIds' is not valid. Expected at most 100 ids","detail":""}]}`)
}

func TestGivingAPageAnotherTitle(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	page := b.page("Old", "<p>x</p>")
	b.page("Taken", "")
	line := "PUT /pages/" + page.ID.String() + "/title"
	b.answers("bob", line, `{"status":"current","title":" New "}`, 200,
		`{"id":"65538","status":"current","title":"New","spaceId":"32769","parentId":"65537","parentType":"page","position":1000,
		"authorId":"ann-0000","ownerId":"ann-0000","lastOwnerId":null,"createdAt":"2026-08-07T12:00:00.000Z","version":{"number":2,"message":"",
		"minorEdit":false,"authorId":"bob-0000","createdAt":"2026-08-07T12:00:00.000Z"},"body":{},"_links":{
		"editui":"/pages/resumedraft.action?draftId=65538","webui":"/spaces/DEV/pages/65538/New","tinyui":"/x/AgAB","base":"https://wiki.test/wiki"}}`)
	if text := b.call("bob", "GET /pages/65538?body-format=storage", "").Body.String(); !strings.Contains(text, `"value":"<p>x</p>"`) {
		t.Error("the body is lost:", text)
	}
	b.refuses("bob", line, `{"status":"current","title":"TAKEN"}`, 400, "BAD_REQUEST",
		"A page with this title already exists: A page already exists with the same TITLE in this space")
	b.refuses("bob", line, `{"status":"draft","title":"T"}`, 400, "BAD_REQUEST", "the content has the status current")
	b.refuses("eve", line, `{"status":"current","title":"T"}`, 404, "NOT_FOUND", "Cannot find a page with id [65538]")
	b.answers("bob", line, `{"status":"current"}`, 400, `{"errors":[{"status":400,"code":"INVALID_REQUEST_PARAMETER","title":"'title' is required","detail":""}]}`)
	b.answers("bob", line, `{"title":"T"}`, 400, `{"errors":[{"status":400,"code":"INVALID_REQUEST_PARAMETER","title":"'status' is required","detail":""}]}`)
	b.must(b.ann.Trash(t.Context(), page.ID))
	b.refuses("bob", line, `{"status":"current","title":"T"}`, 400, "BAD_REQUEST", "the content has the status trashed")
}
