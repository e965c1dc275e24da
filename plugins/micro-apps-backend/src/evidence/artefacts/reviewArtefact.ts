import {
  accept,
  artefactTemplate,
  refuse,
  type ArtefactKind,
  type Result,
} from '@micro-apps/governance-core';
import {
  microAppsRequestDecidePermission,
  type ArtefactView,
} from '@micro-apps/plugin-micro-apps-common';
import { appendAuditEntry } from '../../audit/appendAuditEntry';
import type { Command, CommandContext } from '../../kernel/commands';
import type { BackendDeps } from '../../kernel/deps';
import { enqueueNotice } from '../../kernel/notices';
import { unknownApp } from '../../registry/unknownApp';
import { readInvolvement } from '../../separation/DatabaseInvolvement';
import { findPeople, withPeople } from '../../separation/knownPeople';
import { putArtefact, type ArtefactRow } from './DatabaseArtefacts';
import { artefactLink, becomeEvidence } from './finishArtefact';
import { mayAccept } from './readArtefacts';
import { begun, changeArtefact, type ArtefactChange } from './writeArtefact';

interface Review {
  readonly id: string;
  readonly kind: ArtefactKind;
  readonly outcome: 'accept' | 'return';
  readonly reason: string;
  readonly expectedVersion: number;
}

/**
 * The privacy office accepts a form, which makes it proof, or gives it back.
 * The rules of voting hold: nobody who has a part in the app (P3).
 */
export function reviewArtefact(
  deps: BackendDeps,
): Command<Review, ArtefactView> {
  return {
    permission: microAppsRequestDecidePermission,
    decides: true,
    async run(context, review) {
      const { database, apps, settings, findActor } = deps;
      const { id, kind, expectedVersion } = review;
      const role = artefactTemplate(kind).acceptedBy;
      const app = await apps.get(database.knex, id);
      if (!app) return unknownApp();
      // Who they are is asked before the lock is taken.
      const known = await findPeople(
        findActor,
        await readInvolvement(database.knex, app),
      );
      if (!known.ok) return known;
      return await changeArtefact(deps, context, {
        id,
        kind,
        expectedVersion,
        async allowed({ tx, app: current }) {
          if (!role) {
            return refuse(
              'not-in-this-state',
              'Nobody has to accept this form',
            );
          }
          const involvement = withPeople(
            await readInvolvement(tx, current),
            known.value,
          );
          if (!involvement.ok) return involvement;
          const { actor } = context;
          return mayAccept({
            actor,
            app: current,
            settings,
            involvement: involvement.value,
            role,
          });
        },
        work: change => decide(context, change, review),
      });
    },
  };
}

async function decide(
  context: CommandContext,
  change: ArtefactChange,
  { outcome, reason }: Review,
): Promise<Result<unknown>> {
  const { actor, now } = context;
  const { tx, app, template } = change;
  const found = begun(change);
  if (!found.ok) return found;
  const row = found.value;
  if (row.state !== 'waiting') {
    return refuse('not-in-this-state', 'It does not wait for anybody');
  }
  if (outcome === 'accept' && row.envelopeHash !== app.envelopeHash) {
    return refuse(
      'changed-since-you-looked',
      'The registration changed since this was filled in. Give it back, so that its owner looks at it again',
    );
  }
  const accepted = outcome === 'accept';
  const reviewed: ArtefactRow = {
    ...row,
    state: accepted ? 'finished' : 'draft',
    reviewedBy: actor.ref,
    reviewedAt: now.toISOString(),
    reviewReason: reason,
  };
  await appendAuditEntry(tx, {
    at: now,
    actor,
    action: accepted ? 'artefact.accepted' : 'artefact.returned',
    appId: app.id,
    summary: `${template.title} ${accepted ? 'accepted' : 'given back'}`,
    details: {
      kind: row.kind,
      version: row.version,
      contentDigest: row.contentDigest ?? null,
    },
    personal: { reason },
  });
  const { owner, successor } = app.registration;
  await enqueueNotice(tx, {
    key: `artefact:${app.id}:${row.kind}:${row.version}:${outcome}:${reviewed.reviewedAt}`,
    kind: accepted ? 'artefact.accepted' : 'artefact.returned',
    to: { people: successor ? [owner, successor] : [owner] },
    title: `${template.title} ${accepted ? 'accepted' : 'given back'}: ${
      app.name
    }`,
    text: reason,
    link: artefactLink(app.id, row.kind),
    appId: app.id,
    at: now,
  });
  if (accepted) {
    return await becomeEvidence(context, { ...change, row: reviewed });
  }
  await putArtefact(tx, reviewed);
  return accept(true);
}
