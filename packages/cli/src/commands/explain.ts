import type { Finding } from '@micro-apps/governance-core';
import type { Report } from '../output/report';
import { contributionEntries, entryOf } from './entries';
import { assessmentData, headline } from './headline';
import type { Inputs } from './inputs';

const MARKS = {
  satisfied: '✓',
  'not-satisfied': '✗',
  unknown: '?',
  'not-applicable': '–',
} as const;

/** Where the score comes from, what lowers it, and how to meet each control. */
export function explainReport(inputs: Inputs): Report {
  const { given, assessment, remarks } = inputs;
  const { score, ways, findings } = assessment;
  return {
    file: given.source.file,
    entries: [
      ...contributionEntries(inputs),
      ...findings
        .filter(
          ({ state }) => state !== 'satisfied' && state !== 'not-applicable',
        )
        .map(finding =>
          entryOf(inputs, {
            code: finding.controlId,
            controlId: finding.controlId,
            level: 'note',
            because: `${finding.title}: ${finding.because}`,
            next: finding.control.howToSatisfy,
          }),
        ),
    ],
    data: {
      ...assessmentData(inputs),
      findings: findings.map(finding => ({
        controlId: finding.controlId,
        title: finding.title,
        state: finding.state,
        because: finding.because,
        requiredBecause: finding.requiredBecause,
        howToSatisfy: finding.control.howToSatisfy,
        source: finding.control.source,
      })),
    },
    text: [
      headline(inputs),
      '',
      'Why',
      ...score.contributions.flatMap(part => [
        `  ${part.points > 0 ? `+${part.points}` : ' 0'}  ${part.reason} (${
          part.source
        })${part.floor === undefined ? '' : `; never below ${part.floor}`}`,
        ...(part.lowers ? [`      ${part.lowers}`] : []),
      ]),
      '',
      'What reaches a lower band',
      ...(ways.length === 0
        ? ['  Nothing has to.'].slice(score.band === 'low' ? 0 : 1)
        : ways.map(
            way => `  ${way.changes.join('; ')}: ${score.score} → ${way.score}`,
          )),
      ...(ways.length === 0 && score.band !== 'low'
        ? ['  Nothing that you could change alone.']
        : []),
      '',
      'Controls that it needs',
      ...findings.flatMap(controlLines),
      ...remarks,
    ],
    exitCode: 0,
  };
}

function controlLines(finding: Finding): readonly string[] {
  const { control, state, because, requiredBecause } = finding;
  const met = state === 'satisfied' || state === 'not-applicable';
  return [
    `  ${MARKS[state]} ${control.title} (${control.id}, ${control.source}): ${because}`,
    `      ${requiredBecause}`,
    ...(met ? [] : [`      ${control.howToSatisfy}`]),
  ];
}
