import assert from 'node:assert/strict';
import { test } from 'node:test';
import { companyDirectory } from './company-directory.ts';
import { listPeople } from './list-people.ts';
import { sanitisedDirectory } from './sanitised-directory.ts';

function page(query: Record<string, unknown>) {
  const result = listPeople(companyDirectory, query);
  return 'problem' in result ? assert.fail(result.problem) : result;
}

test('the pages together are the list, each person once', () => {
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const result = page(cursor ? { limit: '5', cursor } : { limit: '5' });
    assert.equal(result.total, companyDirectory.length);
    seen.push(...result.items.map(({ id }) => id));
    cursor = result.nextCursor;
  } while (cursor);
  assert.deepEqual(
    seen,
    companyDirectory.map(({ id }) => id),
  );
});

test('a search looks at name, e-mail, title and team and ignores case', () => {
  for (const q of ['okoye', 'SAM@example', 'security reviewer', 'Security']) {
    const names = page({ q }).items.map(({ displayName }) => displayName);
    assert.ok(names.includes('Sam Okoye'), q);
    assert.ok(!names.includes('Rita Gomez'), q);
  }
  assert.deepEqual(page({ q: 'nobody at all' }), { items: [], total: 0 });
});

test('a wrong limit, cursor or search text is a problem in words', () => {
  for (const query of [
    { limit: '0' },
    { limit: '101' },
    { limit: 'many' },
    { limit: ['1', '2'] },
    { cursor: 'made-up' },
    { q: 'x'.repeat(101) },
    { q: ['a', 'b'] },
  ]) {
    assert.ok('problem' in listPeople(companyDirectory, query));
  }
});

test('ids are unique and no made-up person is in the directory', () => {
  const all = [...companyDirectory, ...sanitisedDirectory];
  assert.equal(new Set(all.map(({ id }) => id)).size, all.length);
  assert.equal(new Set(all.map(({ email }) => email)).size, all.length);
});
