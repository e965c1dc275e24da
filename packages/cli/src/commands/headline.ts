import type { Inputs } from './inputs';

const BANDS = { low: 'Low', medium: 'Medium', high: 'High' } as const;

/** "Where2Eat: 2 of 10, Low risk, internal data". */
export function headline({ given, assessment }: Inputs): string {
  const { score, effectiveClass } = assessment;
  const { name } = given.file.registration;
  return `${name}: ${score.score} of 10, ${BANDS[score.band]} risk, ${
    effectiveClass.effective
  } data`;
}

/** What assess, check and explain all tell other programs. */
export function assessmentData({ given, assessment }: Inputs) {
  const { effectiveClass, score, ways, envelopeHash } = assessment;
  return {
    file: given.source.file,
    name: given.file.registration.name,
    effectiveClass,
    score,
    ways,
    required: assessment.required.map(({ control, because }) => ({
      controlId: control.id,
      title: control.title,
      because,
    })),
    envelopeHash,
    unknownIntegrations: assessment.unknownIntegrations,
  };
}
