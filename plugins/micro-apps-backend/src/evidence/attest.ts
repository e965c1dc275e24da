import { accept, refuse } from '@micro-apps/governance-core';
import {
  ATTESTATION_STATEMENTS,
  microAppsEvidenceCreatePermission,
  type AttestRequest,
  type EvidenceView,
} from '@micro-apps/plugin-micro-apps-common';
import type { Command } from '../kernel/commands';
import type { BackendDeps } from '../kernel/deps';
import { accessOf } from '../registry/appAccess';
import { requireDirect } from '../separation/requireDirect';
import { handIn } from './handIn';

/** The owner confirms how the app handles data; nobody can do it for her. */
export function attest(
  deps: BackendDeps,
): Command<AttestRequest & { id: string }, EvidenceView> {
  return {
    permission: microAppsEvidenceCreatePermission,
    async run(context, { id, envelopeHash }) {
      const direct = requireDirect(context);
      if (!direct.ok) return direct;
      const { actor } = context;
      return await handIn(deps, {
        context,
        appId: id,
        envelopeHash,
        allowed: app =>
          accessOf({ actor, app, settings: deps.settings }).isOwner
            ? accept(true)
            : refuse(
                'not-allowed',
                'Only the owner can confirm this. Ask the owner of the app',
              ),
        evidence: () => ({
          kind: 'owner-attestation',
          provenance: 'portal-form',
          tool: { name: 'Owner attestation' },
          outcome: 'pass',
          summary: `Confirmed by ${actor.ref}`,
          problems: [],
          by: actor.ref,
        }),
        sarif: { statements: ATTESTATION_STATEMENTS },
      });
    },
  };
}
