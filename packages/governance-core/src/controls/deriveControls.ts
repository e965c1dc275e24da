import { compareClass, maxClass } from '../classification/compareClass';
import { matchIntegrations } from '../classification/integrationsOf';
import type {
  DataClass,
  EffectiveClass,
  Integration,
} from '../classification/dataClass';
import { bandOf } from '../risk/bandOf';
import { hasPersonalData } from '../risk/personalData';
import { BANDS } from '../risk/risk';
import type { Band, RiskScore } from '../risk/risk';
import type { Registration } from '../registration/registration';
import { CONTROL_CATALOGUE } from './catalogue';
import type { RequiredControl } from './control';

const BAND_TITLES: Readonly<Record<Band, string>> = {
  low: 'Low',
  medium: 'Medium',
  high: 'High',
};

/** The higher of what the score is and what it is said to be. */
function strictestBand(score: RiskScore): Band {
  const band = BANDS.includes(score.band) ? score.band : 'high';
  return (
    BANDS[Math.max(BANDS.indexOf(band), BANDS.indexOf(bandOf(score.score)))] ??
    'high'
  );
}

/**
 * The controls that an app has to meet, each with the reason why here.
 * Low asks for the portal's checks and sound facts; Medium adds the owner's
 * word, High a security review and an incident plan; sensitive classes add
 * their own. Source: requirements R2, R3, R6, R7.
 *
 * @param options.attestationInMedium - whether Medium asks for the owner's
 *   attestation; yes unless switched off
 * @public
 */
export function deriveControls(options: {
  registration: Registration;
  integrations: readonly Integration[];
  score: RiskScore;
  effectiveClass: EffectiveClass | DataClass;
  attestationInMedium?: boolean;
}): readonly RequiredControl[] {
  const { registration, score, attestationInMedium = true } = options;
  const band = strictestBand(score);
  const given = options.effectiveClass;
  const dataClass = maxClass(
    'public',
    typeof given === 'string' ? given : given?.effective,
  );
  const atScore = `The app is ${BAND_TITLES[band]} risk (${score.score} of 10)`;
  const everybody = 'Every app needs it before others use it';
  const ofClass = `The app handles ${dataClass} data`;

  const why = new Map<string, string>();
  for (const id of [
    'company-sign-in',
    'approved-components',
    'known-vulnerabilities',
    'declared-integrations',
    'dynamic-security-scan',
    'security-headers',
    'redacted-logs',
    'least-privilege-scopes',
    'retention-rule',
    'decommission-plan',
  ]) {
    why.set(id, everybody);
  }
  if (hasPersonalData(registration)) {
    why.set('privacy-notice', 'The app keeps facts about people');
  }
  if (band === 'high' || (band === 'medium' && attestationInMedium)) {
    why.set('owner-attestation', atScore);
  }
  const reviewed = matchIntegrations(options).used.find(({ integration }) =>
    ['payment', 'health', 'identity'].includes(integration.vendorKind ?? ''),
  );
  if (band === 'high') {
    why.set('security-review', atScore);
    why.set('incident-response-plan', atScore);
  } else if (reviewed) {
    why.set(
      'security-review',
      `The app uses ${reviewed.integration.title}, a ${
        reviewed.integration.vendorKind ?? ''
      } service`,
    );
  }
  if (compareClass(dataClass, 'confidential') >= 0) {
    why.set('encryption-at-rest-and-in-transit', ofClass);
    why.set('data-loss-prevention', ofClass);
    why.set('pii-scan-ingress-egress', ofClass);
  }
  if (dataClass === 'regulated') {
    why.set('privacy-impact-assessment', ofClass);
  }
  return CONTROL_CATALOGUE.flatMap(control => {
    const because = why.get(control.id);
    return because === undefined ? [] : [{ control, because }];
  });
}
