import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { anException, NOW } from '@micro-apps/governance-core/testing';
import { grantedExceptions } from '../gates/DatabaseExceptionLedger';
import { isUniqueViolation } from '../kernel/database';
import { readSettings } from '../kernel/readSettings';
import {
  closeRow,
  exceptionsOfApp,
  getException,
  grantRow,
  insertException,
  revokeRow,
  type AskedException,
} from './DatabaseExceptions';
import { listLedger, type LedgerQuery } from './DatabaseLedgerList';
import { shapeOf, useDatabases } from '../__testUtils__/databases';

const databases = useDatabases();
const directory = resolvePackagePath(
  '@micro-apps/plugin-micro-apps-backend',
  'migrations',
);

const settings = readSettings(mockServices.rootConfig());

function asked(
  changes: Partial<AskedException> = {},
): AskedException & { requestId: string } {
  const { appId, controlId, reason, compensation, requestedBy } = anException();
  return {
    id: 'exception-1',
    appId,
    controlId,
    reason,
    compensation: {
      ...compensation,
      evidenceExpiresAt: '2026-12-24T09:00:00.000Z',
    },
    askedStartsAt: NOW,
    endsAt: '2026-12-01T10:00:00.000Z',
    requestedBy,
    requestedBySubject: 'sub-maya',
    requestedAt: NOW,
    requestId: 'request-1',
    ...changes,
  };
}

async function setUp() {
  const knex = await databases.init();
  await knex.migrate.latest({ directory });
  const add = (changes: Partial<AskedException> = {}) =>
    knex.transaction(tx => insertException(tx, asked(changes)));
  const grant = (id: string, changes: Partial<AskedException> = {}) =>
    knex.transaction(async tx => {
      await insertException(tx, asked({ id, ...changes }));
      const { askedStartsAt, endsAt, appId, controlId } = asked(changes);
      return await grantRow(
        tx,
        anException({
          id,
          appId,
          controlId,
          startsAt: askedStartsAt,
          endsAt,
          grantedAt: askedStartsAt,
        }),
      );
    });
  return { knex, add, grant };
}

describe('the ledger of exceptions', () => {
  it('keeps what was asked for, and grants it once', async () => {
    const { knex, add } = await setUp();
    await add();
    expect(await getException(knex, 'exception-1')).toEqual({
      ...asked(),
      state: 'asked',
      startsAt: NOW,
    });
    expect(await grantedExceptions(knex, 'where2eat')).toEqual([]);
    const given = anException({ startsAt: '2026-11-25T10:00:00.000Z' });
    const grant = () =>
      knex.transaction(tx =>
        grantRow(tx, { ...given, grantedBySubject: 'sub-ivan' }),
      );
    expect(await grant()).toBe(true);
    expect(await grant()).toBe(false);
    expect(await grantedExceptions(knex, 'where2eat')).toEqual([given]);
    expect(await grantedExceptions(knex, 'another')).toEqual([]);
    expect(await getException(knex, 'nothing')).toBeUndefined();
  });

  it('refuses a second question about the same control while nobody has answered', async () => {
    const { knex, add } = await setUp();
    await add();
    const refused = await add({ id: 'exception-2' }).catch(error => error);
    expect(isUniqueViolation(refused)).toBe(true);
    await add({ id: 'exception-3', controlId: 'security-headers' });
    await add({ id: 'exception-4', appId: 'another' });
    const close = (id: string) =>
      knex.transaction(tx => closeRow(tx, { id, state: 'refused', at: NOW }));
    expect(await close('exception-1')).toBe(true);
    expect(await close('exception-1')).toBe(false);
    await add({ id: 'exception-2' });
    const rows = await exceptionsOfApp(knex, 'where2eat');
    expect(rows.map(({ id, state }) => [id, state])).toEqual([
      ['exception-3', 'asked'],
      ['exception-2', 'asked'],
      ['exception-1', 'refused'],
    ]);
  });

  it('takes a grant back once, and nothing that was not granted', async () => {
    const { knex, add, grant } = await setUp();
    await add();
    await grant('exception-2', { controlId: 'security-headers' });
    const at = '2026-11-26T10:00:00.000Z';
    const revoke = (id: string) =>
      knex.transaction(tx =>
        revokeRow(tx, { id, by: 'user:default/sam', at, reason: 'Enough' }),
      );
    expect(await revoke('exception-1')).toBe(false);
    expect(await revoke('exception-2')).toBe(true);
    expect(await revoke('exception-2')).toBe(false);
    const [kept] = await grantedExceptions(knex, 'where2eat');
    expect(kept).toMatchObject({ id: 'exception-2', revokedAt: at });
  });

  it('counts a grant without a name as none', async () => {
    const { knex, grant } = await setUp();
    await grant('exception-1');
    for (const column of [
      'granted_by',
      'granted_as',
      'granted_at',
      'renewal',
    ]) {
      const [before] = await knex('micro_apps_exceptions');
      await knex('micro_apps_exceptions').update({ [column]: null });
      expect(await grantedExceptions(knex, 'where2eat')).toEqual([]);
      await knex('micro_apps_exceptions').update(before);
    }
    expect(await grantedExceptions(knex, 'where2eat')).toHaveLength(1);
  });
});

describe('pages of the ledger', () => {
  const query: LedgerQuery = {
    show: 'active',
    settings,
    now: '2026-11-28T10:00:00.000Z',
    soon: '2026-12-01T10:00:00.000Z',
    limit: 10,
  };
  const day = (date: string) => `2026-${date}T10:00:00.000Z`;

  async function filled() {
    const made = await setUp();
    await made.grant('soon', { endsAt: day('12-01') });
    await made.grant('later', { appId: 'b', endsAt: day('12-03') });
    await made.grant('past', { appId: 'c', endsAt: day('11-28') });
    await made.grant('coming', {
      appId: 'd',
      askedStartsAt: '2026-11-28T10:00:00.001Z',
      endsAt: day('12-04'),
    });
    await made.grant('revoked', { appId: 'e', endsAt: day('12-05') });
    await made.add({ id: 'asked', appId: 'f', requestedAt: day('11-27') });
    await made.knex.transaction(tx =>
      revokeRow(tx, {
        id: 'revoked',
        by: 'user:default/sam',
        at: day('11-27'),
        reason: 'Enough',
      }),
    );
    return made;
  }

  it('show what is in force at that instant, the soonest end first', async () => {
    const { knex } = await filled();
    const ids = async (changes: Partial<LedgerQuery>) =>
      (await listLedger(knex, { ...query, ...changes }))?.rows.map(
        ({ id }) => id,
      );
    expect(await ids({})).toEqual(['soon', 'later']);
    expect(await ids({ show: 'ending' })).toEqual(['soon']);
    expect(await ids({ now: '2026-11-28T09:59:59.999Z' })).toEqual([
      'past',
      'soon',
      'later',
    ]);
    expect((await ids({ show: 'all' }))?.[0]).toBe('asked');
    expect(await ids({ show: 'all' })).toHaveLength(6);
  });

  it('go on where the last one ended, forwards in both orders', async () => {
    const { knex } = await filled();
    for (const [show, count] of [
      ['active', 2],
      ['all', 6],
    ] as const) {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await listLedger(knex, {
          ...query,
          show,
          limit: 1,
          cursor,
        });
        expect(page?.total).toBe(count);
        seen.push(...(page?.rows ?? []).map(({ id }) => id));
        cursor = page?.nextCursor;
      } while (cursor);
      expect(new Set(seen).size).toBe(count);
    }
    expect(await listLedger(knex, { ...query, cursor: 'nowhere' })).toBe(
      undefined,
    );
  });

  it('can be narrowed to the apps of one person', async () => {
    const { knex } = await filled();
    const page = await listLedger(knex, {
      ...query,
      show: 'all',
      ownedBy: 'user:default/maya',
    });
    expect(page).toMatchObject({ rows: [], total: 0 });
  });
});

describe('the migration of exceptions', () => {
  it('goes down with data, leaves everything else, and up again to the same', async () => {
    const { knex, grant } = await setUp();
    await grant('exception-1');
    await knex('micro_apps_policy_state').update({ revision: 'kept' });
    const shape = async () =>
      (await shapeOf(knex)).filter(part =>
        JSON.stringify(part).includes('micro_apps_exceptions'),
      );
    const before = await shape();
    expect(before.length).toBeGreaterThan(3);
    for (;;) {
      const [, [name]] = await knex.migrate.down({ directory });
      if (String(name).includes('exceptions')) break;
    }
    expect(await knex.schema.hasTable('micro_apps_exceptions')).toBe(false);
    expect(await knex('micro_apps_policy_state').pluck('revision')).toEqual([
      'kept',
    ]);
    await knex.migrate.latest({ directory });
    expect(await shape()).toEqual(before);
    expect(await knex('micro_apps_exceptions')).toEqual([]);
  });
});
