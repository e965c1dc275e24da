import { readGateDecision } from './readGateDecision';

const reason = { code: 'x', because: 'Because' };
const allowed = {
  gate: 'promote',
  allowed: true,
  violations: [],
  obligations: [reason],
  observations: [{ ...reason, mode: 'warn' }],
};

test('a complete decision is read as it is', () => {
  expect(readGateDecision(allowed)).toEqual(allowed);
  const denied = { ...allowed, allowed: false, violations: [reason] };
  expect(readGateDecision(denied)).toEqual(denied);
});

test('a decision without observations has none', () => {
  const { observations: _, ...rest } = allowed;
  expect(readGateDecision(rest)).toEqual({ ...allowed, observations: [] });
});

test.each([
  undefined,
  null,
  'allow',
  true,
  [],
  {},
  [allowed],
  { ...allowed, gate: 'deploy' },
  { ...allowed, allowed: 'true' },
  { ...allowed, violations: undefined },
  { ...allowed, violations: [reason] },
  { ...allowed, allowed: false },
  { ...allowed, obligations: ['x'] },
  { ...allowed, obligations: {} },
  { ...allowed, allowed: false, violations: [{ ...reason, next: 7 }] },
  { ...allowed, observations: [reason] },
])('%j is no decision', answer => {
  expect(readGateDecision(answer)).toBeUndefined();
});
