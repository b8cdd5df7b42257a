package v1

import (
	"testing"
	"time"

	"github.com/weirhq/weir/wire"
	"github.com/weirhq/weir/wire/internal/golden"
)

var noon = wire.Time(time.Date(2026, 8, 7, 12, 34, 56, 789_000_000, time.UTC))

const base = "http://127.0.0.1:8090/wiki"

// The members and links of a page as client-expectations.md 5, 7 and 9 demand them.
func TestPageWithSpaceVersionBodyAndAncestors(t *testing.T) {
	t.Parallel()
	id := wire.NewID(98306)
	golden.Check(t, Content{
		ID:     id,
		Type:   "page",
		Status: "current",
		Title:  "Runbook & <FAQ>",
		Space: &Space{
			ID: 65537, Key: "DEV", Name: "Development", Type: "global", Status: "current",
			Expandable: SpaceExpandable("DEV", ContentPath("98305")),
			Links:      Links{WebUI: "/spaces/DEV", Self: base + "/rest/api/space/DEV"},
		},
		Version: &Version{
			By:   &User{Type: "known", AccountID: "a-1", Email: wire.Value(""), DisplayName: "Ann", IsExternalCollaborator: wire.Value(false)},
			When: noon, Number: 2, Expandable: VersionExpandable(id),
			Links: Links{Self: base + "/rest/api/content/98306/version/2"},
		},
		Ancestors: []Content{},
		Body: &ContentBody{
			Storage: &Representation{
				Value: "<p>a &amp; b</p>", Representation: "storage", EmbeddedContent: []EmbeddedContent{},
				Expandable: RepresentationExpandable(id).Without("webresource", "embeddedContent", "mediaToken"),
			},
			Expandable: BodyExpandable().Without("storage"),
		},
		Extensions: &Extensions{Position: wire.Value(int64(0))},
		Expandable: ContentExpandable(id, SpacePath("DEV"), SpacePath("DEV")).
			Without("space", "version", "ancestors", "body", "extensions"),
		Links: Links{
			EditUI: "/pages/resumedraft.action?draftId=98306", WebUI: "/spaces/DEV/pages/98306/Runbook",
			Context: "/wiki", Self: base + "/rest/api/content/98306", TinyUI: "/x/AoAB",
			Collection: "/rest/api/content", Base: base,
		},
	}, `{
		"id":"98306",
		"type":"page",
		"status":"current",
		"title":"Runbook & <FAQ>",
		"space":{"id":65537,"key":"DEV","name":"Development","type":"global","status":"current",
			"_expandable":{"settings":"/rest/api/space/DEV/settings","metadata":"","operations":"",
				"lookAndFeel":"/rest/api/settings/lookandfeel?spaceKey=DEV","identifiers":"","permissions":"","icon":"",
				"description":"","theme":"/rest/api/space/DEV/theme","history":"","homepage":"/rest/api/content/98305"},
			"_links":{"webui":"/spaces/DEV","self":"http://127.0.0.1:8090/wiki/rest/api/space/DEV"}},
		"version":{
			"by":{"type":"known","accountId":"a-1","email":"","displayName":"Ann","isExternalCollaborator":false},
			"when":"2026-08-07T12:34:56.789Z","message":"","number":2,"minorEdit":false,"contentTypeModified":false,
			"_expandable":{"collaborators":"","content":"/rest/api/content/98306"},
			"_links":{"self":"http://127.0.0.1:8090/wiki/rest/api/content/98306/version/2"}},
		"ancestors":[],
		"macroRenderedOutput":{},
		"body":{
			"storage":{"value":"<p>a &amp; b</p>","representation":"storage","embeddedContent":[],
				"_expandable":{"content":"/rest/api/content/98306"}},
			"_expandable":{"editor":"","atlas_doc_format":"","view":"","export_view":"","styled_view":"","dynamic":"",
				"editor2":"","anonymous_export_view":""}},
		"extensions":{"position":0},
		"_expandable":{"container":"/rest/api/space/DEV","metadata":"",
			"restrictions":"/rest/api/content/98306/restriction/byOperation","history":"/rest/api/content/98306/history",
			"descendants":"/rest/api/content/98306/descendant","childTypes":"","schedulePublishInfo":"","operations":"",
			"schedulePublishDate":"","children":"/rest/api/content/98306/child"},
		"_links":{"editui":"/pages/resumedraft.action?draftId=98306","webui":"/spaces/DEV/pages/98306/Runbook",
			"context":"/wiki","self":"http://127.0.0.1:8090/wiki/rest/api/content/98306","tinyui":"/x/AoAB",
			"collection":"/rest/api/content","base":"http://127.0.0.1:8090/wiki"}
	}`)
}

// client-expectations.md 8: what each attachment must have, an empty comment too.
func TestAttachmentInAList(t *testing.T) {
	t.Parallel()
	id := wire.NewAttachmentID(7)
	golden.Check(t, List[Content]{
		Results: []Content{{
			ID: id, Type: "attachment", Status: "current", Title: "plan.png",
			Version:   &Version{When: noon, Message: "sha256=00", Number: 1},
			Container: &Container{Content: &Content{ID: "98306", Type: "page", Status: "current", Title: "Runbook"}},
			Metadata:  &Metadata{MediaType: "image/png", Comment: wire.Value(""), Expandable: MetadataExpandable()},
			Extensions: &Extensions{
				MediaType: "image/png", FileSize: wire.Value(int64(0)), Comment: wire.Value(""),
				MediaTypeDescription: "PNG Image", FileID: "f-1", CollectionName: "contentId-98306",
			},
			Expandable: ContentExpandable(id, ContentPath("98306"), SpacePath("DEV")).
				Without("container", "metadata", "extensions", "version"),
			Links: Links{Download: "/download/attachments/98306/plan.png", WebUI: "/pages/viewpage.action?pageId=98306", Self: base + "/rest/api/content/att7"},
		}},
		Limit: 50, Size: 1,
		Links: ListLinks{Base: base, Context: "/wiki", Self: base + "/rest/api/content/98306/child/attachment"},
	}, `{
		"results":[{
			"id":"att7","type":"attachment","status":"current","title":"plan.png",
			"version":{"when":"2026-08-07T12:34:56.789Z","message":"sha256=00","number":1,"minorEdit":false,"contentTypeModified":false},
			"container":{"id":"98306","type":"page","status":"current","title":"Runbook","macroRenderedOutput":{}},
			"macroRenderedOutput":{},
			"metadata":{"mediaType":"image/png","comment":"",
				"_expandable":{"currentuser":"","comments":"","simple":"","properties":"","frontend":"","likes":"","labels":""}},
			"extensions":{"mediaType":"image/png","fileSize":0,"comment":"","mediaTypeDescription":"PNG Image","fileId":"f-1",
				"collectionName":"contentId-98306"},
			"_expandable":{"restrictions":"/rest/api/content/att7/restriction/byOperation","history":"/rest/api/content/att7/history",
				"body":"","descendants":"/rest/api/content/att7/descendant","space":"/rest/api/space/DEV","childTypes":"",
				"schedulePublishInfo":"","operations":"","schedulePublishDate":"","children":"/rest/api/content/att7/child","ancestors":""},
			"_links":{"download":"/download/attachments/98306/plan.png","webui":"/pages/viewpage.action?pageId=98306",
				"self":"http://127.0.0.1:8090/wiki/rest/api/content/att7"}}],
		"start":0,"limit":50,"size":1,
		"_links":{"base":"http://127.0.0.1:8090/wiki","context":"/wiki",
			"self":"http://127.0.0.1:8090/wiki/rest/api/content/98306/child/attachment"}
	}`)
}

func TestChildrenByType(t *testing.T) {
	t.Parallel()
	id := wire.NewID(98306)
	golden.Check(t, ContentChildren{
		Page:       &List[Content]{Limit: 25},
		Expandable: ChildrenExpandable(id).Without("page"),
		Links:      Links{Context: "/wiki", Self: base + "/rest/api/content/98306/child", Base: base},
	}, `{
		"page":{"results":[],"start":0,"limit":25,"size":0},
		"_expandable":{"database":"/rest/api/content/98306/child/database","folder":"/rest/api/content/98306/child/folder",
			"attachment":"/rest/api/content/98306/child/attachment","comment":"/rest/api/content/98306/child/comment",
			"embed":"/rest/api/content/98306/child/embed","whiteboard":"/rest/api/content/98306/child/whiteboard"},
		"_links":{"context":"/wiki","self":"http://127.0.0.1:8090/wiki/rest/api/content/98306/child","base":"http://127.0.0.1:8090/wiki"}
	}`)
	golden.Check(t, ContentChildTypes{
		Attachment: &HasChildren{Value: true}, Page: &HasChildren{},
		Expandable: ChildTypesExpandable().Without("attachment", "page"),
	}, `{"attachment":{"value":true,"_links":{}},"page":{"value":false,"_links":{}},"_expandable":{"all":"","comment":""}}`)
}
