import {
  microAppsEvidenceCreatePermission,
  type DocumentRequest,
  type EvidenceView,
} from '@micro-apps/plugin-micro-apps-common';
import type { Command } from '../kernel/commands';
import type { BackendDeps } from '../kernel/deps';
import { accessOf, requireEdit } from '../registry/appAccess';
import { requireDirect } from '../separation/requireDirect';
import { handIn } from './handIn';

const TITLES: Record<DocumentRequest['kind'], string> = {
  'incident-response-plan': 'Incident-response plan',
  'encryption-statement': 'Encryption statement',
};

/** A document that is a short list of questions; its answers are kept whole. */
export function submitDocument(
  deps: BackendDeps,
): Command<DocumentRequest & { id: string }, EvidenceView> {
  return {
    permission: microAppsEvidenceCreatePermission,
    async run(context, { id, kind, envelopeHash, answers }) {
      const direct = requireDirect(context);
      if (!direct.ok) return direct;
      const { actor } = context;
      return await handIn(deps, {
        context,
        appId: id,
        envelopeHash,
        allowed: app =>
          requireEdit(accessOf({ actor, app, settings: deps.settings })),
        evidence: () => ({
          kind,
          provenance: 'portal-form',
          tool: { name: TITLES[kind] },
          outcome: 'pass',
          summary: `${TITLES[kind]} written by ${actor.ref}`,
          problems: [],
          by: actor.ref,
        }),
        sarif: { answers },
      });
    },
  };
}
