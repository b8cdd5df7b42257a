// Each resource of version 3 of the library, which holds every answer to the whole schema of its operation. A step calls one
// operation. What no scope opens is passed over with a token that has scopes; the steps that need it are too.
// Printed are the ids of the requests that went well, one line "ok ID", and what went wrong.
const { createV1Client, createV2Client } = await import(process.env.MODULE);

const { HOST, EMAIL, TOKEN, SPACE, PAGE, POST, FILE, MACRO_PAGE, MACRO, GROUP, ME, OTHER } = process.env;
const config = { host: HOST, auth: { type: 'basic', email: EMAIL, apiToken: TOKEN } };
const clients = { v1: createV1Client(config), v2: createV2Client(config) };
const storage = (value) => ({ representation: 'storage', value });

const passedOver = /^operation-closed-to-scopes/; // for tokens with scopes, at the gateway
let last = {};
const send = globalThis.fetch;
globalThis.fetch = async (...args) => {
  const answer = await send(...args);
  last = { id: answer.headers.get('atl-request-id'), reason: answer.headers.get('x-weir-reason') ?? '', status: answer.status };
  return answer;
};

// call makes one call and returns its answer, null where there is none; undefined when it failed.
async function call(path, params) {
  const [version, group, name] = path.split('.');
  try {
    const out = await clients[version][group][name](params);
    console.log(`ok ${last.id}`);
    return out ?? null;
  } catch (e) {
    if (!passedOver.test(last.reason)) console.log(`${path}: ${e.name} ${last.status} ${last.reason} ${e.message}`.replaceAll('\n', ' '));
    return undefined;
  }
}

// all makes calls one after the other that do not need one another.
async function all(...calls) {
  for (const [path, params] of calls) await call(path, params);
}

const v2page = (title, parentId, value = '<p>Text.</p>') =>
  call('v2.page.createPage', { body: { spaceId: SPACE, title, parentId, body: storage(value) } });

// family reads and writes the properties of an object: list, create, get, update and delete.
async function family(noun, of, param, listParam = param) {
  const at = (name) => `v2.${noun === 'Space' ? 'spaceProperties' : 'contentProperties'}.${name}`;
  const list = noun === 'Space' ? 'getSpaceProperties' : `get${noun}ContentProperties`;
  const one = noun === 'Space' ? 'getSpacePropertyById' : `get${noun}ContentPropertiesById`;
  const made = await call(at(`create${noun}Property`), { [listParam]: of, key: 'tested', value: { a: [1] } });
  await call(at(list), { [listParam]: of, limit: 5 });
  if (!made) return;
  const id = { [param]: of, propertyId: made.id };
  await all([at(one), id], [at(`update${noun}PropertyById`), { ...id, key: 'tested', value: 2, version: { number: 2, message: 'm' } }],
    [at(`delete${noun}PropertyById`), id]);
}

// Pages, their tree and what hangs on them.
const page = await v2page('Resources', PAGE);
const child = await v2page('Resources: below', page.id);
await all(
  ['v2.page.getPages', { id: [page.id], bodyFormat: 'storage', sort: '-modified-date' }],
  ['v2.page.getPagesInSpace', { id: SPACE, depth: 'all', sort: 'title' }],
  ['v2.page.getPageById', { id: page.id, bodyFormat: 'atlas_doc_format', includeLabels: true, includeProperties: true, includeOperations: true,
    includeLikes: true, includeVersions: true, includeFavoritedByCurrentUserStatus: true, includeDirectChildren: true }],
  ['v2.page.updatePage', { id: page.id, body: { id: page.id, status: 'current', title: 'Resources', body: storage('<p>Marked text.</p>'), version: { number: 2, message: 'm' } } }],
  ['v2.page.updatePageTitle', { id: child.id, body: { status: 'current', title: 'Resources: below it' } }],
  ['v2.children.getChildPages', { id: page.id }],
  ['v2.content.convertContentIdsToContentTypes', { body: { contentIds: [page.id, FILE, '999999999'] } }],
  ['v2.operation.getPageOperations', { id: page.id }],
  ['v2.version.getPageVersions', { id: page.id, bodyFormat: 'storage' }],
  ['v2.version.getPageVersionDetails', { pageId: page.id, versionNumber: 1 }],
  ['v2.like.getPageLikeCount', { id: page.id }],
  ['v2.like.getPageLikeUsers', { id: page.id }],
  ['v1.contentLabels.addLabelsToContent', { id: page.id, body: [{ prefix: 'global', name: 'tested' }, { prefix: 'global', name: 'twice' }] }],
  ['v2.label.getPageLabels', { id: page.id }],
  ['v1.labelInfo.getAllLabelContent', { name: 'tested' }],
);
const labels = await call('v2.label.getLabels', { limit: 250 });
const label = labels?.results.find((l) => l.name === 'tested');
if (label) await all(['v2.page.getLabelPages', { id: label.id }], ['v2.attachment.getLabelAttachments', { id: label.id }], ['v2.blogPost.getLabelBlogPosts', { id: label.id }]);
await all(
  ['v1.contentLabels.removeLabelFromContent', { id: page.id, label: 'twice' }],
  ['v1.contentLabels.removeLabelFromContentUsingQueryParameter', { id: page.id, name: 'tested' }],
  ['v2.label.getSpaceContentLabels', { id: SPACE }],
);

// The other kinds in the tree, each below the one before.
let above = page.id;
for (const [group, noun, param, more] of [
  ['folder', 'Folder', 'folderId', {}], ['whiteboard', 'Whiteboard', 'whiteboardId', { templateKey: 'flow-chart' }],
  ['database', 'Database', 'databaseId', {}], ['smartLink', 'SmartLink', 'embedId', { embedUrl: 'https://example.com/x' }],
]) {
  const made = await call(`v2.${group}.create${noun}`, { body: { spaceId: SPACE, title: `Resources: ${noun}`, parentId: above, ...more } });
  if (!made) continue;
  const id = { id: made.id };
  await all(
    [`v2.${group}.get${noun}ById`, { ...id, includeCollaborators: true, includeDirectChildren: true, includeOperations: true, includeProperties: true }],
    [`v2.operation.get${noun}Operations`, id],
  );
  await family(noun, made.id, param, 'id');
  if (noun === 'Whiteboard' || noun === 'Database') await levels(noun, made.id);
  above = made.id;
}
const leaf = await v2page('Resources: leaf', above);
for (const noun of ['Page', 'Folder', 'Whiteboard', 'Database', 'SmartLink']) {
  const up = await call('v2.ancestors.getPageAncestors', { id: leaf.id });
  const type = { Page: 'page', Folder: 'folder', Whiteboard: 'whiteboard', Database: 'database', SmartLink: 'embed' }[noun];
  const id = up?.results.findLast((a) => a.type === type)?.id;
  if (!id) continue;
  await all([`v2.ancestors.get${noun}Ancestors`, { id, limit: 5 }], [`v2.descendants.get${noun}Descendants`, { id, depth: 10 }],
    [`v2.children.get${noun}DirectChildren`, { id, sort: '-title' }]);
  if (noun !== 'Page') {
    const group = noun[0].toLowerCase() + noun.slice(1);
    const gone = await call(`v2.${group}.create${noun}`, { body: { spaceId: SPACE, title: `Resources: gone ${noun}` } });
    await call(`v2.${group}.delete${noun}`, { id: gone.id });
  }
}

// levels classifies content.
async function levels(noun, id) {
  const known = await call('v2.classificationLevel.getClassificationLevels');
  const at = (name) => `v2.classificationLevel.${name}${noun}ClassificationLevel`;
  if (known?.length) await call(at('put'), { id, body: { id: known[0].id, status: 'current' } });
  await all([at('get'), { id }], [at('post'), { id, body: { status: 'current' } }]);
}
await levels('Page', page.id);
{
  const known = await call('v2.classificationLevel.getClassificationLevels');
  const at = (name) => `v2.classificationLevel.${name}SpaceDefaultClassificationLevel`;
  if (known?.length) await call(at('put'), { id: SPACE, body: { id: known[0].id } });
  await all([at('get'), { id: SPACE }], [at('delete'), { id: SPACE }]);
}

// What version 1 does to the tree.
await all(
  ['v1.contentChildrenAndDescendants.movePage', { pageId: leaf.id, position: 'append', targetId: child.id }],
  ['v1.contentChildrenAndDescendants.getContentDescendants', { id: page.id, expand: ['page', 'attachment', 'comment'] }],
  ['v1.contentChildrenAndDescendants.getDescendantsOfType', { id: page.id, type: 'page', depth: 'all', expand: ['body.storage', 'version', 'ancestors'] }],
  ['v1.contentChildrenAndDescendants.copyPage', { id: page.id, destination: { type: 'parent_page', value: PAGE }, pageTitle: 'Resources: a copy',
    copyAttachments: true, copyLabels: true, copyProperties: true, copyPermissions: true, copyCustomContents: true, expand: ['body.storage'] }],
);
const copying = await call('v1.contentChildrenAndDescendants.copyPageHierarchy', { id: page.id, destinationPageId: PAGE, titleOptions: { prefix: 'Tree of ' } });
if (copying) {
  await all(['v1.longRunningTask.getTasks', { limit: 5 }], ['v1.longRunningTask.getTask', { id: copying.id }]);
}
const old = await v2page('Resources: old', PAGE);
await all(['v1.content.archivePages', { pages: [{ id: Number(old.id) }] }], ['v1.experimental.deletePageTree', { id: child.id }]);

// Attachments.
const upload = { filename: 'made.txt', content: 'hello' };
const uploaded = await call('v1.contentAttachments.createAttachment', { id: page.id, attachments: [upload] });
await call('v1.contentAttachments.createOrUpdateAttachments', { id: page.id, attachments: [upload], minorEdit: true });
const file = uploaded?.results?.[0];
if (file) {
  await all(
    ['v1.contentAttachments.updateAttachmentProperties', { id: page.id, attachmentId: file.id, body: { id: file.id, type: 'attachment', title: 'made.txt', version: { number: 2 } } }],
    ['v1.contentAttachments.updateAttachmentData', { id: page.id, attachmentId: file.id, attachment: upload, minorEdit: true }],
    ['v1.contentAttachments.downloadAttatchment', { id: page.id, attachmentId: file.id }],
    ['v2.attachment.deleteAttachment', { id: file.id }],
  );
}
await all(
  ['v2.attachment.getAttachments', { limit: 3, sort: 'created-date' }], ['v2.attachment.getPageAttachments', { id: PAGE }],
  ['v2.attachment.getAttachmentById', { id: FILE, includeLabels: true, includeProperties: true, includeOperations: true, includeVersions: true }],
  ['v2.label.getAttachmentLabels', { id: FILE }], ['v2.operation.getAttachmentOperations', { id: FILE }],
  ['v2.version.getAttachmentVersions', { id: FILE }], ['v2.version.getAttachmentVersionDetails', { attachmentId: FILE, versionNumber: 1 }],
  ['v2.comment.getAttachmentComments', { id: FILE, bodyFormat: 'storage' }],
);
await family('Attachment', FILE, 'attachmentId');
await family('Page', page.id, 'pageId');
await family('Space', SPACE, 'spaceId');

// Blog posts.
const post = await call('v2.blogPost.createBlogPost', { body: { spaceId: SPACE, status: 'current', title: 'Resources: a post', body: storage('<p>Marked post.</p>') } });
if (post) {
  const id = { id: post.id };
  await all(
    ['v2.blogPost.getBlogPosts', { limit: 3, bodyFormat: 'storage' }], ['v2.blogPost.getBlogPostsInSpace', { id: SPACE, sort: '-created-date' }],
    ['v2.blogPost.getBlogPostById', { ...id, bodyFormat: 'storage', includeLabels: true, includeProperties: true, includeOperations: true, includeLikes: true, includeVersions: true }],
    ['v2.blogPost.updateBlogPost', { ...id, body: { id: post.id, status: 'current', title: 'Resources: a post', body: storage('<p>Two.</p>'), version: { number: 2 } } }],
    ['v2.attachment.getBlogpostAttachments', id], ['v2.label.getBlogPostLabels', id], ['v2.operation.getBlogPostOperations', id],
    ['v2.version.getBlogPostVersions', id], ['v2.version.getBlogPostVersionDetails', { blogpostId: post.id, versionNumber: 1 }],
    ['v2.like.getBlogPostLikeCount', id], ['v2.like.getBlogPostLikeUsers', id],
  );
  await family('Blogpost', post.id, 'blogpostId');
  await levels('BlogPost', post.id);
  await call('v2.blogPost.deleteBlogPost', id);
}

// Comments.
await all(['v2.comment.getBlogPostFooterComments', { id: POST, bodyFormat: 'storage' }], ['v2.comment.getBlogPostInlineComments', { id: POST }]);
const foot = await call('v2.comment.createFooterComment', { pageId: page.id, body: storage('<p>At the foot.</p>') });
if (foot) {
  await call('v2.comment.createFooterComment', { parentCommentId: foot.id, body: storage('<p>An answer.</p>') });
  const id = { id: foot.id };
  await all(
    ['v2.comment.getFooterComments', { bodyFormat: 'storage', limit: 5 }], ['v2.comment.getPageFooterComments', { id: page.id, bodyFormat: 'storage' }],
    ['v2.comment.getFooterCommentById', { commentId: foot.id, bodyFormat: 'storage', includeProperties: true, includeOperations: true, includeLikes: true, includeVersions: true }],
    ['v2.comment.updateFooterComment', { commentId: foot.id, body: { version: { number: 2 }, body: storage('<p>Two.</p>') } }],
    ['v2.comment.getFooterCommentChildren', id], ['v2.operation.getFooterCommentOperations', id], ['v2.version.getFooterCommentVersions', id],
    ['v2.version.getFooterCommentVersionDetails', { ...id, versionNumber: 1 }], ['v2.like.getFooterLikeCount', id], ['v2.like.getFooterLikeUsers', id],
  );
  await family('Comment', foot.id, 'commentId');
  await call('v2.comment.deleteFooterComment', { commentId: foot.id });
}
const inline = await call('v2.comment.createInlineComment', { pageId: page.id, body: storage('<p>To the text.</p>'),
  inlineCommentProperties: { textSelection: 'Marked', textSelectionMatchCount: 1, textSelectionMatchIndex: 0 } });
if (inline) {
  await call('v2.comment.createInlineComment', { parentCommentId: inline.id, body: storage('<p>An answer.</p>') });
  const id = { id: inline.id };
  await all(
    ['v2.comment.getInlineComments', { bodyFormat: 'storage', limit: 5 }], ['v2.comment.getPageInlineComments', { id: page.id, bodyFormat: 'storage' }],
    ['v2.comment.getInlineCommentById', { commentId: inline.id, bodyFormat: 'storage', includeProperties: true, includeOperations: true, includeLikes: true, includeVersions: true }],
    ['v2.comment.updateInlineComment', { commentId: inline.id, version: { number: 2 }, body: storage('<p>Two.</p>'), resolved: true }],
    ['v2.comment.getInlineCommentChildren', id], ['v2.operation.getInlineCommentOperations', id], ['v2.version.getInlineCommentVersions', id],
    ['v2.version.getInlineCommentVersionDetails', { ...id, versionNumber: 1 }], ['v2.like.getInlineLikeCount', id], ['v2.like.getInlineLikeUsers', id],
    ['v2.comment.deleteInlineComment', { commentId: inline.id }],
  );
}

// Custom content.
const type = 'ac:com.example.app:note';
const custom = await call('v2.customContent.createCustomContent', { body: { type, status: 'current', pageId: page.id, title: 'Note', body: { representation: 'raw', value: 'x' } } });
if (custom) {
  const id = { id: custom.id };
  await all(
    ['v2.customContent.getCustomContentByType', { type, limit: 5 }], ['v2.customContent.getCustomContentByTypeInPage', { id: page.id, type }],
    ['v2.customContent.getCustomContentByTypeInSpace', { id: SPACE, type }], ['v2.customContent.getCustomContentById', { ...id, bodyFormat: 'raw' }],
    ['v2.customContent.updateCustomContent', { ...id, body: { id: custom.id, type, status: 'current', title: 'Note 2', body: { representation: 'raw', value: 'y' }, version: { number: 2 } } }],
    ['v2.attachment.getCustomContentAttachments', id], ['v2.comment.getCustomContentComments', id], ['v2.label.getCustomContentLabels', id],
    ['v2.operation.getCustomContentOperations', id], ['v2.version.getCustomContentVersions', { customContentId: custom.id }],
    ['v2.version.getCustomContentVersionDetails', { customContentId: custom.id, versionNumber: 1 }], ['v2.children.getChildCustomContent', id],
  );
  await call('v2.customContent.getCustomContentByTypeInBlogPost', { id: POST, type });
  await family('CustomContent', custom.id, 'customContentId');
  await call('v2.customContent.deleteCustomContent', id);
}

// Inline tasks.
const todo = await v2page('Resources: to do', PAGE, '<ac:task-list><ac:task><ac:task-id>1</ac:task-id><ac:task-status>incomplete</ac:task-status>'
  + '<ac:task-body>Do it</ac:task-body></ac:task></ac:task-list>');
const tasks = await call('v2.task.getTasks', { pageId: [todo.id], bodyFormat: 'storage' });
if (tasks?.results?.length) {
  const { id } = tasks.results[0];
  await all(['v2.task.getTaskById', { id, bodyFormat: 'storage' }], ['v2.task.updateTask', { id, body: { status: 'complete' } }]);
}

// Restrictions, permissions, states, versions and watches of content.
const read = { restrictions: { user: { results: [{ type: 'known', accountId: ME }] }, group: { results: [{ type: 'group', id: GROUP, name: 'x' }] } } };
const restrict = [{ operation: 'update', ...read }];
const user = { id: page.id, operationKey: 'update', accountId: OTHER }, group = { id: page.id, operationKey: 'update', groupId: GROUP };
await all(
  ['v1.contentPermissions.checkContentPermission', { id: page.id, subject: { type: 'user', identifier: ME }, operation: 'read' }],
  ['v1.contentRestrictions.addRestrictions', { id: page.id, body: restrict }], ['v1.contentRestrictions.updateRestrictions', { id: page.id, body: restrict }],
  ['v1.contentRestrictions.getRestrictions', { id: page.id, expand: ['restrictions.user', 'restrictions.group'] }],
  ['v1.contentRestrictions.getRestrictionsByOperation', { id: page.id }],
  ['v1.contentRestrictions.getRestrictionsForOperation', { id: page.id, operationKey: 'update', expand: ['restrictions.user'] }],
  ['v1.contentRestrictions.addUserToContentRestriction', user], ['v1.contentRestrictions.getContentRestrictionStatusForUser', user],
  ['v1.contentRestrictions.addGroupToContentRestrictionByGroupId', group], ['v1.contentRestrictions.getIndividualGroupRestrictionStatusByGroupId', group],
  ['v1.contentRestrictions.removeGroupFromContentRestriction', group], ['v1.contentRestrictions.removeUserFromContentRestriction', user],
  ['v1.contentRestrictions.deleteRestrictions', { id: page.id }],
  ['v1.contentStates.getAvailableContentStates', { id: page.id }], ['v1.contentStates.getCustomContentStates', {}],
  ['v1.contentStates.setContentState', { id: page.id, status: 'current', body: { name: 'In review', color: '#ff7452' } }],
  ['v1.contentStates.getContentState', { id: page.id, status: 'current' }],
  ['v1.contentStates.getSpaceContentStates', { spaceKey: 'PUB' }], ['v1.contentStates.getContentStateSettings', { spaceKey: 'PUB' }],
  ['v1.contentStates.getContentsWithState', { spaceKey: 'PUB', 'state-id': 2 }],
  ['v1.contentStates.removeContentState', { id: page.id, status: 'current' }],
  ['v1.contentVersions.restoreContentVersion', { id: page.id, operationKey: 'restore', params: { versionNumber: 1, message: 'back', restoreTitle: true } }],
  ['v1.contentVersions.deleteContentVersion', { id: page.id, versionNumber: 1 }],
);
for (const [noun, Noun, key] of [['content', 'Content', { contentId: page.id }], ['label', 'Label', { labelName: 'help' }], ['space', 'Space', { spaceKey: 'PUB' }]]) {
  const status = noun === 'content' ? 'getContentWatchStatus' : `isWatching${Noun}`;
  await all([`v1.contentWatches.add${Noun}Watcher`, key], [`v1.contentWatches.${status}`, key],
    [`v1.contentWatches.remove${noun === 'space' ? 'SpaceWatch' : `${Noun}Watcher`}`, key]);
}
await all(['v1.contentWatches.getWatchesForPage', { id: page.id }], ['v1.contentWatches.getWatchesForSpace', { id: page.id }],
  ['v1.contentWatches.getWatchersForSpace', { spaceKey: 'PUB' }]);

// Bodies and macros.
const macro = { id: MACRO_PAGE, version: 1, macroId: MACRO };
const asked = await call('v1.contentBody.asyncConvertContentBodyRequest', { to: 'export_view', ...storage('<p>x</p>') });
const bulk = await call('v1.contentBody.bulkAsyncConvertContentBodyRequest', { conversionInputs: [{ to: 'view', body: { contentType: 'page', ...storage('<p>x</p>') } }] });
if (asked) await call('v1.contentBody.asyncConvertContentBodyResponse', { id: asked.asyncId });
if (bulk) await call('v1.contentBody.bulkAsyncConvertContentBodyResponse', { ids: [asked?.asyncId ?? bulk[0].asyncId] });
await all(['v1.contentMacroBody.getMacroBodyByMacroId', macro], ['v1.contentMacroBody.getAndConvertMacroBodyByMacroId', { ...macro, to: 'view' }],
  ['v1.contentMacroBody.getAndAsyncConvertMacroBodyByMacroId', { ...macro, to: 'view' }]);

// Searches, people, groups, relations.
await all(
  ['v1.search.searchByCQL', { cql: 'space = PUB and type in (page, folder, attachment)', expand: ['content.version', 'content.space'] }],
  ['v1.search.searchUser', { cql: 'user.fullname ~ "Ada"' }],
  ['v1.content.searchContentByCQL', { cql: 'type = page', expand: ['body.view', 'metadata.labels', 'children.attachment', 'descendants.page'] }],
  ['v1.users.getUser', { accountId: OTHER, expand: ['operations'] }], ['v1.users.getCurrentUser', {}], ['v1.users.getAnonymousUser', {}],
  ['v1.users.getGroupMembershipsForUser', { accountId: ME }], ['v1.users.getBulkUserLookup', { accountId: [ME, OTHER] }],
  ['v1.users.getPrivacyUnsafeUserEmail', { accountId: ME }], ['v1.users.getPrivacyUnsafeUserEmailBulk', { accountId: [ME] }],
  ['v2.user.createBulkUserLookup', { body: { accountIds: [ME, OTHER] } }], ['v2.user.checkAccessByEmail', { body: { emails: ['nobody@example.com'] } }],
  ['v2.user.inviteByEmail', { body: { emails: ['nobody@example.com'] } }],
  ['v1.userProperties.createUserProperty', { userId: ME, key: 'tested', value: { a: 1 } }], ['v1.userProperties.getUserProperties', { userId: ME }],
  ['v1.userProperties.getUserProperty', { userId: ME, key: 'tested' }], ['v1.userProperties.updateUserProperty', { userId: ME, key: 'tested', value: { a: 2 } }],
  ['v1.userProperties.deleteUserProperty', { userId: ME, key: 'tested' }],
  ['v1.group.getGroups', {}], ['v1.group.getGroupByGroupId', { id: GROUP }], ['v1.group.searchGroups', { query: 'e' }],
  ['v1.group.getGroupMembersByGroupId', { groupId: GROUP }],
);
const team = await call('v1.group.createGroup', { name: 'resources' });
if (team) {
  await all(['v1.group.addUserToGroupByGroupId', { groupId: team.id, accountId: OTHER }], ['v1.group.removeMemberFromGroupByGroupId', { groupId: team.id, accountId: OTHER }],
    ['v1.group.removeGroupById', { id: team.id }]);
}
const related = { relationName: 'favourite', sourceType: 'user', sourceKey: ME, targetType: 'content', targetKey: page.id };
const sibling = { relationName: 'sibling', sourceType: 'content', sourceKey: page.id, targetType: 'space', targetKey: 'PUB' };
const everything = { expand: ['relationData', 'source', 'target'] };
await all(['v1.relation.createRelationship', related], ['v1.relation.getRelationship', { ...related, ...everything }],
  ['v1.relation.findTargetFromSource', { ...related, ...everything }], ['v1.relation.findSourcesForTarget', { ...related, ...everything }],
  ['v1.relation.deleteRelationship', related], ['v1.relation.createRelationship', sibling],
  ['v1.relation.findTargetFromSource', { ...sibling, ...everything }], ['v1.relation.deleteRelationship', sibling]);

// Spaces and settings.
const hover = { color: '#000000', hoverOrFocus: { color: '#111111', backgroundColor: '#222222' } };
const look = { headings: { color: '#000000' }, links: { color: '#000000' }, bordersAndDividers: { color: '#000000' },
  menus: { color: '#000000', hoverOrFocus: { backgroundColor: '#111111' } }, content: { screen: { background: '#000000' } },
  header: { backgroundColor: '#000000', button: { backgroundColor: '#000000', color: '#111111' }, primaryNavigation: hover,
    secondaryNavigation: hover, search: { backgroundColor: '#000000', color: '#111111' } } };
const made = await call('v1.space.createSpace', { key: 'RES', name: 'Resources' });
if (made) {
  const key = { spaceKey: 'RES' };
  await all(['v1.space.updateSpace', { ...key, name: 'Resources 2' }],
    ['v1.experimental.addLabelsToSpace', { ...key, body: [{ prefix: 'global', name: 'tested' }] }], ['v1.experimental.getLabelsForSpace', key],
    ['v2.label.getSpaceLabels', { id: String(made.id) }], ['v1.experimental.deleteLabelFromSpace', { ...key, name: 'tested' }],
    ['v1.spaceSettings.getSpaceSettings', key], ['v1.spaceSettings.updateSpaceSettings', { ...key, routeOverrideEnabled: false }]);
  const granted = await call('v1.spacePermissions.addPermissionToSpace', { ...key, subject: { type: 'user', identifier: OTHER }, operation: { key: 'read', target: 'space' } });
  await call('v1.spacePermissions.addCustomContentPermissions', { ...key, subject: { type: 'user', identifier: OTHER },
    operations: [{ key: 'read', target: 'ac:app:note', access: true }] });
  if (granted?.id) await call('v1.spacePermissions.removePermission', { ...key, id: granted.id });
  const role = await call('v2.spaceRoles.createSpaceRole', { name: 'Resources', description: 'Reads', spacePermissions: ['read/space', 'create/comment'] });
  if (role) {
    await all(['v2.spaceRoles.getSpaceRolesById', { id: role.id }],
      ['v2.spaceRoles.setSpaceRoleAssignments', { id: String(made.id), body: [{ principal: { principalType: 'USER', principalId: OTHER }, roleId: role.id }] }],
      ['v2.spaceRoles.updateSpaceRole', { id: role.id, name: 'Resources', description: 'Only reads', spacePermissions: ['read/space'] }]);
    const other = await call('v2.spaceRoles.createSpaceRole', { name: 'Resources, gone', description: 'Nobody has it', spacePermissions: ['read/space'] });
    if (other) await call('v2.spaceRoles.deleteSpaceRole', { id: other.id });
  }
  await call('v1.space.deleteSpace', key);
}
await call('v1.space.createPrivateSpace', { key: 'RESP', name: 'Resources, mine' });
await call('v2.space.createSpace', { body: { key: 'REST', name: 'Resources, anew' } });
await all(
  ['v2.space.getSpaces', { limit: 250, descriptionFormat: 'plain' }], ['v2.space.getSpaceById', { id: SPACE, includeIcon: true, includeLabels: true, includeOperations: true, includePermissions: true, includeProperties: true }],
  ['v2.operation.getSpaceOperations', { id: SPACE }], ['v2.spacePermissions.getSpacePermissionsAssignments', { id: SPACE }],
  ['v2.spacePermissions.getAvailableSpacePermissions', {}], ['v2.spaceRoles.getAvailableSpaceRoles', {}], ['v2.spaceRoles.getSpaceRoleMode', {}],
  ['v2.spaceRoles.getSpaceRoleAssignments', { id: SPACE }],
  ['v1.settings.getSystemInfo', {}], ['v1.settings.getLookAndFeelSettings', {}], ['v1.themes.getThemes', {}],
  ['v1.themes.setSpaceTheme', { spaceKey: 'PUB', themeKey: 'default' }], ['v1.themes.getSpaceTheme', { spaceKey: 'PUB' }],
  ['v1.themes.resetSpaceTheme', { spaceKey: 'PUB' }], ['v1.themes.getTheme', { themeKey: 'default' }], ['v1.themes.getGlobalTheme', {}],
  ['v1.settings.updateLookAndFeelSettings', { spaceKey: 'PUB', ...look }], ['v1.settings.updateLookAndFeel', { spaceKey: 'PUB', lookAndFeelType: 'custom' }],
  ['v1.settings.resetLookAndFeelSettings', { spaceKey: 'PUB' }],
  ['v1.audit.createAuditRecord', { remoteAddress: '127.0.0.1', summary: 'tested' }], ['v1.audit.getAuditRecords', { limit: 3 }],
  ['v1.audit.getAuditRecordsForTimePeriod', { number: 1, units: 'DAYS' }], ['v1.audit.exportAuditRecords', {}],
  ['v1.audit.setRetentionPeriod', { number: 6, units: 'MONTHS' }], ['v1.audit.getRetentionPeriod', {}],
  ['v2.dataPolicies.getDataPolicyMetadata', {}], ['v2.dataPolicies.getDataPolicySpaces', {}],
  ['v1.template.getBlueprintTemplates', {}], ['v1.template.getContentTemplates', { spaceKey: 'PUB' }],
  ['v2.adminKey.enableAdminKey', { body: {} }], ['v2.adminKey.getAdminKey', {}], ['v2.adminKey.disableAdminKey', {}],
  ['v1.analytics.getViews', { contentId: page.id }], ['v1.analytics.getViewers', { contentId: page.id }],
);
{
  const asOf = new Date(Date.now() + 86400000).toISOString(); // the server has a clock of its own
  const bar = (pointer) => ({ redactions: [{ pointer, from: 0, to: 2, reason: 'tested' }] });
  const redacted = await v2page('Resources: redacted', page.id, '<p>Secret</p>');
  if (redacted) await call('v2.redactions.postRedactPage', { id: Number(redacted.id), body: { createdAt: asOf, cleanHistory: true, body: bar('/content/0/content/0/text'), title: bar('/title') } });
  await call('v2.redactions.postRedactBlog', { id: Number(POST), body: { createdAt: asOf, body: bar('/content/0/content/0') } });
}
for (const publish of ['publishSharedDraft', 'publishLegacyDraft']) {
  const draft = await call('v2.page.createPage', { body: { spaceId: SPACE, status: 'draft', title: 'Resources: a draft', body: storage('<p>x</p>') } });
  if (draft) await call(`v1.content.${publish}`, { draftId: draft.id, body: { title: `Resources: ${publish}`, type: 'page', status: 'current', version: { number: 1 }, space: { key: 'PUB' }, ancestors: [{ id: page.id }] } });
}
const template = await call('v1.template.createContentTemplate', { name: 'Resources', templateType: 'page', body: { storage: storage('<p>x</p>') }, space: { key: 'PUB' } });
if (template) {
  const key = { contentTemplateId: template.templateId };
  await all(['v1.template.getContentTemplate', key],
    ['v1.template.updateContentTemplate', { templateId: template.templateId, name: 'Resources 2', templateType: 'page', body: { storage: storage('<p>y</p>') } }],
    ['v1.template.removeTemplate', key]);
}
await call('v2.page.deletePage', { id: page.id });
