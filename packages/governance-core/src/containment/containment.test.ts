import { evaluateControls } from '../findings/evaluateControls';
import { APP_STANDING_TABLE, DEPLOYMENT_TABLE } from '../lifecycle/tables';
import { transition } from '../lifecycle/transition';
import {
  A_COMMIT,
  AN_ENVELOPE_HASH,
  aRegistration,
  aRequiredControl,
  evidenceFor,
  NOW,
  SOME_INTEGRATIONS,
} from '../testing';
import {
  HOLD_ACTIONS,
  holdApp,
  missingForRelease,
  releaseApp,
  releaseItself,
  stopsRunning,
  type ContainmentActor,
} from './containment';

const nobody: ContainmentActor = {
  roles: [],
  isAdministrator: false,
  isOwner: false,
};
const security: ContainmentActor = { ...nobody, roles: ['security'] };
const inIt: ContainmentActor = { ...nobody, roles: ['it'] };
const administrator: ContainmentActor = { ...nobody, isAdministrator: true };

describe('holdApp', () => {
  it('is for security, IT and administrators', () => {
    for (const actor of [security, inIt, administrator]) {
      expect(
        holdApp({ standing: 'active', action: 'quarantine', actor }),
      ).toEqual({ ok: true, value: 'quarantined' });
    }
    for (const roles of [[], ['privacy'], ['it-lead']] as const) {
      for (const action of HOLD_ACTIONS) {
        expect(
          holdApp({
            standing: 'active',
            action,
            actor: { ...nobody, roles, isOwner: true },
          }),
        ).toMatchObject({ ok: false, refusal: { code: 'not-eligible' } });
      }
    }
  });

  it('gets stricter, or stays as strict, and never milder', () => {
    const held = (standing: 'restricted' | 'quarantined' | 'suspended') =>
      HOLD_ACTIONS.map(
        action => holdApp({ standing, action, actor: security }).ok,
      );
    expect(held('restricted')).toEqual([true, true, true]);
    expect(held('quarantined')).toEqual([false, true, true]);
    expect(held('suspended')).toEqual([false, false, true]);
  });

  it('leaves alone what is at its end', () => {
    for (const standing of ['retired', 'disposed'] as const) {
      expect(
        holdApp({ standing, action: 'suspend', actor: security }),
      ).toMatchObject({ ok: false, refusal: { code: 'not-in-this-state' } });
    }
  });
});

describe('releaseApp', () => {
  const release = (changes: Partial<Parameters<typeof releaseApp>[0]>) =>
    releaseApp({
      standing: 'quarantined',
      heldFrom: 'active',
      actor: security,
      imposedByActor: false,
      ...changes,
    });

  it('is for security, IT and administrators', () => {
    for (const actor of [security, inIt, administrator]) {
      expect(release({ actor })).toEqual({ ok: true, value: 'active' });
    }
    expect(release({ actor: nobody })).toMatchObject({
      ok: false,
      refusal: { code: 'not-eligible' },
    });
  });

  it('of what is suspended is for security alone', () => {
    expect(release({ standing: 'suspended' }).ok).toBe(true);
    for (const actor of [inIt, administrator]) {
      expect(release({ standing: 'suspended', actor })).toMatchObject({
        ok: false,
        refusal: { code: 'not-eligible' },
      });
    }
  });

  it('is not for the owner, unless she holds it herself', () => {
    const actor = { ...security, isOwner: true };
    expect(release({ actor })).toMatchObject({
      ok: false,
      refusal: { code: 'not-eligible' },
    });
    expect(release({ actor, imposedByActor: true }).ok).toBe(true);
    // Who holds it does not make a reviewer of her.
    expect(
      release({
        actor: { ...nobody, isOwner: true },
        imposedByActor: true,
      }).ok,
    ).toBe(false);
  });

  it('makes no app of a draft, and frees nothing that is not held', () => {
    expect(release({ heldFrom: 'draft' })).toEqual({
      ok: true,
      value: 'draft',
    });
    expect(release({ standing: 'active' }).ok).toBe(false);
    expect(release({ standing: 'retired' }).ok).toBe(false);
  });
});

describe('releaseItself', () => {
  const CONTROLS = ['dynamic-security-scan', 'owner-attestation'];
  const findings = (proven: readonly string[]) =>
    evaluateControls({
      required: CONTROLS.map(aRequiredControl),
      registration: aRegistration(),
      integrations: SOME_INTEGRATIONS,
      evidence: evidenceFor(proven.map(aRequiredControl)),
      context: { commit: A_COMMIT, envelopeHash: AN_ENVELOPE_HASH, now: NOW },
    });
  const release = (changes: Partial<Parameters<typeof releaseItself>[0]>) =>
    releaseItself({
      standing: 'quarantined',
      heldFrom: 'active',
      findings: findings(CONTROLS),
      causes: [],
      highIncidentOpen: false,
      ...changes,
    });

  it('frees a quarantined app whose controls are all met', () => {
    expect(release({})).toEqual({ ok: true, value: 'active' });
  });

  it('says what is missing, each with its step', () => {
    const result = release({ findings: findings(['owner-attestation']) });
    expect(result).toMatchObject({
      ok: false,
      refusal: {
        code: 'gate-closed',
        details: [
          {
            path: 'dynamic-security-scan',
            message: expect.stringContaining(
              aRequiredControl('dynamic-security-scan').control.howToSatisfy,
            ),
          },
        ],
      },
    });
  });

  it('looks at what it is held for, where that was said', () => {
    const half = findings(['owner-attestation']);
    expect(release({ findings: half, causes: ['owner-attestation'] }).ok).toBe(
      true,
    );
    expect(
      release({ findings: half, causes: ['dynamic-security-scan'] }).ok,
    ).toBe(false);
    expect(missingForRelease({ findings: half, causes: [] })).toHaveLength(1);
  });

  it('takes nothing checked for no clean bill', () => {
    expect(release({ findings: [] })).toMatchObject({
      ok: false,
      refusal: { code: 'gate-closed' },
    });
  });

  it('frees nothing else, and nothing while a high incident is open', () => {
    for (const standing of [
      'active',
      'restricted',
      'suspended',
      'retired',
    ] as const) {
      expect(release({ standing })).toMatchObject({
        ok: false,
        refusal: { code: 'not-in-this-state' },
      });
    }
    expect(release({ highIncidentOpen: true }).ok).toBe(false);
  });

  it('frees what the portal restricted by itself, and no suspended app', () => {
    const byPortal = true;
    expect(release({ standing: 'restricted', byPortal })).toEqual({
      ok: true,
      value: 'active',
    });
    for (const standing of ['suspended', 'active', 'retired'] as const) {
      expect(release({ standing, byPortal }).ok).toBe(false);
    }
  });
});

describe('what a hold does', () => {
  it('stops what runs from quarantine on', () => {
    expect(
      (['active', 'restricted', 'quarantined', 'suspended'] as const).map(
        stopsRunning,
      ),
    ).toEqual([false, false, true, true]);
    expect((['retired', 'disposed'] as const).map(stopsRunning)).toEqual([
      true,
      true,
    ]);
  });

  it('can be taken back: what was stopped is deployed again', () => {
    expect(transition(DEPLOYMENT_TABLE, 'stopped', 'resume')).toEqual({
      ok: true,
      value: 'deploying',
    });
    expect(transition(DEPLOYMENT_TABLE, 'failed', 'resume').ok).toBe(false);
    expect(
      transition(APP_STANDING_TABLE, 'restricted', 'release-to-draft').ok,
    ).toBe(false);
  });
});
