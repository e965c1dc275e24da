import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import {
  freshPage,
  ownSchemas,
  PAGE,
  pageOf,
} from './configurationReference.mjs';

test('the configuration reference is fresh (npm run docs:configuration)', async () => {
  assert.equal(readFileSync(PAGE, 'utf8'), await freshPage());
});

test('the configuration reference has every package that has settings', async () => {
  const names = (await ownSchemas()).map(({ packageName }) => packageName);
  assert.deepEqual(names, [
    '@micro-apps/plugin-micro-apps-backend',
    '@micro-apps/plugin-micro-apps-backend-module-oauth-dcr',
    '@micro-apps/plugin-micro-apps-backend-module-opa',
    '@micro-apps/plugin-micro-apps-backend-module-sandbox-local',
    '@micro-apps/plugin-micro-apps-backend-module-scan-runner',
    '@micro-apps/plugin-permission-backend-module-micro-apps',
  ]);
});

test('every setting says what it does, or one above it does', () => {
  const rows = readFileSync(PAGE, 'utf8')
    .split('\n')
    .filter(line => line.startsWith('| `microApps'))
    .map(line => line.split(/(?<!\\)\|/).map(cell => cell.trim()));
  const said = new Set(rows.filter(row => row[3]).map(row => row[1]));
  const silent = rows
    .filter(row => !row[3])
    .map(row => row[1])
    .filter(
      path => ![...said].some(each => path.startsWith(each.slice(0, -1))),
    );
  assert.deepEqual(silent, []);
});

test('what is required, secret, chosen or held by name is told', () => {
  const page = pageOf([
    {
      packageName: 'p',
      value: {
        properties: {
          a: {
            properties: {
              list: {
                type: 'array',
                description: 'Many.',
                items: {
                  type: 'object',
                  properties: {
                    key: { type: 'string', visibility: 'secret' },
                    kind: { enum: ['x', 'y'], description: 'x | y' },
                  },
                  required: ['key'],
                },
              },
              named: {
                type: 'object',
                additionalProperties: {
                  type: 'object',
                  properties: { n: { type: 'number' } },
                },
              },
            },
          },
        },
      },
    },
  ]);
  assert.deepEqual(
    page.split('\n').filter(line => line.startsWith('| `')),
    [
      '| `a.list` | list of settings | Many. |',
      '| `a.list[ ].key` | string | _Required._ _Secret._ |',
      '| `a.list[ ].kind` | `x`, `y` | x \\| y |',
      '| `a.named` | settings by name |  |',
      '| `a.named.<name>.n` | number |  |',
    ],
  );
});
