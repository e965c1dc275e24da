import type { EvidenceKind } from '../controls/control';

/** What people fill in about an app. Source: requirements R7, R9, R10. @public */
export const ARTEFACT_KINDS = [
  'notice-and-consent',
  'privacy-impact-assessment',
  'incident-response-plan',
  'decommission-plan',
] as const;
/** @public */
export type ArtefactKind = (typeof ARTEFACT_KINDS)[number];

/** `waiting`: filled in, and somebody has to accept it. @public */
export const ARTEFACT_STATES = [
  'not-begun',
  'draft',
  'waiting',
  'finished',
] as const;
/** @public */
export type ArtefactState = (typeof ARTEFACT_STATES)[number];

/** @public */
export interface ArtefactQuestion {
  /** Kebab case, stable: answers are kept under it. */
  readonly id: string;
  readonly question: string;
  /** What a good answer says. */
  readonly help: string;
  readonly example: string;
  readonly required: boolean;
}

/** @public */
export interface ArtefactSection {
  readonly title: string;
  readonly questions: readonly ArtefactQuestion[];
}

/** A form as data. @public */
export interface ArtefactTemplate {
  readonly kind: ArtefactKind;
  /** Counts the changes of the template. */
  readonly revision: number;
  readonly title: string;
  /** What it is for, in a sentence or two. */
  readonly purpose: string;
  /** What it counts as when it is finished. */
  readonly evidenceKind: EvidenceKind;
  /** The control that it is filled in for. */
  readonly controlId: string;
  /** Controls that read something else, but whose matter it writes down. */
  readonly alsoAbout?: readonly string[];
  /** Who has to accept it; left out: it is finished when its author says so. */
  readonly acceptedBy?: 'privacy';
  readonly sections: readonly ArtefactSection[];
}

/** Answers by the question's id. @public */
export type ArtefactAnswers = Readonly<Record<string, string>>;

/** One thing that keeps a form from being finished. @public */
export interface ArtefactProblem {
  readonly id: string;
  readonly message: string;
}

/** @public */
export interface ArtefactProgress {
  readonly answered: number;
  readonly required: number;
  /** Required questions without an answer. */
  readonly left: number;
}

/** As long as an answer may be. @public */
export const MAX_ANSWER = 4_000;
/** A required answer that is shorter says nothing. */
const MIN_ANSWER = 3;

/** Every question of a template, section by section. @public */
export function questionsOf({
  sections,
}: Pick<ArtefactTemplate, 'sections'>): readonly ArtefactQuestion[] {
  return sections.flatMap(({ questions }) => questions);
}

/** What is wrong with answers even in a draft. @public */
export function draftProblems(
  template: ArtefactTemplate,
  answers: ArtefactAnswers,
): readonly ArtefactProblem[] {
  const known = questionsOf(template).map(({ id }) => id);
  return Object.entries(answers).flatMap(([id, answer]) => {
    if (!known.includes(id)) {
      return [
        { id, message: 'Remove the answer to a question that was not asked' },
      ];
    }
    return answer.length > MAX_ANSWER
      ? [{ id, message: `Keep the answer to at most ${MAX_ANSWER} characters` }]
      : [];
  });
}

/** What keeps it from being finished; empty: nothing does. @public */
export function finishProblems(
  template: ArtefactTemplate,
  answers: ArtefactAnswers,
): readonly ArtefactProblem[] {
  return [
    ...draftProblems(template, answers),
    ...questionsOf(template)
      .filter(({ id, required }) => required && !isAnswered(answers, id))
      .map(({ id, question }) => ({ id, message: `Answer: ${question}` })),
  ];
}

/** How far it is. @public */
export function artefactProgress(
  template: ArtefactTemplate,
  answers: ArtefactAnswers,
): ArtefactProgress {
  const questions = questionsOf(template);
  const required = questions.filter(question => question.required);
  const open = required.filter(({ id }) => !isAnswered(answers, id));
  return {
    answered: questions.filter(({ id }) => isAnswered(answers, id)).length,
    required: required.length,
    left: open.length,
  };
}

function isAnswered(answers: ArtefactAnswers, id: string): boolean {
  return Object.hasOwn(answers, id) && answers[id].trim().length >= MIN_ANSWER;
}
