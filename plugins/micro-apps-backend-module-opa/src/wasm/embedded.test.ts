import { join } from 'node:path';
import {
  aQuestion,
  describePolicyEngine,
} from '@micro-apps/plugin-micro-apps-node/testing';
import { readShippedPolicy } from '@micro-apps/policy-pack/node';
import { EMPTY_MODULE, SHIPPED_SETTINGS } from '../testing';
import { createEmbeddedEngine } from './createEmbeddedEngine';
import { decisionOf } from './decisionOf';
import { WasmRunner } from './WasmRunner';

/** The machine that runs tests is busy; the shipped rules get more time. */
const PATIENT = 5_000;
const FAULTY = join(__dirname, '..', 'testing', 'faultyWorker.js');

function faultyRunner(fault: string, timeoutMs?: number, only?: string) {
  return new WasmRunner(
    { module: EMPTY_MODULE, data: { fault, only }, entrypoint: 'any' },
    { workerFile: FAULTY, timeoutMs },
  );
}

describePolicyEngine({
  name: 'The embedded engine',
  async start() {
    const engine = await createEmbeddedEngine({
      shipped: readShippedPolicy(),
      settings: SHIPPED_SETTINGS,
      timeoutMs: PATIENT,
    });
    return { engine, stop: () => engine.stop() };
  },
  async startFaulty(fault) {
    const runner = faultyRunner(fault);
    return {
      engine: {
        async decide(input) {
          const results = await runner.evaluate(input);
          return { decision: decisionOf(results, input.gate), revision: 'x' };
        },
      },
      stop: () => runner.stop(),
    };
  },
});

describe('WasmRunner', () => {
  it('goes on with the next question after one that never ends', async () => {
    const runner = faultyRunner('hangs', 50);
    const began = Date.now();
    const answers = await Promise.allSettled(
      Array.from({ length: 3 }, () => runner.evaluate({})),
    );
    expect(answers.map(({ status }) => status)).toEqual(
      Array.from({ length: 3 }, () => 'rejected'),
    );
    expect(Date.now() - began).toBeLessThan(3_000);
    await runner.stop();
  });

  it.each(['hangs', 'ends', 'fails'])(
    'answers those behind one at which the thread %s',
    async fault => {
      const runner = faultyRunner(fault, 1_000, 'bad');
      const asked = ['good', 'good', 'bad', 'good', 'bad', 'good'];
      const answers = await Promise.allSettled(
        asked.map(text => runner.evaluate({ text })),
      );
      expect(answers.map(({ status }) => status)).toEqual(
        asked.map(text => (text === 'good' ? 'fulfilled' : 'rejected')),
      );
      await runner.stop();
    },
  );

  it('never blames an answer that was on its way when the thread failed', async () => {
    const runner = faultyRunner('fails', PATIENT, 'bad');
    // Whether error or answer comes first is chance; so many, and it is seen.
    const asked = Array.from({ length: 160 }, (_, at) =>
      at % 2 === 0 ? 'good' : 'bad',
    );
    const answers = await Promise.allSettled(
      asked.map(text => runner.evaluate({ text })),
    );
    expect(answers.map(({ status }) => status)).toEqual(
      asked.map(text => (text === 'good' ? 'fulfilled' : 'rejected')),
    );
    await runner.stop();
  });

  it('rejects what lies with the thread when the rules are exchanged', async () => {
    const runner = faultyRunner('hangs', PATIENT);
    await runner.start();
    const asked = Promise.allSettled(
      Array.from({ length: 3 }, () => runner.evaluate({})),
    );
    await runner.stop();
    expect((await asked).map(({ status }) => status)).toEqual(
      Array.from({ length: 3 }, () => 'rejected'),
    );
  });

  it('takes an answer that lay there while this process was held up', async () => {
    const runner = faultyRunner('is sound', 50);
    await runner.start();
    const asked = runner.evaluate(aQuestion());
    // The timer is due and the answer is there, both at the end of this loop.
    await Promise.resolve();
    await Promise.resolve();
    const until = Date.now() + 300;
    while (Date.now() < until);
    expect(await asked).toHaveLength(1);
    await runner.stop();
  });

  it('refuses a question that is too long, and one too many', async () => {
    const runner = faultyRunner('is sound', PATIENT);
    await expect(
      runner.evaluate({ text: 'x'.repeat(1_000_001) }),
    ).rejects.toThrow('too long');
    const many = await Promise.allSettled(
      Array.from({ length: 300 }, () => runner.evaluate({})),
    );
    expect(many.some(({ status }) => status === 'rejected')).toBe(true);
    expect(many.some(({ status }) => status === 'fulfilled')).toBe(true);
    await runner.stop();
    await expect(runner.evaluate({})).rejects.toThrow();
  });

  it('says when the compiled rules do not even load', async () => {
    const runner = new WasmRunner({
      module: EMPTY_MODULE,
      data: {},
      entrypoint: 'microapp/suite/decision',
    });
    await expect(runner.start()).rejects.toThrow();
    await expect(runner.evaluate({})).rejects.toThrow();
    await runner.stop();
  });
});
