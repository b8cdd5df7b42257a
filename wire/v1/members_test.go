package v1

import (
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/weirhq/weir/wire/internal/schema"
)

// mirrors says which struct has the members of which schema of the description.
var mirrors = schema.Mirrors{
	{"AccountId", AccountID{}},
	{"AccountIdEmailRecord", AccountEmail{}},
	{"AvailableContentStates", AvailableStates{}},
	{"ContentState", ContentState{}},
	{"ContentStateResponse", ContentStateMark{}},
	{"ContentStateRestInput", ContentStateWrite{}},
	{"ContentStateSettings", StateSettings{}},
	{"AncestorsItem97fa4e", ContentRef{}},
	{"AsyncContentBody", AsyncContentBody{}},
	{"AsyncId", AsyncID{}},
	{"BulkContentBodyConversionInput", BulkConversion{}},
	{"Breadcrumb", Breadcrumb{}},
	{"ButtonLookAndFeel", LookColors{}},
	{"ContainerLookAndFeel", LookContainer{}},
	{"ContainerSummary", ContainerSummary{}},
	{"Content", Content{}},
	{"ContentArray", List[Content]{}},
	{"ContentBody", Representation{}},
	{"ContentBodyCreate", RepresentationWrite{}},
	{"ContentBodyConversionInput", BulkConversionInput{}},
	{"ContentBodyMediaToken", MediaToken{}},
	{"ContentBodye84b79", ContentBody{}},
	{"ContentChildType", ContentChildTypes{}},
	{"ContentChildTypePage", HasChildren{}},
	{"ContentChildren", ContentChildren{}},
	{"ContentCreate", ContentCreate{}},
	{"ContentCreateBody", BodyWrite{}},
	{"ContentCreateContainer", ContainerRef{}},
	{"ContentHistory", History{}},
	{"ContentHistoryContributors", Contributors{}},
	{"ContentLookAndFeel", LookContent{}},
	{"ContentMetadata", Metadata{}},
	{"ContentMetadataCurrentuser", CurrentUserMetadata{}},
	{"ContentMetadataCurrentuserFavourited", Favourited{}},
	{"ContentMetadataCurrentuserLastcontributed", LastContributed{}},
	{"ContentMetadataCurrentuserLastmodified", LastModified{}},
	{"ContentMetadataCurrentuserViewed", Viewed{}},
	{"ContentMetadataLabels", List[Label]{}},
	{"ContentPermissionRequest", PermissionCheck{}},
	{"ContentProperty", ContentProperty{}},
	{"ContentPropertyArray", List[ContentProperty]{}},
	{"ContentPropertyCreate", PropertyCreate{}},
	{"ContentPropertyUpdate", PropertyUpdate{}},
	{"ContentPropertyUpdateVersion", PropertyVersionUpdate{}},
	{"ContentPropertyVersion", PropertyVersion{}},
	{"ContentRestriction", Restriction{}},
	{"ContentRestrictionRestrictions", RestrictionPrincipals{}},
	{"ContentRestrictions", Restrictions{}},
	{"ContentUpdate", ContentUpdate{}},
	{"ContentUpdateBody", BodyWrite{}},
	{"ContentUpdateVersion", VersionWrite{}},
	{"EmbeddedContent", EmbeddedContent{}},
	{"GlobalSpaceIdentifier", SpaceIdentifiers{}},
	{"Group", Group{}},
	{"GroupArray", List[Group]{}},
	{"GroupArrayWithLinks", CountedList[Group]{}},
	{"GroupName", GroupName{}},
	{"HeaderLookAndFeel", LookHeader{}},
	{"HorizontalHeaderLookAndFeel", LookTopHeader{}},
	{"Icon", Icon{}},
	{"Label", Label{}},
	{"LabelArray", List[Label]{}},
	{"LabelCreate", LabelWrite{}},
	{"LongTask", LongTask{}},
	{"LongTaskLinks", LongTaskLinks{}},
	{"LongTaskStatus", LongTaskStatus{}},
	{"LongTaskStatusAdditionalDetails", LongTaskDetails{}},
	{"LongTaskStatusArray", List[LongTaskStatus]{}},
	{"LongTaskStatusName", LongTaskName{}},
	{"LongTaskStatusWithLinks", LongTaskStatus{}},
	{"LabelDetails", LabelDetails{}},
	{"LabeledContent", LabeledContent{}},
	{"LabeledContentPageResponse", LabeledContents{}},
	{"LookAndFeel", LookAndFeel{}},
	{"LookAndFeelHeadings", LookColor{}},
	{"MacroInstance", MacroInstance{}},
	{"MenusLookAndFeel", LookMenus{}},
	{"MenusLookAndFeelHoverOrFocus", LookBackground{}},
	{"Message", Message{}},
	{"MigratedUser", MigratedUser{}},
	{"MigratedUserArray", List[MigratedUser]{}},
	{"NavigationLookAndFeel", LookNavigation{}},
	{"OperationCheckResult", Operation{}},
	{"PutContentByPageIDMoveByPositionByTargetIDV1R200", Moved{}},
	{"PermissionCheckResponse", PermissionCheckResult{}},
	{"PermissionSubjectWithGroupId", PermissionSubject{}},
	{"ResultsItem", UserPropertyKey{}},
	{"ScreenLookAndFeel", LookScreen{}},
	{"ScreenLookAndFeelLayer", LookLayer{}},
	{"SearchFieldLookAndFeel", LookColors{}},
	{"SearchPageResponseSearchResult", SearchPage{}},
	{"SearchResult", SearchResult{}},
	{"Space", Space{}},
	{"SpaceArray", List[Space]{}},
	{"SpaceDescription", DescriptionText{}},
	{"SpaceDescription5c128f", SpaceDescription{}},
	{"SpaceHistory", SpaceHistory{}},
	{"SpaceMetadata", SpaceMetadata{}},
	{"SpacePermission", SpacePermission{}},
	{"SpacePermissionSubjects", PermissionSubjects{}},
	{"SpacePermissionSubjectsUser", List[User]{}},
	{"SpaceProperty", SpaceProperty{}},
	{"SpacePropertyArray", List[SpaceProperty]{}},
	{"SpaceSettings", SpaceSettings{}},
	{"SpaceSettingsEditor", SpaceEditors{}},
	{"Theme", Theme{}},
	{"TopNavigationLookAndFeel", LookTopNavigation{}},
	{"User", User{}},
	{"UserArray", List[User]{}},
	{"UserDetails", UserDetails{}},
	{"UserDetailsBusiness", UserBusiness{}},
	{"UserDetailsPersonal", UserPersonal{}},
	{"UserProperty", UserProperty{}},
	{"UserPropertyKeyArray", List[UserPropertyKey]{}},
	{"UserPropertyUpdate", PropertyCreate{}},
	{"UsersUserKeys", Collaborators{}},
	{"Version", Version{}},
	{"VersionArray", List[Version]{}},
	{"VersionRestore", VersionRestore{}},
	{"VersionRestoreParams", VersionRestoreParams{}},
}

// inputs are the schemas that are only read: they leave out what was not given.
var inputs = []string{
	"AccountId",
	"ContentStateRestInput",
	"AncestorsItem97fa4e", "BulkContentBodyConversionInput", "ContentBodyConversionInput", "ContentBodyCreate", "ContentCreate", "ContentCreateBody", "ContentCreateContainer",
	"ContentUpdate", "ContentUpdateBody", "ContentUpdateVersion", "LabelCreate",
	"ContentPropertyCreate",
	"ContentPropertyUpdate",
	"ContentPropertyUpdateVersion",
	"GroupName",
	"UserPropertyUpdate",
	"VersionRestore",
	"VersionRestoreParams",
	"ContentPermissionRequest",
	"PermissionSubjectWithGroupId",
}

const (
	echo   = "clients send it here too, and it is writable (client-expectations.md, \"Whole-object echo\")"
	seen   = "written by the live service"
	zero   = "0 and false are values here; the live service writes them"
	shown  = "no answer is without it, though the schema asks for nothing"
	nested = "one envelope serves all lists; a list that is an answer has links, one inside an object may not"
	gone   = "withdrawn by the vendor; an account is named by accountId alone"
)

func TestEachStructHasTheMembersOfItsSchema(t *testing.T) {
	t.Parallel()
	schema.CompareMembers(t, schema.Read(t, "testdata/members.tsv"), mirrors, schema.Differences{
		"ContentCreate.metadata":               echo,
		"ContentUpdate.metadata":               echo,
		"ContentUpdate.space":                  echo,
		"ContentUpdateVersion.minorEdit":       echo,
		"ContentUpdateBody.plain":              "one struct serves create and update; a page refuses it by its name",
		"ContentUpdateBody.raw":                "one struct serves create and update; a page refuses it by its name",
		"ContentMetadata._expandable":          seen,
		"ContentMetadata.comment":              "on attachments (client-expectations.md 8)",
		"ContentMetadata.mediaType":            "on attachments (client-expectations.md 8)",
		"ContentMetadata.likes":                "the live service lists it as an expansion; the shape is ours",
		"GroupArray._links":                    nested,
		"SpacePermissionSubjectsUser._links":   nested,
		"UserArray.totalSize":                  "only members of a group count it, in a CountedList",
		"Space.identifiers":                    "an expansion the description lists in SpaceExpandable",
		"User.externalCollaborator":            "older name of isExternalCollaborator",
		"User.userKey":                         gone,
		"User.username":                        gone,
		"ContentProperty.content":              "expand=content asks for it",
		"ContentPropertyUpdate.key":            echo,
		"UserPropertyUpdate.key":               "one struct serves all bodies that make a property",
		"ContentPropertyUpdateVersion.message": echo,
		"LongTaskStatus._links":                "one struct serves the task alone, which has links, and in a list",
	})
}

// Required members are always written, and may be null only where the description says so; the
// others are absent without a value (client-expectations.md, "Omit rather than null").
func TestZeroValuesWriteExactlyTheRequiredMembers(t *testing.T) {
	t.Parallel()
	law := func(m schema.Member, written jsontext.Value) string {
		switch {
		case written == nil && m.Required:
			return "is left out"
		case written != nil && !m.Required:
			return "is written without a value"
		case written.Kind() == 'n' && !m.Nullable:
			return "is null"
		}
		return ""
	}
	described := schema.Read(t, "testdata/members.tsv")
	schema.ComparePresence(t, described, mirrors, inputs, law, schema.Differences{
		"PutContentByPageIDMoveByPositionByTargetIDV1R200.pageId": "it is all there is to say",
		"Content.macroRenderedOutput":                             seen,
		"ContentArray._links":                                     nested,
		"ContentChildren._links":                                  shown,
		"AsyncContentBody.status":                                 shown,
		"MacroInstance.name":                                      shown,
		"ContentArray.limit":                                      zero,
		"ContentArray.start":                                      zero,
		"ContentMetadataCurrentuserFavourited.isFavourite":        zero,
		"ContentMetadataLabels.limit":                             zero,
		"ContentMetadataLabels.start":                             zero,
		"ContentProperty.value":                                   "any JSON, null too",
		"LabelArray.limit":                                        zero,
		"LabelArray.start":                                        zero,
		"LongTaskStatusArray._links":                              nested,
		"LongTaskStatusWithLinks._links":                          "one struct serves the task alone, which has links, and in a list",
		"SearchResult.score":                                      zero,
		"SpaceArray._links":                                       nested,
		"SpacePermissionSubjectsUser.limit":                       zero,
		"SpacePermissionSubjectsUser.start":                       zero,
		"UserArray.limit":                                         zero,
		"UserArray.size":                                          zero,
		"UserArray.start":                                         zero,
		"Version.contentTypeModified":                             zero,
		"Version.message":                                         "\"\" is a value: clients compare it (client-expectations.md 9)",
		"VersionArray._links":                                     nested,
		"ContentPropertyArray._links":                             nested,
		"SpacePropertyArray._links":                               nested,
		"SpaceProperty.value":                                     "any JSON, null too",
		"UserProperty.value":                                      "an object when it is written",
		"UserPropertyKeyArray.limit":                              zero,
		"UserPropertyKeyArray.start":                              zero,
		"UserPropertyKeyArray.size":                               zero,
		"ResultsItem.key":                                         "always there",
		"LabeledContentPageResponse.limit":                        zero,
		"LabeledContentPageResponse.start":                        zero,
		"MigratedUserArray._links":                                nested,
	})
}
