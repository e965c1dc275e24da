import {
  accept,
  draftProblems,
  refuse,
  type ArtefactAnswers,
  type ArtefactKind,
} from '@micro-apps/governance-core';
import {
  microAppsEvidenceCreatePermission,
  type ArtefactView,
} from '@micro-apps/plugin-micro-apps-common';
import { appendAuditEntry } from '../../audit/appendAuditEntry';
import type { Command } from '../../kernel/commands';
import type { BackendDeps } from '../../kernel/deps';
import { addVersion, putArtefact, type ArtefactRow } from './DatabaseArtefacts';
import { changeArtefact } from './writeArtefact';

/**
 * Keeps a draft as the next version. What was finished before stays proof until
 * it ends or is replaced.
 */
export function saveArtefact(deps: BackendDeps): Command<
  {
    id: string;
    kind: ArtefactKind;
    answers: ArtefactAnswers;
    expectedVersion: number;
  },
  ArtefactView
> {
  return {
    permission: microAppsEvidenceCreatePermission,
    run: (context, { id, kind, answers, expectedVersion }) =>
      changeArtefact(deps, context, {
        id,
        kind,
        expectedVersion,
        async work({ tx, template, row }) {
          const { actor, now } = context;
          const [problem] = draftProblems(template, answers);
          if (problem) {
            return refuse('invalid-input', problem.message, [
              { path: `answers.${problem.id}`, message: problem.message },
            ]);
          }
          const next: ArtefactRow = {
            appId: id,
            kind,
            state: 'draft',
            version: expectedVersion + 1,
            answers,
            changedBy: actor.ref,
            changedBySubject: actor.subject,
            changedAt: now.toISOString(),
            // What is on record stays named, and so does what was asked for.
            evidenceId: row?.evidenceId,
            reviewReason: row?.reviewReason,
            reviewedBy: row?.reviewedBy,
            reviewedAt: row?.reviewedAt,
          };
          await putArtefact(tx, next);
          await addVersion(tx, next, template.revision);
          await appendAuditEntry(tx, {
            at: now,
            actor,
            action: 'artefact.saved',
            appId: id,
            summary: `${template.title}: a draft was saved`,
            details: { kind, version: next.version },
          });
          return accept(true);
        },
      }),
  };
}
