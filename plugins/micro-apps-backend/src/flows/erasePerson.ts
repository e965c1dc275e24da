import {
  accept,
  normaliseRef,
  refuse,
  type Result,
} from '@micro-apps/governance-core';
import {
  microAppsPersonErasePermission,
  type PersonErasureResponse,
} from '@micro-apps/plugin-micro-apps-common';
import { eraseFromAudit } from '../audit/erasePerson';
import type { Command, CommandContext } from '../kernel/commands';
import type { BackendDeps } from '../kernel/deps';
import { holds } from '../registry/appAccess';
import { requireDirect } from '../separation/requireDirect';
import { appsOwnedBy, countPersonTraces } from '../views/DatabasePersonTraces';

/** Checked body of the request. */
export interface Erasure {
  readonly ref: string;
  readonly reason: string;
  readonly entries: readonly number[];
}

/**
 * Erases what the audit log holds of a person (reliability F9). Records that
 * decisions rest on stay, and the answer counts them. Refused while she owns
 * an app: an app without an owner is nobody's.
 */
export function erasePerson({
  database,
  settings,
}: BackendDeps): Command<Erasure, PersonErasureResponse> {
  return {
    permission: microAppsPersonErasePermission,
    async run(context, { ref, reason, entries }) {
      const allowed = mayErase(context, { ref, reason, settings });
      if (!allowed.ok) return allowed;
      const { actor, now: at } = context;
      return await database.transaction(
        async (tx): Promise<Result<PersonErasureResponse>> => {
          const owned = await appsOwnedBy(tx, ref);
          if (owned.length > 0) {
            return refuse(
              'not-in-this-state',
              'This person still owns apps. Give them another owner first',
              owned.map(message => ({ path: 'ref', message })),
            );
          }
          const erased = await eraseFromAudit(tx, {
            ref,
            reason,
            entries,
            actor,
            at,
          });
          return erased
            ? accept({ ...erased, remaining: await countPersonTraces(tx, ref) })
            : refuse(
                'unknown-record',
                'The audit log holds nothing of this person. Check the reference',
              );
        },
      );
    },
  };
}

function mayErase(
  context: CommandContext,
  {
    ref,
    reason,
    settings,
  }: Pick<Erasure, 'ref' | 'reason'> & Pick<BackendDeps, 'settings'>,
): Result<true> {
  const { actor } = context;
  if (!holds(actor, settings.administrators)) {
    return refuse(
      'not-allowed',
      'Only administrators can erase a person from the audit log. Ask one of them',
    );
  }
  const direct = requireDirect(context);
  if (!direct.ok) return direct;
  if (normaliseRef(actor.ref) === normaliseRef(ref)) {
    return refuse(
      'not-eligible',
      'Nobody erases her own traces. Ask another administrator',
    );
  }
  return reason.toLowerCase().includes(normaliseRef(ref))
    ? refuse(
        'invalid-input',
        'Leave the person’s reference out of the reason: it is kept in the audit log',
      )
    : accept(true);
}
