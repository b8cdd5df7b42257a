package v1_test

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
)

// The helpers below write the objects of the bench as they must stand on the wire. They know nothing of the package under
// test: names, order and links are typed from the shapes that were seen (wire/v1).

// site of the bench: its cloudId comes from the fixed seed.
const (
	cloudID = "d9877ece-6d36-4aac-9a6f-419ec627c76b"
	api     = baseURL + "/wiki/rest/api"
	top     = `,"context":"/wiki","self":"%s","base":"https://wiki.test/wiki"}`
)

// user is a person as ann, who administers the site, sees it.
func user(name string) string {
	zone := ""
	if name == "ann" {
		zone = `"timeZone":"UTC",`
	}
	return userAs(name, name+"@example.com", zone)
}

func userAs(name, email, zone string) string {
	id := name + "-0000"
	return `{"type":"known","accountId":"` + id + `","accountType":"atlassian","email":"` + email + `","publicName":"` + name + `",` + zone +
		`"profilePicture":{"path":"/wiki/aa-avatar/` + id + `","width":48,"height":48,"isDefault":false},"displayName":"` + name +
		`","isExternalCollaborator":false,"_expandable":{"operations":"","details":"","personalSpace":""},
		"_links":{"self":"` + api + `/user?accountId=` + id + `"}}`
}

// pick writes members of an object but for those that are gone.
func pick(members []string, gone ...string) string {
	var left []string
	for _, m := range members {
		name, _, _ := strings.Cut(strings.TrimPrefix(m, `"`), `"`)
		if !slices.Contains(gone, name) {
			left = append(left, m)
		}
	}
	return "{" + strings.Join(left, ",") + "}"
}

// dev is the space DEV; members stand where they belong, gone are those that are no longer offered.
func dev(afterName, afterType, afterStatus string, gone ...string) string {
	return `{"id":32769,"key":"DEV","alias":"DEV","name":"Development"` + afterName + `,"type":"global"` + afterType + `,"status":"current"` +
		afterStatus + `,"_expandable":` + pick([]string{
		`"settings":"/rest/api/space/DEV/settings"`, `"metadata":""`, `"operations":""`,
		`"lookAndFeel":"/rest/api/settings/lookandfeel?spaceKey=DEV"`, `"identifiers":""`, `"permissions":""`, `"icon":""`,
		`"description":""`, `"theme":"/rest/api/space/DEV/theme"`, `"history":""`, `"homepage":"/rest/api/content/65537"`,
	}, gone...) + `,"_links":{"webui":"/spaces/DEV","self":"` + api + `/space/DEV"}}`
}

// version is a version of ann's.
func version(id, when string, number int, message string) string {
	return fmt.Sprintf(`{"by":%s,"when":"%s","message":"%s","number":%d,"minorEdit":false,"contentTypeModified":false,
		"_expandable":{"collaborators":"","content":"/rest/api/content/%s"},"_links":{"self":"%s/content/%s/version/%d"}}`,
		user("ann"), when, message, number, id, api, id, number)
}

// history is a history of ann's content; first stands before latest.
func history(id, created, first string, gone ...string) string {
	return `{` + first + `"latest":true,"createdBy":` + user("ann") + `,"createdDate":"` + created + `","_expandable":` + pick([]string{
		`"lastUpdated":""`, `"previousVersion":""`, `"lastOwnedBy":""`, `"contributors":""`, `"nextVersion":""`, `"ownedBy":""`,
	}, gone...) + `,"_links":{"self":"` + api + `/content/` + id + `/history"}}`
}

// content is a page of DEV on the wire, or an attachment of one.
type content struct {
	id, kind, status, title string
	before                  string // members between title and macroRenderedOutput
	after                   string // members between macroRenderedOutput and extensions
	extensions              string
	container               string
	gone                    []string
	links                   string
}

func page(id, title, tiny string, position int) content {
	return content{
		id: id, kind: "page", status: "current", title: title, extensions: fmt.Sprintf(`{"position":%d}`, position), container: "/rest/api/space/DEV",
		links: `{"editui":"/pages/resumedraft.action?draftId=` + id + `","webui":"/spaces/DEV/pages/` + id + `/` + title +
			`","edituiv2":"/spaces/DEV/pages/edit-v2/` + id + `","self":"` + api + `/content/` + id + `","tinyui":"/x/` + tiny + `"}`,
	}
}

// with adds members and takes their names out of what is offered.
func (c content) with(before, after string, gone ...string) content {
	c.before, c.after, c.gone = c.before+before, c.after+after, append(slices.Clone(c.gone), gone...)
	return c
}

// read is what reads show unasked.
func (c content) read(created string) content {
	return c.with(`,"space":`+dev("", "", "")+`,"history":`+history(c.id, created, "")+`,"version":`+version(c.id, created, 1, ""), "",
		"space", "history", "version")
}

// alone is the content as the object an answer consists of.
func (c content) alone() string {
	self := `"self":"` + api + `/content/` + c.id
	c.links = strings.Replace(c.links, self, `"context":"/wiki",`+self, 1)
	c.links = strings.TrimSuffix(c.links, "}") + `,"collection":"/rest/api/content","base":"` + baseURL + `/wiki"}`
	return c.String()
}

func (c content) String() string {
	ari := "ari:cloud:confluence:" + cloudID + ":" + c.kind + "/" + strings.TrimPrefix(c.id, "att")
	self := "/rest/api/content/" + c.id
	return `{"id":"` + c.id + `","type":"` + c.kind + `","ari":"` + ari + `","base64EncodedAri":"` + base64.StdEncoding.EncodeToString([]byte(ari)) +
		`","status":"` + c.status + `","title":"` + c.title + `"` + c.before + `,"macroRenderedOutput":{}` + c.after + `,"extensions":` + c.extensions +
		`,"_expandable":` + pick([]string{
		`"container":"` + c.container + `"`, `"metadata":""`, `"restrictions":"` + self + `/restriction/byOperation"`, `"history":"` + self + `/history"`,
		`"body":""`, `"version":""`, `"descendants":"` + self + `/descendant"`, `"space":"/rest/api/space/DEV"`, `"childTypes":""`,
		`"schedulePublishInfo":""`, `"operations":""`, `"schedulePublishDate":""`, `"children":"` + self + `/child"`, `"ancestors":""`,
	}, c.gone...) + `,"_links":` + c.links + `}`
}

// list is a page of a list that is a whole answer; path and next are below the context.
func list(path string, start, limit int, next string, items ...string) string {
	if next != "" {
		next = `,"next":"/rest/api` + next + `"`
	}
	return fmt.Sprintf(`{"results":[%s],"start":%d,"limit":%d,"size":%d,"_links":{"base":"%s/wiki","context":"/wiki"%s,"self":"%s%s"}}`,
		strings.Join(items, ","), start, limit, len(items), baseURL, next, api, path)
}

// inside is a list inside another object.
func inside(path string, limit int, items ...string) string {
	return fmt.Sprintf(`{"results":[%s],"start":0,"limit":%d,"size":%d,"_links":{"self":"%s%s"}}`,
		strings.Join(items, ","), limit, len(items), api, path)
}

// Words of the refusals these tests meet (auth-behaviour.md §6).
const (
	exceptions = "com.atlassian.confluence.api.service.exceptions."
	allTrue    = `,"data":{"authorized":true,"valid":true,"errors":[],"successful":true},"message":"` + exceptions
	notDone    = `,"data":{"authorized":false,"valid":true,"errors":[],"successful":false},"message":"` + exceptions
)

func noContent(id string) string {
	return `{"statusCode":404` + notDone + `NotFoundException: No content found with id: ContentId{id=` + id + `}"}`
}

func badRequest(text string) string {
	return `{"statusCode":400` + allTrue + `api.BadRequestException: ` + text + `"}`
}

// missing is the refusal of something that is no content.
func missing(text string) string {
	return `{"statusCode":404` + notDone + `NotFoundException: ` + text + `"}`
}
