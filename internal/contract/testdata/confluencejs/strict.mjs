// The same with version 3 of the library, which speaks both versions of the API and holds every answer to the whole schema
// of its operation. One line of JSON a step.
const { createV1Client, createV2Client } = await import(process.env.MODULE);

const { HOST, EMAIL, TOKEN, SPACE, PAGE } = process.env;
const config = { host: HOST, auth: { type: 'basic', email: EMAIL, apiToken: TOKEN } };
const v1 = createV1Client(config);
const v2 = createV2Client(config);
const say = (step, what) => console.log(JSON.stringify([step, what]));

try {
  const spaces = await v2.space.getSpaces({ limit: 250, descriptionFormat: 'plain', includeIcon: true });
  say('spaces', spaces.results.map((s) => s.key));
  const space = await v2.space.getSpaceById({
    id: SPACE, includeIcon: true, includeLabels: true, includeOperations: true, includePermissions: true, includeProperties: true,
  });
  say('space', space.key);
  const pages = await v2.page.getPages({ limit: 250, bodyFormat: 'storage' });
  say('pages', pages.results.length);
  const inSpace = await v2.page.getPagesInSpace({ id: SPACE });
  say('in space', inSpace.results.length);
  const page = await v2.page.getPageById({
    id: PAGE, bodyFormat: 'storage', includeLabels: true, includeVersions: true, includeOperations: true,
    includeLikes: true, includeProperties: true,
  });
  say('page', page.title);
  const made = await v2.page.createPage({ body: {
    spaceId: SPACE, title: 'Made with confluence.js', parentId: PAGE, body: { representation: 'storage', value: '<p>One.</p>' },
  } });
  const changed = await v2.page.updatePage({ id: made.id, body: {
    id: made.id, status: 'current', title: made.title, body: { representation: 'storage', value: '<p>Two.</p>' },
    version: { number: made.version.number + 1, message: 'two' },
  } });
  say('changed', [changed.version.number, changed.version.message]);
  const children = await v2.children.getChildPages({ id: PAGE });
  say('children', children.results.map((c) => c.title));
  await v2.page.deletePage({ id: made.id });
  say('deleted', (await v2.page.getPageById({ id: made.id, status: ['trashed'] })).status);

  const me = await v1.users.getCurrentUser({ expand: ['operations', 'personalSpace'] });
  say('me', me.displayName);
  say('anonymous', (await v1.users.getAnonymousUser({})).type);
  const found = await v1.search.searchByCQL({ cql: 'type=page and space=PUB', limit: 50 });
  say('found', found.results.length);
  const contents = await v1.content.searchContentByCQL({
    cql: 'type=page and space=PUB',
    expand: ['body.storage', 'version', 'space', 'history.lastUpdated', 'ancestors', 'children.page', 'children.attachment',
      'metadata.labels', 'restrictions.read.restrictions.user', 'operations', 'childTypes'],
  });
  say('contents', contents.results.length);
} catch (e) {
  say('failed', [e.name, e.message]);
  process.exitCode = 1;
}
