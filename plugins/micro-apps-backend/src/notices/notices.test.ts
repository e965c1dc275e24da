import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import type { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import type { Knex } from 'knex';
import { SETTINGS } from '../flows/testing';
import {
  ADMINISTRATORS,
  createCompany,
  MAYA,
  PRIVACY,
  RED_TEAM,
  SECURITY,
  type Company,
} from '../__testUtils__';
import { useDatabases } from '../__testUtils__/databases';
import { createMembersOf } from '../directory/membersOf';
import { createDatabase } from '../kernel/database';
import { cancelNotices, enqueueNotice, type Notice } from '../kernel/notices';
import { createAppStore } from '../registry/DatabaseAppStore';
import { createNotices } from './createNotices';
import { countHeld } from './DatabaseNotices';
import { readNoticeSettings } from './readNoticeSettings';

const databases = useDatabases();

jest.setTimeout(60_000);

describe('notices', () => {
  let knex: Knex;
  let now: Date;
  let company: Company;
  let sent: NotificationSendOptions[];
  let answer: () => void;

  beforeEach(async () => {
    knex = await databases.init();
    await knex.migrate.latest({
      directory: resolvePackagePath(
        '@micro-apps/plugin-micro-apps-backend',
        'migrations',
      ),
    });
    // Nine o'clock in Berlin.
    now = new Date('2026-11-25T08:00:00.000Z');
    company = createCompany();
    sent = [];
    answer = () => {};
  });

  function at(time: string) {
    now = new Date(time);
  }

  function portal(config: Record<string, string | number | boolean> = {}) {
    const logger = mockServices.logger.mock();
    const notices = createNotices({
      apps: createAppStore(),
      clock: () => now,
      database: createDatabase(knex),
      logger,
      settings: {
        ...SETTINGS,
        approvers: {
          security: [`group:default/${SECURITY}`],
          privacy: [`group:default/${PRIVACY}`],
          it: [],
          'it-lead': [],
        },
        administrators: [`group:default/${ADMINISTRATORS}`],
      },
      membersOf: createMembersOf({
        catalog: company.catalog,
        auth: mockServices.auth(),
      }),
      notices: readNoticeSettings(
        mockServices.rootConfig({
          data: {
            microApps: {
              notices: {
                silent: false,
                timeZone: 'Europe/Berlin',
                mailBudgetPerDay: 3,
                ...config,
              },
            },
          },
        }),
      ),
      notifications: {
        async send(options) {
          answer();
          sent.push(options);
        },
      },
    });
    return Object.assign(notices, { logger });
  }

  type Told = ReturnType<typeof portal>;

  async function started(config?: Parameters<typeof portal>[0]): Promise<Told> {
    const told = portal(config);
    await told.start();
    await told.stop();
    return told;
  }

  async function tell(told: Told, notice: Partial<Notice> & { key: string }) {
    await knex.transaction(tx =>
      enqueueNotice(tx, {
        kind: 'request.opened',
        to: { people: [MAYA] },
        title: `Title of ${notice.key}`,
        text: 'What it is about',
        link: '/micro-apps/review',
        at: now,
        ...notice,
      }),
    );
    await told.drain();
  }

  const to = () =>
    sent.map(({ recipients }) =>
      recipients.type === 'entity' ? recipients.entityRef : 'all',
    );

  it('that are urgent go out at once, once for each key and person', async () => {
    const told = await started();
    await tell(told, { key: 'k1', urgent: true });
    await tell(told, { key: 'k1', urgent: true });
    await told.drain();
    expect(sent).toEqual([
      {
        recipients: { type: 'entity', entityRef: MAYA },
        payload: {
          title: 'Title of k1',
          description: 'What it is about',
          link: '/micro-apps/review',
          severity: 'high',
          topic: 'request.opened',
          scope: 'micro-apps:k1',
        },
      },
    ]);
  });

  it('come in one digest for each person and day, like by like', async () => {
    const told = await started();
    await tell(told, { key: 'a' });
    await tell(told, { key: 'b', kind: 'scan.failed' });
    await tell(told, { key: 'c' });
    at('2026-11-26T06:59:59.000Z');
    await told.drain();
    expect(sent).toEqual([]);
    at('2026-11-26T07:00:00.000Z');
    await told.drain();
    await told.drain();
    expect(sent).toHaveLength(1);
    expect(sent[0].payload).toMatchObject({
      title: '3 things happened to micro apps you have to do with',
      description: '• Title of a\n• Title of c\n• Title of b',
      link: '/micro-apps/review',
      severity: 'normal',
      topic: 'digest',
      scope: 'micro-apps:digest:2026-11-26',
    });
    // Nothing happened: no digest.
    at('2026-11-27T12:00:00.000Z');
    await told.drain();
    expect(sent).toHaveLength(1);
    await tell(told, { key: 'd' });
    at('2026-11-28T07:00:00.000Z');
    await told.drain();
    expect(sent).toHaveLength(2);
    expect(sent[1].payload.title).toBe('Title of d');
  });

  it('find everybody of a role, in groups below it too, and administrators', async () => {
    company.hire('rhea', { groups: [RED_TEAM] });
    const told = await started();
    await tell(told, { key: 's', to: { role: 'security' }, urgent: true });
    expect(to().sort()).toEqual([
      'user:default/rhea',
      'user:default/sam',
      'user:default/sue',
    ]);
    sent = [];
    await tell(told, { key: 'a', to: { administrators: true }, urgent: true });
    expect(to()).toEqual(['user:default/ivan']);
  });

  it('go to administrators where nobody holds the role', async () => {
    const told = await started();
    await tell(told, { key: 's', to: { role: 'it' }, urgent: true });
    expect(to()).toEqual(['user:default/ivan']);
    expect(sent[0].payload.title).toBe(
      'Nobody holds the approver role it: Title of s',
    );
  });

  it('never go to the suite itself, and to each person under one spelling', async () => {
    const told = await started();
    await tell(told, {
      key: 'k',
      to: { people: ['system:micro-apps', MAYA, 'User:Default/Maya'] },
      urgent: true,
    });
    expect(to()).toEqual([MAYA]);
  });

  it('stay within the budget: what is too much joins the next digest', async () => {
    const told = await started();
    for (const key of ['a', 'b', 'c', 'd']) {
      await tell(told, { key, urgent: true });
    }
    await tell(told, {
      key: 'other',
      to: { people: ['user:default/rita'] },
      urgent: true,
    });
    expect(to()).toEqual([MAYA, MAYA, 'user:default/rita']);
    at('2026-11-26T07:00:00.000Z');
    await told.drain();
    expect(sent).toHaveLength(4);
    expect(sent[3].payload.description).toBe('• Title of c\n• Title of d');
    // A new day, a new budget.
    await tell(told, { key: 'e', urgent: true });
    expect(sent).toHaveLength(5);
  });

  it('are held back while the installation is silent, and never told afterwards', async () => {
    const silent = await started({ silent: true });
    await tell(silent, { key: 'a', to: { role: 'security' }, urgent: true });
    await tell(silent, { key: 'b' });
    const reminder = new Date('2026-11-27T09:00:00.000Z');
    await tell(silent, { key: 'reminder', urgent: true, dueAt: reminder });
    expect(await countHeld(knex)).toEqual({ notices: 3, people: 3 });
    // Noted in the silent time, looked at after it.
    await knex.transaction(tx =>
      enqueueNotice(tx, {
        key: 'late',
        kind: 'x',
        to: { people: [MAYA] },
        title: 'Late',
        text: '',
        link: '/',
        urgent: true,
        at: now,
      }),
    );
    at('2026-11-26T12:00:00.000Z');
    const loud = await started();
    await loud.drain();
    at('2026-11-26T13:00:00.000Z');
    await tell(loud, { key: 'a', to: { role: 'security' }, urgent: true });
    expect(sent).toEqual([]);
    await tell(loud, { key: 'new', urgent: true });
    // What falls due from now on is news.
    at('2026-11-27T09:00:00.000Z');
    await loud.drain();
    expect(sent.map(({ payload }) => payload.title)).toEqual([
      'Title of new',
      'Title of reminder',
    ]);
    // Another start changes nothing.
    await started();
    await tell(loud, { key: 'newer', urgent: true });
    expect(sent).toHaveLength(3);
  });

  it('are taken back before they go out', async () => {
    const told = await started();
    const dueAt = new Date('2026-11-25T09:00:00.000Z');
    await tell(told, { key: 'r1:maker', dueAt, urgent: true });
    await tell(told, { key: 'r1:reviewer', dueAt, urgent: true });
    await tell(told, { key: 'r2:maker', dueAt, urgent: true });
    expect(
      await knex.transaction(tx => cancelNotices(tx, { keyPrefix: 'r1:' })),
    ).toBe(2);
    at('2026-11-25T09:00:00.000Z');
    await told.drain();
    expect(sent.map(({ payload }) => payload.title)).toEqual([
      'Title of r2:maker',
    ]);
  });

  it('wait while the catalog or the inbox is away, and are sent once then', async () => {
    const told = await started();
    answer = () => {
      throw new Error('Failed to send notifications: TypeError: fetch failed');
    };
    await tell(told, { key: 'a', urgent: true });
    company.goAway();
    await tell(told, { key: 'b', to: { role: 'security' }, urgent: true });
    expect(sent).toEqual([]);
    at('2026-11-26T05:00:00.000Z');
    answer = () => {};
    await told.drain();
    expect(sent.map(({ payload }) => payload.title)).toEqual(['Title of a']);
    const waiting = await knex('micro_apps_outbox').where({ state: 'waiting' });
    expect(waiting).toEqual([
      expect.objectContaining({
        message_key: 'notice:b',
        reason: expect.stringContaining('directory of people'),
      }),
    ]);
  });

  it('are sent again under the same scope when the process ended between sending and noting', async () => {
    const told = await started();
    await tell(told, { key: 'a', urgent: true });
    await knex('micro_apps_notices').update({ state: 'at-once' });
    await knex('micro_apps_outbox')
      .where({ topic: 'notice.send' })
      .update({ state: 'waiting' });
    // The claim of the ended process runs out.
    at('2026-11-25T08:02:00.000Z');
    await told.drain();
    expect(sent.map(({ payload }) => payload.scope)).toEqual([
      'micro-apps:a',
      'micro-apps:a',
    ]);
  });

  it('are not sent again when it ended just after noting', async () => {
    const told = await started();
    await tell(told, { key: 'a', urgent: true });
    await knex('micro_apps_outbox')
      .where({ topic: 'notice.send' })
      .update({ state: 'waiting' });
    at('2026-11-25T08:02:00.000Z');
    await told.drain();
    expect(sent).toHaveLength(1);
  });

  it('end plainly in a portal without the notifications plugin', async () => {
    const told = await started();
    answer = () => {
      throw new Error(
        'Failed to send notifications: Error: Request failed with status 404',
      );
    };
    await tell(told, { key: 'a', urgent: true });
    const state = () => knex('micro_apps_notices').pluck('state');
    // It may be starting still.
    expect(await state()).toEqual(['at-once']);
    at('2026-11-25T09:00:01.000Z');
    await told.drain();
    expect(await state()).toEqual(['undelivered']);
    expect(told.logger.warn).toHaveBeenCalledWith(
      expect.stringContaining('notifications plugin to this portal'),
    );
    expect(await knex('micro_apps_outbox').whereNot({ state: 'done' })).toEqual(
      [],
    );
  });

  it('that nobody can take are set aside', async () => {
    const told = await started();
    answer = () => {
      throw new Error(
        'Failed to send notifications: Error: Request failed with status 400',
      );
    };
    await tell(told, { key: 'a', urgent: true });
    for (let attempt = 1; attempt < 8; attempt += 1) {
      now = new Date(now.getTime() + 300_000);
      await told.drain();
    }
    const [row] = await knex('micro_apps_outbox').where({
      topic: 'notice.send',
    });
    expect(row).toMatchObject({ state: 'failed', attempts: 8 });
  });

  it('that missed their digest come in the next one, and old ones are forgotten', async () => {
    const told = await started();
    await tell(told, { key: 'a' });
    await knex('micro_apps_outbox').where({ topic: 'notice.send' }).delete();
    at('2026-11-26T09:00:00.000Z');
    await told.tidy();
    at('2026-11-27T07:00:00.000Z');
    await told.drain();
    expect(sent).toHaveLength(1);
    await told.tidy();
    expect(await knex('micro_apps_notices')).toHaveLength(1);
    at('2026-12-28T07:00:00.000Z');
    await told.tidy();
    expect(await knex('micro_apps_notices')).toEqual([]);
  });

  it('are sent once by two portals on one database', async () => {
    const told = [await started(), await started()];
    await knex.transaction(async tx => {
      for (let index = 0; index < 20; index += 1) {
        await enqueueNotice(tx, {
          key: `n${index}`,
          kind: 'x',
          to: { people: [MAYA, `user:default/p${index % 7}`] },
          title: `n${index}`,
          text: '',
          link: '/',
          urgent: index % 2 === 0,
          at: now,
        });
      }
    });
    const both = async () => {
      for (let round = 0; round < 5; round += 1) {
        await Promise.all(told.map(each => each.drain()));
      }
    };
    await both();
    expect(to().filter(ref => ref === MAYA)).toHaveLength(2);
    at('2026-11-26T07:00:00.000Z');
    await both();
    const titles = sent
      .filter(
        ({ recipients }) =>
          recipients.type === 'entity' && recipients.entityRef === MAYA,
      )
      .map(({ payload }) => payload.title);
    expect(titles).toEqual([
      expect.stringMatching(/^n/),
      expect.stringMatching(/^n/),
      '18 things happened to micro apps you have to do with',
    ]);
  });
});
