package v1_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/weirhq/weir/internal/wiki"
	"github.com/weirhq/weir/wire"
	wirev1 "github.com/weirhq/weir/wire/v1"
)

const (
	bodyOffers = `"_expandable":{"editor":"","atlas_doc_format":"","view":"","export_view":"","styled_view":"","dynamic":"","storage":"","editor2":"","anonymous_export_view":""}`
	metaOffers = `"_expandable":{"currentuser":"","comments":"","simple":"","properties":"","frontend":"","likes":"","labels":""}`
)

// Every expansion has effect, or stays in _expandable.
func TestExpansionsOfContent(t *testing.T) {
	t.Parallel()
	b, z, _ := newPages(t)
	b.must(b.ann.Label(t.Context(), z.ID, "ops"))
	const self = "/content/65538"
	link := func(path string) string { return `"_links":{"self":"` + api + path + `"}` }
	for expand, want := range map[string]content{
		"space.icon,space.identifiers": zebra.with(`,"space":`+dev(`,"icon":{"path":"/images/logo/default-space-logo.svg","width":48,"height":48,"isDefault":true}`, "",
			`,"identifiers":{"spaceIdentifier":"DEV"}`, "icon", "identifiers"), "", "space"),
		"container":       zebra.with(`,"container":`+dev("", "", ""), "", "container"),
		"ancestors":       zebra.with(`,"ancestors":[`+home.String()+`]`, "", "ancestors"),
		"ancestors.space": zebra.with(`,"ancestors":[`+home.with(`,"space":`+dev("", "", ""), "", "space").String()+`]`, "", "ancestors"),
		"version.collaborators,version.content": zebra.with(`,"version":{"by":`+user("ann")+`,"when":"`+second+`","message":"","number":1,"minorEdit":false,
			"contentTypeModified":false,"collaborators":{"users":[`+user("ann")+`],"userKeys":[]},"content":`+zebra.String()+`,"_expandable":{},
			`+link(self+"/version/1")+`}`, "", "version"),
		"history.contributors,history.ownedBy,history.lastUpdated,history.lastOwnedBy": zebra.with(`,"history":{"lastUpdated":`+version("65538", second, 1, "")+
			`,"latest":true,"createdBy":`+user("ann")+`,"ownedBy":`+user("ann")+`,"createdDate":"`+second+`","contributors":{"publishers":{"users":[`+user("ann")+
			`],"userKeys":[]}},"_expandable":{"previousVersion":"","nextVersion":""},`+link(self+"/history")+`}`, "", "history"),
		"operations": zebra.with(`,"operations":[{"operation":"read","targetType":"page"},{"operation":"update","targetType":"page"},
			{"operation":"delete","targetType":"page"},{"operation":"archive","targetType":"page"},{"operation":"restrict_content","targetType":"page"},
			{"operation":"export","targetType":"page"},{"operation":"create","targetType":"comment"},{"operation":"create","targetType":"attachment"}]`, "", "operations"),
		"body": zebra.with("", `,"body":{`+bodyOffers+`}`, "body"),
		"body.view.webresource,body.storage,body.dynamic": zebra.with("", `,"body":{"view":{"value":"<p>stripes</p>","representation":"view",
			"webresource":{"keys":[],"contexts":[]},"_expandable":{"embeddedContent":"","mediaToken":"","content":"/rest/api/content/65538"}},
			"storage":{"value":"<p>stripes</p>","representation":"storage","embeddedContent":[],"_expandable":{"content":"/rest/api/content/65538"}},
			`+strings.NewReplacer(`"view":"",`, "", `"storage":"",`, "").Replace(bodyOffers)+`}`, "body"),
		"metadata": zebra.with("", `,"metadata":{`+metaOffers+`}`, "metadata"),
		"metadata.labels,metadata.likes,metadata.properties.editor,metadata.frontend": zebra.with("", `,"metadata":{"properties":{},"frontend":{},"likes":{"count":0},
			"labels":`+inside(self+"/label", 200, `{"prefix":"global","name":"ops","id":"1","label":"ops"}`)+`,"_expandable":{"currentuser":"","comments":"","simple":""}}`, "metadata"),
		"metadata.currentuser.favourited,metadata.currentuser.lastmodified,metadata.currentuser.lastcontributed,metadata.currentuser.viewed": zebra.with("", `,"metadata":{"currentuser":{
			"favourited":{"isFavourite":false},"lastmodified":{"version":`+version("65538", second, 1, "")+`},"lastcontributed":{"status":"creator","when":"`+second+`"},
			"_expandable":{"scheduled":""}},`+strings.Replace(metaOffers, `"currentuser":"",`, "", 1)+`}`, "metadata"),
		"childTypes.all": home.with(`,"childTypes":{"attachment":{"value":false,`+link("/content/65537/child/attachment")+`},"comment":{"value":false,`+
			link("/content/65537/child/comment")+`},"page":{"value":true,`+link("/content/65537/child/page")+`},"_expandable":{}}`, "", "childTypes"),
		"childTypes.page": zebra.with(`,"childTypes":{"page":{"value":false,`+link(self+"/child/page")+`},"_expandable":{"all":"","attachment":"","comment":""}}`, "", "childTypes"),
		"children": zebra.with(`,"children":{"_expandable":{"database":"/rest/api/content/65538/child/database","folder":"/rest/api/content/65538/child/folder",
			"attachment":"/rest/api/content/65538/child/attachment","comment":"/rest/api/content/65538/child/comment","page":"/rest/api/content/65538/child/page",
			"embed":"/rest/api/content/65538/child/embed","whiteboard":"/rest/api/content/65538/child/whiteboard"},`+link(self+"/child")+`}`, "", "children"),
		"children.page.metadata": home.with(`,"children":{"page":`+inside("/content/65537/child/page", 25, zebra.with("", `,"metadata":{`+metaOffers+`}`, "metadata").String(),
			ant.with("", `,"metadata":{`+metaOffers+`}`, "metadata").String())+`,"_expandable":{"database":"/rest/api/content/65537/child/database",
			"folder":"/rest/api/content/65537/child/folder","attachment":"/rest/api/content/65537/child/attachment","comment":"/rest/api/content/65537/child/comment",
			"embed":"/rest/api/content/65537/child/embed","whiteboard":"/rest/api/content/65537/child/whiteboard"},`+link("/content/65537/child")+`}`, "", "children"),
		"descendants.page,descendants.folder": home.with(`,"descendants":{"page":`+inside("/content/65537/descendant/page", 25, zebra.String(), ant.String())+
			`,"folder":`+inside("/content/65537/descendant/folder", 25)+`,"_expandable":{"database":"/rest/api/content/65537/descendant/database",
			"attachment":"/rest/api/content/65537/descendant/attachment","comment":"/rest/api/content/65537/descendant/comment",
			"embed":"/rest/api/content/65537/descendant/embed","whiteboard":"/rest/api/content/65537/descendant/whiteboard"},`+
			link("/content/65537/descendant")+`}`, "", "descendants"),
		"schedulePublishDate,schedulePublishInfo,extensions": zebra,
	} {
		b.answers("ann", "GET /content/"+want.id+"?expand="+expand, "", 200, want.alone())
	}
}

// TestWhatTheCallerSawAndWhoOwnedContent reads what other operations have left behind: views, and a change of owner.
func TestWhatTheCallerSawAndWhoOwnedContent(t *testing.T) {
	t.Parallel()
	b, z, _ := newPages(t)
	bob := wiki.AccountID("bob-0000")
	_, err := b.ann.Update(t.Context(), z.ID, wiki.Change{Version: 2, Owner: &bob})
	b.must(err)
	shown := func(who, expand string) (out wirev1.Content) {
		return reads[wirev1.Content](b, who, "GET /content/65538?expand="+expand, "")
	}
	h := shown("ann", "history.ownedBy,history.lastOwnedBy").History
	if h.OwnedBy.AccountID != "bob-0000" || h.LastOwnedBy.AccountID != "ann-0000" {
		t.Errorf("owned by %+v, before by %+v", h.OwnedBy, h.LastOwnedBy)
	}
	b.answers("ann", "GET /analytics/content/65538/views", "", 200, `{"id":65538,"count":1}`) // what was counted is kept now
	seen := shown("ann", "metadata.currentuser.viewed").Metadata.CurrentUser.Viewed
	if diff := cmp.Diff(&wirev1.Viewed{LastSeen: wire.Time(b.service.Now().UTC().Truncate(time.Minute)), FriendlyLastSeen: "Aug 07, 2026"}, seen); diff != "" {
		t.Error(diff)
	}
	if never := shown("bob", "metadata.currentuser.viewed").Metadata.CurrentUser.Viewed; never != nil {
		t.Errorf("bob saw it at %v", never)
	}
}

func TestRestrictionsOfContent(t *testing.T) {
	t.Parallel()
	b, z, _ := newPages(t)
	ann := []wiki.Subject{wiki.User("ann-0000")}
	b.must(b.ann.Restrict(t.Context(), wiki.Restriction{Content: z.ID, Op: wiki.RestrictRead, Subjects: ann}))
	const path = "/content/65538/restriction/byOperation"
	link := func(p string) string { return `"_links":{"self":"` + api + p + `"}` }
	const offered = `"_expandable":{"restrictions":"","content":"/rest/api/content/65538"},`
	for expand, want := range map[string]string{
		"restrictions": `{"_expandable":{"read":"/rest/api` + path + `/read","update":"/rest/api` + path + `/update"},` + link(path) + `}`,
		"restrictions.update": `{"update":{"operation":"update",` + offered + link(path+"/update") + `},
			"_expandable":{"read":"/rest/api` + path + `/read"},` + link(path) + `}`,
		"restrictions.read.restrictions": `{"read":{"operation":"read","restrictions":{"_expandable":{"user":"","group":""}},
			"_expandable":{"content":"/rest/api/content/65538"},` + link(path+"/read") + `},"_expandable":{"update":"/rest/api` + path + `/update"},` + link(path) + `}`,
		"restrictions.read.restrictions.user,restrictions.read.restrictions.group,restrictions.update.restrictions.user": `{"read":{"operation":"read","restrictions":{
			"user":` + inside(path+"/read", 200, user("ann")) + `,"group":` + inside(path+"/read", 200) + `,"_expandable":{}},
			"_expandable":{"content":"/rest/api/content/65538"},` + link(path+"/read") + `},
			"update":{"operation":"update","restrictions":{"user":` + inside(path+"/update", 200) + `,"_expandable":{"group":""}},
			"_expandable":{"content":"/rest/api/content/65538"},` + link(path+"/update") + `},"_expandable":{},` + link(path) + `}`,
	} {
		b.answers("ann", "GET /content/65538?expand="+expand, "", 200, zebra.with("", `,"restrictions":`+want, "restrictions").alone())
	}
	b.answers("bob", "GET /content/65538", "", 404, noContent("65538"))
	b.answers("bob", "GET /content?expand=x", "", 200, list("/content?expand=x", 0, 25, "", home.String(), ant.String()))
}

// A list and one of its items show the same: parts are handed out to whom they belong.
func TestExpansionsOfAList(t *testing.T) {
	t.Parallel()
	b, z, a := newPages(t)
	b.must(b.ann.Label(t.Context(), a.ID, "ops"))
	b.attach(z, "plan.txt", "text/plain", "", "plan")
	const expand = "space,version,ancestors.children.page,children.page,children.attachment,descendants.page,childTypes.all," +
		"metadata.labels,operations,body.storage,restrictions.read.restrictions.user,history.contributors,container"
	var items []string
	for _, id := range []string{"65537", "65538", "65539"} {
		w := b.call("ann", "GET /content/"+id+"?expand="+expand, "")
		if w.Code != 200 {
			t.Fatal(w.Body)
		}
		alone := strings.Replace(w.Body.String(), `"context":"/wiki",`, "", 1)
		items = append(items, strings.Replace(alone, `,"collection":"/rest/api/content","base":"https://wiki.test/wiki"}}`, "}}", 1))
	}
	b.answers("ann", "GET /content?expand="+expand, "", 200, list("/content?expand="+strings.ReplaceAll(expand, ",", "%2C"), 0, 25, "", items...))
}
