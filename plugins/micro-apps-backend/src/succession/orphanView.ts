import {
  acceptOwnership,
  normaliseRef,
  refuse,
  type LadderStep,
  type Result,
} from '@micro-apps/governance-core';
import type {
  OrphanView,
  OwnershipOffer,
} from '@micro-apps/plugin-micro-apps-common';
import type { Settings } from '../kernel/settings';
import type { Actor } from '../kernel/types';
import { accessOf } from '../registry/appAccess';
import type { AppRow, Connection } from '../registry/AppStore';
import { ladderOf } from './climb';
import { wasSomebodyElse } from './DatabaseLeavers';
import { offersOf } from './DatabaseOffers';
import type { OrphanRow } from './DatabaseOrphans';

/** A search with everything that decides about it. */
export interface KnownOrphan {
  readonly app: AppRow;
  readonly orphan: OrphanRow;
  readonly offers: readonly OwnershipOffer[];
  readonly ladder: readonly LadderStep[];
  /** Names that were somebody else's when they were asked (E4). */
  readonly passedOn: ReadonlySet<string>;
}

/** Reads who was asked, and works out who comes next. */
export async function knowOrphan(
  connection: Connection,
  { app, orphan }: Pick<KnownOrphan, 'app' | 'orphan'>,
): Promise<KnownOrphan> {
  const offers = await offersOf(connection, orphan.id);
  const passedOn = new Set<string>();
  for (const { to, at } of offers) {
    const asked = { person: to, at };
    if (await wasSomebodyElse(connection, asked)) passedOn.add(to);
  }
  const ladder = ladderOf(orphan, offers);
  return { app, orphan, offers, ladder, passedOn };
}

/** As somebody may see it: what others said is for those who are concerned. */
export function viewOf(
  { app, orphan, offers, ladder, passedOn }: KnownOrphan,
  { actor, settings }: { actor: Actor; settings: Settings },
): OrphanView {
  const { rung, dueAt, leaver, orphanedAt, ended, endedAt, newOwner } = orphan;
  const concerned =
    accessOf({ actor, app, settings }).canRead ||
    wasAsked(offers, actor, passedOn);
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
    offers: offers.map(({ reason, ...offer }) => ({
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

function wasAsked(
  offers: readonly OwnershipOffer[],
  actor: Actor,
  passedOn: ReadonlySet<string>,
): boolean {
  const claims = claimsOf(actor);
  return offers.some(({ to }) => claims.includes(to) && !passedOn.has(to));
}

/** Whether somebody may take the app over now; she says so herself. */
export function mayAccept(
  { orphan, offers, ladder, passedOn }: KnownOrphan,
  { actor, now }: { actor: Actor; now: Date },
): Result<string> {
  const still = (ref: string) => !passedOn.has(normaliseRef(ref));
  return acceptOwnership({
    ladder: ladder.map(step => ({ ...step, refs: step.refs.filter(still) })),
    person: { ref: actor.ref, groups: actor.groups ?? [] },
    // The pipeline knows nobody who has left.
    active: true,
    actingDirectly: actor.direct,
    leaver: orphan.leaver,
    acceptedBy: orphan.ended === 'accepted' ? orphan.newOwner : undefined,
    offered: offers.flatMap(({ to, rung }) => (rung || !still(to) ? [] : [to])),
    now: now.toISOString(),
  });
}

/** The same, and she has not said no yet. */
export function mayDecline(
  known: KnownOrphan,
  who: { actor: Actor; now: Date },
): Result<true> {
  const may = mayAccept(known, who);
  if (!may.ok) return may;
  const mine = known.offers.find(({ to }) => to === may.value);
  return mine?.answer
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
