import type { DataClass } from '../classification/dataClass';
import { controlById } from '../controls/catalogue';
import type { ControlDefinition, EvidenceKind } from '../controls/control';
import type { Evidence } from '../evidence/evidence';
import { trustedProvenances } from '../findings/evidenceVerdict';
import type { AppStanding } from '../lifecycle/transitionTable';
import { isRetentionWindow } from '../registration/registration';
import { DAY, instantOf } from '../time/instants';

/** The portal looks at what an app keeps every hour; a look this old says nothing. */
const LOOK_COUNTS_MS = DAY;

/** What can be said of one app; unknown is not yes. @public */
export const CHECK_STATES = ['yes', 'no', 'unknown'] as const;
/** @public */
export type CheckState = (typeof CHECK_STATES)[number];

/** Questions of the daily checklist, in the order they are asked. Source: requirements R13. @public */
export const CHECKLIST_IDS = [
  'registered',
  'sensitive',
  'dlp',
  'retention',
  'sign-in',
  'short-lived',
  'telemetry',
] as const;
/** @public */
export type ChecklistId = (typeof CHECKLIST_IDS)[number];

/** What is counted app by app: the checklist, and what key metrics need. @public */
export const FLEET_CHECK_IDS = [
  ...CHECKLIST_IDS,
  'logging',
  'retention-rule',
] as const;
/** @public */
export type FleetCheckId = (typeof FLEET_CHECK_IDS)[number];

/** A proof as far as counting reads it. @public */
export type CountedProof = Pick<
  Evidence,
  | 'kind'
  | 'provenance'
  | 'outcome'
  | 'receivedAt'
  | 'expiresAt'
  | 'envelopeHash'
>;

/** What the records say of the data that an app keeps. @public */
export interface CountedKeeping {
  /** When the portal looked at it last, ISO instant. */
  readonly lookedAt?: string;
  /** It could not look, or not delete what was due. */
  readonly failed: boolean;
  /** Data is due and goes only when somebody has confirmed it. */
  readonly waits: boolean;
  /** It keeps real data; temporary test data is none. */
  readonly keepsData: boolean;
}

/** One app as far as numbers are made of it. @public */
export interface CountedApp {
  readonly standing: AppStanding;
  readonly band: string;
  readonly effectiveClass: DataClass;
  readonly businessUnit: string;
  readonly owner: string;
  readonly envelopeHash: string;
  /** A draft that was found somewhere and still lacks something. */
  readonly incomplete: boolean;
  /** Left out: it was registered before this was counted. */
  readonly retentionDays?: number;
  /** Scopes that clients at the identity provider have; asking grants none. */
  readonly scopes: readonly string[];
  readonly dataCategories: readonly string[];
  /** Clients at the identity provider. */
  readonly clients: number;
  /** Proofs that were not set aside, the newest of each kind, provenance and envelope. */
  readonly proofs: readonly CountedProof[];
  /** Left out: the portal never looked at what it keeps. */
  readonly keeping?: CountedKeeping;
}

const SENSITIVE: readonly DataClass[] = ['confidential', 'regulated'];

const ENDED: readonly AppStanding[] = ['retired', 'disposed'];

/** Whether an app is registered and not at its end; held ones are. @public */
export function isInUse({ standing }: Pick<CountedApp, 'standing'>): boolean {
  return standing !== 'draft' && !ENDED.includes(standing);
}

/** Controls whose proofs answer a question. */
const PROVED_BY: Readonly<Partial<Record<FleetCheckId, readonly string[]>>> = {
  dlp: ['data-loss-prevention', 'pii-scan-ingress-egress'],
  retention: ['deletion-evidence'],
  'sign-in': ['company-sign-in'],
  telemetry: ['security-telemetry'],
  logging: ['redacted-logs'],
};

/** Looked up once, not for every app. */
const CONTROLS: ReadonlyMap<string, readonly ControlDefinition[]> = new Map(
  Object.entries(PROVED_BY).map(([id, ids]) => [id, controlsOf(ids)]),
);

/** Kinds of proof that numbers are made of. @public */
export const COUNTED_EVIDENCE: readonly EvidenceKind[] = [
  ...new Set(
    [...CONTROLS.values()].flatMap(controls =>
      controls.flatMap(({ evidenceKinds }) => evidenceKinds),
    ),
  ),
];

/**
 * What one question has for an answer at one app.
 *
 * @returns `undefined` where the question is not about this app
 * @public
 */
export function fleetCheck(
  id: FleetCheckId,
  app: CountedApp,
  now: Date,
): CheckState | undefined {
  if (id === 'registered') {
    if (ENDED.includes(app.standing)) return undefined;
    if (app.standing !== 'draft') return 'yes';
    return app.incomplete ? 'no' : undefined;
  }
  if (!isInUse(app)) return undefined;
  if (id === 'sensitive') return yesOrNo(isSensitive(app));
  if (id === 'dlp' && !isSensitive(app)) return undefined;
  if (id === 'retention-rule') {
    return app.retentionDays === undefined
      ? 'unknown'
      : yesOrNo(isRetentionWindow(app.retentionDays));
  }
  if (id === 'short-lived') {
    // How long tokens live is not read from the identity provider.
    return app.clients > 0 ? 'unknown' : undefined;
  }
  const proved = worst(
    (CONTROLS.get(id) ?? []).flatMap(control =>
      control.evidenceKinds.map(kind => proofState(control, kind, app, now)),
    ),
  );
  return id === 'retention' ? retentionState(app.keeping, proved, now) : proved;
}

/**
 * Whether data goes by itself. Where real data is kept, the record of what went
 * says so; where none is, a look of late does. What waits for a person does not
 * go by itself, and an app that the portal cannot look into may keep anything.
 */
function retentionState(
  keeping: CountedKeeping | undefined,
  proved: CheckState,
  now: Date,
): CheckState {
  if (!keeping) return 'unknown';
  const { lookedAt, failed, waits, keepsData } = keeping;
  if (waits || proved === 'no') return 'no';
  const isRecent =
    lookedAt !== undefined &&
    instantOf(lookedAt) + LOOK_COUNTS_MS > now.getTime();
  if (failed || !isRecent) return 'unknown';
  return keepsData ? proved : 'yes';
}

function isSensitive({ effectiveClass }: CountedApp): boolean {
  return SENSITIVE.includes(effectiveClass);
}

function yesOrNo(is: boolean): CheckState {
  return is ? 'yes' : 'no';
}

function controlsOf(ids: readonly string[]): readonly ControlDefinition[] {
  return ids.flatMap(id => controlById(id) ?? []);
}

function worst(states: readonly CheckState[]): CheckState {
  if (states.includes('no')) return 'no';
  return states.length === 0 || states.includes('unknown') ? 'unknown' : 'yes';
}

/**
 * The newest proof that counts by its provenance, of whatever commit: which one
 * ships is known to the repository, not to a count.
 */
function proofState(
  control: ControlDefinition,
  kind: EvidenceKind,
  app: CountedApp,
  now: Date,
): CheckState {
  const trusted = trustedProvenances(control);
  const [newest] = app.proofs
    .filter(
      proof =>
        proof.kind === kind &&
        trusted.includes(proof.provenance) &&
        (control.boundTo !== 'envelope' ||
          proof.envelopeHash === app.envelopeHash),
    )
    .sort((a, b) => instantOf(b.receivedAt) - instantOf(a.receivedAt));
  if (!newest) return 'unknown';
  if (newest.outcome === 'fail') return 'no';
  const ends = [
    control.freshnessDays === undefined
      ? Infinity
      : instantOf(newest.receivedAt) + control.freshnessDays * DAY,
    newest.expiresAt === undefined ? Infinity : instantOf(newest.expiresAt),
  ];
  return newest.outcome === 'pass' &&
    // Written so that an end that cannot be read (NaN) is not fresh.
    ends.every(end => end > now.getTime())
    ? 'yes'
    : 'unknown';
}
