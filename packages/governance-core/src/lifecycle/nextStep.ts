import { openFindings } from '../decisions/floorDecision';
import type { ApprovalState } from '../decisions/floorDecision';
import type { Finding } from '../findings/finding';
import { spokenList } from '../names/normaliseText';
import type { Band } from '../risk/risk';
import type { AppStanding, ChangeRequestState } from './transitionTable';

/** What the one button at the top of an app does. @public */
export type NextAction =
  | 'complete-registration'
  | 'run-scans'
  | 'attest'
  | 'write-document'
  | 'request-approval'
  | 'promote'
  | 'answer-changes'
  | 'wait'
  | 'start-sandbox';

/** Where an app stands and what comes next. @public */
export interface NextStep {
  readonly code: string;
  /** One plain sentence. */
  readonly sentence: string;
  readonly action?: NextAction;
  /** Ids of the controls that are open, and `approval`. */
  readonly blockers: readonly string[];
}

/** @public */
export interface NextStepFacts {
  readonly standing: AppStanding;
  readonly band: Band;
  readonly hasSandbox: boolean;
  /** Verdicts for the commit and envelope of now. */
  readonly findings: readonly Finding[];
  readonly approval: ApprovalState;
  /** State of the newest request for this envelope. */
  readonly request?: ChangeRequestState;
  readonly productionDeployed: boolean;
  /** The newest commit is not the one in production use. */
  readonly productionBehind?: boolean;
  readonly scanRunning?: boolean;
  /** Name of the environment to promote to. */
  readonly environment?: string;
}

const NUMBER_WORDS = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six'];

/** One thing that somebody has to do. */
interface Task {
  readonly text: string;
  readonly action?: NextAction;
}

function step(
  code: string,
  sentence: string,
  action?: NextAction,
  blockers: readonly string[] = [],
): NextStep {
  return { code, sentence, ...(action && { action }), blockers };
}

const DOCUMENTS: Readonly<Record<string, string>> = {
  'incident-response-plan': 'write the incident plan',
  'encryption-at-rest-and-in-transit': 'fill in the encryption form',
  'privacy-impact-assessment': 'have the privacy impact assessment accepted',
  'consent-where-required': 'fill in the notice and consent record',
};

/** What a maker does about what the records say of her app. */
const RECORD_TASKS: Readonly<Record<string, Task>> = {
  'root-cause-analysis': { text: 'write down the causes of the incident' },
  'compensating-controls-proven': {
    text: 'prove what makes up for the exception',
  },
  'policy-reapproval': {
    text: 'ask for approval under the rules of today',
    action: 'request-approval',
  },
};

/** What the maker can do herself, most useful first. */
function ownTasks(open: readonly Finding[]): readonly Task[] {
  const tasks: Task[] = [];
  const facts = open.filter(({ control }) => control.satisfiedBy === 'facts');
  const runner = open.filter(({ control }) => control.actor === 'runner');
  // A check that has run and could not tell does so again until something is
  // mended, so running it once more is not the thing to do.
  const failed = runner.filter(
    ({ state, code }) => state === 'not-satisfied' || code === 'scan-unknown',
  );
  const owner = open.filter(
    ({ control }) =>
      control.actor === 'owner' && control.satisfiedBy === 'evidence',
  );
  for (const { title } of facts) {
    tasks.push({ text: `complete the registration (${title.toLowerCase()})` });
  }
  if (failed.length > 0) {
    const titles = failed.map(({ title }) => title.toLowerCase());
    tasks.push({
      text: `mend what the checks found (${spokenList(titles)})`,
      action: 'run-scans',
    });
  }
  if (owner.some(({ controlId }) => controlId === 'owner-attestation')) {
    tasks.push({ text: 'attest data handling', action: 'attest' });
  }
  for (const { controlId, title } of owner) {
    if (controlId === 'owner-attestation') continue;
    tasks.push({
      text: DOCUMENTS[controlId] ?? title.toLowerCase(),
      action: 'write-document',
    });
  }
  for (const { control, controlId, title } of open) {
    if (control.satisfiedBy === 'records' && control.actor === 'owner') {
      tasks.push(RECORD_TASKS[controlId] ?? { text: title.toLowerCase() });
    }
  }
  if (failed.length < runner.length) {
    tasks.push({ text: 'run the security scan', action: 'run-scans' });
  }
  return tasks;
}

function standingStep(standing: AppStanding): NextStep | undefined {
  switch (standing) {
    case 'active':
      return undefined;
    case 'draft':
      return step(
        'draft',
        'Its repository proposed this app; complete the registration to put it on record.',
        'complete-registration',
        ['standing'],
      );
    case 'retired':
      return step('retired', 'This app is retired; nothing is left to do.');
    case 'disposed':
      return step('disposed', 'This app and its data are gone.');
    default:
      return step(
        'held',
        `This app is ${standing}; its Risk tab says why and what to do.`,
        'wait',
        ['standing'],
      );
  }
}

function approvalStep(
  facts: NextStepFacts,
  place: string,
  blockers: readonly string[],
): NextStep | undefined {
  const { approval, band } = facts;
  if (approval === 'approved') return undefined;
  const all = [...blockers, 'approval'];
  if (approval === 'open' || facts.request === 'open') {
    return step(
      'waiting-for-review',
      'Everything on your side is done; a reviewer is looking at it.',
      'wait',
      all,
    );
  }
  if (approval === 'rejected') {
    return step(
      'rejected',
      'The reviewers said no; read their reason, change the app and ask again.',
      'request-approval',
      all,
    );
  }
  if (band === 'low') return undefined;
  return step(
    approval === 'void' ? 'approval-void' : 'request-approval',
    approval === 'void'
      ? 'The app changed beyond what was approved; ask for approval of the change.'
      : `One thing left before ${place}: ask for approval.`,
    'request-approval',
    all,
  );
}

/**
 * The sentence and the button at the top of every screen about an app.
 * Source: ux "Next step first".
 * @public
 */
export function nextStep(facts: NextStepFacts): NextStep {
  const place = facts.environment ?? 'production';
  const held = standingStep(facts.standing);
  if (held) return held;

  const open = openFindings(facts.findings, 'promote');
  const blockers = open.map(({ controlId }) => controlId);
  if (
    facts.request === 'changes-requested' ||
    facts.approval === 'changes-requested'
  ) {
    return step(
      'answer-changes',
      'The reviewers ask for changes; answer their points and submit again.',
      'answer-changes',
      [...blockers, 'approval'],
    );
  }
  if (facts.productionDeployed && facts.productionBehind === false) {
    return step('up-to-date', `It runs in ${place} and is up to date.`);
  }
  if (!facts.hasSandbox) {
    return step(
      'start-sandbox',
      'Start the sandbox to see the app running.',
      'start-sandbox',
      blockers,
    );
  }
  if (facts.scanRunning) {
    return step(
      'scan-running',
      'The security scan is running; it takes a few minutes.',
      'wait',
      blockers,
    );
  }
  const tasks = ownTasks(open);
  if (tasks.length > 0) {
    const count = NUMBER_WORDS[tasks.length] ?? String(tasks.length);
    const things = tasks.length === 1 ? 'thing' : 'things';
    const list = tasks.map(({ text }) => text).join(', ');
    return step(
      'tasks-open',
      `${count} ${things} left before ${place}: ${list}.`,
      tasks.find(({ action }) => action !== undefined)?.action,
      blockers,
    );
  }
  const waiting = open.filter(({ code }) => code === 'waits-for');
  if (waiting.length > 0) {
    const titles = waiting.map(({ title }) => title.toLowerCase());
    return step(
      'waits-for',
      `It stays in the sandbox for now: ${spokenList(
        titles,
      )} cannot be met yet.`,
      'wait',
      blockers,
    );
  }
  const undecided = approvalStep(facts, place, blockers);
  if (undecided) return undecided;
  if (open.length > 0) {
    const titles = open.map(({ title }) => title.toLowerCase());
    return step(
      'waiting-for-others',
      `Everything on your side is done; still open: ${spokenList(titles)}.`,
      'wait',
      blockers,
    );
  }
  return step('ready', `Ready for ${place}.`, 'promote');
}
