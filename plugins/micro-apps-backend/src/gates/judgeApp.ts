import {
  applyExceptions,
  evaluateControls,
  exceptionCircumstances,
  incidentCircumstances,
  withStandingProofs,
  type Finding,
  type GrantedException,
  type Integration,
  type RiskModel,
} from '@micro-apps/governance-core';
import type { AppRow, Connection } from '../registry/AppStore';
import { assessApp, type Assessment } from './assessApp';
import { grantedExceptions, namedEvidence } from './DatabaseExceptionLedger';
import { incidentsOfApp } from './DatabaseIncidentLedger';
import { retentionCircumstances } from './DatabaseRetentionLedger';
import { latestEvidence } from './DatabaseLatestEvidence';
import { reviewCircumstances } from './DatabaseReviewLedger';
import { successionCircumstances } from './DatabaseSuccessionLedger';

/** What is to be judged, and on which facts. */
export interface JudgedApp {
  readonly connection: Connection;
  readonly app: AppRow;
  /** Commit that would ship (head). */
  readonly commit: string | undefined;
  readonly integrations: readonly Integration[];
  readonly model?: RiskModel;
  /** Somebody wants to end it: what has to go with it is judged as well. */
  readonly ending?: boolean;
  /** After which a person has to look again, of now; as shipped when left out. */
  readonly reviewDays?: number;
  readonly now: Date;
}

/** What an app is, and where each of its controls stands. */
export interface Judgement {
  readonly assessment: Assessment;
  /** Exceptions in force are taken into account. */
  readonly findings: readonly Finding[];
  /** As the checks say, without any exception. */
  readonly plain: readonly Finding[];
  /** Granted to this app, with the proofs that count now. */
  readonly exceptions: readonly GrantedException[];
}

/**
 * Assesses an app and judges its controls on what is stored now. Whoever
 * enforces anything (promote and issue-client gate, automatic approval,
 * re-approval) or shows it asks here, and so asks the ledger of exceptions and
 * the incidents: an exception that is in force brings the control that it has
 * to be made up for, an open incident those that it brings (requirements R9),
 * an owner who has left that somebody takes over, and a year in production that
 * somebody looks at it (requirements R10).
 * Nothing is judged where one of them cannot be read.
 */
export async function judgeApp(about: JudgedApp): Promise<Judgement> {
  const { connection, app, commit, integrations, model, ending, now } = about;
  const { reviewDays: days } = about;
  const context = {
    commit,
    envelopeHash: app.envelopeHash,
    now: now.toISOString(),
  };
  const facts = { registration: app.registration, integrations };
  const [evidence, granted, incidents] = [
    await latestEvidence(connection, { appId: app.id, ...context }),
    await grantedExceptions(connection, app.id),
    await incidentsOfApp(connection, app.id),
  ];
  const recorded = {
    ...incidentCircumstances({ incidents, now: context.now }),
    ...(await retentionCircumstances(connection, { app, ending, now })),
    ...(await successionCircumstances(connection, app.id)),
    ...(await reviewCircumstances(connection, { appId: app.id, days, now })),
  };
  const assessment = assessApp({
    app,
    integrations,
    model,
    now,
    circumstances: recorded,
  });
  const plain = evaluateControls({
    ...facts,
    required: assessment.required,
    evidence,
    context: { ...context, circumstances: recorded },
  });
  if (granted.length === 0) {
    return { assessment, findings: plain, plain, exceptions: [] };
  }
  const exceptions = withStandingProofs({
    exceptions: granted,
    evidence: await namedEvidence(connection, {
      appId: app.id,
      ids: granted.flatMap(({ compensation }) => compensation.evidenceIds),
    }),
    context,
  });
  const circumstances = {
    ...recorded,
    ...exceptionCircumstances(plain, exceptions, context.now),
  };
  const withExceptions = assessApp({
    app,
    integrations,
    model,
    now,
    circumstances,
  });
  const judged = evaluateControls({
    ...facts,
    required: withExceptions.required,
    evidence,
    context: { ...context, circumstances },
  });
  return {
    assessment: withExceptions,
    findings: applyExceptions(judged, exceptions, context.now),
    plain: judged,
    exceptions,
  };
}
