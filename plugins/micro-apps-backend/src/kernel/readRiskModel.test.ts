import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { DEFAULT_RISK_MODEL, scoreRisk } from '@micro-apps/governance-core';
import {
  aRegistration,
  SOME_INTEGRATIONS,
} from '@micro-apps/governance-core/testing';
import { readRiskModel } from './readRiskModel';

const REASON = 'The board accepts it for this year';

function read(riskModel?: JsonObject, acknowledgeWeakening?: string) {
  const policy = { acknowledgeWeakening };
  return readRiskModel(
    new ConfigReader({
      microApps: { ...(riskModel && { riskModel }), policy },
    }),
  );
}

describe('microApps.riskModel', () => {
  it('is the shipped one unless told', () => {
    expect(read()).toEqual({ acknowledgeWeakening: undefined });
  });

  it('changes some numbers and keeps the others', () => {
    const { riskModel, riskModelWeakenings } = read({
      revision: 'acme-1',
      missingSuccessor: 3,
      hostingPoints: { external: 2 },
    });
    expect(riskModel).toEqual({
      ...DEFAULT_RISK_MODEL,
      revision: 'acme-1',
      missingSuccessor: 3,
      hostingPoints: { sandbox: 0, company: 0, external: 2 },
    });
    expect(riskModelWeakenings).toEqual([]);
    const score = scoreRisk({
      registration: aRegistration({ successor: undefined }),
      integrations: SOME_INTEGRATIONS,
      model: riskModel,
    });
    expect(score.modelRevision).toBe('acme-1');
  });

  it.each<[string, JsonObject]>([
    ['floors.confidential', { floors: { confidential: 3 } }],
    ['piiHeavyAt', { piiHeavyAt: 19 }],
    ['bands', { bands: { low: [0, 4], medium: [5, 7], high: [8, 10] } }],
    ['gradePoints', { gradePoints: [{ from: 2, points: 4 }] }],
    ['aiShare.above', { aiShare: { above: 90 } }],
    ['categoryClasses.health', { categoryClasses: { health: 'internal' } }],
    ['otherHosts.free', { otherHosts: { free: 9 } }],
    ['saturation', { saturation: 3 }],
    ['specialCategories', { specialCategories: ['health'] }],
  ])('asks for a reason when %s is looser', (path, numbers) => {
    const given = { revision: 'acme-1', ...numbers };
    expect(() => read(given)).toThrow(`microApps.riskModel.${path}`);
    expect(() => read(given)).toThrow('acknowledgeWeakening');
    const accepted = read(given, REASON);
    expect(accepted.riskModelWeakenings?.map(each => each.path)).toContain(
      path,
    );
    expect(accepted.acknowledgeWeakening).toBe(REASON);
  });

  it.each<[string, JsonObject]>([
    ['floors.regulated', { floors: { regulated: 11 } }],
    ['bands', { bands: { low: [0, 3], medium: [5, 7], high: [8, 10] } }],
    ['classPoints', { classPoints: 'none' }],
  ])('refuses a wrong %s at start, whatever the reason', (path, numbers) => {
    expect(() => read({ revision: 'acme-1', ...numbers }, REASON)).toThrow(
      `microApps.riskModel.${path}`,
    );
  });

  it('needs a revision of its own', () => {
    expect(() => read({ missingSuccessor: 3 })).toThrow('revision');
  });
});
