import { readShippedPolicy } from '../node';
import { aPolicyInput } from '../testing';
import { createEmbeddedPolicy } from './createEmbeddedPolicy';

const policy = createEmbeddedPolicy(readShippedPolicy());

test.each(['register', 'issue-client', 'promote'] as const)(
  'a plain Low app passes at %s with nothing to say',
  gate => {
    expect(policy.evaluate(aPolicyInput({ gate }))).toEqual({
      gate,
      allowed: true,
      violations: [],
      obligations: [],
      observations: [],
    });
  },
);

test('data that is kept for too long is refused with the limit', () => {
  const { allowed, violations } = policy.evaluate(
    aPolicyInput({ registration: { retentionDays: 3651 } }),
  );
  expect(allowed).toBe(false);
  expect(violations).toEqual([
    {
      code: 'retention-window',
      because:
        'Data may be kept for 1 to 3650 whole days, and the registration says 3651',
      next: 'Enter as few days as the purpose allows',
    },
  ]);
});

test('the printed rule refuses a public bucket, alone and within a request', () => {
  const bucket = { resource: 'storage_bucket', props: { public: true } };
  const message = 'Public buckets are not allowed for micro apps';
  expect(policy.deny(bucket)).toEqual([message]);
  expect(policy.deny({ ...bucket, props: { public: false } })).toEqual([]);
  expect(
    policy.evaluate(aPolicyInput({ resources: [bucket] })).violations,
  ).toEqual([
    expect.objectContaining({ code: 'company-rule', because: message }),
  ]);
});
