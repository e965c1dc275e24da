import { resolvePackagePath } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import { useDatabases } from '../__testUtils__/databases';
import { isUniqueViolation } from '../kernel/database';
import {
  addRequester,
  addVendorEvent,
  requestersOf,
  vendorEvents,
} from './DatabaseVendorHistory';
import { listVendorRows, type VendorFilter } from './DatabaseVendorList';
import {
  decidedVendors,
  insertVendor,
  readOrLockVendor,
  updateVendor,
  vendorsLike,
  type VendorContent,
} from './DatabaseVendors';

const databases = useDatabases();
const AT = '2026-11-25T08:00:00.000Z';
const LATER = '2027-11-25T08:00:00.000Z';

jest.setTimeout(60_000);

function content(changes: Partial<VendorContent> = {}): VendorContent {
  const facts = {
    title: 'Lunch Board',
    kind: 'general' as const,
    purpose: 'Shows the menus of the places nearby',
    dataClasses: ['public' as const],
    hosts: ['api.lunchboard.example'],
    sdkPackages: [],
  };
  return {
    name: 'lunch-board',
    title: 'Lunch Board',
    kind: 'general',
    decision: 'approved',
    decidedAt: AT,
    approvedUntil: LATER,
    minimumClass: 'internal',
    facts,
    asked: facts,
    findings: 'Nothing of note',
    review: 'none',
    requestId: 'request-1',
    askedVersion: 1,
    ...changes,
  };
}

describe('stored vendors', () => {
  let knex: Knex;

  beforeEach(async () => {
    knex = await databases.init();
    await knex.migrate.latest({
      directory: resolvePackagePath(
        '@micro-apps/plugin-micro-apps-backend',
        'migrations',
      ),
    });
  });

  const add = (changes: Partial<VendorContent> = {}) =>
    knex.transaction(tx => insertVendor(tx, content(changes), AT));

  async function names(
    filter: Partial<VendorFilter> = {},
    without: string[] = [],
  ) {
    const { rows, total } = await listVendorRows(knex, {
      filter: { now: AT, ...filter },
      without,
      limit: 50,
    });
    expect(total).toBe(rows.length);
    return rows.map(({ name }) => name);
  }

  it('come back as they were written', async () => {
    await add();
    expect(await readOrLockVendor(knex, 'lunch-board')).toEqual({
      ...content(),
      reason: undefined,
      rowVersion: 1,
      createdAt: AT,
      updatedAt: AT,
    });
    expect(await readOrLockVendor(knex, 'nobody')).toBeUndefined();
  });

  it('are there once', async () => {
    await add();
    const again = await add().catch(error => error);
    expect(isUniqueViolation(again)).toBe(true);
  });

  it('are changed by whoever saw them last', async () => {
    await add();
    const before = await readOrLockVendor(knex, 'lunch-board');
    if (!before) throw new Error('It is gone');
    const change = () =>
      knex.transaction(tx =>
        updateVendor(tx, before, { decision: 'withdrawn' }, LATER),
      );
    await change();
    await expect(change()).rejects.toThrow('moved');
    expect(await readOrLockVendor(knex, 'lunch-board')).toMatchObject({
      decision: 'withdrawn',
      rowVersion: 2,
      updatedAt: LATER,
    });
  });

  it('are listed by where they stand at an instant', async () => {
    const none = { decision: 'none' as const, approvedUntil: undefined };
    await add({ name: 'approved' });
    await add({ name: 'ended', approvedUntil: AT });
    await add({ name: 'renewing', review: 'requested' });
    await add({
      name: 'ended-renewing',
      approvedUntil: AT,
      review: 'requested',
    });
    await add({ name: 'asked', ...none, review: 'requested' });
    await add({ name: 'seen', ...none, review: 'in-review' });
    await add({ name: 'back', ...none });
    await add({ name: 'refused', ...none, decision: 'rejected' });
    await add({ name: 'withdrawn', decision: 'withdrawn' });
    expect(await names({ state: 'approved' })).toEqual([
      'approved',
      'renewing',
    ]);
    expect(await names({ state: 'expired' })).toEqual(['ended']);
    expect(await names({ state: 'requested' })).toEqual([
      'asked',
      'ended-renewing',
    ]);
    expect(await names({ state: 'in-review' })).toEqual(['seen']);
    expect(await names({ state: 'taken-back' })).toEqual(['back']);
    expect(await names({ state: 'rejected' })).toEqual(['refused']);
    expect(await names({ state: 'withdrawn' })).toEqual(['withdrawn']);
    expect(await names()).toHaveLength(9);
    expect(await names({}, ['back', 'approved'])).toHaveLength(8);
    const decided = await decidedVendors(knex);
    expect(decided.map(({ name }) => name)).toEqual([
      'approved',
      'ended',
      'ended-renewing',
      'refused',
      'renewing',
      'withdrawn',
    ]);
  });

  it('are in the order of their bytes, so that they can be merged', async () => {
    const wanted = ['B', 'Z.z', 'a-b', 'a.b', 'a_b', 'ab', 'b'];
    for (const name of [...wanted].reverse()) await add({ name });
    expect(await names()).toEqual(wanted);
    const { rows } = await listVendorRows(knex, {
      filter: { now: AT },
      without: [],
      after: 'a-b',
      limit: 2,
    });
    expect(rows.map(({ name }) => name)).toEqual(['a.b', 'a_b']);
  });

  it('are found by words, in which no sign means something else', async () => {
    await add();
    expect(await names({ text: 'BOARD.ex' })).toEqual(['lunch-board']);
    expect(await names({ text: '%' })).toEqual([]);
    expect(await names({ text: 'lunch_board' })).toEqual([]);
    expect(await names({ kind: 'crm' })).toEqual([]);
  });

  it('are found by how they look', async () => {
    await add();
    const like = await vendorsLike(knex, { name: 'x', title: 'Lunсh B0ard' });
    expect(like.map(({ name }) => name)).toEqual(['lunch-board']);
  });

  it('keep who asked, once each, and what happened, newest first', async () => {
    await knex.transaction(async tx => {
      const ask = (person: string, appId?: string) =>
        addRequester(tx, {
          vendor: 'lunch-board',
          requestId: 'request-1',
          requester: { person, subject: `sub-${person}`, appId },
          at: AT,
        });
      expect(await ask('maya')).toBe(true);
      expect(await ask('maya', 'where2eat')).toBe(false);
      expect(await ask('rita')).toBe(true);
      for (const event of ['requested', 'approved'] as const) {
        await addVendorEvent(tx, 'lunch-board', { at: AT, event, by: 'maya' });
      }
    });
    expect(await requestersOf(knex, 'request-1')).toEqual([
      { person: 'maya', subject: 'sub-maya', appId: 'where2eat' },
      { person: 'rita', subject: 'sub-rita', appId: undefined },
    ]);
    const events = await vendorEvents(knex, 'lunch-board');
    expect(events.map(({ event }) => event)).toEqual(['approved', 'requested']);
  });
});
