import { CONTROL_CATALOGUE } from '../controls/catalogue';
import { evaluateControls } from '../findings/evaluateControls';
import { applyExceptions } from '../exceptions/applyExceptions';
import {
  A_COMMIT,
  AN_ENVELOPE_HASH,
  anException,
  aRegistration,
  aRequiredControl,
  evidenceFor,
  NOW,
  SOME_INTEGRATIONS,
} from '../testing';
import { provenFailedAt, provesFailing } from './automaticHold';

const SCAN = 'dynamic-security-scan';
/** What makes up for an exception from it. */
const OTHER = 'security-review';

function findings(
  outcome: 'pass' | 'fail' | 'unknown',
  changes: { commit?: string; now?: string; none?: boolean } = {},
) {
  const { commit = A_COMMIT, now = NOW, none } = changes;
  const required = [SCAN, OTHER].map(aRequiredControl);
  const evidence = evidenceFor(required).map(item =>
    item.kind === 'dynamic-scan' ? { ...item, outcome } : item,
  );
  return evaluateControls({
    required,
    registration: aRegistration(),
    integrations: SOME_INTEGRATIONS,
    evidence: none ? [] : evidence,
    context: { commit, envelopeHash: AN_ENVELOPE_HASH, now },
  });
}

describe('provenFailedAt', () => {
  it('is when the result that fails came in', () => {
    const [finding] = findings('fail');
    expect(provenFailedAt(finding)).toBe(finding.checkedAt);
    expect(finding.checkedAt).toBeDefined();
  });

  it.each([
    ['passed', findings('pass')],
    ['could not tell', findings('unknown')],
    ['is of another commit', findings('fail', { commit: 'b'.repeat(40) })],
    ['is not there', findings('fail', { none: true })],
    ['nobody knows the time of', findings('fail', { now: 'soon' })],
  ])('is not known of a result that %s', (_, [finding]) => {
    expect(provenFailedAt(finding)).toBeUndefined();
  });

  it('is nothing while an exception is in force', () => {
    const [finding] = applyExceptions(
      findings('fail'),
      [anException({ controlId: SCAN })],
      NOW,
    );
    expect(finding.code).toBe('excepted');
    expect(provenFailedAt(finding)).toBeUndefined();
  });

  it('takes a fact for no proof', () => {
    const [finding] = findings('fail');
    expect(
      provenFailedAt({ ...finding, code: 'fact-missing' }),
    ).toBeUndefined();
  });
});

describe('provesFailing', () => {
  it('is true of what evidence proves, and of nothing else', () => {
    const named = CONTROL_CATALOGUE.filter(provesFailing);
    expect(named.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['known-vulnerabilities', SCAN]),
    );
    for (const { satisfiedBy, waitsFor, gates } of named) {
      expect([satisfiedBy, waitsFor]).toEqual(['evidence', undefined]);
      expect(gates).toContain('promote');
    }
    const waits = CONTROL_CATALOGUE.filter(
      ({ satisfiedBy }) => satisfiedBy !== 'evidence',
    );
    expect(waits.some(provesFailing)).toBe(false);
  });
});
