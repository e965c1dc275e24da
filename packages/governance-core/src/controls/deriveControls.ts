import { maxClass } from '../classification/compareClass';
import type {
  DataClass,
  EffectiveClass,
  Integration,
} from '../classification/dataClass';
import { bandOf } from '../risk/bandOf';
import { BANDS } from '../risk/risk';
import type { Band, RiskScore } from '../risk/risk';
import type { RiskModel } from '../risk/riskModel';
import type { Registration } from '../registration/registration';
import { CONTROL_CATALOGUE } from './catalogue';
import { holds } from './condition';
import type { RequiredControl } from './control';
import { controlFacts, fillWords } from './controlFacts';
import type { Circumstances } from './controlFacts';

/** The higher of what the score is and what it is said to be. */
function strictestBand(score: RiskScore): Band {
  const band = BANDS.includes(score.band) ? score.band : 'high';
  return (
    BANDS[Math.max(BANDS.indexOf(band), BANDS.indexOf(bandOf(score.score)))] ??
    'high'
  );
}

/**
 * The controls that an app has to meet, each with the reason why here: those
 * of the catalogue with a rule that holds for the facts of the app, or that
 * cannot be ruled out. Source: requirements R2-R12.
 *
 * @param options.attestationInMedium - whether Medium asks for the owner's
 *   attestation; yes unless switched off
 * @param options.circumstances - what the records say of the running app;
 *   without them only what the registration asks for is required
 * @public
 */
export function deriveControls(options: {
  registration: Registration;
  integrations: readonly Integration[];
  score: RiskScore;
  effectiveClass: EffectiveClass | DataClass;
  attestationInMedium?: boolean;
  circumstances?: Circumstances;
  model?: RiskModel;
}): readonly RequiredControl[] {
  const { score, effectiveClass: given } = options;
  const facts = controlFacts({
    ...options,
    band: strictestBand(score),
    score: score.score,
    effectiveClass: maxClass(
      'public',
      typeof given === 'string' ? given : given?.effective,
    ),
  });
  return CONTROL_CATALOGUE.flatMap(control => {
    const rule = control.requiredWhen.find(
      ({ when }) => holds(when, facts) !== false,
    );
    return rule ? [{ control, because: fillWords(rule.because, facts) }] : [];
  });
}
