import { EVIDENCE_KINDS, type Evidence } from '@micro-apps/governance-core';
import { z } from 'zod';
import {
  choiceField,
  commitField,
  hashField,
  listField,
  strictFields,
  textField,
} from './fields';

/** A stored proof as its readers see it. @public */
export interface EvidenceView extends Evidence {
  /** Run of the portal's scanner that made it. */
  readonly scanId?: string;
}

/** With the tool's own words: SARIF 2.1.0 or CycloneDX. @public */
export interface EvidenceDetail extends EvidenceView {
  readonly sarif?: unknown;
  readonly cyclonedx?: unknown;
}

/** @public */
export interface EvidenceResponse {
  readonly items: readonly EvidenceView[];
}

/** What a tool said, in one of two formats; which one is checked where it is read. */
const report = {
  sarif: z
    .record(z.string(), z.unknown(), {
      error: 'Send the result as a SARIF 2.1.0 object',
    })
    .optional(),
  cyclonedx: z
    .record(z.string(), z.unknown(), {
      error: 'Send the bill of materials as a CycloneDX object',
    })
    .optional(),
};
const kind = choiceField('the kind of evidence', EVIDENCE_KINDS);

/** `POST /v1/apps/:id/evidence`: kept and shown, never satisfies a gate. @public */
export const reportEvidenceRequest = strictFields({
  kind,
  ...report,
  commit: commitField,
});
/** @public */
export type ReportEvidenceRequest = z.input<typeof reportEvidenceRequest>;

/**
 * `POST /v1/apps/:id/evidence/pipeline`; the token says of which commit it is.
 * Packed with gzip at most 10 MB.
 * @public
 */
export const pipelineEvidenceRequest = strictFields({ kind, ...report });
/** @public */
export type PipelineEvidenceRequest = z.input<typeof pipelineEvidenceRequest>;

/** `POST /v1/deliveries/evidence`, signed over its bytes. @public */
export const scannerEvidenceRequest = strictFields({
  appId: textField({ what: 'the id of the app', max: 63 }),
  kind,
  ...report,
  commit: commitField.optional(),
});
/** @public */
export type ScannerEvidenceRequest = z.input<typeof scannerEvidenceRequest>;

/** What an owner confirms; every sentence is needed. @public */
export const ATTESTATION_STATEMENTS = [
  'The registration says truly which data the app handles and whom it is about.',
  'Only the people named in the registration can use the app.',
  'I know who to call when something goes wrong, and I will answer incidents.',
] as const;

/** `POST /v1/apps/:id/attestations`. @public */
export const attestRequest = strictFields({
  envelopeHash: hashField,
  statements: listField(
    'the statements',
    textField({ what: 'the statement', max: 500 }),
    20,
  ).refine(
    given =>
      ATTESTATION_STATEMENTS.every(statement => given.includes(statement)),
    { error: 'Confirm every statement' },
  ),
});
/** @public */
export type AttestRequest = z.input<typeof attestRequest>;

/** Questions of the documents that an owner can fill in. @public */
export const DOCUMENT_QUESTIONS = {
  'incident-response-plan': [
    {
      id: 'contact',
      question: 'Who is called first when something goes wrong?',
      example: 'Maya Lind, product, by phone and chat',
    },
    {
      id: 'detection',
      question: 'How will you notice that something is wrong?',
      example: 'Colleagues report it in the team channel; I read the log daily',
    },
    {
      id: 'steps',
      question: 'What are the first three steps?',
      example: 'Stop the app, tell the security team, keep the logs',
    },
    {
      id: 'people',
      question: 'Who has to be told, and by whom?',
      example: 'Everybody whose data is in the app, by the owner within a day',
    },
  ],
  'encryption-statement': [
    {
      id: 'at-rest',
      question: 'How is the data encrypted where it is stored?',
      example: 'Company database with disk encryption, keys held by IT',
    },
    {
      id: 'in-transit',
      question: 'How is it encrypted on the way?',
      example: 'HTTPS only, behind the company gateway',
    },
  ],
} as const;
/** @public */
export type DocumentKind = keyof typeof DOCUMENT_QUESTIONS;

/** `POST /v1/apps/:id/documents`. @public */
export const documentRequest = strictFields({
  kind: choiceField('the document', [
    'incident-response-plan',
    'encryption-statement',
  ]),
  envelopeHash: hashField,
  answers: z.record(
    z.string().max(40),
    textField({
      what: 'every answer',
      min: 10,
      max: 2_000,
      multiline: true,
    }),
    { error: 'Answer every question' },
  ),
}).superRefine(({ kind: document, answers }, context) => {
  const questions = DOCUMENT_QUESTIONS[document];
  for (const { id, question } of questions) {
    if (!Object.hasOwn(answers, id)) {
      context.addIssue({
        code: 'custom',
        path: ['answers', id],
        message: `Answer: ${question}`,
      });
    }
  }
  for (const id of Object.keys(answers)) {
    if (!questions.some(question => question.id === id)) {
      context.addIssue({
        code: 'custom',
        path: ['answers', id],
        message: 'Remove the answer to a question that was not asked',
      });
    }
  }
});
/** @public */
export type DocumentRequest = z.input<typeof documentRequest>;

/** `POST /v1/apps/:id/security-review`. @public */
export const securityReviewRequest = strictFields({
  envelopeHash: hashField,
  outcome: choiceField('the outcome', ['pass', 'fail']),
  notes: textField({
    what: 'what you looked at',
    min: 10,
    max: 4_000,
    multiline: true,
  }),
});
/** @public */
export type SecurityReviewRequest = z.input<typeof securityReviewRequest>;
