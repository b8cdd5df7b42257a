package proxy

import "strings"

// kind is what an id says.
type kind string

const (
	spaceID   kind = "space id"
	spaceKey  kind = "space key"
	contentID kind = "content"
	commentID kind = "comment"
	taskID    kind = "task"
)

// containers are the path segments whose parameter is in one space, by version and segment, and what the parameter is. A
// path without one is in no space that could be told.
var containers = map[string]kind{
	"v1 space": spaceKey, "v1 content": contentID,
	"v2 spaces": spaceID, "v2 pages": contentID, "v2 blogposts": contentID, "v2 custom-content": contentID,
	"v2 whiteboards": contentID, "v2 databases": contentID, "v2 folders": contentID, "v2 embeds": contentID,
	"v2 attachments": contentID, "v2 footer-comments": commentID, "v2 inline-comments": commentID, "v2 comments": commentID,
	"v2 tasks": taskID,
}

// alsoContent are further parameters of a path that name content, which must be in the space, too.
var alsoContent = map[string]bool{"attachmentId": true, "targetId": true}

// inner are further parameters of a path that name a part of the container, or nothing that is in a space.
var inner = map[string]bool{
	"key": true, "label": true, "macroId": true, "operationKey": true, "property-id": true, "position": true, "to": true,
	"type": true, "version": true, "versionNumber": true, "version-number": true, "groupId": true, "groupName": true,
}

// filter is a query parameter that narrows a list to spaces.
type filter struct {
	param  string
	kind   kind
	member string // of each result, to be seen in the answer; empty where the answer does not have it
	as     kind   // what the member is
}

// lists are the operations over all spaces that can be narrowed to some. A cursor may hold another question than the
// query, so answers are looked into where they say whose they are.
var lists = map[string][]filter{
	"v2:getPages":               {{"space-id", spaceID, "spaceId", spaceID}},
	"v2:getBlogPosts":           {{"space-id", spaceID, "spaceId", spaceID}},
	"v2:getCustomContentByType": {{"space-id", spaceID, "spaceId", spaceID}},
	"v2:getTasks":               {{"space-id", spaceID, "spaceId", spaceID}},
	"v2:getSpaces":              {{"ids", spaceID, "id", spaceID}, {"keys", spaceKey, "id", spaceID}},
	"v1:getContent":             {{"spaceKey", spaceKey, "", ""}},
	"v1:getSpaces":              {{"spaceId", spaceID, "key", spaceKey}, {"spaceKey", spaceKey, "key", spaceKey}},
}

// member is an id in a body, by the names that lead to it; a list on the way stands for each of its items.
type member struct {
	names string // "space/key"
	kind  kind
}

// creates are the operations whose body alone says where something will be: at least one of its members must.
var creates = map[string]bool{
	"v1:createContent": true, "v2:createPage": true, "v2:createBlogPost": true, "v2:createCustomContent": true,
	"v2:createWhiteboard": true, "v2:createDatabase": true, "v2:createSmartLink": true, "v2:createFolder": true,
	"v2:createFooterComment": true, "v2:createInlineComment": true,
}

var (
	hanging = []member{
		{"pageId", contentID}, {"blogPostId", contentID}, {"attachmentId", contentID}, {"customContentId", contentID},
		{"parentCommentId", commentID},
	}
	inTree   = []member{{"spaceId", spaceID}, {"parentId", contentID}}
	inTreeV1 = []member{{"space/key", spaceKey}, {"space/id", spaceID}, {"ancestors/id", contentID}, {"container/id", contentID}}
	attached = []member{
		{"spaceId", spaceID}, {"pageId", contentID}, {"blogPostId", contentID}, {"customContentId", contentID},
	}
)

// bodies are the ids that a body may hold, by operation. An operation with a body that is neither here nor in innocent is
// refused.
var bodies = map[string][]member{
	"v1:createContent": inTreeV1, "v1:updateContent": inTreeV1, "v1:updateAttachmentProperties": {{"container/id", contentID}, {"space/key", spaceKey}},
	"v2:createPage": inTree, "v2:updatePage": inTree, "v2:createBlogPost": inTree, "v2:updateBlogPost": inTree,
	"v2:createWhiteboard": inTree, "v2:createDatabase": inTree, "v2:createSmartLink": inTree, "v2:createFolder": inTree,
	"v2:createCustomContent": attached, "v2:updateCustomContent": attached,
	"v2:createFooterComment": hanging, "v2:createInlineComment": hanging,
}

// innocent are the operations whose body names nothing that is in a space.
var innocent = map[string]bool{
	"v1:createAttachment": true, "v1:createOrUpdateAttachments": true, "v1:updateAttachmentData": true,
	"v1:addLabelsToContent": true, "v1:addLabelsToSpace": true, "v1:addRestrictions": true, "v1:updateRestrictions": true,
	"v1:putContentByIdState": true, "v1:restoreContentVersion": true, "v1:checkContentPermission": true,
	"v2:updatePageTitle": true, "v2:updateFooterComment": true, "v2:updateInlineComment": true, "v2:updateTask": true,
}

// hasInnocentBody reports whether a body need not be read. Properties are values that nobody follows.
func hasInnocentBody(key string) bool {
	return innocent[key] || strings.HasSuffix(key, "Property") || strings.HasSuffix(key, "PropertyById") || strings.HasSuffix(key, "PropertyForKey")
}
