import { readRetirement } from '../retirement/readRetirement';
import { openRequest } from '../approvals/openRequest';
import { reviewersOf, reviewSubject } from '../reviews/reviewKind';
import { insertOrphan } from '../succession/DatabaseOrphans';
import { verifyAudit } from '../audit/verifyAudit';
import { useDatabases } from '../__testUtils__/databases';
import { accepted, APP, auditActions, MAYA } from './testing';
import { endingPortal, retire } from './testing/endSteps';
import {
  ask,
  decide,
  exceptionRows,
  granted,
  inDays,
  setUpOn,
} from './testing/exceptionSteps';

const databases = useDatabases();
const setUp = setUpOn(databases);

describe('what is open about an app that ends', () => {
  it('is an exception in force: it ends at that instant, told with the end and not beside it', async () => {
    const { stack, portal } = await setUp();
    await granted(stack, portal);
    const notices = () =>
      stack
        .knex('micro_apps_outbox')
        .where('message_key', 'like', '%exception:%:end:%');
    expect(await notices()).not.toEqual([]);
    stack.later(60);
    const at = stack.now().toISOString();
    accepted(await retire(stack, endingPortal(portal)));
    expect(await exceptionRows(stack)).toMatchObject([
      {
        state: 'granted',
        revoked_by: MAYA.ref,
        revoked_at: at,
        revoke_reason: 'The app was retired',
      },
    ]);
    expect(await notices()).toEqual([]);
    const actions = await auditActions(stack);
    expect(actions.filter(each => each === 'exception.revoked')).toHaveLength(
      1,
    );
    expect(await verifyAudit(stack.knex)).toMatchObject({ ok: true });
  });

  it('is an exception that would begin later', async () => {
    const { stack, portal } = await setUp();
    await granted(stack, portal, {
      startsAt: inDays(stack, 2),
      endsAt: inDays(stack, 7),
    });
    accepted(await retire(stack, endingPortal(portal)));
    expect(await exceptionRows(stack)).toMatchObject([
      { revoked_at: stack.now().toISOString() },
    ]);
  });

  it('is not an exception that was over before', async () => {
    const { stack, portal } = await setUp();
    await granted(stack, portal);
    stack.later(8 * 24 * 60);
    accepted(await retire(stack, endingPortal(portal)));
    expect(await exceptionRows(stack)).toMatchObject([{ revoked_at: null }]);
  });

  it('is what was asked for and not decided: nobody grants it afterwards', async () => {
    const { stack, portal } = await setUp();
    const { id } = accepted(await ask(stack, portal));
    accepted(await retire(stack, endingPortal(portal)));
    expect(await exceptionRows(stack)).toMatchObject([{ state: 'void' }]);
    expect(await decide(stack, portal, { exceptionId: id })).toMatchObject({
      ok: false,
    });
    expect(await auditActions(stack)).toEqual(
      expect.arrayContaining(['request.void', 'exception.void']),
    );
  });

  it('is a review that somebody waits for', async () => {
    const { stack, portal } = await setUp();
    const { settings } = portal.deps;
    const app = await portal.deps.apps.get(stack.knex, APP);
    if (!app) throw new Error('There is no app');
    await stack.knex.transaction(async tx =>
      openRequest(
        tx,
        {
          kind: 'review',
          subjectId: APP,
          subject: await reviewSubject(tx, app),
          envelope: app.envelope,
          requirements: await reviewersOf(tx, { app, settings }),
          actor: MAYA,
          now: stack.now(),
        },
        settings,
      ),
    );
    const ending = endingPortal(portal);
    const { preview } = accepted(
      await readRetirement(ending.deps).run(stack.context(), { id: APP }),
    );
    expect(preview?.requests).toBe(1);
    accepted(await retire(stack, ending));
    expect(await stack.knex('micro_apps_requests')).toMatchObject([
      { state: 'void', open_key: null },
    ]);
  });

  it('is the search for a new owner', async () => {
    const { stack, portal } = await setUp();
    const orphanedAt = stack.now().toISOString();
    await stack.knex.transaction(tx =>
      insertOrphan(tx, {
        id: 'orphan-1',
        appId: APP,
        leaverId: 'leaver-1',
        leaver: MAYA.ref,
        orphanedAt,
        candidates: {},
        platformTeam: 'group:default/platform',
        rung: 'platform-team',
      }),
    );
    accepted(await retire(stack, endingPortal(portal)));
    expect(await stack.knex('micro_apps_orphans')).toMatchObject([
      { ended: 'retired', ended_by: MAYA.ref, open_key: null },
    ]);
    expect(await auditActions(stack)).toContain('orphan.ended');
  });
});
