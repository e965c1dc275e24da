/** @jest-environment node */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createEmbeddedPolicy } from './engine/createEmbeddedPolicy';
import { policyPackFolder, readShippedPolicy } from './node';
import { mapSampleClient } from './oauth/mapSampleClient';
import { aPolicyInput, runOpa, testsWithOpa } from './testing';

const { opa, test: testWithOpa } = testsWithOpa();
const policy = createEmbeddedPolicy(readShippedPolicy());
const samples = join(policyPackFolder(), 'rego', 'samples');
const read = (name: string) =>
  JSON.parse(readFileSync(join(samples, name), 'utf8'));
const PUBLIC = 'Public buckets are not allowed for micro apps';

const bucket = (isPublic: boolean) => ({
  resource: 'storage_bucket',
  props: { public: isPublic },
});

testWithOpa.each([
  [true, [PUBLIC]],
  [false, []],
])(
  'the printed rule in Rego v0, asked of a bucket with public: %s, says %j',
  (isPublic, said) => {
    const printed = runOpa({
      opa,
      args: [
        ...['eval', '--v0-compatible', '--format', 'raw', '--stdin-input'],
        ...['--data', join(samples, 'v0'), 'data.microapp.policy.deny'],
      ],
      stdin: JSON.stringify(bucket(isPublic)),
    });
    expect(JSON.parse(printed)).toEqual(said);
    expect(policy.deny(bucket(isPublic))).toEqual(said);
  },
);

testWithOpa('the printed rule in Rego v0 needs the v0 mode', () => {
  expect(() => runOpa({ opa, args: ['check', join(samples, 'v0')] })).toThrow(
    /rego_parse_error/,
  );
});

test('the printed OAuth client becomes RFC 7591 metadata', () => {
  expect(mapSampleClient(read('oauth-client.json'))).toEqual({
    metadata: {
      client_name: 'micro-app-where2eat',
      contacts: ['maya@example.com'],
      scope: 'openid profile:read',
      token_endpoint_auth_method: 'private_key_jwt',
      grant_types: ['authorization_code'],
      response_types: ['code'],
    },
    tokenLifetimeSeconds: 3600,
  });
});

test('the printed OAuth client passes the rules once it says where to return', () => {
  const { metadata, tokenLifetimeSeconds } = mapSampleClient(
    read('oauth-client.json'),
  );
  const decide = (redirectUris: string[]) =>
    policy.evaluate(
      aPolicyInput({
        gate: 'issue-client',
        registration: { scopes: ['profile:read'] },
        client: {
          ...metadata,
          redirect_uris: redirectUris,
          token_lifetime: tokenLifetimeSeconds,
        },
      }),
    );
  expect(decide(['https://where2eat.apps.example/callback'])).toMatchObject({
    allowed: true,
    obligations: [],
  });
  expect(decide([]).violations).toMatchObject([{ code: 'oauth-redirects' }]);
});

test.each([
  [{ scopes: ['*'] }, /wildcards/],
  [{ scopes: [] }, /exact scope names/],
  [{ token_lifetime: 3601 }, /3600/],
  [{ token_lifetime: '3600' }, /whole seconds/],
  [{ client_name: ' ' }, /client_name/],
  [{ owner: undefined }, /owner/],
  [{ secret: 'x' }, /not known: secret/],
])('an OAuth client with %j is refused', (change, message) => {
  expect(() =>
    mapSampleClient({ ...read('oauth-client.json'), ...change }),
  ).toThrow(message);
});

test('an OAuth client that is no object is refused', () => {
  for (const wrong of [null, [], 'client', 7]) {
    expect(() => mapSampleClient(wrong)).toThrow(/JSON object/);
  }
});

test('the printed permissions are accepted as reading only', () => {
  const decide = (props: Record<string, unknown>) =>
    policy.evaluate(
      aPolicyInput({ resources: [{ resource: 'iam_policy', props }] }),
    );
  const printed = read('iam-policy.json');
  expect(decide(printed)).toMatchObject({ allowed: true, obligations: [] });
  for (const change of [
    { Action: ['s3:*'] },
    { Resource: ['*'] },
    { Resource: ['arn:aws:s3:::company-*/x'] },
  ]) {
    expect(
      decide({
        ...printed,
        Statement: [{ ...printed.Statement[0], ...change }],
      }).violations,
    ).toMatchObject([{ code: 'iam-least-privilege' }]);
  }
});
