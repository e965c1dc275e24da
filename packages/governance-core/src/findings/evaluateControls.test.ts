import {
  A_COMMIT,
  AN_ENVELOPE_HASH,
  aRegistration,
  aRequiredControl,
  evidenceFor,
  NOW,
  SOME_INTEGRATIONS as integrations,
  someEvidence,
} from '../testing';
import { evaluateControls } from './evaluateControls';

function find(
  id: string,
  evidence = evidenceFor([aRequiredControl(id)]),
  registration = aRegistration(),
) {
  const [finding] = evaluateControls({
    required: [aRequiredControl(id)],
    registration,
    integrations,
    evidence,
    context: { commit: A_COMMIT, envelopeHash: AN_ENVELOPE_HASH, now: NOW },
  });
  return finding;
}

describe('evaluateControls', () => {
  const id = 'dynamic-security-scan';
  const at = (receivedAt: string, changes = {}) =>
    someEvidence({ receivedAt, ...changes });

  it.each([
    ['passes', at('2026-11-24T09:00:00Z'), 'satisfied', 'met'],
    [
      'fails',
      at('2026-11-24T09:00:00Z', { outcome: 'fail' }),
      'not-satisfied',
      'scan-failed',
    ],
    [
      'could not tell',
      at('2026-11-24T09:00:00Z', { outcome: 'unknown' }),
      'unknown',
      'scan-unknown',
    ],
    [
      'has an outcome that nobody knows',
      at('2026-11-24T09:00:00Z', { outcome: 'ok' }),
      'unknown',
      'scan-unknown',
    ],
    [
      'is reported by the maker',
      at('2026-11-24T09:00:00Z', { provenance: 'self-reported' }),
      'unknown',
      'self-reported',
    ],
    [
      'is a form in place of a check',
      at('2026-11-24T09:00:00Z', { provenance: 'portal-form' }),
      'unknown',
      'no-evidence',
    ],
    [
      'is of another commit',
      at('2026-11-24T09:00:00Z', { commit: 'd' }),
      'unknown',
      'other-commit',
    ],
    ['is 30 days old', at('2026-10-25T10:00:00Z'), 'unknown', 'evidence-stale'],
    [
      'is a second less than 30 days old',
      at('2026-10-25T10:00:01Z'),
      'satisfied',
      'met',
    ],
    [
      'ended by itself',
      at('2026-11-24T09:00:00Z', { expiresAt: NOW }),
      'unknown',
      'evidence-stale',
    ],
    [
      'has an end nobody can read',
      at('2026-11-24T09:00:00Z', { expiresAt: 'soon' }),
      'unknown',
      'evidence-stale',
    ],
    [
      'is 61 seconds ahead',
      at('2026-11-24T10:01:01Z'),
      'unknown',
      'future-evidence',
    ],
    ['is 60 seconds ahead', at('2026-11-24T10:01:00Z'), 'satisfied', 'met'],
    ['has no readable time', at('yesterday'), 'unknown', 'no-time'],
  ])('judges a result that %s', (_, evidence, state, code) => {
    expect(find(id, [evidence])).toMatchObject({ state, code });
  });

  it('counts the newest result only, in whatever order they arrive', () => {
    const earlier = at('2026-11-24T08:00:00Z', { outcome: 'fail', id: 'a' });
    const later = at('2026-11-24T09:00:00Z', { id: 'b' });
    expect(find(id, [earlier, later])).toMatchObject({
      state: 'satisfied',
      evidenceIds: ['b'],
    });
    expect(
      find(id, [later, { ...earlier, receivedAt: '2026-11-24T09:30:00Z' }])
        ?.state,
    ).toBe('not-satisfied');
  });

  describe('of several workflows on one commit', () => {
    const of = (line: string | undefined, receivedAt: string, changes = {}) =>
      at(receivedAt, {
        provenance: 'pipeline',
        id: `${line}-${receivedAt}`,
        pipeline: {
          ...{
            repository: 'acme/where2eat',
            workflow: 'scan.yml',
            ref: 'main',
          },
          ...{ event: 'push', runId: '1', runNumber: 1, runAttempt: 1, line },
        },
        ...changes,
      });
    const fail = { outcome: 'fail' };
    const [EARLY, LATE, LAST] = [7, 8, 9].map(
      hour => `2026-11-24T0${hour}:00:00.000Z`,
    );

    it.each([
      ['earlier', of('a', EARLY, fail), of('b', LATE)],
      ['later', of('a', LATE, fail), of('b', EARLY)],
      ['earlier than the runner', of('a', EARLY, fail), at(LATE)],
      ['later than the runner', of('a', LATE, fail), at(EARLY)],
    ])('lets a fail stand that came %s', (_, failed, passed) => {
      for (const evidence of [
        [failed, passed],
        [passed, failed],
      ]) {
        expect(find(id, evidence)).toMatchObject({
          state: 'not-satisfied',
          evidenceIds: [failed.id],
        });
      }
    });

    it('lets a fail go when its own workflow passes', () => {
      const results = [of('a', EARLY, fail), of('b', LATE), of('a', LAST)];
      expect(find(id, results)?.state).toBe('satisfied');
      const unnumbered = [of(undefined, EARLY, fail), of(undefined, LATE)];
      expect(find(id, unnumbered)?.state).toBe('satisfied');
    });

    it('does not know while one of them could not tell', () => {
      const unknown = of('a', EARLY, { outcome: 'unknown' });
      expect(find(id, [unknown, of('b', LATE)])?.code).toBe('scan-unknown');
    });

    it('forgets a pass that is too old beside another one', () => {
      const old = of('a', '2026-10-01T09:00:00.000Z');
      const [early, late] = [of('b', EARLY), of('c', LATE)];
      const found = find(id, [old, early, late]);
      expect(found).toMatchObject({ state: 'satisfied', code: 'met' });
      // It lasts as long as one of them does.
      expect(found?.expiresAt).toBe(find(id, [late])?.expiresAt);
      expect(find(id, [old])?.code).toBe('evidence-stale');
    });
  });

  it('lets the worst of two results of one instant win', () => {
    const pass = at('2026-11-24T09:00:00Z');
    const fail = at('2026-11-24T09:00:00Z', { outcome: 'fail' });
    expect(find(id, [pass, fail])?.state).toBe('not-satisfied');
    expect(find(id, [fail, pass])?.state).toBe('not-satisfied');
  });

  it('does not let a newer report of the maker replace a check', () => {
    const own = at('2026-11-24T09:30:00Z', {
      provenance: 'self-reported',
      outcome: 'fail',
    });
    expect(find(id, [at('2026-11-24T09:00:00Z'), own])?.state).toBe(
      'satisfied',
    );
  });

  it('lets nothing count that is set aside, and says why', () => {
    const aside = at('2026-11-24T09:30:00Z', {
      provenance: 'pipeline',
      setAside: { code: 'other-branch', because: 'It is of a side branch' },
    });
    expect(find(id, [aside])).toMatchObject({
      state: 'unknown',
      code: 'set-aside',
      because: 'The last result does not count. It is of a side branch',
    });
    expect(find(id, [at('2026-11-24T09:00:00Z'), aside])?.state).toBe(
      'satisfied',
    );
    expect(find(id, [{ ...aside, setAside: undefined }])?.state).toBe(
      'satisfied',
    );
  });

  it('wants the word of the owner of now, and a review by somebody else', () => {
    const attested = evidenceFor([aRequiredControl('owner-attestation')]);
    const reviewed = evidenceFor([aRequiredControl('security-review')]);
    const after = aRegistration({ owner: 'user:default/ivan' });
    expect(find('owner-attestation', attested)?.state).toBe('satisfied');
    expect(find('owner-attestation', attested, after)?.code).toBe(
      'other-owner',
    );
    const nobody = attested.map(item => ({ ...item, by: undefined }));
    expect(find('owner-attestation', nobody)?.code).toBe('other-owner');
    const unsigned = reviewed.map(item => ({ ...item, by: undefined }));
    expect(find('security-review', unsigned)?.code).toBe('own-review');
    for (const owner of ['User:SAM', 'sam']) {
      expect(
        find('security-review', reviewed, aRegistration({ owner }))?.code,
      ).toBe('own-review');
    }
  });

  it('knows nothing without a commit, an envelope or a clock', () => {
    const judge = (context: object, controlId = id) =>
      evaluateControls({
        required: [aRequiredControl(controlId)],
        registration: aRegistration(),
        integrations,
        evidence: evidenceFor([aRequiredControl(controlId)]),
        context: {
          commit: A_COMMIT,
          envelopeHash: AN_ENVELOPE_HASH,
          now: NOW,
          ...context,
        },
      })[0];
    expect(judge({ commit: undefined })?.code).toBe('no-commit');
    expect(judge({ now: 'now' })?.code).toBe('no-clock');
    expect(judge({ envelopeHash: '' }, 'owner-attestation')?.code).toBe(
      'no-envelope',
    );
    expect(judge({ envelopeHash: 'x' }, 'owner-attestation')?.code).toBe(
      'other-envelope',
    );
  });

  it('fails declared integrations when the approval of a vendor has ended', () => {
    const ended = integrations.map(item =>
      item.name === 'mapland' ? { ...item, approvedUntil: NOW } : item,
    );
    const required = [aRequiredControl('declared-integrations')];
    const [finding] = evaluateControls({
      required,
      registration: aRegistration({ vendors: ['mapland'] }),
      integrations: ended,
      evidence: evidenceFor(required),
      context: { commit: A_COMMIT, envelopeHash: AN_ENVELOPE_HASH, now: NOW },
    });
    expect(finding).toMatchObject({
      state: 'not-satisfied',
      because: 'The approval of Mapland has ended',
    });
    const [failed] = evaluateControls({
      required,
      registration: aRegistration({ vendors: ['mapland'] }),
      integrations: ended,
      evidence: evidenceFor(required).map(each => ({
        ...each,
        outcome: 'fail',
        summary: '1 address that nobody named',
      })),
      context: { commit: A_COMMIT, envelopeHash: AN_ENVELOPE_HASH, now: NOW },
    });
    expect(failed).toMatchObject({
      code: 'scan-failed',
      because: '1 address that nobody named',
    });
  });
});
