import {
  proofProblem,
  type ControlDefinition,
  type Finding,
} from '@micro-apps/governance-core';
import type {
  AppDetail,
  EvidenceView,
} from '@micro-apps/plugin-micro-apps-common';

/** Controls that could make up for another one: met, and proven by something else. */
export function compensatingFindings(
  { findings }: Pick<AppDetail, 'findings'>,
  control: ControlDefinition,
): readonly Finding[] {
  return findings.filter(
    ({ state, evidenceIds, control: other }) =>
      state === 'satisfied' &&
      evidenceIds.length > 0 &&
      !other.evidenceKinds.some(kind => control.evidenceKinds.includes(kind)),
  );
}

/** What is on record and counts as proof for an exception from a control. */
export function proofsFor(options: {
  app: Pick<AppDetail, 'envelopeHash' | 'head'>;
  control: ControlDefinition;
  evidence: readonly EvidenceView[];
  now: number;
}): readonly EvidenceView[] {
  const { app, control, evidence, now } = options;
  return evidence.filter(
    item =>
      proofProblem(item, control, {
        commit: app.head,
        envelopeHash: app.envelopeHash,
        now: new Date(now).toISOString(),
      }) === undefined,
  );
}
