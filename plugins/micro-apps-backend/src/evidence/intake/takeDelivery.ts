import {
  accept,
  refuse,
  type EvidenceKind,
  type Result,
} from '@micro-apps/governance-core';
import type { VerifiedDelivery } from '@micro-apps/plugin-micro-apps-node';
import type { BackendDeps } from '../../kernel/deps';
import { readReport, type Report } from '../reports/readReport';
import { findDelivery, rememberDelivery } from './DatabaseIntake';
import { keyOf } from './digests';
import { storeReport, type Stored } from './storeReport';

/**
 * Takes a result that a scanner sends by itself, signed with a shared secret.
 * It is shown, and counts for nothing: only an allowed workflow and the
 * portal's own runner say which code was looked at (promise P7).
 */
export async function takeDelivery(
  deps: BackendDeps,
  options: {
    delivery: VerifiedDelivery;
    submission: Report & {
      appId: string;
      kind: EvidenceKind;
      commit?: string;
      /** SHA-256 of the body as it was unpacked. */
      digest: string;
    };
    now: Date;
  },
): Promise<Result<Stored>> {
  const { delivery, submission, now } = options;
  const { appId, kind, commit, digest } = submission;
  const read = readReport(submission, {
    kind,
    baseline: deps.settings.approvedComponents,
    now,
  });
  if (!read.ok) return read;
  return await storeReport(deps, {
    appId,
    now,
    actor: { ref: 'system:scanner', direct: true },
    report: submission,
    reading: read.value,
    submissionKey: keyOf([...['delivery', delivery.id, digest]]),
    async judge(tx) {
      // Once, whatever it brings; the same one again was answered before.
      if ((await findDelivery(tx, delivery.id)) !== undefined) {
        return refuse(
          'not-in-this-state',
          'A delivery of this id brought something else before. Give each its own id',
        );
      }
      return accept({
        kind,
        provenance: 'self-reported',
        commit,
        setAside: {
          code: 'scanner-delivery',
          because:
            'A scanner sent it by itself; only checked workflows and the portal’s own checks count',
        },
      });
    },
    remember: (tx, evidenceId) =>
      rememberDelivery(tx, {
        ...{ id: delivery.id, evidenceId, now },
        keepUntil: delivery.keepUntil,
      }),
  });
}
