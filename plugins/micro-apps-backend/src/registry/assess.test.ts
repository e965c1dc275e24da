import {
  aRegistration,
  SOME_INTEGRATIONS,
} from '@micro-apps/governance-core/testing';
import { assessApp } from '../gates/assessApp';
import type { AppRow } from './AppStore';
import { assess } from './assess';

const UNTIL = '2026-11-24T10:00:00.000Z';
const vendor = SOME_INTEGRATIONS.find(({ kind }) => kind === 'vendor');
const integrations = vendor ? [{ ...vendor, approvedUntil: UNTIL }] : [];
const registration = aRegistration({
  vendors: integrations.map(({ name }) => name),
  scopes: [],
});
const before = new Date(Date.parse(UNTIL) - 1);
const after = new Date(UNTIL);

it('a vendor whose approval has ended costs points, wherever a score is worked out', () => {
  const then = assess({ registration, integrations, now: before });
  const now = assess({ registration, integrations, now: after });
  expect(now.risk.score).toBeGreaterThan(then.risk.score);
  expect(JSON.stringify(now.risk.contributions)).toContain(
    'its approval has ended',
  );
  const app: AppRow = {
    id: 'an-app',
    version: 1,
    standing: 'active',
    createdBy: 'user:default/maya',
    createdAt: UNTIL,
    updatedAt: UNTIL,
    name: registration.name,
    registration,
    lookAlikes: [],
    envelopeHash: then.envelopeHash,
    envelope: then.envelope,
    score: then.risk.score,
    band: then.risk.band,
    effectiveClass: then.effectiveClass.effective,
  };
  const scoreAt = (at: Date) => assessApp({ app, integrations, now: at }).score;
  expect([scoreAt(before), scoreAt(after)]).toEqual([
    then.risk.score,
    now.risk.score,
  ]);
});
