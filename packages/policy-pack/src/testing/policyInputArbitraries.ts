import { DATA_CLASSES, GATES, RULE_MODES } from '@micro-apps/governance-core';
import type { PolicyInput, Registration } from '@micro-apps/governance-core';
import {
  registrations,
  SOME_INTEGRATIONS,
} from '@micro-apps/governance-core/testing';
import fc from 'fast-check';
import { aPolicyInput } from './policyInputs';

const TEXTS = ['', '*', 'people:read', 'https://a.example/cb', 'é食 "x"\n'];

const oauthClients = fc.record(
  {
    client_name: fc.constant('Where2Eat'),
    redirect_uris: fc.oneof(
      fc.array(
        fc.constantFrom(
          'https://where2eat.apps.example/callback',
          'http://tea.localhost:7101/callback',
          'http://a.example/cb',
          'https://*.a.example/cb',
          'data:text/html,x',
        ),
        { maxLength: 3 },
      ),
      fc.constant('https://a.example/cb'),
    ),
    grant_types: fc.subarray(['authorization_code', 'implicit', 'password']),
    response_types: fc.subarray(['code', 'token']),
    scope: fc.constantFrom('openid', 'openid people:read', 'crm:write', 'x:*'),
    token_endpoint_auth_method: fc.constantFrom('private_key_jwt', 'none'),
    token_lifetime: fc.oneof(
      fc.integer({ min: -1, max: 4000 }),
      fc.double({ noNaN: true }),
      fc.constantFrom('3600', null),
    ),
  },
  { requiredKeys: [] },
);

const statements = fc.record(
  {
    Effect: fc.constantFrom('Allow', 'Deny', 'Perhaps'),
    Action: oneOrMany('s3:GetObject', 's3:*', '*', 's3:PutObject'),
    Resource: oneOrMany(
      'arn:aws:s3:::company-internal/*',
      'arn:aws:s3:::company-*/x',
      '*',
      'arn:aws:sqs:eu-central-1:123456789012:tea',
    ),
    NotAction: fc.constant('s3:GetObject'),
    Principal: fc.constantFrom<unknown>('*', { AWS: '*' }, { AWS: ['x'] }),
  },
  { requiredKeys: ['Effect'] },
);

const resources = fc.oneof(
  fc.record({
    resource: fc.constant('storage_bucket'),
    props: fc.record(
      {
        public: fc.constantFrom<unknown>(true, false, 'no'),
        acl: oneOrMany('private', 'public-read'),
        website: fc.boolean(),
        blockPublicAccess: fc.boolean(),
      },
      { requiredKeys: [] },
    ),
  }),
  fc.record({
    resource: fc.constant('iam_policy'),
    props: fc.record(
      {
        Version: fc.constantFrom('2012-10-17', '2008-10-17'),
        Statement: fc.oneof(
          statements,
          fc.array(fc.oneof(statements, fc.constantFrom<unknown>('x', 3)), {
            maxLength: 3,
          }),
        ),
      },
      { requiredKeys: [] },
    ),
  }),
  fc.record({
    resource: fc.constant('network_rule'),
    props: fc.record(
      {
        direction: fc.constantFrom('ingress', 'egress', 'both'),
        cidr: oneOrMany('0.0.0.0/0', '::/0', '10.1.0.0/16', '10.0.0.0/08', 'x'),
        backEnd: oneOrMany('crm', 'HR', 'wiki'),
      },
      { requiredKeys: [] },
    ),
  }),
  fc.record({
    resource: fc.constantFrom('queue', 'topic'),
    props: fc.dictionary(fc.string({ maxLength: 5 }), fc.jsonValue(), {
      maxKeys: 3,
    }),
  }),
);

/** One value, or a list of some. */
function oneOrMany(...values: string[]): fc.Arbitrary<unknown> {
  return fc.oneof(fc.constantFrom(...values), fc.subarray(values));
}

/** Registrations as makers write them, and with a slip here and there. */
function anyRegistrations(): fc.Arbitrary<Partial<Registration>> {
  return fc.oneof(
    registrations(),
    fc.record(
      {
        name: fc.constantFrom('Where2Eat', '食べ', ' '),
        owner: fc.constantFrom('user:default/maya', 'maya', 'group:default/x'),
        decommissionPlan: fc.constantFrom('later', 'Switch it off, tell all.'),
        vendors: fc.subarray([
          ...['payfast', 'mapland', 'newcorp', 'é食😀', 'a\u0000b'],
          ...['\ud800', '\\ud800', '%s %d', '\u2028'],
        ]),
        retentionDays: fc.constantFrom(0, 1.5, 366, 3650, 3651, 1e21),
        audience: fc.constantFrom('team' as const, 'public' as const),
      },
      { requiredKeys: [] },
    ),
  );
}

/** What an assessment would never say; rules check it all the same. */
const oddAssessments = fc.record(
  {
    effectiveClass: fc.constantFrom(...DATA_CLASSES),
    piiHeavy: fc.boolean(),
    requiredControls: fc.subarray(['privacy-notice', 'security-review']),
    findings: fc.array(
      fc.record({
        controlId: fc.constantFrom(
          'annual-review',
          'data-disposed',
          'security-review',
        ),
        state: fc.constantFrom('satisfied', 'not-satisfied', 'unknown'),
        code: fc.constant('met'),
      }),
      { maxLength: 3 },
    ),
  },
  { requiredKeys: [] },
);

/** Switches of some rules, most of which know the request. */
const switchedModes = fc.option(
  fc.dictionary(
    fc.constantFrom('retention-window', 'vendor-approval', 'company-rule'),
    fc.record(
      {
        mode: fc.constantFrom(...RULE_MODES),
        rings: fc.dictionary(
          fc.constantFrom('beta', 'sandbox'),
          fc.constantFrom(...RULE_MODES),
        ),
      },
      { requiredKeys: [] },
    ),
  ),
  { nil: undefined },
);

/** Requests as a gate would make them, and some that it never would. */
export function policyInputs(): fc.Arbitrary<PolicyInput> {
  return fc
    .record({
      gate: fc.constantFrom(...GATES),
      registration: anyRegistrations(),
      integrations: fc
        .array(
          fc.constantFrom(undefined, '2026-11-24', '2027-01-01T00:00:00Z', 'x'),
          { minLength: 7, maxLength: 7 },
        )
        .map(dates =>
          SOME_INTEGRATIONS.map((integration, index) => ({
            ...integration,
            approvedUntil: dates[index],
          })),
        ),
      environment: fc.constantFrom(
        undefined,
        { name: 'sandbox', dataKind: 'sanitised' },
        { name: 'beta', dataKind: 'real' },
      ),
      client: fc.option(oauthClients, { nil: undefined }),
      resources: fc.array(resources, { maxLength: 3 }),
      now: fc.constantFrom('2026-11-24T10:00:00.000Z', '2028-02-29T23:59:59Z'),
      modes: switchedModes,
    })
    .chain(({ modes, ...asked }) => {
      const input = { ...aPolicyInput(asked), ...(modes && { modes }) };
      return fc.oneof(
        fc.constant(input),
        oddAssessments.map(
          ({ effectiveClass, piiHeavy, requiredControls, findings }) => ({
            ...input,
            assessment: {
              ...input.assessment,
              effectiveClass: effectiveClass ?? input.assessment.effectiveClass,
              piiHeavy: piiHeavy ?? input.assessment.piiHeavy,
            },
            requiredControls: requiredControls ?? input.requiredControls,
            findings: findings ?? input.findings,
          }),
        ),
      );
    });
}

/** A document with one place of it removed or replaced by something else. */
function broken(document: unknown): fc.Arbitrary<unknown> {
  return fc
    .record({
      at: fc.array(fc.nat({ max: 12 }), { minLength: 1, maxLength: 3 }),
      by: fc.oneof(
        fc.constant(undefined),
        fc.constantFrom(...TEXTS),
        fc.jsonValue(),
      ),
    })
    .map(({ at, by }) => replaced(document, at, by));
}

function replaced(
  document: unknown,
  [first, ...rest]: readonly number[],
  by: unknown,
): unknown {
  if (first === undefined || typeof document !== 'object' || !document) {
    return by;
  }
  const keys = Object.keys(document);
  const key = keys[first % Math.max(keys.length, 1)];
  const changed = Object.entries(document).map(([name, value]) => [
    name,
    name === key ? replaced(value, rest, by) : value,
  ]);
  return Array.isArray(document)
    ? changed.map(([, value]) => value)
    : Object.fromEntries(changed);
}

/** Requests, sound ones and broken ones, and what is no request at all. */
export function anyPolicyInputs(): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 6, arbitrary: policyInputs() },
    { weight: 3, arbitrary: policyInputs().chain(broken) },
    { weight: 1, arbitrary: fc.jsonValue() },
  );
}
