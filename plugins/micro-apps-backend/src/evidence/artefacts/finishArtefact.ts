import {
  accept,
  canonicalJson,
  finishProblems,
  refuse,
  type ArtefactKind,
  type ArtefactTemplate,
  type Result,
} from '@micro-apps/governance-core';
import {
  microAppsEvidenceCreatePermission,
  type ArtefactView,
} from '@micro-apps/plugin-micro-apps-common';
import { appendAuditEntry, sha256 } from '../../audit/appendAuditEntry';
import type { Command, CommandContext } from '../../kernel/commands';
import type { BackendDeps } from '../../kernel/deps';
import { enqueueNotice } from '../../kernel/notices';
import { storeHandedIn } from '../handIn';
import { putArtefact, type ArtefactRow } from './DatabaseArtefacts';
import { begun, changeArtefact, type ArtefactChange } from './writeArtefact';

/**
 * Says that a form is complete, for the registration as it is. It is proof from
 * now on, or from when it is accepted where somebody has to.
 */
export function finishArtefact(deps: BackendDeps): Command<
  {
    id: string;
    kind: ArtefactKind;
    expectedVersion: number;
    envelopeHash: string;
  },
  ArtefactView
> {
  return {
    permission: microAppsEvidenceCreatePermission,
    run: (context, { envelopeHash, ...which }) =>
      changeArtefact(deps, context, {
        ...which,
        work: change => finish(context, change, envelopeHash),
      }),
  };
}

async function finish(
  context: CommandContext,
  change: ArtefactChange,
  envelopeHash: string,
): Promise<Result<unknown>> {
  const { actor, now } = context;
  const { tx, app, template } = change;
  const found = begun(change);
  if (!found.ok) return found;
  const row = found.value;
  if (row.state !== 'draft') {
    return refuse('not-in-this-state', 'It is finished already');
  }
  if (envelopeHash !== app.envelopeHash) {
    return refuse(
      'changed-since-you-looked',
      'The registration changed since you looked at it. Reload the page and read again whether your answers still fit',
    );
  }
  const problems = finishProblems(template, row.answers);
  if (problems.length > 0) {
    return refuse(
      'invalid-input',
      problems[0].message,
      problems.map(({ id, message }) => ({ path: `answers.${id}`, message })),
    );
  }
  const waits = template.acceptedBy !== undefined;
  const finished: ArtefactRow = {
    ...row,
    state: waits ? 'waiting' : 'finished',
    finishedBy: actor.ref,
    finishedBySubject: actor.subject,
    finishedAt: now.toISOString(),
    envelopeHash,
    contentDigest: digestOf(template, row),
    reviewedBy: undefined,
    reviewedAt: undefined,
    reviewReason: undefined,
  };
  await appendAuditEntry(tx, {
    at: now,
    actor,
    action: 'artefact.finished',
    appId: app.id,
    summary: `${template.title} finished`,
    details: {
      kind: row.kind,
      version: row.version,
      contentDigest: finished.contentDigest,
      envelopeHash,
    },
  });
  if (template.acceptedBy) {
    await putArtefact(tx, finished);
    await enqueueNotice(tx, {
      // A version that was given back can come again as it is.
      key: `artefact:${app.id}:${row.kind}:${row.version}:waiting:${finished.finishedAt}`,
      kind: 'artefact.waiting',
      to: {
        role: template.acceptedBy,
        businessUnit: app.registration.businessUnit,
      },
      title: `${template.title} to accept: ${app.name}`,
      text: 'It is filled in and waits for the privacy office.',
      link: artefactLink(app.id, row.kind),
      appId: app.id,
      at: now,
    });
    return accept(true);
  }
  return await becomeEvidence(context, { ...change, row: finished });
}

/** Stores what was finished as proof by whoever answers for it. */
export async function becomeEvidence(
  context: CommandContext,
  { tx, app, template, row }: ArtefactChange & { row: ArtefactRow },
): Promise<Result<unknown>> {
  const { actor } = context;
  const { title, evidenceKind, revision } = template;
  const { answers, version, contentDigest, envelopeHash } = row;
  const stored = await storeHandedIn(tx, {
    context,
    app,
    envelopeHash,
    evidence: {
      kind: evidenceKind,
      provenance: 'portal-form',
      tool: { name: title, version: String(revision) },
      outcome: 'pass',
      summary:
        template.acceptedBy === undefined
          ? `${title}, version ${version}`
          : `${title}, version ${version}, accepted`,
      problems: [],
      by: actor.ref,
    },
    sarif: { answers, version, contentDigest },
  });
  if (!stored.ok) return stored;
  await putArtefact(tx, { ...row, evidenceId: stored.value.id });
  return stored;
}

/** Where the form is in the portal. */
export function artefactLink(appId: string, kind: ArtefactKind): string {
  return `/micro-apps/apps/${appId}/forms/${kind}`;
}

/** SHA-256 over what was answered to which questions. */
function digestOf(
  { kind, revision }: ArtefactTemplate,
  { answers }: ArtefactRow,
): string {
  return sha256(canonicalJson({ kind, revision, answers }));
}
