import { accept, eligibility, type Result } from '@micro-apps/governance-core';
import {
  microAppsRequestDecidePermission,
  type EvidenceView,
  type SecurityReviewRequest,
} from '@micro-apps/plugin-micro-apps-common';
import type { Command, CommandContext } from '../kernel/commands';
import type { BackendDeps } from '../kernel/deps';
import { approverGroups } from '../kernel/settings';
import type { AppRow } from '../registry/AppStore';
import { unknownApp } from '../registry/unknownApp';
import {
  readInvolvement,
  type Involvement,
} from '../separation/DatabaseInvolvement';
import { findPeople, withPeople } from '../separation/knownPeople';
import { requireDirect } from '../separation/requireDirect';
import { handIn } from './handIn';

/**
 * What a security reviewer found. The rules of voting hold here, too: nobody
 * who has a part in the app reviews it.
 */
export function recordSecurityReview(
  deps: BackendDeps,
): Command<SecurityReviewRequest & { id: string }, EvidenceView> {
  return {
    permission: microAppsRequestDecidePermission,
    decides: true,
    async run(context, { id, envelopeHash, outcome, notes }) {
      const { database, apps, findActor } = deps;
      const direct = requireDirect(context);
      if (!direct.ok) return direct;
      const app = await apps.get(database.knex, id);
      if (!app) return unknownApp();
      const known = await findPeople(
        findActor,
        await readInvolvement(database.knex, app),
      );
      if (!known.ok) return known;
      const { actor } = context;
      return await handIn(deps, {
        context,
        appId: id,
        envelopeHash,
        allowed: async (current, tx) => {
          const involvement = withPeople(
            await readInvolvement(tx, current),
            known.value,
          );
          return involvement.ok
            ? mayReview(deps, context, current, involvement.value)
            : involvement;
        },
        evidence: () => ({
          kind: 'security-review',
          provenance: 'portal-form',
          tool: { name: 'Security review' },
          outcome,
          summary: notes.split('\n')[0].slice(0, 300),
          problems:
            outcome === 'fail'
              ? [{ code: 'review/failed', level: 'error', message: notes }]
              : [],
          by: actor.ref,
        }),
        sarif: { notes },
      });
    },
  };
}

function mayReview(
  { settings }: BackendDeps,
  { actor }: CommandContext,
  app: AppRow,
  involvement: Involvement,
): Result<true> {
  const eligible = eligibility({
    voter: {
      ref: actor.ref,
      subject: actor.subject,
      email: actor.email,
      groups: actor.groups ?? [],
    },
    actingDirectly: actor.direct,
    role: 'security',
    approverGroups: approverGroups(
      settings,
      'security',
      app.registration.businessUnit,
    ),
    band: app.band,
    involved: involvement.people,
    ownerGroups: involvement.ownerGroups,
  });
  return eligible.ok ? accept(true) : eligible;
}
