import type { Report } from '../output/report';
import { contributionEntries } from './entries';
import { assessmentData, headline } from './headline';
import type { Inputs } from './inputs';

/** Class, score and controls in a few lines. */
export function assessReport(inputs: Inputs): Report {
  const { given, assessment, remarks } = inputs;
  const { required, score, envelopeHash } = assessment;
  return {
    file: given.source.file,
    entries: contributionEntries(inputs),
    data: assessmentData(inputs),
    text: [
      headline(inputs),
      `${required.length} controls: ${required
        .map(({ control }) => control.id)
        .join(', ')}`,
      `Risk model ${score.modelRevision}, envelope ${envelopeHash.slice(
        0,
        12,
      )}`,
      ...remarks,
    ],
    exitCode: 0,
  };
}
