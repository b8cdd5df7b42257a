package contract

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/weirhq/weir/wire"
	wirev1 "github.com/weirhq/weir/wire/v1"
	wirev2 "github.com/weirhq/weir/wire/v2"
)

// shapes are the structs that successes are made of, by operation. A golden is read into its struct strictly and
// written again: what comes out must be the same bytes, so that a client that knows the struct knows the answer.
var shapes = []struct {
	op   string
	made func() any // nil: the answer has no body
}{
	{"v1:addCustomContentPermissions", nil},
	{"v2:createCustomContent", of[wirev2.CustomContent]},
	{"v2:createCustomContentProperty", of[wirev2.ContentProperty]},
	{"v2:deleteCustomContent", nil},
	{"v2:deleteCustomContentPropertyById", nil},
	{"v2:getChildCustomContent", of[wirev2.List[wirev2.ChildCustomContent]]},
	{"v2:getCustomContentAttachments", of[wirev2.List[wirev2.AttachmentBulk]]},
	{"v2:getCustomContentById", of[wirev2.CustomContent]},
	{"v2:getCustomContentByType", of[wirev2.List[wirev2.CustomContentBulk]]},
	{"v2:getCustomContentByTypeInBlogPost", of[wirev2.List[wirev2.CustomContentBulk]]},
	{"v2:getCustomContentByTypeInPage", of[wirev2.List[wirev2.CustomContentBulk]]},
	{"v2:getCustomContentByTypeInSpace", of[wirev2.List[wirev2.CustomContentBulk]]},
	{"v2:getCustomContentComments", of[wirev2.List[wirev2.FooterComment]]},
	{"v2:getCustomContentContentProperties", of[wirev2.List[wirev2.ContentProperty]]},
	{"v2:getCustomContentContentPropertiesById", of[wirev2.ContentProperty]},
	{"v2:getCustomContentLabels", of[wirev2.List[wirev2.Label]]},
	{"v2:getCustomContentOperations", of[wirev2.Operations]},
	{"v2:getCustomContentVersionDetails", of[wirev2.DetailedVersion]},
	{"v2:getCustomContentVersions", of[wirev2.List[wirev2.CustomContentVersion]]},
	{"v2:updateCustomContent", of[wirev2.CustomContent]},
	{"v2:updateCustomContentPropertyById", of[wirev2.ContentProperty]},
	{"v1:addGroupToContentRestriction", nil},
	{"v1:addGroupToContentRestrictionByGroupId", nil},
	{"v1:addLabelsToContent", of[wirev1.List[wirev1.Label]]},
	{"v1:addRestrictions", of[wirev1.RestrictionList]},
	{"v1:addUserToContentRestriction", nil},
	{"v1:addLabelsToSpace", of[wirev1.List[wirev1.Label]]},
	{"v1:addUserToGroup", nil},
	{"v1:addUserToGroupByGroupId", nil},
	{"v1:checkContentPermission", of[wirev1.PermissionCheckResult]},
	{"v1:addPermissionToSpace", of[wirev1.SpacePermissionV2]},
	{"v1:archivePages", of[wirev1.LongTask]},
	{"v1:convertContentBody", of[wirev1.Representation]},
	{"v1:createAuditRecord", of[wirev1.AuditRecord]},
	{"v1:deleteRestrictions", of[wirev1.RestrictionList]},
	{"v1:deleteLabelFromSpace", nil},
	{"v1:exportAuditRecords", nil},
	{"v1:getAuditRecords", of[wirev1.List[wirev1.AuditRecord]]},
	{"v1:getAuditRecordsForTimePeriod", of[wirev1.List[wirev1.AuditRecord]]},
	{"v1:getContentRestrictionStatusForGroup", nil},
	{"v1:getContentRestrictionStatusForUser", nil},
	{"v1:getContentStates", of[[]wirev1.ContentState]},
	{"v1:getContentByIdState", of[wirev1.ContentStateMark]},
	{"v1:getGlobalTheme", of[wirev1.Theme]},
	{"v1:getIndividualGroupRestrictionStatusByGroupId", nil},
	{"v1:getLabelsForSpace", of[wirev1.List[wirev1.Label]]},
	{"v1:getLookAndFeelSettings", of[wirev1.LookAndFeelSettings]},
	{"v1:getModules", of[wirev1.Modules]},
	{"v1:getRestrictions", of[wirev1.RestrictionList]},
	{"v1:getRestrictionsByOperation", of[wirev1.RestrictionsByOperation]},
	{"v1:getRestrictionsForOperation", of[wirev1.Restriction]},
	{"v1:getRetentionPeriod", of[wirev1.RetentionPeriod]},
	{"v1:getSystemInfo", of[wirev1.SystemInfo]},
	{"v1:getTheme", of[wirev1.Theme]},
	{"v1:getThemes", of[wirev1.List[wirev1.Theme]]},
	{"v1:getViewers", of[wirev1.ViewCount]},
	{"v1:getViews", of[wirev1.ViewCount]},
	{"v1:putContentByIdState", of[wirev1.ContentStateMark]},
	{"v1:deleteContentByIdState", of[wirev1.ContentStateMark]},
	{"v1:getContentByIdStateAvailable", of[wirev1.AvailableStates]},
	{"v1:getSpaceBySpaceKeyState", of[[]wirev1.ContentState]},
	{"v1:getSpaceBySpaceKeyStateContent", of[wirev1.List[wirev1.Content]]},
	{"v1:getSpaceBySpaceKeyStateSettings", of[wirev1.StateSettings]},
	{"v1:createAttachment", of[wirev1.List[wirev1.Content]]},
	{"v1:copyPage", of[wirev1.Content]},
	{"v1:copyPageHierarchy", of[wirev1.LongTask]},
	{"v1:getTaskById", of[wirev1.InlineTask]},
	{"v1:registerModules", nil},
	{"v1:removeGroupFromContentRestriction", nil},
	{"v1:removeGroupFromContentRestrictionById", nil},
	{"v1:removeModules", nil},
	{"v1:removeUserFromContentRestriction", nil},
	{"v1:searchTasks", of[wirev1.InlineTaskList]},
	{"v1:updateRestrictions", of[wirev1.RestrictionList]},
	{"v1:updateTaskById", of[wirev1.InlineTask]},
	{"v1:addContentWatcher", nil},
	{"v1:createRelationship", of[wirev1.Relation]},
	{"v1:deleteRelationship", nil},
	{"v1:findSourcesForTarget", of[wirev1.List[wirev1.Relation]]},
	{"v1:findTargetFromSource", of[wirev1.List[wirev1.Relation]]},
	{"v1:getRelationship", of[wirev1.Relation]},
	{"v1:addLabelWatcher", nil},
	{"v1:addSpaceWatcher", nil},
	{"v1:getContentWatchStatus", of[wirev1.UserWatch]},
	{"v1:getWatchersForSpace", of[wirev1.List[wirev1.SpaceWatch]]},
	{"v1:getWatchesForPage", of[wirev1.List[wirev1.Watch]]},
	{"v1:getWatchesForSpace", of[wirev1.List[wirev1.SpaceWatch]]},
	{"v1:isWatchingLabel", of[wirev1.UserWatch]},
	{"v1:isWatchingSpace", of[wirev1.UserWatch]},
	{"v1:removeContentWatcher", nil},
	{"v1:removeLabelWatcher", nil},
	{"v1:removeSpaceWatch", nil},
	{"v2:createBlogpostProperty", of[wirev2.ContentProperty]},
	{"v2:createCommentProperty", of[wirev2.ContentProperty]},
	{"v2:deleteBlogpostPropertyById", nil},
	{"v2:deleteCommentPropertyById", nil},
	{"v2:deleteForgeAppProperty", nil},
	{"v2:disableAdminKey", nil},
	{"v2:enableAdminKey", of[wirev2.AdminKey]},
	{"v2:getAdminKey", of[wirev2.AdminKey]},
	{"v2:getBlogPostLabels", of[wirev2.List[wirev2.Label]]},
	{"v2:getBlogPostLikeCount", of[wirev2.LikeCount]},
	{"v2:getBlogPostLikeUsers", of[wirev2.List[wirev2.Like]]},
	{"v2:getBlogPostOperations", of[wirev2.Operations]},
	{"v2:getBlogPostVersionDetails", of[wirev2.DetailedVersion]},
	{"v2:getBlogPostVersions", of[wirev2.List[wirev2.BlogPostVersion]]},
	{"v2:getBlogpostContentProperties", of[wirev2.List[wirev2.ContentProperty]]},
	{"v2:getBlogpostContentPropertiesById", of[wirev2.ContentProperty]},
	{"v2:getCommentContentProperties", of[wirev2.List[wirev2.ContentProperty]]},
	{"v2:getCommentContentPropertiesById", of[wirev2.ContentProperty]},
	{"v2:getDataPolicyMetadata", of[wirev2.DataPolicyMetadata]},
	{"v2:getDataPolicySpaces", of[wirev2.List[wirev2.DataPolicySpace]]},
	{"v2:getFooterCommentOperations", of[wirev2.Operations]},
	{"v2:getFooterCommentVersionDetails", of[wirev2.DetailedVersion]},
	{"v2:getFooterCommentVersions", of[wirev2.List[wirev2.CommentVersion]]},
	{"v2:getFooterLikeCount", of[wirev2.LikeCount]},
	{"v2:getFooterLikeUsers", of[wirev2.List[wirev2.Like]]},
	{"v2:getForgeAppProperties", of[wirev2.List[wirev2.AppProperty]]},
	{"v2:getForgeAppProperty", of[wirev2.AppProperty]},
	{"v2:getInlineCommentOperations", of[wirev2.Operations]},
	{"v2:getInlineCommentVersionDetails", of[wirev2.DetailedVersion]},
	{"v2:getInlineCommentVersions", of[wirev2.List[wirev2.CommentVersion]]},
	{"v2:getInlineLikeCount", of[wirev2.LikeCount]},
	{"v2:getInlineLikeUsers", of[wirev2.List[wirev2.Like]]},
	{"v2:getTaskById", of[wirev2.Task]},
	{"v2:getTasks", of[wirev2.List[wirev2.Task]]},
	{"v2:putForgeAppProperty", nil},
	{"v2:updateBlogpostPropertyById", of[wirev2.ContentProperty]},
	{"v2:updateCommentPropertyById", of[wirev2.ContentProperty]},
	{"v2:updateTask", of[wirev2.Task]},
	{"v2:getBlogPostClassificationLevel", of[wirev2.ClassificationLevel]},
	{"v2:putBlogPostClassificationLevel", nil},
	{"v2:postBlogPostClassificationLevel", nil},
	{"v2:getWhiteboardClassificationLevel", of[wirev2.ClassificationLevel]},
	{"v2:putWhiteboardClassificationLevel", nil},
	{"v2:postWhiteboardClassificationLevel", nil},
	{"v2:getDatabaseClassificationLevel", of[wirev2.ClassificationLevel]},
	{"v2:putDatabaseClassificationLevel", nil},
	{"v2:postDatabaseClassificationLevel", nil},
	{"v1:createContent", of[wirev1.Content]},
	{"v1:createContentProperty", of[wirev1.ContentProperty]},
	{"v1:createContentPropertyForKey", of[wirev1.ContentProperty]},
	{"v1:createContentTemplate", of[wirev1.Template]},
	{"v1:updateContentTemplate", of[wirev1.Template]},
	{"v1:getContentTemplate", of[wirev1.Template]},
	{"v1:getContentTemplates", of[wirev1.List[wirev1.Template]]},
	{"v1:getBlueprintTemplates", of[wirev1.List[wirev1.BlueprintTemplate]]},
	{"v1:removeTemplate", nil},
	{"v1:publishLegacyDraft", of[wirev1.Content]},
	{"v1:publishSharedDraft", of[wirev1.Content]},
	{"v1:createGroup", of[wirev1.Group]},
	{"v1:createOrUpdateAttachments", of[wirev1.List[wirev1.Content]]},
	{"v1:createPrivateSpace", of[wirev1.Space]},
	{"v1:createSpace", of[wirev1.Space]},
	{"v1:createSpaceProperty", of[wirev1.SpaceProperty]},
	{"v1:createSpacePropertyForKey", of[wirev1.SpaceProperty]},
	{"v1:deleteContent", nil},
	{"v1:deleteContentByIdPageTree", of[wirev1.LongTask]},
	{"v1:deleteContentProperty", nil},
	{"v1:deleteContentVersion", nil},
	{"v1:deleteSpace", of[wirev1.LongTask]},
	{"v1:deleteSpaceProperty", nil},
	{"v1:deleteUserByUserIdPropertyByKey", nil},
	{"v1:downloadAttatchment", nil}, // a redirect
	{"v1:getAllLabelContent", of[wirev1.LabelDetails]},
	{"v1:getAnonymousUser", of[wirev1.User]},
	{"v1:getAttachments", of[wirev1.List[wirev1.Content]]},
	{"v1:getBulkUserLookup", of[wirev1.List[wirev1.User]]},
	{"v1:getBulkUserMigration", of[wirev1.List[wirev1.MigratedUser]]},
	{"v1:getContent", of[wirev1.List[wirev1.Content]]},
	{"v1:getContentById", of[wirev1.Content]},
	{"v1:getContentByIdHistoryByVersionMacroIdByMacroIdConvertAsyncByTo", of[wirev1.AsyncID]},
	{"v1:getContentByIdHistoryByVersionMacroIdByMacroIdConvertByTo", of[wirev1.Representation]},
	{"v1:getContentByTypeForSpace", of[wirev1.List[wirev1.Content]]},
	{"v1:getContentChildren", of[wirev1.ContentChildren]},
	{"v1:getContentChildrenByType", of[wirev1.List[wirev1.Content]]},
	{"v1:getContentComments", of[wirev1.List[wirev1.Content]]},
	{"v1:getContentDescendants", of[wirev1.ContentChildren]},
	{"v1:getContentForSpace", of[wirev1.SpaceContents]},
	{"v1:getContentProperties", of[wirev1.List[wirev1.ContentProperty]]},
	{"v1:getContentProperty", of[wirev1.ContentProperty]},
	{"v1:getContentVersion", of[wirev1.Version]},
	{"v1:getContentVersions", of[wirev1.List[wirev1.Version]]},
	{"v1:getContentbodyConvertAsyncBulkTasks", of[[]wirev1.AsyncContentBody]},
	{"v1:getContentbodyConvertAsyncById", of[wirev1.AsyncContentBody]},
	{"v1:getCurrentUser", of[wirev1.User]},
	{"v1:getDescendantsOfType", of[wirev1.List[wirev1.Content]]},
	{"v1:getGroupByGroupId", of[wirev1.Group]},
	{"v1:getGroupByName", of[wirev1.Group]},
	{"v1:getGroupByQueryParam", of[wirev1.Group]},
	{"v1:getGroupMembers", of[wirev1.CountedList[wirev1.User]]},
	{"v1:getGroupMembersByGroupId", of[wirev1.CountedList[wirev1.User]]},
	{"v1:getGroupMembershipsForUser", of[wirev1.CountedList[wirev1.Group]]},
	{"v1:getGroups", of[wirev1.CountedList[wirev1.Group]]},
	{"v1:getHistoryForContent", of[wirev1.History]},
	{"v1:getLabelsForContent", of[wirev1.List[wirev1.Label]]},
	{"v1:getMacroBodyByMacroId", of[wirev1.MacroInstance]},
	{"v1:getMembersByQueryParam", of[wirev1.CountedList[wirev1.User]]},
	{"v1:getPrivacyUnsafeUserEmail", of[wirev1.AccountEmail]},
	{"v1:getPrivacyUnsafeUserEmailBulk", of[[]wirev1.AccountEmail]},
	{"v1:getSpace", of[wirev1.Space]},
	{"v1:getSpaceProperties", of[wirev1.List[wirev1.SpaceProperty]]},
	{"v1:getSpaceProperty", of[wirev1.SpaceProperty]},
	{"v1:getSpaceSettings", of[wirev1.SpaceSettings]},
	{"v1:getSpaceTheme", of[wirev1.Theme]},
	{"v1:getSpaces", of[wirev1.List[wirev1.Space]]},
	{"v1:getTask", of[wirev1.LongTaskStatus]},
	{"v1:getTasks", of[wirev1.List[wirev1.LongTaskStatus]]},
	{"v1:getUser", of[wirev1.User]},
	{"v1:getUserByUserIdProperty", of[wirev1.List[wirev1.UserPropertyKey]]},
	{"v1:getUserByUserIdPropertyByKey", of[wirev1.UserProperty]},
	{"v1:movePage", of[wirev1.Moved]},
	{"v1:postContentbodyConvertAsyncBulkTasks", of[[]wirev1.AsyncID]},
	{"v1:postContentbodyConvertAsyncByTo", of[wirev1.AsyncID]},
	{"v1:postUserByUserIdPropertyByKey", nil},
	{"v1:putUserByUserIdPropertyByKey", nil},
	{"v1:removeGroup", nil},
	{"v1:removeGroupById", nil},
	{"v1:removeLabelFromContent", nil},
	{"v1:removeLabelFromContentUsingQueryParameter", nil},
	{"v1:removeMemberFromGroup", nil},
	{"v1:removeMemberFromGroupByGroupId", nil},
	{"v1:resetLookAndFeelSettings", nil},
	{"v1:restoreContentVersion", of[wirev1.Version]},
	{"v1:removePermission", nil},
	{"v1:resetSpaceTheme", nil},
	{"v1:searchByCQL", of[wirev1.SearchPage]},
	{"v1:searchContentByCQL", of[wirev1.List[wirev1.Content]]},
	{"v1:searchGroups", of[wirev1.CountedList[wirev1.Group]]},
	{"v1:searchUser", of[wirev1.SearchPage]},
	{"v1:setLookAndFeelSettings", of[string]},
	{"v1:setRetentionPeriod", of[wirev1.RetentionPeriod]},
	{"v1:updateAttachmentData", of[wirev1.Content]},
	{"v1:updateAttachmentProperties", of[wirev1.Content]},
	{"v1:updateContent", of[wirev1.Content]},
	{"v1:updateContentProperty", of[wirev1.ContentProperty]},
	{"v1:updateLookAndFeel", of[wirev1.LookAndFeelSelection]},
	{"v1:updateLookAndFeelSettings", of[wirev1.LookAndFeel]},
	{"v1:setSpaceTheme", of[wirev1.Theme]},
	{"v1:updateSpace", of[wirev1.Space]},
	{"v1:updateSpaceProperty", of[wirev1.SpaceProperty]},
	{"v2:checkAccessByEmail", of[wirev2.EmailAccess]},
	{"v1:updateSpaceSettings", of[wirev1.SpaceSettings]},
	{"v2:convertContentIdsToContentTypes", of[wirev2.ContentTypes]},
	{"v2:createAttachmentProperty", of[wirev2.ContentProperty]},
	{"v2:createBlogPost", of[wirev2.BlogPost]},
	{"v2:createBulkUserLookup", of[wirev2.List[wirev2.User]]},
	{"v2:createDatabase", of[wirev2.TreeContent]},
	{"v2:createDatabaseProperty", of[wirev2.ContentProperty]},
	{"v2:createFolder", of[wirev2.TreeContent]},
	{"v2:createFooterComment", of[wirev2.FooterComment]},
	{"v2:createInlineComment", of[wirev2.InlineComment]},
	{"v2:createFolderProperty", of[wirev2.ContentProperty]},
	{"v2:createPage", of[wirev2.Page]},
	{"v2:createPageProperty", of[wirev2.ContentProperty]},
	{"v2:createSmartLink", of[wirev2.TreeContent]},
	{"v2:createSmartLinkProperty", of[wirev2.ContentProperty]},
	{"v2:createSpace", of[wirev2.SpaceBulk]},
	{"v2:createSpaceProperty", of[wirev2.SpaceProperty]},
	{"v2:createSpaceRole", of[wirev2.SpaceRole]},
	{"v2:createWhiteboard", of[wirev2.TreeContent]},
	{"v2:createWhiteboardProperty", of[wirev2.ContentProperty]},
	{"v2:deleteAttachment", nil},
	{"v2:deleteAttachmentPropertyById", nil},
	{"v2:deleteBlogPost", nil},
	{"v2:deleteDatabase", nil},
	{"v2:deleteDatabasePropertyById", nil},
	{"v2:deleteFolder", nil},
	{"v2:deleteFooterComment", nil},
	{"v2:deleteInlineComment", nil},
	{"v2:deleteFolderPropertyById", nil},
	{"v2:deletePage", nil},
	{"v2:deletePagePropertyById", nil},
	{"v2:deleteSmartLink", nil},
	{"v2:deleteSmartLinkPropertyById", nil},
	{"v2:deleteSpaceDefaultClassificationLevel", nil},
	{"v2:deleteSpacePropertyById", nil},
	{"v2:deleteSpaceRole", of[wirev2.SpaceRoleDeleted]},
	{"v2:deleteWhiteboard", nil},
	{"v2:getAttachmentById", of[wirev2.Attachment]},
	{"v2:getAttachmentComments", of[wirev2.List[wirev2.FooterComment]]},
	{"v2:getAttachmentContentProperties", of[wirev2.List[wirev2.ContentProperty]]},
	{"v2:getAttachmentContentPropertiesById", of[wirev2.ContentProperty]},
	{"v2:getAttachmentLabels", of[wirev2.List[wirev2.Label]]},
	{"v2:getAttachments", of[wirev2.List[wirev2.AttachmentBulk]]},
	{"v2:getBlogPostById", of[wirev2.BlogPost]},
	{"v2:getAvailableSpacePermissions", of[wirev2.List[wirev2.AvailablePermission]]},
	{"v2:getAvailableSpaceRoles", of[wirev2.List[wirev2.SpaceRole]]},
	{"v2:getBlogPostFooterComments", of[wirev2.List[wirev2.FooterComment]]},
	{"v2:getBlogPostInlineComments", of[wirev2.List[wirev2.InlineComment]]},
	{"v2:deleteWhiteboardPropertyById", nil},
	{"v2:getAttachmentOperations", of[wirev2.Operations]},
	{"v2:getAttachmentVersionDetails", of[wirev2.DetailedVersion]},
	{"v2:getAttachmentVersions", of[wirev2.List[wirev2.AttachmentVersion]]},
	{"v2:getBlogPosts", of[wirev2.List[wirev2.BlogPostBulk]]},
	{"v2:getBlogPostsInSpace", of[wirev2.List[wirev2.BlogPostBulk]]},
	{"v2:getBlogpostAttachments", of[wirev2.List[wirev2.AttachmentBulk]]},
	{"v2:getChildPages", of[wirev2.List[wirev2.ChildPage]]},
	{"v2:getClassificationLevels", of[[]wirev2.ClassificationLevel]},
	{"v2:getDatabaseAncestors", of[wirev2.List[wirev2.Ancestor]]},
	{"v2:getDatabaseById", of[wirev2.TreeContent]},
	{"v2:getDatabaseContentProperties", of[wirev2.List[wirev2.ContentProperty]]},
	{"v2:getDatabaseContentPropertiesById", of[wirev2.ContentProperty]},
	{"v2:getDatabaseDescendants", of[wirev2.List[wirev2.Descendant]]},
	{"v2:getDatabaseDirectChildren", of[wirev2.List[wirev2.Child]]},
	{"v2:getDatabaseOperations", of[wirev2.Operations]},
	{"v2:getFolderAncestors", of[wirev2.List[wirev2.Ancestor]]},
	{"v2:getFolderById", of[wirev2.TreeContent]},
	{"v2:getFolderContentProperties", of[wirev2.List[wirev2.ContentProperty]]},
	{"v2:getFolderContentPropertiesById", of[wirev2.ContentProperty]},
	{"v2:getFolderDescendants", of[wirev2.List[wirev2.Descendant]]},
	{"v2:getFolderDirectChildren", of[wirev2.List[wirev2.Child]]},
	{"v2:getFooterCommentById", of[wirev2.FooterComment]},
	{"v2:getFooterCommentChildren", of[wirev2.List[wirev2.FooterComment]]},
	{"v2:getFooterComments", of[wirev2.List[wirev2.FooterComment]]},
	{"v2:getInlineCommentById", of[wirev2.InlineComment]},
	{"v2:getInlineCommentChildren", of[wirev2.List[wirev2.InlineComment]]},
	{"v2:getInlineComments", of[wirev2.List[wirev2.InlineComment]]},
	{"v2:getFolderOperations", of[wirev2.Operations]},
	{"v2:getAttachmentThumbnailById", nil}, // a redirect
	{"v2:postRedactBlog", of[wirev2.RedactionResult]},
	{"v2:postRedactPage", of[wirev2.RedactionResult]},
	{"v2:getLabelAttachments", of[wirev2.List[wirev2.AttachmentBulk]]},
	{"v2:getLabelBlogPosts", of[wirev2.List[wirev2.BlogPostBulk]]},
	{"v2:getLabelPages", of[wirev2.List[wirev2.PageBulk]]},
	{"v2:getLabels", of[wirev2.List[wirev2.Label]]},
	{"v2:getPageAncestors", of[wirev2.List[wirev2.Ancestor]]},
	{"v2:getPageAttachments", of[wirev2.List[wirev2.AttachmentBulk]]},
	{"v2:getPageById", of[wirev2.Page]},
	{"v2:getPageClassificationLevel", of[wirev2.ClassificationLevel]},
	{"v2:getPageContentProperties", of[wirev2.List[wirev2.ContentProperty]]},
	{"v2:getPageContentPropertiesById", of[wirev2.ContentProperty]},
	{"v2:getPageDescendants", of[wirev2.List[wirev2.Descendant]]},
	{"v2:getPageDirectChildren", of[wirev2.List[wirev2.Child]]},
	{"v2:getPageFooterComments", of[wirev2.List[wirev2.FooterComment]]},
	{"v2:getPageInlineComments", of[wirev2.List[wirev2.InlineComment]]},
	{"v2:getPageLabels", of[wirev2.List[wirev2.Label]]},
	{"v2:getPageLikeCount", of[wirev2.LikeCount]},
	{"v2:getPageLikeUsers", of[wirev2.List[wirev2.Like]]},
	{"v2:getPageOperations", of[wirev2.Operations]},
	{"v2:getPageVersionDetails", of[wirev2.DetailedVersion]},
	{"v2:getPageVersions", of[wirev2.List[wirev2.PageVersion]]},
	{"v2:getPages", of[wirev2.List[wirev2.PageBulk]]},
	{"v2:getPagesInSpace", of[wirev2.List[wirev2.PageBulk]]},
	{"v2:getSmartLinkAncestors", of[wirev2.List[wirev2.Ancestor]]},
	{"v2:getSmartLinkById", of[wirev2.TreeContent]},
	{"v2:getSmartLinkContentProperties", of[wirev2.List[wirev2.ContentProperty]]},
	{"v2:getSmartLinkContentPropertiesById", of[wirev2.ContentProperty]},
	{"v2:getSmartLinkDescendants", of[wirev2.List[wirev2.Descendant]]},
	{"v2:getSmartLinkDirectChildren", of[wirev2.List[wirev2.Child]]},
	{"v2:getSmartLinkOperations", of[wirev2.Operations]},
	{"v2:getSpaceById", of[wirev2.Space]},
	{"v2:getSpaceContentLabels", of[wirev2.List[wirev2.Label]]},
	{"v2:getSpaceDefaultClassificationLevel", of[wirev2.ClassificationLevel]},
	{"v2:getSpaceLabels", of[wirev2.List[wirev2.Label]]},
	{"v2:getSpaceOperations", of[wirev2.Operations]},
	{"v2:getSpacePermissionsAssignments", of[wirev2.List[wirev2.SpacePermission]]},
	{"v2:getSpaceProperties", of[wirev2.List[wirev2.SpaceProperty]]},
	{"v2:getSpacePropertyById", of[wirev2.SpaceProperty]},
	{"v2:getSpaceRoleAssignments", of[wirev2.List[wirev2.RoleAssignment]]},
	{"v2:getSpaceRoleMode", of[wirev2.SpaceRoleMode]},
	{"v2:getSpaceRolesById", of[wirev2.SpaceRoleSingle]},
	{"v2:getSpaces", of[wirev2.List[wirev2.SpaceBulk]]},
	{"v2:getWhiteboardAncestors", of[wirev2.List[wirev2.Ancestor]]},
	{"v2:getWhiteboardById", of[wirev2.TreeContent]},
	{"v2:getWhiteboardContentProperties", of[wirev2.List[wirev2.ContentProperty]]},
	{"v2:getWhiteboardContentPropertiesById", of[wirev2.ContentProperty]},
	{"v2:getWhiteboardDescendants", of[wirev2.List[wirev2.Descendant]]},
	{"v2:getWhiteboardDirectChildren", of[wirev2.List[wirev2.Child]]},
	{"v2:getWhiteboardOperations", of[wirev2.Operations]},
	{"v2:inviteByEmail", nil},
	{"v2:postPageClassificationLevel", nil},
	{"v2:putPageClassificationLevel", nil},
	{"v2:putSpaceDefaultClassificationLevel", nil},
	{"v2:setSpaceRoleAssignments", of[wirev2.List[wirev2.RoleAssignment]]},
	{"v2:updateAttachmentPropertyById", of[wirev2.ContentProperty]},
	{"v2:updateBlogPost", of[wirev2.BlogPost]},
	{"v2:updateFooterComment", of[wirev2.FooterComment]},
	{"v2:updateInlineComment", of[wirev2.InlineComment]},
	{"v2:updateDatabasePropertyById", of[wirev2.ContentProperty]},
	{"v2:updateFolderPropertyById", of[wirev2.ContentProperty]},
	{"v2:updatePage", of[wirev2.Page]},
	{"v2:updatePagePropertyById", of[wirev2.ContentProperty]},
	{"v2:updatePageTitle", of[wirev2.Page]},
	{"v2:updateSmartLinkPropertyById", of[wirev2.ContentProperty]},
	{"v2:updateSpacePropertyById", of[wirev2.SpaceProperty]},
	{"v2:updateSpaceRole", of[wirev2.SpaceRoleUpdated]},
	{"v2:updateWhiteboardPropertyById", of[wirev2.ContentProperty]},
}

// of makes a T, which an answer is read into.
func of[T any]() any { return new(T) }

// shapeOf is the struct of an operation's answer, nil when it has no body.
func shapeOf(op string) (made func() any, known bool) {
	for _, s := range shapes {
		if s.op == op {
			return s.made, true
		}
	}
	return nil, false
}

// TestSuccessesHaveTheShapeOfTheirSchema reads the successes as a strict client would: no member that the struct does not
// have, none in another place, none that the schema demands left out. On version 2 a nullable member is always there
// (client-expectations.md 14).
func TestSuccessesHaveTheShapeOfTheirSchema(t *testing.T) {
	t.Parallel()
	demands := map[string]demands{"v1": readDemands(t, "v1"), "v2": readDemands(t, "v2")}
	for _, tr := range transcripts(t) {
		if tr.name() != "success" {
			continue
		}
		newShape, known := shapeOf(tr.operation())
		if !known {
			t.Errorf("%s: no struct is named for its answer", tr.path)
			continue
		}
		files := tr.archive.Files
		if tr.operation() == "v1:getTasks" || slices.ContainsFunc(files, func(f txtar.File) bool {
			return bytes.Contains(f.Data, []byte("${TASK}")) || bytes.Contains(f.Data, []byte("${ID}"))
		}) {
			files = files[len(files)-1:] // what comes before made what it is about
		}
		for _, f := range files {
			_, body, found := strings.Cut(string(f.Data), "\n\n")
			v := jsontext.Value(body)
			if f.Name != "response" || !found || newShape == nil || v.Compact() != nil {
				continue
			}
			checkShape(t, tr, v, newShape())
			if name, ok := strings.CutPrefix(tr.source, "schema "); ok {
				name, _, _ = strings.Cut(name, ";")
				demands[tr.path[:2]].check(t, tr.path, name, v)
			}
		}
	}
}

func checkShape(t *testing.T, tr transcript, body jsontext.Value, shape any) {
	t.Helper()
	if err := fits(body, shape); err != nil {
		t.Errorf("%s: %v", tr.path, err)
	}
}

// fits reads a body into its struct, refusing members that the struct does not have, and writes it again: what comes out
// must be the same bytes.
func fits(body jsontext.Value, shape any) error {
	if err := json.Unmarshal(body, shape, json.RejectUnknownMembers(true)); err != nil {
		return err
	}
	again, err := wire.Marshal(shape)
	if err != nil {
		return err
	}
	if string(again) != string(body) {
		return fmt.Errorf("another text when it is written again:\n%s", difference(string(body), string(again)))
	}
	return nil
}

// mayBeEmpty are the operations whose answer has a member only where there is something to tell: content without a state has
// none, and a redaction tells of the title or the body or both.
var mayBeEmpty = map[string]bool{"v1:getContentByIdState": true, "v1:putContentByIdState": true, "v1:deleteContentByIdState": true,
	"v2:postRedactPage": true, "v2:postRedactBlog": true}

// TestNothingHasNoShape shows that the structs demand something: the published schemas of version 2 would take an empty
// object for nearly every answer.
func TestNothingHasNoShape(t *testing.T) {
	t.Parallel()
	for _, s := range shapes {
		if s.made != nil && !mayBeEmpty[s.op] && fits(jsontext.Value("{}"), s.made()) == nil {
			t.Errorf("%s: an empty object would pass for its answer", s.op)
		}
	}
}

// demands are the members that may not be left out, by schema.
type demands map[string][]string

// readDemands reads the members of a version's schemas: those that are required, and on v2 those that are nullable.
func readDemands(t *testing.T, version string) demands {
	t.Helper()
	text, err := os.ReadFile("../../wire/" + version + "/testdata/members.tsv")
	if err != nil {
		t.Fatal(err)
	}
	d := demands{}
	for line := range strings.Lines(string(text)) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if d[f[0]] == nil {
			d[f[0]] = []string{}
		}
		if f[3] == "required" || version == "v2" && f[2] == "nullable" {
			d[f[0]] = append(d[f[0]], f[1])
		}
	}
	return d
}

// check holds an object to its schema, or the items of a list to theirs: "XArray", "MultiEntityResult<X>" and the page
// of search results are lists.
func (d demands) check(t *testing.T, path, name string, body jsontext.Value) {
	t.Helper()
	item, isList := strings.CutSuffix(name, "Array")
	if inner, ok := strings.CutPrefix(name, "MultiEntityResult<"); ok {
		item, isList = strings.TrimSuffix(inner, ">"), true
	}
	if name == "SearchPageResponseSearchResult" {
		item, isList = "SearchResult", true
	}
	if d[item] == nil {
		t.Errorf("%s: no schema is called %s", path, item)
	}
	if !isList || d[name] != nil {
		d.checkObject(t, path, name, body)
	}
	if !isList {
		return
	}
	var list struct {
		Results []jsontext.Value `json:"results"`
	}
	var into any = &list
	if body.Kind() == '[' { // an array without an envelope
		into = &list.Results
	}
	if err := json.Unmarshal(body, into); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	for _, v := range list.Results {
		d.checkObject(t, path, item, v)
	}
}

func (d demands) checkObject(t *testing.T, path, name string, body jsontext.Value) {
	t.Helper()
	var members map[string]jsontext.Value
	if err := json.Unmarshal(body, &members); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	for _, member := range d[name] {
		if _, ok := members[member]; !ok {
			t.Errorf("%s: a %s without %s", path, name, member)
		}
	}
	if len(members) == 0 {
		t.Errorf("%s: an empty %s", path, name)
	}
}
