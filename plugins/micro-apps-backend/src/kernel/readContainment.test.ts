import { mockServices } from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import { readContainment } from './readContainment';

const read = (containment: JsonObject = {}) =>
  readContainment(
    mockServices.rootConfig({ data: { microApps: { containment } } }),
  );
const RULE = { control: 'known-vulnerabilities', action: 'quarantine' };

describe('readContainment', () => {
  it('holds nothing by itself and stops at a twentieth, unless told', () => {
    expect(read()).toEqual({
      automatic: [],
      limit: { share: 0.05, atLeast: 0 },
    });
  });

  it('observes first', () => {
    const enforced = { ...RULE, control: 'redacted-logs', mode: 'enforce' };
    expect(
      read({
        automatic: [RULE, enforced],
        blastRadius: { apps: 3, share: 0.1 },
      }),
    ).toEqual({
      automatic: [
        {
          controlId: 'known-vulnerabilities',
          action: 'quarantine',
          mode: 'observe',
        },
        { controlId: 'redacted-logs', action: 'quarantine', mode: 'enforce' },
      ],
      limit: { share: 0.1, atLeast: 3 },
    });
  });

  it.each<[string, object]>([
    ['automatic[0].control', { automatic: [{ ...RULE, control: 'nothing' }] }],
    ['automatic[0].control', { automatic: [{ action: 'suspend' }] }],
    // Read off the registration, which proves nothing.
    [
      'automatic[0].control',
      { automatic: [{ ...RULE, control: 'retention-rule' }] },
    ],
    ['automatic[1].control', { automatic: [RULE, RULE] }],
    ['automatic[0].action', { automatic: [{ ...RULE, action: 'delete' }] }],
    ['automatic[0].action', { automatic: [{ control: RULE.control }] }],
    ['automatic[0].mode', { automatic: [{ ...RULE, mode: 'on' }] }],
    ['blastRadius.share', { blastRadius: { share: 1.1 } }],
    ['blastRadius.share', { blastRadius: { share: -0.1 } }],
    ['blastRadius.apps', { blastRadius: { apps: 1.5 } }],
    ['blastRadius.apps', { blastRadius: { apps: -1 } }],
  ])('stops the start for a wrong %s', (path, given) => {
    expect(() => read({ ...given })).toThrow(
      `microApps.containment.${path} has to be`,
    );
  });
});
