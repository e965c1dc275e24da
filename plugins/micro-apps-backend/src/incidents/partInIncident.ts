import {
  accept,
  APPROVER_ROLES,
  mayHandleIncident,
  normaliseRef,
  refuse,
  type Person,
  type Result,
} from '@micro-apps/governance-core';
import {
  approverGroups,
  everyApproverGroup,
  type Settings,
} from '../kernel/settings';
import type { Actor } from '../kernel/types';
import { accessOf, holds } from '../registry/appAccess';
import type { AppRow } from '../registry/AppStore';
import type { Involved, Involvement } from '../separation/DatabaseInvolvement';
import type { IncidentRow } from './incidentRow';

/** What somebody is to an incident. */
export interface PartInIncident {
  readonly person: Person;
  /** Owner, second owner or administrator. */
  readonly ownSide: boolean;
  readonly reported: boolean;
  /** Owner's side or a reviewer of any role. */
  readonly concerned: boolean;
  /** Every incident of the app; otherwise only what she reported. */
  readonly seesAll: boolean;
  /** In the name of the security team. */
  readonly mayHandle: Result<true>;
  /** Owners, reporter and who rated it last, as they are known. */
  readonly involved: readonly Person[];
}

/** Everybody whom separation of duties asks about, by what is on record. */
export function involvedIn(app: AppRow, row?: IncidentRow): Involvement {
  const { owner, successor } = app.registration;
  const last = row?.severities.at(-1);
  return {
    people: [
      involved(owner, 'owner'),
      ...(successor ? [involved(successor, 'successor')] : []),
      ...(row
        ? [involved(row.reportedBy, 'requester', row.reportedBySubject)]
        : []),
      ...(last ? [involved(last.by, 'editor', last.bySubject)] : []),
    ],
    ownerGroups: [],
  };
}

function involved(ref: string, as: Involved['as'], subject?: string): Involved {
  return { person: { ref, subject, groups: [] }, as };
}

/**
 * What `actor` is to an incident of an app. A read may leave the people as the
 * records name them; a command has asked the directory (reliability A5).
 */
export function partInIncident(options: {
  actor: Actor;
  app: AppRow;
  settings: Settings;
  /** Left out: it is about to be opened. */
  row?: IncidentRow;
  people?: Involvement;
}): PartInIncident {
  const { actor, app, settings, row } = options;
  const { people } = options.people ?? involvedIn(app, row);
  const access = accessOf({ actor, app, settings });
  const unit = app.registration.businessUnit;
  const person: Person = {
    ref: actor.ref,
    subject: actor.subject,
    email: actor.email,
    groups: actor.groups ?? [],
  };
  return {
    person,
    ownSide: access.canEdit,
    reported: row !== undefined && isSame(row.reportedBy, actor.ref),
    concerned: access.canRead,
    seesAll: access.canRead || isAuditor(actor, settings),
    mayHandle: mayHandleIncident({
      person,
      roles: APPROVER_ROLES.filter(role =>
        holds(actor, approverGroups(settings, role, unit)),
      ),
      owners: people.flatMap(item =>
        item.as === 'owner' || item.as === 'successor' ? [item.person] : [],
      ),
    }),
    involved: people.map(item => item.person),
  };
}

/** Reviewers of any role, administrators and auditors see every incident. */
export function seesEveryIncident(actor: Actor, settings: Settings): boolean {
  return (
    isAuditor(actor, settings) ||
    holds(actor, settings.administrators) ||
    APPROVER_ROLES.some(role =>
      holds(actor, everyApproverGroup(settings, role)),
    )
  );
}

function isAuditor(actor: Actor, settings: Settings): boolean {
  return holds(actor, settings.audit?.auditors ?? []);
}

function isSame(one: string, other: string): boolean {
  return normaliseRef(one) === normaliseRef(other);
}

/** The owner's side, with the reason for everybody else. */
export function requireOwnSide({ ownSide }: PartInIncident): Result<true> {
  return ownSide
    ? accept(true)
    : refuse(
        'not-allowed',
        'The causes are for the owner and the second owner to write down. Ask one of them',
      );
}

/** Everybody who has a part in it: who reported it, its owner's side, reviewers. */
export function requirePart({
  concerned,
  reported,
}: PartInIncident): Result<true> {
  return concerned || reported
    ? accept(true)
    : refuse(
        'not-allowed',
        'Only who reported it, the owner and reviewers can do this. Ask one of them',
      );
}
