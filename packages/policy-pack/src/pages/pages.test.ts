/** @jest-environment node */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CONTROL_CATALOGUE,
  DEFAULT_EXCEPTION_LIMITS,
  DEFAULT_INCIDENT_LIMITS,
  REAPPROVAL_DAYS,
  REVIEW_DAYS,
  TEST_DATA_DAYS,
} from '@micro-apps/governance-core';
import { createEmbeddedPolicy } from '../engine/createEmbeddedPolicy';
import { policyPackFolder, readShippedPolicy } from '../node';
import { DEFAULT_POLICY_SETTINGS } from '../settings/defaultSettings';
import type { PolicySettings } from '../settings/settings';
import { aPolicyInput } from '../testing';
import { allPages } from './allPages';
import { filledIn, numbersFor } from './numbers';
import { readPolicy } from './policy';

const pack = policyPackFolder();
const repository = join(pack, '..', '..');
const pages = allPages(repository);
const folder = join(pack, 'policies');
const policies = readdirSync(folder).map(name =>
  readPolicy(readFileSync(join(folder, name), 'utf8')),
);
const ruleFolders = readdirSync(join(pack, 'rego', 'rules'));
const ruleIds = ruleFolders.map(name => name.replaceAll('_', '-'));

function numbersIn(text: string): string[] {
  return [...text.matchAll(/\d+/g)].map(([number]) => number);
}

function pageOf(id: string, from = pages): string {
  return from.get(`docs/policies/${id}.md`) ?? '';
}

test.each([...pages.keys()])('%s is as its sources say', path => {
  const file = join(repository, path);
  // Otherwise: node packages/policy-pack/scripts/build-pages.mjs
  expect(existsSync(file) ? readFileSync(file, 'utf8') : '').toBe(
    pages.get(path),
  );
});

test('nine policies cover R1 to R10', () => {
  expect(policies).toHaveLength(9);
  expect(new Set(policies.flatMap(({ head }) => head.requirements))).toEqual(
    new Set([...Array(10).keys()].map(index => `R${index + 1}`)),
  );
});

test('no policy writes a number down by itself', () => {
  for (const { head, text } of policies) {
    const own = text.replace(/\{\{[^{}]*\}\}/g, '');
    expect([head.id, numbersIn(own)]).toEqual([head.id, []]);
  }
});

test('every rule is named by a policy, and every name is a rule', () => {
  const named = new Set(policies.flatMap(({ head }) => head.rules));
  expect([...named].sort()).toEqual([...ruleIds].sort());
});

test('a policy names controls that there are', () => {
  const known = new Set(CONTROL_CATALOGUE.map(({ id }) => id));
  for (const { head } of policies) {
    expect(head.controls.filter(id => !known.has(id))).toEqual([]);
  }
});

test('a control that a policy names states no number that its page does not', () => {
  for (const { head, text } of policies) {
    const onPage = new Set(
      numbersIn(filledIn(text, numbersFor(DEFAULT_POLICY_SETTINGS))),
    );
    for (const control of CONTROL_CATALOGUE) {
      if (!head.controls.includes(control.id)) continue;
      // "From 1" is where whole numbers begin.
      const stated = numbersIn(
        `${control.statement} ${control.howToSatisfy}`,
      ).filter(number => number !== '1' && !onPage.has(number));
      expect([control.id, stated]).toEqual([control.id, []]);
    }
  }
});

test('the core counts with the same numbers as the settings', () => {
  const { exceptions, incidents, retention, review, policyChange } =
    DEFAULT_POLICY_SETTINGS;
  expect(exceptions).toEqual({
    maxDays: DEFAULT_EXCEPTION_LIMITS.longest,
    maxChainDays: DEFAULT_EXCEPTION_LIMITS.chain,
  });
  expect(incidents).toEqual({
    escalateWithinHours: DEFAULT_INCIDENT_LIMITS.escalation,
    analysisWithinHours: DEFAULT_INCIDENT_LIMITS.rootCause,
  });
  expect(retention.testDataDays).toBe(TEST_DATA_DAYS);
  expect(review.everyDays).toBe(REVIEW_DAYS);
  expect(policyChange.reapprovalDays).toBe(REAPPROVAL_DAYS);
});

test('a control that a setting names is in the catalogue', () => {
  const known = new Set(CONTROL_CATALOGUE.map(({ id }) => id));
  const named = Object.values(DEFAULT_POLICY_SETTINGS.rules).flatMap(rule =>
    'controls' in rule ? rule.controls : [],
  );
  expect(named.filter(id => !known.has(id))).toEqual([]);
});

test('a changed setting changes the page and the rule alike', () => {
  const settings: PolicySettings = {
    ...DEFAULT_POLICY_SETTINGS,
    exceptions: { maxDays: 7, maxChainDays: 21 },
    rules: {
      ...DEFAULT_POLICY_SETTINGS.rules,
      'retention-window': { mode: 'enforce', maxDays: 730 },
      'oauth-token-lifetime': { mode: 'enforce', maxSeconds: 900 },
    },
  };
  const changed = allPages(repository, settings);
  expect(pageOf('retention', changed)).toContain('and 730 at most');
  expect(pageOf('access', changed)).toContain('for 900 seconds at most');
  expect(pageOf('exceptions-and-end-of-life', changed)).toMatch(
    /lasts 7 days at most.*last 21 days at most/s,
  );
  const policy = createEmbeddedPolicy({
    ...readShippedPolicy(),
    data: { settings },
  });
  const said = policy.evaluate(
    aPolicyInput({
      gate: 'issue-client',
      registration: { retentionDays: 731 },
      client: {
        redirect_uris: ['https://a.example/cb'],
        scope: 'openid',
        token_endpoint_auth_method: 'private_key_jwt',
        token_lifetime: 901,
      },
    }),
  ).violations;
  expect(said.map(({ because }) => because)).toEqual([
    'Access tokens may live for 1 to 900 whole seconds, and the OAuth client asks for 901',
    'Data may be kept for 1 to 730 whole days, and the registration says 731',
  ]);
});

test('a placeholder that nothing is known about is refused', () => {
  expect(() => filledIn('{{exceptions.max}}', new Map())).toThrow(
    'There is no number exceptions.max',
  );
});

test('every rule has its code, its test, its page and its settings', () => {
  for (const name of ruleFolders) {
    expect(readdirSync(join(pack, 'rego', 'rules', name)).sort()).toEqual([
      'README.md',
      `${name}.rego`,
      `${name}_test.rego`,
    ]);
  }
  expect(['company-rule', ...ruleIds].sort()).toEqual(
    Object.keys(DEFAULT_POLICY_SETTINGS.rules).sort(),
  );
});

test('a rule says in its METADATA what it does', () => {
  for (const name of ruleFolders) {
    const rego = readFileSync(
      join(pack, 'rego', 'rules', name, `${name}.rego`),
      'utf8',
    );
    const [, listed = ''] = /gates: \[(.*)\]/.exec(rego) ?? [];
    const used = [
      ...rego.matchAll(/"(register|issue-client|promote|renew|retire)"/g),
    ].map(([, gate]) => gate);
    expect([name, [...new Set(used)].sort()]).toEqual([
      name,
      listed.split(', ').sort(),
    ]);
    const [, next = ''] = /next: (.*)/.exec(rego) ?? [];
    expect(rego).toContain(`"${next}"`);
    expect(rego).toContain(`package microapp.rules.${name}\n`);
  }
});
