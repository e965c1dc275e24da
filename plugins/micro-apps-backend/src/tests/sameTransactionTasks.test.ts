import {
  audited,
  refuseAuditEntries,
  settled,
  state,
  usePortals,
} from '../__testUtils__';
import { useDatabases } from '../__testUtils__/databases';
import { considerAutomatic } from '../approvals/considerAutomatic';
import { endUnanswered } from '../exceptions/endUnanswered';
import { answerPending } from '../flows/answerPending';
import { markReapprovals } from '../flows/markReapprovals';
import {
  accepted,
  APP,
  createCompanyRules,
  createStack,
  promote,
  withRepository,
  withScans,
  type Stack,
} from '../flows/testing';
import {
  holdingPortal,
  looked,
  scanned,
  setUpRunning,
} from '../flows/testing/automaticSteps';
import {
  ask,
  DAY_MINUTES,
  exceptionDeps,
  setUpOn,
} from '../flows/testing/exceptionSteps';
import { DEPLOY } from '../flows/deployApp';
import { watchReviews } from '../reviews/watchReviews';
import { workStep } from '../succession/climb';
import { leaveMissing } from '../succession/enforceMissing';
import { setPolicyMarks } from '../registry/DatabaseAppStore';
import {
  fileOf,
  look,
} from '../registry/repositories/__testUtils__/repositorySteps';

const databases = useDatabases();
const start = usePortals();

/** What nobody asks for, ready to be done, and the entry that it writes. */
interface Task {
  readonly stack: Stack;
  run(): Promise<unknown>;
  readonly action: string;
}

async function withCode() {
  const stack = await createStack(await databases.init());
  const rules = createCompanyRules();
  const portal = stack.portal({ policy: rules });
  await withRepository(stack, portal);
  await withScans(stack, portal);
  return { stack, rules, portal };
}

/** What runs failed a check, and so many apps may be held for that. */
async function failing(atLeast: number) {
  const { stack, commit } = await setUpRunning(await databases.init());
  await scanned(stack, commit);
  const portal = holdingPortal(stack, { limit: { share: 0, atLeast } });
  return { stack, run: () => looked(portal) };
}

const TASKS: Readonly<Record<string, () => Promise<Task>>> = {
  async endUnanswered() {
    const { stack, portal } = await setUpOn(databases)();
    const { id } = accepted(await ask(stack, portal));
    stack.later(7 * DAY_MINUTES);
    const run = () =>
      endUnanswered(exceptionDeps(portal))(
        { exceptionId: id },
        { wantedAt: stack.now() },
      );
    return { stack, run, action: 'exception.void' };
  },
  async considerAutomatic() {
    const { stack, portal } = await withCode();
    const run = () => considerAutomatic(portal.deps)({ appId: APP });
    return { stack, run, action: 'request.approved' };
  },
  async answerPending() {
    const { stack, portal } = await withCode();
    await stack.knex.transaction(tx =>
      setPolicyMarks(tx, APP, {
        pendingPolicy: { since: stack.now().toISOString(), violations: [] },
      }),
    );
    const run = () => answerPending(portal.deps);
    return { stack, run, action: 'registration.answered' };
  },
  async markReapprovals() {
    const { stack, rules, portal } = await withCode();
    accepted(await promote(stack, portal));
    await portal.drain();
    rules.revision = 'r2';
    rules.deny('promote', () => 'No more lunch');
    const run = () => markReapprovals(portal.deps, { onlyDue: false });
    return { stack, run, action: 'reapproval.due' };
  },
  async holdFailing() {
    const { stack, run } = await failing(1);
    return { stack, run, action: 'fleet.stopped' };
  },
  async refuseToHold() {
    const { stack, run } = await failing(0);
    return { stack, run, action: 'fleet.refused' };
  },
  async leaveMissing() {
    const { stack, portal } = await withCode();
    await stack.knex('micro_apps_people').insert({
      ref: 'user:default/maya',
      teams: '[]',
      state: 'missing',
      due_at: stack.now().toISOString(),
    });
    return {
      stack,
      run: () =>
        leaveMissing(portal.deps, { until: stack.now().toISOString() }),
      action: 'person.left',
    };
  },
  async workStep() {
    const { stack, portal } = await withCode();
    await stack.knex('micro_apps_orphans').insert({
      id: 'orphan',
      app_id: APP,
      leaver_id: 'leaver',
      leaver: 'user:default/maya',
      orphaned_at: stack.now().toISOString(),
      candidates: JSON.stringify({ 'second-owner': ['user:default/rita'] }),
      platform_team: 'group:default/platform',
      rung: 'second-owner',
      open_key: APP,
    });
    stack.later(8 * DAY_MINUTES);
    return {
      stack,
      run: () =>
        workStep(portal.deps)(
          { orphanId: 'orphan' },
          { wantedAt: stack.now() },
        ),
      action: 'orphan.step',
    };
  },
};

describe('a task whose audit entry cannot be written', () => {
  it.each(Object.keys(TASKS))('changes nothing: %s', async name => {
    const { stack, run, action } = await TASKS[name]();
    const before = await state(faceOf(stack));
    const allow = await refuseAuditEntries(stack.knex);
    await expect(run()).rejects.toThrow('the audit log is full');
    expect(await state(faceOf(stack))).toEqual(before);
    await allow();
    await run();
    expect(await audited(faceOf(stack))).toContain(action);
    expect(await state(faceOf(stack))).not.toEqual(before);
  });

  it('changes nothing on record, and is taken up again: deployApp', async () => {
    const { stack, portal } = await withCode();
    accepted(await promote(stack, portal));
    const deployments = () => stack.knex('micro_apps_deployments');
    const [requested] = await deployments();
    const entries = await audited(faceOf(stack));
    const allow = await refuseAuditEntries(stack.knex);
    await portal.drain();
    // Its permission is used up; that it runs, or failed, is not on record.
    expect(await deployments()).toMatchObject([
      { id: requested.id, state: 'deploying', finished_at: null, url: null },
    ]);
    expect(await audited(faceOf(stack))).toEqual(entries);
    await allow();
    await stack
      .knex('micro_apps_outbox')
      .where({ topic: DEPLOY })
      .update({ due_at: stack.now().toISOString() });
    await portal.drain();
    expect(await deployments()).toMatchObject([{ state: 'running' }]);
    expect(await audited(faceOf(stack))).toContain('deployment.running');
  });

  it('changes nothing on record, and looks again: watchReviews', async () => {
    const { stack, portal } = await withCode();
    accepted(await promote(stack, portal));
    await portal.drain();
    const told = () => stack.knex('micro_apps_review_clocks').pluck('told');
    stack.later(366 * DAY_MINUTES);
    const entries = await audited(faceOf(stack));
    const allow = await refuseAuditEntries(stack.knex);
    const watch = watchReviews(portal.deps);
    await expect(watch()).rejects.toThrow('the audit log is full');
    expect(await told()).toEqual([null]);
    expect(await audited(faceOf(stack))).toEqual(entries);
    await allow();
    // Whoever died in mid-work is taken over.
    stack.later(3);
    await watch();
    expect(await told()).toEqual([expect.stringMatching(/^overdue /)]);
    expect(await audited(faceOf(stack))).toContain('review.overdue');
  });

  it('changes nothing: reconcileRepositories', async () => {
    const portal = await start();
    await settled(portal);
    const without = ['micro_apps_outbox', 'micro_apps_notices'];
    const before = await state(portal, without);
    const allow = await refuseAuditEntries(portal.knex);
    await look(portal, fileOf());
    expect(await state(portal, without)).toEqual(before);
    await allow();
    await look(portal);
    expect(await audited(portal)).toContain('app.drafted');
  });
});

function faceOf({ knex }: Stack) {
  return {
    knex,
    as: () => {
      throw new Error('Nobody asks');
    },
  };
}
