import { POLICY_TIMEOUT_MS } from '../policy/askPolicy';
import { PAGES_AT_ONCE, waitingAtOnce } from './waitingAtOnce';

describe('questions of a preview that wait at once', () => {
  it('are few until it is known how quick the rules are', () => {
    expect(waitingAtOnce()).toBe(4);
  });

  it('are more where the rules are quick, and few where they are slow', () => {
    expect([0, 0.3, 10, 40, 100].map(ms => waitingAtOnce(ms))).toEqual([
      ...[32, 32, 20, 5, 4],
    ]);
  });

  it('leave time for whoever stands at a gate, up to the slowest rules there may be', () => {
    for (let ms = 0.5; ms <= 100; ms += 0.5) {
      const before = PAGES_AT_ONCE * waitingAtOnce(ms);
      expect((before + 1) * ms).toBeLessThan(POLICY_TIMEOUT_MS);
    }
  });
});
