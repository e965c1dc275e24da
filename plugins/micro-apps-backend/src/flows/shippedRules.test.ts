import type { PolicyEnginePort } from '@micro-apps/plugin-micro-apps-node';
import { createEmbeddedPolicy } from '@micro-apps/policy-pack';
import { readShippedPolicy } from '@micro-apps/policy-pack/node';
import { noRules } from '../policy/noRules';
import {
  accepted,
  APP,
  createStack,
  promote,
  withRepository,
  withSandbox,
  withScans,
} from './testing';
import { useDatabases } from '../__testUtils__/databases';

const databases = useDatabases();

/** The shipped rules, asked directly; the module asks them in a thread. */
function shippedRules(): PolicyEnginePort {
  const policy = createEmbeddedPolicy(readShippedPolicy());
  return {
    ...noRules,
    engine: 'embedded',
    revision: policy.revision,
    decide: async input => ({
      decision: policy.evaluate(input),
      revision: policy.revision,
    }),
  };
}

it('the shipped rules let a low-risk app through every gate (R14)', async () => {
  const stack = await createStack(await databases.init());
  const portal = stack.portal({ policy: shippedRules() });
  await withRepository(stack, portal);
  await withSandbox(stack, portal);
  expect((await portal.deps.view(APP)).state).toBe('running');
  await withScans(stack, portal);
  accepted(await promote(stack, portal));
  await portal.drain();
  const decisions = await stack.knex('micro_apps_decisions').orderBy('id');
  expect(
    decisions.map(({ gate, environment, allowed, policy_revision }) => ({
      gate,
      environment,
      allowed: Boolean(allowed),
      revision: policy_revision,
    })),
  ).toEqual(
    [
      { gate: 'issue-client', environment: 'sandbox' },
      { gate: 'promote', environment: 'beta' },
      { gate: 'issue-client', environment: 'beta' },
    ].map(each => ({
      ...each,
      allowed: true,
      revision: readShippedPolicy().revision,
    })),
  );
});
