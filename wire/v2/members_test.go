package v2

import (
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/weirhq/weir/wire/internal/schema"
)

// mirrors says which struct has the members of which schema of the description. A schema written
// in place there is named by its owner and member.
var mirrors = schema.Mirrors{
	{"AdminKeyResponse", AdminKey{}},
	{"DataPolicyMetadata", DataPolicyMetadata{}},
	{"DataPolicySpace", DataPolicySpace{}},
	{"LiveEditContentClassificationLevelResetRequest", LevelReset{}},
	{"LiveEditContentClassificationLevelUpdateRequest", LevelUpdate{}},
	{"BlogPostVersion", BlogPostVersion{}},
	{"CommentVersion", CommentVersion{}},
	{"Task", Task{}},
	{"TaskBodySingle", Body{}},
	{"TaskUpdateRequest", TaskUpdate{}},
	{"AbstractPageLinks", PageLinks{}},
	{"Ancestor", Ancestor{}},
	{"AttachmentBulk", AttachmentBulk{}},
	{"AttachmentLinks", AttachmentLinks{}},
	{"AttachmentSingle", Attachment{}},
	{"AttachmentVersion", AttachmentVersion{}},
	{"BlogPostBodyWrite", BodyWrite{}},
	{"BlogPostBulk", BlogPostBulk{}},
	{"BlogPostCreateRequest", BlogPostCreate{}},
	{"BlogPostNestedBodyWrite", BodyWrite{}},
	{"BlogPostSingle", BlogPost{}},
	{"BlogPostUpdateRequest", BlogPostUpdate{}},
	{"BodyBulk", Body{}},
	{"BodySingle", Body{}},
	{"BodyType", BodyText{}},
	{"ChildPage", ChildPage{}},
	{"ChildrenResponse", Child{}},
	{"ClassificationLevel", ClassificationLevel{}},
	{"CommentBodyWrite", BodyWrite{}},
	{"CommentLinks", CommentLinks{}},
	{"CommentNestedBodyWrite", BodyWrite{}},
	{"ContentClassificationLevelDeleteRequest", LevelReset{}},
	{"ContentClassificationLevelUpdateRequest", LevelUpdate{}},
	{"ContentIdToContentTypeRequest", ContentIDs{}},
	{"ContentIdToContentTypeResponse", ContentTypes{}},
	{"ContentProperty", ContentProperty{}},
	{"ContentPropertyCreateRequest", PropertyCreate{}},
	{"ContentPropertyUpdateRequest", PropertyUpdate{}},
	{"ContentPropertyUpdateRequest.version", VersionWrite{}},
	{"CreateFooterCommentModel", FooterCommentCreate{}},
	{"CreateInlineCommentModel", InlineCommentCreate{}},
	{"CreateInlineCommentModel.inlineCommentProperties", InlineSelection{}},
	{"DatabaseCreateRequest", TreeCreate{}},
	{"DatabaseLinks", TreeLinks{}},
	{"DatabaseSingle", TreeContent{}},
	{"DeleteSpaceRoleResponse", SpaceRoleDeleted{}},
	{"DescendantsResponse", Descendant{}},
	{"DetailedVersion", DetailedVersion{}},
	{"FolderCreateRequest", TreeCreate{}},
	{"FolderLinks", TreeLinks{}},
	{"FolderSingle", TreeContent{}},
	{"FooterCommentModel", FooterComment{}},
	{"Icon", Icon{}},
	{"InlineCommentModel", InlineComment{}},
	{"InlineCommentModel.properties", InlineCommentProperties{}},
	{"Label", Label{}},
	{"Like", Like{}},
	{"MultiEntityLinks", ListLinks{}},
	{"Operation", Operation{}},
	{"OptionalFieldLinks", IncludedLinks{}},
	{"OptionalFieldMeta", IncludedMeta{}},
	{"PageBodyWrite", BodyWrite{}},
	{"PageBulk", PageBulk{}},
	{"PageCreateRequest", PageCreate{}},
	{"PageNestedBodyWrite", BodyWrite{}},
	{"PageSingle", Page{}},
	{"PageSingle.labels", Included[Label]{}},
	{"PageTitleUpdateRequest", PageTitle{}},
	{"PageUpdateRequest", PageUpdate{}},
	{"PageUpdateRequest.version", VersionWrite{}},
	{"PageVersion", PageVersion{}},
	{"PermittedOperationsResponse", Operations{}},
	{"Principal", Principal{}},
	{"SmartLinkCreateRequest", TreeCreate{}},
	{"SmartLinkLinks", TreeLinks{}},
	{"SmartLinkSingle", TreeContent{}},
	{"SpaceBulk", SpaceBulk{}},
	{"SpaceDefaultClassificationLevelUpdateRequest", LevelUpdate{}},
	{"SpaceDescription", SpaceDescription{}},
	{"SpaceIcon", SpaceIcon{}},
	{"SpaceLinks", SpaceLinks{}},
	{"SpacePermission", AvailablePermission{}},
	{"SpacePermissionAssignment", SpacePermission{}},
	{"SpacePermissionAssignment.operation", PermissionOperation{}},
	{"SpacePermissionAssignment.principal", PermissionPrincipal{}},
	{"SpaceProperty", SpaceProperty{}},
	{"SpaceProperty.version", SpacePropertyVersion{}},
	{"SpacePropertyCreateRequest", PropertyCreate{}},
	{"SpacePropertyUpdateRequest", PropertyUpdate{}},
	{"SpaceRole", SpaceRole{}},
	{"SpaceRoleAssignment", RoleAssignment{}},
	{"SpaceSingle", Space{}},
	{"UpdateFooterCommentModel", FooterCommentUpdate{}},
	{"UpdateInlineCommentModel", InlineCommentUpdate{}},
	{"UpdateSpaceRoleResponse", SpaceRoleUpdated{}},
	{"User", User{}},
	{"Version", Version{}},
	{"VersionedEntity", VersionedEntity{}},
	{"WhiteboardCreateRequest", TreeCreate{}},
	{"WhiteboardLinks", TreeLinks{}},
	{"WhiteboardSingle", TreeContent{}},
}

// inputs are the schemas that are only read: they leave out what was not given.
var inputs = []string{
	"LiveEditContentClassificationLevelResetRequest",
	"LiveEditContentClassificationLevelUpdateRequest",
	"TaskUpdateRequest",
	"ContentClassificationLevelDeleteRequest",
	"ContentClassificationLevelUpdateRequest",
	"ContentIdToContentTypeRequest",
	"ContentPropertyCreateRequest",
	"ContentPropertyUpdateRequest",
	"ContentPropertyUpdateRequest.version",
	"DatabaseCreateRequest",
	"FolderCreateRequest",
	"PageBodyWrite",
	"PageCreateRequest",
	"PageNestedBodyWrite",
	"PageTitleUpdateRequest",
	"PageUpdateRequest",
	"PageUpdateRequest.version",
	"SmartLinkCreateRequest",
	"SpaceDefaultClassificationLevelUpdateRequest",
	"SpacePropertyCreateRequest",
	"SpacePropertyUpdateRequest",
	"WhiteboardCreateRequest",
	"CommentBodyWrite",
	"CommentNestedBodyWrite",
	"CreateFooterCommentModel",
	"CreateInlineCommentModel",
	"CreateInlineCommentModel.inlineCommentProperties",
	"UpdateFooterCommentModel",
	"UpdateInlineCommentModel",
	"BlogPostBodyWrite",
	"BlogPostCreateRequest",
	"BlogPostNestedBodyWrite",
	"BlogPostUpdateRequest",
}

const (
	anyJSON = "any JSON, null too"
	oneOf   = "the description allows either form; one struct reads both"
	format  = "body-format of a single page can ask for it"
	family  = "one struct for all that lies in the tree beside pages; the others leave it out"
	include = "an include-… parameter of the operation answers with it"
	single  = "stands only on a single object; the operation adds it in the description"
)

func TestEachStructHasTheMembersOfItsSchema(t *testing.T) {
	t.Parallel()
	schema.CompareMembers(t, schema.Read(t, "testdata/members.tsv"), mirrors, schema.Differences{
		"AbstractPageLinks.base":                              single,
		"SpaceLinks.base":                                     single,
		"DatabaseLinks.base":                                  single,
		"DatabaseLinks.editui":                                family,
		"DatabaseCreateRequest.locale":                        family,
		"DatabaseCreateRequest.templateKey":                   family,
		"DatabaseSingle.embedUrl":                             family,
		"DatabaseCreateRequest.embedUrl":                      family,
		"DatabaseSingle.directChildren":                       include,
		"DatabaseSingle.operations":                           include,
		"DatabaseSingle.properties":                           include,
		"FolderLinks.base":                                    single,
		"FolderLinks.editui":                                  family,
		"FolderCreateRequest.locale":                          family,
		"FolderCreateRequest.templateKey":                     family,
		"FolderSingle.embedUrl":                               family,
		"FolderCreateRequest.embedUrl":                        family,
		"FolderSingle.directChildren":                         include,
		"FolderSingle.operations":                             include,
		"FolderSingle.properties":                             include,
		"SmartLinkLinks.base":                                 single,
		"SmartLinkLinks.editui":                               family,
		"SmartLinkCreateRequest.locale":                       family,
		"SmartLinkCreateRequest.templateKey":                  family,
		"SmartLinkSingle.directChildren":                      include,
		"SmartLinkSingle.operations":                          include,
		"SmartLinkSingle.properties":                          include,
		"WhiteboardLinks.base":                                single,
		"WhiteboardSingle.embedUrl":                           family,
		"WhiteboardCreateRequest.embedUrl":                    family,
		"WhiteboardSingle.directChildren":                     include,
		"WhiteboardSingle.operations":                         include,
		"WhiteboardSingle.properties":                         include,
		"BodyBulk.view":                                       single,
		"BodyBulk.anonymous_export_view":                      format,
		"TaskBodySingle.view":                                 "one struct serves all bodies; a task is shown in two representations",
		"TaskBodySingle.export_view":                          "one struct serves all bodies; a task is shown in two representations",
		"TaskBodySingle.anonymous_export_view":                "one struct serves all bodies; a task is shown in two representations",
		"TaskBodySingle.styled_view":                          "one struct serves all bodies; a task is shown in two representations",
		"TaskBodySingle.editor":                               "one struct serves all bodies; a task is shown in two representations",
		"BodyBulk.editor":                                     format,
		"BodyBulk.export_view":                                format,
		"BodyBulk.styled_view":                                format,
		"BodySingle.anonymous_export_view":                    format,
		"BodySingle.editor":                                   format,
		"BodySingle.export_view":                              format,
		"BodySingle.styled_view":                              format,
		"PageBodyWrite.atlas_doc_format":                      oneOf,
		"PageBodyWrite.storage":                               oneOf,
		"PageBodyWrite.wiki":                                  oneOf,
		"PageNestedBodyWrite.representation":                  oneOf,
		"PageNestedBodyWrite.value":                           oneOf,
		"PageSingle.directChildren":                           "include-direct-children of the operation answers with it",
		"SpaceDefaultClassificationLevelUpdateRequest.status": "one struct for content and spaces; a space has no draft",
		"SpaceSingle.currentActiveAlias":                      "the live service writes it on a single space too",

		"CommentBodyWrite.atlas_doc_format":     oneOf,
		"CommentBodyWrite.storage":              oneOf,
		"CommentBodyWrite.wiki":                 oneOf,
		"CommentLinks.base":                     single,
		"CommentNestedBodyWrite.representation": oneOf,
		"CommentNestedBodyWrite.value":          oneOf,

		"AttachmentLinks.base":                   single,
		"BlogPostBodyWrite.atlas_doc_format":     oneOf,
		"BlogPostBodyWrite.storage":              oneOf,
		"BlogPostBodyWrite.wiki":                 oneOf,
		"BlogPostNestedBodyWrite.representation": oneOf,
		"BlogPostNestedBodyWrite.value":          oneOf,
	})
}

// Design, "v2 members": a nullable member is never left out, and nothing else is null.
func TestZeroValuesWriteNullExactlyWhereTheDescriptionAllowsIt(t *testing.T) {
	t.Parallel()
	law := func(m schema.Member, written jsontext.Value) string {
		switch isNull := written.Kind() == 'n'; {
		case m.Nullable && !isNull:
			return "is not null"
		case isNull && !m.Nullable:
			return "is null"
		}
		return ""
	}
	described := schema.Read(t, "testdata/members.tsv")
	schema.ComparePresence(t, described, mirrors, inputs, law, schema.Differences{
		"ContentProperty.value": anyJSON,
		"SpaceProperty.value":   anyJSON,
	})
}
