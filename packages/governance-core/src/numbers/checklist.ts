import type { CheckState, ChecklistId } from './fleetChecks';
import { CHECKLIST_IDS } from './fleetChecks';
import type { CheckCounts } from './posture';

/** One question of the daily checklist. @public */
export interface ChecklistQuestion {
  readonly id: ChecklistId;
  readonly question: string;
  /** What is counted, so that nobody has to guess. */
  readonly definition: string;
  /** The answer that one hopes for. */
  readonly goodAnswer: Exclude<CheckState, 'unknown'>;
}

/** @public */
export interface ChecklistAnswer extends ChecklistQuestion {
  readonly answer: CheckState;
  /** A plain sentence. */
  readonly because: string;
  /** Apps by what can be said of each; there is a list behind every number. */
  readonly counts: CheckCounts;
}

const QUESTIONS: Readonly<
  Record<ChecklistId, Pick<ChecklistQuestion, 'question' | 'definition'>>
> = {
  registered: {
    question: 'Is every app registered?',
    definition:
      'Yes needs discovery, which finds apps that nobody registered. Without it the answer is no where a draft from a repository or an import still lacks something, and unknown otherwise.',
  },
  sensitive: {
    question: 'Is there any Confidential or Regulated app?',
    definition:
      'By the effective class: the higher of what the registration says and what its scopes and vendors bring with them. Of registered apps that are not retired.',
  },
  dlp: {
    question: 'Is data loss prevention automatic?',
    definition:
      'Every Confidential and Regulated app has a current, good report of data loss prevention and of the personal data scan.',
  },
  retention: {
    question: 'Is retention automatic?',
    definition:
      'The portal looked at what every registered app keeps within the last day, and has a record of the last 30 days of what the retention rule deleted, or that nothing was due. No where deleting waits for somebody who confirms it; unknown where the portal cannot look. A legal hold or an open incident keeps data and changes no answer.',
  },
  'sign-in': {
    question: 'Does every app use the company sign-in?',
    definition:
      'The newest check of the sign-in passed, at every registered app.',
  },
  'short-lived': {
    question: 'Are credentials short-lived?',
    definition:
      'Tokens of every client at the identity provider end within an hour. How long they live is not read from the provider yet, so nobody can say yes.',
  },
  telemetry: {
    question: 'Do security and compliance reach the telemetry?',
    definition:
      'Every registered app has a current, good report that its events arrive where security and compliance look.',
  },
};

/** The checklist answers itself; unknown is not yes. Source: requirements R13. @public */
export function answerChecklist(
  checks: Readonly<Record<ChecklistId, CheckCounts>>,
): readonly ChecklistAnswer[] {
  return CHECKLIST_IDS.map(id => ({
    id,
    ...QUESTIONS[id],
    goodAnswer: id === 'sensitive' ? 'no' : 'yes',
    ...answerOf(id, checks[id]),
    counts: checks[id],
  }));
}

function answerOf(
  id: ChecklistId,
  { yes, no, unknown }: CheckCounts,
): { answer: CheckState; because: string } {
  if (id === 'registered') {
    return no > 0
      ? { answer: 'no', because: `Known and not registered yet: ${no}` }
      : {
          answer: 'unknown',
          because:
            'Discovery is not connected, so nobody knows what was never registered',
        };
  }
  if (id === 'sensitive') {
    return yes > 0
      ? { answer: 'yes', because: `Confidential or Regulated: ${yes}` }
      : { answer: 'no', because: 'No registered app is' };
  }
  if (yes + no + unknown === 0) {
    return { answer: 'yes', because: 'There is no app that it is asked of' };
  }
  if (no > 0) return { answer: 'no', because: `Not so at: ${no}` };
  return unknown > 0
    ? { answer: 'unknown', because: `Nothing proves it at: ${unknown}` }
    : { answer: 'yes', because: `So at all that it is asked of: ${yes}` };
}
