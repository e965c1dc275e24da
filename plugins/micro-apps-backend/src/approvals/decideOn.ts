import type { Refusal, Result } from '@micro-apps/governance-core';
import type { RequestView } from '@micro-apps/plugin-micro-apps-common';
import type { Knex } from 'knex';
import type { RequestRow } from '../gates/requestRecords';
import type { CommandContext } from '../kernel/commands';
import { findPeople, withPeople } from '../separation/knownPeople';
import { requireDirect } from '../separation/requireDirect';
import { getRequest } from './DatabaseRequests';
import { readSubject, type ApprovalsDeps, type KnownSubject } from './kinds';
import { unknownRequest } from './refusals';
import { viewOf } from './requestView';
import { transactionOrNothing } from './transactionOrNothing';

/** What is known of a request in the transaction that decides on it. */
export interface Deciding extends KnownSubject {
  readonly tx: Knex.Transaction;
  readonly request: RequestRow;
}

/**
 * What every decision by a person has in common: she acts herself; the request,
 * what it is about and everybody with a part in it are read again under its
 * lock, with what the directory says of those people; all is written or
 * nothing is (reliability A2-A8, A13, A14).
 *
 * @param options.before - asks what is outside the database, before the
 *   transaction
 */
export async function decideOn<Asked>(
  deps: ApprovalsDeps,
  options: {
    id: string;
    context: CommandContext;
    before: (
      about: KnownSubject & { request: RequestRow },
    ) => Promise<Result<Asked>>;
    act: (deciding: Deciding, asked: Asked) => Promise<Result<unknown>>;
    /** After all was rolled back. */
    refused?: (refusal: Refusal, asked: Asked) => Promise<void>;
  },
): Promise<Result<RequestView>> {
  const { id, context, before, act } = options;
  const { database, findActor } = deps;
  const direct = requireDirect(context);
  if (!direct.ok) return direct;
  const seen = await getRequest(database.knex, id);
  const about = seen && (await readSubject(deps, database.knex, seen));
  if (!about) return unknownRequest();
  const people = await findPeople(findActor, about.subject.involvement);
  if (!people.ok) return people;
  const asked = await before({ ...about, request: seen });
  if (!asked.ok) return asked;
  const decided = await transactionOrNothing<RequestView>(
    database,
    async tx => {
      const named = await getRequest(tx, id);
      const known = named && (await readSubject(deps, tx, named));
      const request = known && (await getRequest(tx, id));
      if (!known || !request) return unknownRequest();
      const involvement = withPeople(known.subject.involvement, people.value);
      if (!involvement.ok) return involvement;
      const subject = { ...known.subject, involvement: involvement.value };
      const acted = await act(
        { kind: known.kind, subject, tx, request },
        asked.value,
      );
      if (!acted.ok) return acted;
      const after = await getRequest(tx, id);
      if (!after) return unknownRequest();
      const { actor } = context;
      const view = { kind: known.kind, subject, connection: tx, actor };
      return {
        ok: true,
        value: await viewOf(deps, { ...view, request: after }),
      };
    },
  );
  if (!decided.ok) await options.refused?.(decided.refusal, asked.value);
  return decided;
}
