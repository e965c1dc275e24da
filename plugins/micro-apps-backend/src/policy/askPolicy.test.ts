import { aQuestion } from '@micro-apps/plugin-micro-apps-node/testing';
import type {
  PolicyAnswer,
  PolicyEnginePort,
} from '@micro-apps/plugin-micro-apps-node';
import { askPolicy, digestOf } from './askPolicy';
import { noRules } from './noRules';

const input = aQuestion();
const yes = {
  gate: 'register',
  allowed: true,
  violations: [],
  obligations: [],
};

function engine(decide: () => unknown): PolicyEnginePort {
  return {
    ...noRules,
    engine: 'double',
    revision: 'r1',
    decide: async () => (await decide()) as PolicyAnswer,
  };
}

describe('askPolicy', () => {
  it('names what was decided on, with what was added to the question', async () => {
    const asked = { ...input, modes: { 'lunch-hours': { mode: 'warn' } } };
    const policy = engine(() => ({ decision: yes, revision: 'r2', asked }));
    const { inputDigest } = await askPolicy({ policy, input });
    expect(inputDigest).not.toBe(digestOf(input));
    expect(inputDigest).toBe(digestOf(JSON.parse(JSON.stringify(asked))));
  });

  it('passes on a clear answer with what it rests on', async () => {
    const policy = engine(() => ({ decision: yes, revision: 'r2' }));
    expect(await askPolicy({ policy, input })).toEqual({
      decision: yes,
      revision: 'r2',
      engine: 'double',
      inputDigest: digestOf(input),
      answered: true,
    });
  });

  it.each<[string, () => unknown]>([
    ['throws', () => Promise.reject(new Error('secret'))],
    ['hangs', () => new Promise(() => undefined)],
    ['gives nothing', () => undefined],
    ['gives an empty object', () => ({})],
    ['gives a text', () => 'allowed'],
    ['gives two decisions', () => ({ decision: [yes, yes], revision: 'r' })],
    ['gives no revision', () => ({ decision: yes })],
    [
      'answers another gate',
      () => ({ decision: { ...yes, gate: 'promote' }, revision: 'r' }),
    ],
    [
      'says "true" as a text',
      () => ({ decision: { ...yes, allowed: 'true' }, revision: 'r' }),
    ],
    [
      'gives a reason without words',
      () => ({ decision: { ...yes, obligations: [{}] }, revision: 'r' }),
    ],
  ])('is closed, and says so, when the engine %s', async (_, decide) => {
    const verdict = await askPolicy({
      policy: engine(decide),
      input,
      timeoutMs: 50,
    });
    expect(verdict.answered).toBe(false);
    expect(verdict.decision.allowed).toBe(false);
    expect(verdict.decision.violations).toMatchObject([
      { code: expect.stringMatching(/^policy-/) },
    ]);
    expect(JSON.stringify(verdict)).not.toContain('secret');
  });

  it('is closed when "yes" comes with a violation', async () => {
    const decision = { ...yes, violations: [{ code: 'a', because: 'b' }] };
    const policy = engine(() => ({ decision, revision: 'r' }));
    expect((await askPolicy({ policy, input })).decision.allowed).toBe(false);
  });

  it('names a question by its content, not by the order of its fields', () => {
    const turned = Object.fromEntries(Object.entries(input).reverse());
    expect(digestOf(turned as typeof input)).toBe(digestOf(input));
    expect(digestOf({ ...input, gate: 'retire' })).not.toBe(digestOf(input));
  });
});
