// What a program does with confluence.js: list, read, create, change, find, delete. One line of JSON a step.
const { ConfluenceClient } = require('confluence.js');

const { HOST, PREFIX, EMAIL, TOKEN, SPACE_KEY, PAGE } = process.env;
const client = new ConfluenceClient({
  host: HOST,
  apiPrefix: PREFIX,
  authentication: { basic: { email: EMAIL, apiToken: TOKEN } },
});
const say = (step, what) => console.log(JSON.stringify([step, what]));

(async () => {
  const spaces = await client.space.getSpaces({ limit: 10 });
  say('spaces', spaces.results.map((s) => s.key));
  const page = await client.content.getContentById({ id: PAGE, expand: ['body.storage', 'version'] });
  say('page', [page.title, page.version.number]);
  const made = await client.content.createContent({
    type: 'page', title: 'Made with confluence.js', space: { key: SPACE_KEY }, ancestors: [{ id: PAGE }],
    body: { storage: { value: '<p>One.</p>', representation: 'storage' } },
  });
  say('made', [made.title, made.version.number]);
  const changed = await client.content.updateContent({
    id: made.id, type: 'page', title: made.title, version: { number: made.version.number + 1 },
    body: { storage: { value: '<p>Two.</p>', representation: 'storage' } },
  });
  say('changed', [changed.version.number]);
  const again = await client.content.getContentById({ id: made.id, expand: ['body.storage'] });
  say('again', [again.body.storage.value]);
  const found = await client.content.getContent({ spaceKey: SPACE_KEY, title: made.title });
  say('found', found.results.length);
  await client.content.deleteContent({ id: made.id });
  say('deleted', (await client.content.getContentById({ id: made.id })).status);
})().catch((e) => {
  console.log(JSON.stringify(['failed', e.message ?? e]));
  process.exitCode = 1;
});
