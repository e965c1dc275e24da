import { IVAN } from '../../__testUtils__';
import type { Prepare } from './changingCommand';

/** Commands of the board of the first 90 days. */
export const NUMBERS_COMMANDS: Readonly<Record<string, Prepare>> = {
  'put /v1/numbers/rollout': async () => ({
    path: '/numbers/rollout',
    body: { startsAt: '2026-11-02T00:00:00Z' },
    ref: IVAN,
  }),
  'post /v1/numbers/rollout/steps/:step': async () => ({
    path: '/numbers/rollout/steps/champions',
    body: { done: true, note: 'Two in every unit' },
    ref: IVAN,
  }),
};
