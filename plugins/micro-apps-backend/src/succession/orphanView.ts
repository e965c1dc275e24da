import {
  acceptOwnership,
  normaliseRef,
  refuse,
  type LadderStep,
  type Result,
} from '@micro-apps/governance-core';
import type { OrphanView } from '@micro-apps/plugin-micro-apps-common';
import type { Settings } from '../kernel/settings';
import type { Actor } from '../kernel/types';
import { accessOf } from '../registry/appAccess';
import type { AppRow, Connection } from '../registry/AppStore';
import { ladderOf } from './climb';
import { wasSomebodyElse } from './DatabaseLeavers';
import { offersOf, type BoundOffer } from './DatabaseOffers';
import type { OrphanRow } from './DatabaseOrphans';

/** A search with everything that decides about it. */
export interface KnownOrphan {
  readonly app: AppRow;
  readonly orphan: OrphanRow;
  readonly offers: readonly BoundOffer[];
  readonly ladder: readonly LadderStep[];
  /** Names that were somebody else's when they alone were asked (E4). */
  readonly passedOn: ReadonlySet<string>;
}

/** Reads who was asked, and works out who comes next. */
export async function knowOrphan(
  connection: Connection,
  { app, orphan }: Pick<KnownOrphan, 'app' | 'orphan'>,
): Promise<KnownOrphan> {
  const offers = await offersOf(connection, orphan.id);
  const passedOn = new Set<string>();
  for (const { to, at, subject } of offers) {
    if (subject !== undefined) continue;
    const asked = { person: to, at };
    if (await wasSomebodyElse(connection, asked)) passedOn.add(to);
  }
  const ladder = ladderOf(orphan, offers);
  return { app, orphan, offers, ladder, passedOn };
}

/** As somebody may see it: what others said is for those who are concerned. */
export function viewOf(
  known: KnownOrphan,
  { actor, settings }: { actor: Actor; settings: Settings },
): OrphanView {
  const { app, orphan, offers, ladder } = known;
  const { rung, dueAt, leaver, orphanedAt, ended, endedAt, newOwner } = orphan;
  const concerned =
    accessOf({ actor, app, settings }).canRead || wasAsked(known, actor);
  return {
    id: orphan.id,
    appId: app.id,
    appName: app.name,
    version: app.version,
    leaver,
    orphanedAt,
    rung,
    dueAt: ended ? undefined : dueAt,
    steps: ladder,
    offers: offers.map(({ reason, subject, ...offer }) => ({
      ...offer,
      reason: concerned ? reason : undefined,
    })),
    ended: ended && endedAt ? { how: ended, at: endedAt, newOwner } : undefined,
  };
}

/** Her own reference, and those of her groups. */
export function claimsOf({ ref, groups = [] }: Actor): readonly string[] {
  return [
    normaliseRef(ref),
    ...groups.map(group => normaliseRef(group, 'group')),
  ];
}

function wasAsked(known: KnownOrphan, actor: Actor): boolean {
  const claims = claimsOf(actor);
  return known.offers.some(
    offer => claims.includes(offer.to) && isMeant(known, offer, actor),
  );
}

/**
 * Whether an offer to this name, or to a group, is one to this person: who bore
 * the name before her is somebody else (reliability E4). Where it is not known
 * whom it was made to, the name decides.
 */
export function isMeant(
  { passedOn }: Pick<KnownOrphan, 'passedOn'>,
  { to, subject }: Pick<BoundOffer, 'to' | 'subject'>,
  person: Pick<Actor, 'subject'>,
): boolean {
  return subject === undefined ? !passedOn.has(to) : subject === person.subject;
}

/** The offer that was made to a person herself, under the name she has. */
export function offerTo(
  known: KnownOrphan,
  person: Pick<Actor, 'ref' | 'subject'>,
): BoundOffer | undefined {
  const ref = normaliseRef(person.ref);
  return known.offers.find(
    offer => offer.to === ref && isMeant(known, offer, person),
  );
}

/** Whose answer it is: one who was asked as one of a group has no offer yet. */
export function subjectOfAnswer(
  known: KnownOrphan,
  person: Pick<Actor, 'ref' | 'subject'>,
): string | undefined {
  const offer = offerTo(known, person);
  return offer ? offer.subject : person.subject;
}

/** Whether somebody may take the app over now; she says so herself. */
export function mayAccept(
  known: KnownOrphan,
  { actor, now }: { actor: Actor; now: Date },
): Result<string> {
  const { orphan, offers, ladder } = known;
  const me = normaliseRef(actor.ref);
  const isMine = (ref: string) => {
    const to = normaliseRef(ref);
    return isMeant(known, { to, subject: orphan.subjects?.[to] }, actor);
  };
  const may = acceptOwnership({
    ladder: ladder.map(step => ({ ...step, refs: step.refs.filter(isMine) })),
    person: { ref: actor.ref, groups: actor.groups ?? [] },
    // The pipeline knows nobody who has left.
    active: true,
    actingDirectly: actor.direct,
    leaver: orphan.leaver,
    acceptedBy: orphan.ended === 'accepted' ? orphan.newOwner : undefined,
    offered: offers.flatMap(offer =>
      offer.rung || !isMeant(known, offer, actor) ? [] : [offer.to],
    ),
    now: now.toISOString(),
  });
  if (may.ok || may.refusal.code !== 'not-eligible') return may;
  return offers.some(({ to }) => to === me) && !offerTo(known, actor)
    ? refuse(
        'not-eligible',
        'Somebody who had your user name before you was asked, not you. Ask the platform team to offer you the app',
      )
    : may;
}

/** The same, and she has not said no yet. */
export function mayDecline(
  known: KnownOrphan,
  who: { actor: Actor; now: Date },
): Result<true> {
  const may = mayAccept(known, who);
  if (!may.ok) return may;
  return offerTo(known, who.actor)?.answer
    ? refuse('not-in-this-state', 'You have said no already')
    : { ok: true, value: true };
}

/** The refusal where nobody looks for an owner. */
export function notOrphaned(): Result<never> {
  return refuse(
    'not-in-this-state',
    'This app has an owner; nobody is asked to take it over. Reload the page',
  );
}
