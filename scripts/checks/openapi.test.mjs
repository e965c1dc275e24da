import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { Validator } from '@seriousme/openapi-schema-validator';
import { root } from '../lib/workspace.mjs';

const FILE = join(root, 'plugins/micro-apps-backend/openapi.yaml');

test('the committed OpenAPI document is a valid one, version 3.1', async () => {
  const validator = new Validator();
  const result = await validator.validate(FILE);
  assert.deepEqual(result.errors ?? [], []);
  assert.equal(result.valid, true);
  assert.equal(validator.version, '3.1');
});

test('every reference of the OpenAPI document leads somewhere', async () => {
  const validator = new Validator();
  await validator.validate(FILE);
  const { components, paths } = validator.specification;
  const references = JSON.stringify([paths, components]).matchAll(
    /"\$ref":"([^"]*)"/g,
  );
  const known = new Set(
    Object.keys(components.schemas).map(name => `#/components/schemas/${name}`),
  );
  const lost = [...references].map(([, to]) => to).filter(to => !known.has(to));
  assert.deepEqual(lost, []);
});
