import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  aRegistration,
  registrations,
} from '@micro-apps/governance-core/testing';
import { registrationSchema } from '@micro-apps/plugin-micro-apps-common';
import { policyPackFolder } from '@micro-apps/policy-pack/node';
import Ajv2020 from 'ajv/dist/2020';
import fc from 'fast-check';
import { registrationFileSchema } from '../input/registrationFile';
import { registrationSchemas } from './registrationSchemas';

const schemas = registrationSchemas();
const ajv = new Ajv2020({ strict: false, validateFormats: false });
const isRegistration = ajv.compile(schemas['registration.json']);
const isFile = ajv.compile(schemas['registration-file.json']);

it.each(Object.keys(schemas))('the published %s is fresh', name => {
  const file = join(policyPackFolder(), 'schemas', name);
  const text = `${JSON.stringify(schemas[name], undefined, 2)}\n`;
  if (process.env.MICRO_APPS_WRITE_SCHEMAS) writeFileSync(file, text);
  expect(readFileSync(file, 'utf8')).toBe(text);
});

it('describes every field of a registration', () => {
  const { properties = {} } = schemas['registration.json'];
  expect(Object.keys(properties)).toHaveLength(16);
  for (const field of Object.values(properties)) {
    expect(field.description).toEqual(expect.stringMatching(/^[A-Z]/));
  }
});

it('accepts whatever the check of the input accepts', () => {
  fc.assert(
    fc.property(registrations(), registration => {
      const given = JSON.parse(JSON.stringify(registration));
      if (!registrationSchema.safeParse(given).success) return;
      expect([isRegistration(given), isRegistration.errors]).toEqual([
        true,
        null,
      ]);
      expect(isFile({ registration: given })).toBe(true);
    }),
    { numRuns: 300 },
  );
});

it.each([
  ['no name', { name: undefined }],
  ['a field that nobody knows', { surprise: 1 }],
  ['a number as its name', { name: 7 }],
  ['an audience that nobody knows', { audience: 'friends' }],
  ['an owner who is a group', { owner: 'group:default/product' }],
  ['no day of retention', { retentionDays: 0 }],
  ['half a day of retention', { retentionDays: 1.5 }],
  ['a text where a list belongs', { scopes: 'people:read' }],
])('refuses %s, as the check of the input does', (_, changes) => {
  const given = JSON.parse(JSON.stringify({ ...aRegistration(), ...changes }));
  expect(registrationSchema.safeParse(given).success).toBe(false);
  expect(isRegistration(given)).toBe(false);
  expect(
    registrationFileSchema.safeParse({ registration: given }).success,
  ).toBe(false);
  expect(isFile({ registration: given })).toBe(false);
});

it('describes the optional parts of a file', () => {
  const file = {
    registration: aRegistration(),
    app: { id: 'where2eat', standing: 'active' },
    integrations: [{ kind: 'scope', name: 'people:read' }],
    environment: { name: 'beta', dataKind: 'real' },
    findings: [{ controlId: 'security-headers', state: 'satisfied' }],
    approval: 'approved',
    client: { client_name: 'Where2Eat' },
    resources: [{ resource: 'storage_bucket', props: { public: false } }],
  };
  expect(registrationFileSchema.safeParse(file).success).toBe(true);
  expect([isFile(file), isFile.errors]).toEqual([true, null]);
  expect(isFile({ ...file, approvals: [] })).toBe(false);
});
