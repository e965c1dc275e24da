import {
  accept,
  judgeRun,
  provenBy,
  refuse,
  type EvidenceKind,
  type Result,
  type SetAside,
} from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import type { BackendDeps } from '../../kernel/deps';
import type { PipelineRepository } from '../../kernel/pipelineSettings';
import type { Reading } from '../reports/reading';
import { readReport, type Report } from '../reports/readReport';
import {
  bindToken,
  isOvertaken,
  provedAnother,
  rememberToken,
  usesOfToken,
} from './DatabaseIntake';
import { keyOf, resultsDigestOf } from './digests';
import { storeReport, type Stored } from './storeReport';
import type { VerifiedToken } from './verifyToken';

/** Results of yesterday say nothing of what is sent today. */
const MAX_REPORT_AGE_MS = 24 * 60 * 60_000;

/** What a pipeline sends. */
export interface PipelineSubmission extends Report {
  readonly kind: EvidenceKind;
  /** SHA-256 of the body as it was unpacked. */
  readonly digest: string;
}

/**
 * Takes the result of a tool from a pipeline whose token was verified, for an
 * app whose repository the token names (promise P7).
 */
export async function takePipelineEvidence(
  deps: BackendDeps,
  options: {
    appId: string;
    token: VerifiedToken;
    repository: PipelineRepository;
    submission: PipelineSubmission;
    now: Date;
  },
): Promise<Result<Stored>> {
  const { appId, token, repository, submission, now } = options;
  const { kind, digest } = submission;
  const { setting, run } = token;
  const read = readReport(submission, {
    kind,
    baseline: deps.settings.approvedComponents,
    now,
  });
  if (!read.ok) return read;
  const reading = read.value;
  if (isStale(reading, now)) {
    return refuse(
      'invalid-input',
      'The result is more than a day old. Run the tool again and send what it says now',
    );
  }
  const verdict = judgeRun(run, { ...setting, ...repository });
  const { startedWorkflow, environment, commit, ...source } = run;
  const runLine = keyOf([setting.issuer, run.repository, startedWorkflow]);
  const resultsDigest = resultsDigestOf(submission);
  const { runId, runNumber, runAttempt, workflow, ref, event } = source;
  return await storeReport(deps, {
    appId,
    now,
    actor: { ref: `pipeline:${run.repository}`.slice(0, 200), direct: true },
    report: submission,
    reading,
    // Whatever is judged is part of it: the same words of another run are new.
    submissionKey: keyOf([appId, kind, digest, setting.issuer, run]),
    resultsDigest,
    runLine,
    async judge(tx) {
      const used = await mayUse(tx, { token, kind, appId, now });
      if (!used.ok) return used;
      const setAside =
        verdict.setAside ??
        unlistedTool(reading, kind, setting.tools) ??
        (await repeated(tx, {
          ...{ appId, kind, commit, runLine, run, resultsDigest },
          outcome: reading.outcome,
        }));
      return accept({
        kind,
        provenance: verdict.provenance,
        ...(verdict.bound && { commit }),
        environment,
        setAside,
        pipeline: {
          repository: run.repository,
          ...{ workflow, ref, event, runId, runNumber, runAttempt },
        },
      });
    },
    remember: (tx, evidenceId) =>
      rememberToken(tx, {
        ...{ key: token.key, kind, appId, evidenceId, now },
        keepUntil: token.endsAt,
      }),
  });
}

/** Written so that an end in the far future (NaN never comes here) is stale, too. */
function isStale({ endedAt }: Reading, now: Date): boolean {
  return (
    endedAt !== undefined &&
    !(Math.abs(now.getTime() - Date.parse(endedAt)) <= MAX_REPORT_AGE_MS)
  );
}

/** A token is good for one result of each kind, and for one app. */
async function mayUse(
  tx: Knex.Transaction,
  use: { token: VerifiedToken; kind: string; appId: string; now: Date },
): Promise<Result<true>> {
  const { key, endsAt: keepUntil } = use.token;
  const bound = await bindToken(tx, { ...use, key, keepUntil });
  const uses = await usesOfToken(tx, key);
  // Uses count beside the bond: an older version of the portal kept only those.
  if ([bound, ...uses.map(({ appId }) => appId)].some(id => id !== use.appId)) {
    return refuse(
      'not-allowed',
      'This token was used for another app. Fetch a new one for each app',
    );
  }
  return uses.some(({ kind }) => kind === use.kind)
    ? refuse(
        'not-in-this-state',
        `This token was used for another ${use.kind}. Fetch a new one`,
      )
    : accept(true);
}

function unlistedTool(
  { toolNames }: Reading,
  kind: EvidenceKind,
  tools: VerifiedToken['setting']['tools'],
): SetAside | undefined {
  const proven = provenBy(toolNames, tools);
  if (proven === kind) return undefined;
  const named = toolNames.filter(Boolean).slice(0, 5).join(', ') || 'No tool';
  return {
    code: 'tool-not-listed',
    because: proven
      ? `${named} proves ${proven} and nothing else`
      : `${named} is not on the list of tools for ${kind}`,
  };
}

async function repeated(
  tx: Knex.Transaction,
  options: Parameters<typeof isOvertaken>[1] & {
    kind: EvidenceKind;
    resultsDigest?: string;
  },
): Promise<SetAside | undefined> {
  const { resultsDigest: digest } = options;
  if (digest && (await provedAnother(tx, { ...options, digest }))) {
    return {
      code: 'same-results',
      because: 'Exactly these results were sent as another check already',
    };
  }
  return (await isOvertaken(tx, options))
    ? {
        code: 'older-run',
        because:
          'A later run of the pipeline, or this one, has sent its result already',
      }
    : undefined;
}
