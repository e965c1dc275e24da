import type { Gate } from '@micro-apps/governance-core';
import type { EmbeddedPolicy } from '@micro-apps/policy-pack';
import { checkFile } from '../assessment/checkFile';
import type { Entry, Report } from '../output/report';
import { entryOf } from './entries';
import { assessmentData, headline } from './headline';
import type { Inputs } from './inputs';

/** What a gate would say, with a reason and a next step for every "no". */
export function checkReport(
  inputs: Inputs,
  options: { gate: Gate; policy: EmbeddedPolicy },
): Report {
  const { given, remarks } = inputs;
  const check = checkFile({ ...inputs, ...options });
  const { allowed, violations, obligations } = check.decision;
  const { observations = [] } = check.decision;
  const errors = violations.map(said =>
    entryOf(inputs, { ...said, level: 'error' }),
  );
  const warnings = obligations.map(said =>
    entryOf(inputs, { ...said, level: 'warning' }),
  );
  // What warns is an obligation already.
  const notes = observations
    .filter(({ mode }) => mode === 'observe')
    .map(said => entryOf(inputs, { ...said, level: 'note' }));
  const count = `${violations.length} ${
    violations.length === 1 ? 'reason' : 'reasons'
  }`;
  return {
    file: given.source.file,
    entries: [...errors, ...warnings, ...notes],
    data: {
      ...assessmentData(inputs),
      decision: check.decision,
      policyRevision: check.policyRevision,
    },
    text: [
      headline(inputs),
      allowed
        ? `The gate "${options.gate}" is open.`
        : `The gate "${options.gate}" stays closed for ${count}.`,
      ...errors.flatMap(entry => lines('✗', entry, given.source.file)),
      ...warnings.flatMap(entry => lines('!', entry, given.source.file)),
      ...notes.flatMap(entry => lines('·', entry, given.source.file)),
      ...remarks,
      `Company rules ${check.policyRevision}`,
    ],
    exitCode: allowed ? 0 : 1,
  };
}

function lines(mark: string, entry: Entry, file: string): readonly string[] {
  const { message, next, place } = entry;
  return [
    `  ${mark} ${file}:${place.line}: ${message}`,
    ...(next ? [`      ${next}`] : []),
  ];
}
