import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Registration } from '@micro-apps/governance-core';
import {
  aRegistration,
  SOME_INTEGRATIONS,
} from '@micro-apps/governance-core/testing';
import type { PreviewResponse } from '@micro-apps/plugin-micro-apps-common';
import { createEmbeddedPolicy } from '@micro-apps/policy-pack';
import { readShippedPolicy } from '@micro-apps/policy-pack/node';
import { MAYA, usePortals } from '../__testUtils__';
import { noRules } from '../policy/noRules';
import { microapp } from './__testUtils__/microapp';

const start = usePortals();

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'micro-apps-check-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The shipped company rules, as the portal asks them. */
function shippedRules() {
  const policy = createEmbeddedPolicy(readShippedPolicy());
  return {
    ...noRules,
    engine: 'embedded',
    revision: policy.revision,
    decide: async (input: Parameters<typeof noRules.decide>[0]) => ({
      decision: policy.evaluate(input),
      revision: policy.revision,
    }),
  };
}

/** What both say, in one order and without what only one of them tells. */
function inOneShape(answer: {
  effectiveClass: PreviewResponse['effectiveClass'];
  score: PreviewResponse['score'];
  /** A control, or what the program prints of one. */
  required: readonly ({ control: { id: string } } | { controlId: string })[];
  decision: PreviewResponse['decision'];
  policyRevision: string;
}) {
  const { effectiveClass, score, required, decision } = answer;
  const codes = (list: readonly { code: string; because: string }[]) =>
    list.map(({ code, because }) => `${code}: ${because}`).sort();
  return {
    effectiveClass: effectiveClass.effective,
    score: score.score,
    band: score.band,
    // The file and the portal's catalog may list integrations in another order.
    contributions: [...score.contributions].sort((a, b) =>
      a.code < b.code ? -1 : 1,
    ),
    controls: required
      .map(each => ('control' in each ? each.control.id : each.controlId))
      .sort(),
    allowed: decision.allowed,
    violations: codes(decision.violations),
    obligations: codes(decision.obligations),
    observations: codes(decision.observations ?? []),
    policyRevision: answer.policyRevision,
  };
}

function check(name: string, registration: Registration) {
  const file = join(folder, `${name}.json`);
  writeFileSync(
    file,
    JSON.stringify({ registration, integrations: SOME_INTEGRATIONS }),
  );
  const { stdout, stderr } = microapp(
    ...['check', file, '--gate', 'register', '--format', 'json'],
  );
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

it.each<[string, Partial<Registration>]>([
  ['a plain app', {}],
  ['confidential-data', { classification: 'confidential' }],
  ['regulated-data', { classification: 'regulated' }],
  ['a-privileged-scope', { scopes: ['crm:write'] }],
  ['patients', { scopes: ['patients:read', 'people:read'] }],
  ['for-everybody', { audience: 'public', hosting: 'external' }],
  ['kept-for-long', { retentionDays: 3_650 }],
  ['nobody-follows', { successor: undefined, aiGeneratedShare: 100 }],
])('`microapp check` and the preview agree on %s', async (name, changes) => {
  const portal = await start({ policy: shippedRules() });
  const registration = aRegistration(changes);
  const { body } = await portal
    .as(MAYA)
    .post('/preview', { registration })
    .expect(200);
  const preview = inOneShape(body);
  expect(inOneShape(check(name.replaceAll(' ', '-'), registration))).toEqual(
    preview,
  );
  expect(preview.controls.length).toBeGreaterThan(0);
});
