import {
  deriveControls,
  policyInput,
  scoreRisk,
  type Gate,
  type PolicyInput,
  type PolicyResource,
} from '@micro-apps/governance-core';
import {
  aRegistration,
  NOW,
  SOME_INTEGRATIONS,
} from '@micro-apps/governance-core/testing';
import type { PolicyEnginePort } from '../ports/PolicyEnginePort';

/** Ways in which rules, or what runs them, can go wrong (reliability D1, D3). @public */
export const POLICY_FAULTS = [
  'hangs',
  'ends',
  'fails',
  'answers nothing',
  'answers an empty object',
  'answers a text',
  'answers twice',
  'answers another gate',
  'answers with reasons that are no texts',
  'answers without end',
] as const;
/** @public */
export type PolicyFault = (typeof POLICY_FAULTS)[number];

/** An engine under test. @public */
export interface StartedEngine {
  readonly engine: Pick<PolicyEnginePort, 'decide'>;
  stop(): Promise<void>;
}

/** A low-risk app at a gate, as the backend would ask about it. @public */
export function aQuestion(
  options: { gate?: Gate; resources?: readonly PolicyResource[] } = {},
): PolicyInput {
  const { gate = 'register', resources } = options;
  const facts = {
    registration: aRegistration(),
    integrations: SOME_INTEGRATIONS,
  };
  const score = scoreRisk(facts);
  return policyInput({
    ...facts,
    gate,
    app: { id: 'where2eat', standing: 'active' },
    effectiveClass: 'internal',
    score,
    required: deriveControls({ ...facts, score, effectiveClass: 'internal' }),
    resources,
    now: NOW,
  });
}

/**
 * What every policy engine has to do, whatever it is made of.
 *
 * @param options.start - the engine with the shipped rules; `undefined` where
 *   what it needs is not there, and its tests count as skipped
 * @param options.startFaulty - the engine over something that goes wrong in
 *   one way, at every question
 * @public
 */
export function describePolicyEngine(options: {
  name: string;
  start:
    | (() => Promise<StartedEngine & { engine: PolicyEnginePort }>)
    | undefined;
  startFaulty(fault: PolicyFault): Promise<StartedEngine>;
}): void {
  const { name, start, startFaulty } = options;

  const { skip } = describe;
  const suite = start ? describe : skip;
  suite(`${name}, with the shipped rules`, () => {
    let started: StartedEngine & { engine: PolicyEnginePort };
    beforeAll(async () => {
      if (start) started = await start();
    });
    afterAll(async () => {
      await started?.stop();
    });

    it('allows a sound registration and names the revision', async () => {
      const { engine } = started;
      const answer = await engine.decide(aQuestion());
      expect(answer.decision).toMatchObject({
        gate: 'register',
        allowed: true,
        violations: [],
      });
      expect(answer.revision).toBe(engine.revision);
      expect(answer.revision).not.toBe('');
    });

    it('denies what a company rule denies, with its words', async () => {
      const bucket = { resource: 'storage_bucket', props: { public: true } };
      const { decision } = await started.engine.decide(
        aQuestion({ gate: 'promote', resources: [bucket] }),
      );
      expect(decision.allowed).toBe(false);
      expect(decision.violations).toContainEqual(
        expect.objectContaining({
          because: 'Public buckets are not allowed for micro apps',
        }),
      );
    });

    it('never lets a malformed question pass', async () => {
      const { registration: _, ...broken } = aQuestion();
      const answer = await started.engine
        .decide(broken as PolicyInput)
        .catch(() => undefined);
      expect(answer?.decision.allowed ?? false).toBe(false);
    });

    it('answers many questions at once, each with its own answer', async () => {
      const bucket = { resource: 'storage_bucket', props: { public: true } };
      const answers = await Promise.all(
        Array.from({ length: 40 }, (_, index) =>
          started.engine.decide(
            aQuestion({ resources: index % 2 ? [bucket] : [] }),
          ),
        ),
      );
      expect(answers.map(({ decision }) => decision.allowed)).toEqual(
        Array.from({ length: 40 }, (_, index) => index % 2 === 0),
      );
    });

    it('describes itself', async () => {
      const { engine } = started;
      const described = await engine.describe();
      expect(described).toMatchObject({
        engine: engine.engine,
        revision: engine.revision,
        weakenings: [],
      });
      expect(described.rules.map(({ id }) => id)).toContain('company-rule');
    });
  });

  describe(`${name}, when it goes wrong`, () => {
    it.each(POLICY_FAULTS)('rejects when it %s', async fault => {
      const { engine, stop } = await startFaulty(fault);
      try {
        const began = Date.now();
        await expect(engine.decide(aQuestion())).rejects.toThrow();
        expect(Date.now() - began).toBeLessThan(2_000);
        // And again: one bad answer spoils nothing, and is not remembered.
        await expect(engine.decide(aQuestion())).rejects.toThrow();
      } finally {
        await stop();
      }
    });
  });
}
