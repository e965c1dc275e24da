import type { Integration } from '../classification/dataClass';
import {
  approvalEnded,
  matchIntegrations,
} from '../classification/integrationsOf';
import type { ControlDefinition, RequiredControl } from '../controls/control';
import { controlFacts } from '../controls/controlFacts';
import type { Evidence } from '../evidence/evidence';
import { spokenList } from '../names/normaliseText';
import type { Registration } from '../registration/registration';
import { kindVerdict, worstFirst } from './evidenceVerdict';
import type { EvaluationContext, KindVerdict } from './evidenceVerdict';
import { factVerdict } from './factFindings';
import type { Verdict } from './factFindings';
import type { Finding } from './finding';

/** A vendor whose approval has ended is no longer a declared, sound choice. */
function vendorVerdict(
  facts: { registration: Registration; integrations: readonly Integration[] },
  now: string,
): Verdict | undefined {
  const ended = matchIntegrations(facts).used.filter(({ integration }) =>
    approvalEnded(integration, now),
  );
  if (ended.length === 0) return undefined;
  const titles = ended.map(({ integration }) => integration.title);
  return {
    state: 'not-satisfied',
    code: 'vendor-approval-ended',
    because: `The approval of ${spokenList(titles)} has ended`,
  };
}

function evidenceFinding(
  control: ControlDefinition,
  proof: {
    registration: Registration;
    evidence: readonly Evidence[];
    context: EvaluationContext;
  },
): KindVerdict {
  if (control.waitsFor !== undefined || control.evidenceKinds.length === 0) {
    return {
      state: 'unknown',
      code: 'waits-for',
      because: `Waits for ${control.waitsFor ?? 'a way to prove it'}`,
      evidenceIds: [],
    };
  }
  const verdicts = control.evidenceKinds.map(kind =>
    kindVerdict({ control, kind, ...proof }),
  );
  const [worst] = [...verdicts].sort(worstFirst);
  const soonest = verdicts
    .flatMap(({ expiresAt }) => (expiresAt ? [expiresAt] : []))
    .sort()[0];
  return {
    ...worst,
    evidenceIds: verdicts.flatMap(({ evidenceIds }) => evidenceIds),
    ...(soonest && { expiresAt: soonest }),
  };
}

/**
 * The verdict on every required control. Only the newest proof of a kind for
 * this commit (or envelope) counts, of each workflow where there are several; what a maker reports herself, what is too
 * old, comes from the future or says "unknown" never meets a control.
 * Source: requirements R5, architecture "Evidence provenance".
 *
 * @param options.context.now - ISO instant, UTC
 * @param options.context.circumstances - what the records say; as handed to
 *   `deriveControls`
 * @param options.context.commit - the commit that would ship
 * @public
 */
export function evaluateControls(options: {
  required: readonly RequiredControl[];
  registration: Registration;
  integrations: readonly Integration[];
  evidence: readonly Evidence[];
  context: EvaluationContext;
}): readonly Finding[] {
  const { required, registration, integrations, evidence, context } = options;
  const facts = { registration, integrations };
  const { now, circumstances } = context;
  const read = controlFacts({ ...facts, circumstances, now });
  return required.map(({ control, because: requiredBecause }): Finding => {
    let verdict: KindVerdict =
      control.satisfiedBy === 'evidence'
        ? evidenceFinding(control, { registration, evidence, context })
        : { ...factVerdict(control, read), evidenceIds: [] };
    // A failed check of the code itself is named first.
    if (
      control.id === 'declared-integrations' &&
      verdict.state !== 'not-satisfied'
    ) {
      verdict = { ...verdict, ...vendorVerdict(facts, now) };
    }
    return {
      controlId: control.id,
      title: control.title,
      requiredBecause,
      control,
      ...verdict,
    };
  });
}
