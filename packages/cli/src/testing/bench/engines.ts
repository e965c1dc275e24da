import { isDeepStrictEqual } from 'node:util';
import { createEmbeddedPolicy } from '@micro-apps/policy-pack';
import { readShippedPolicy } from '@micro-apps/policy-pack/node';
import {
  findOpa,
  inOneOrder,
  startOpaServer,
} from '@micro-apps/policy-pack/testing';
import { someCatalog, someRegistration } from './generate';
import { questionOf } from './gateOne';
import { duration, percentile, type Row } from './table';

const QUESTIONS = 500;
const ROUNDS = 4;
const GOAL = 5;

/** The same questions to the embedded rules and to a real OPA server. */
export async function measureEngines(): Promise<readonly Row[]> {
  const catalog = someCatalog(50);
  const questions = Array.from({ length: QUESTIONS }, (_, index) =>
    questionOf(someRegistration(index, catalog), catalog),
  );
  const shipped = readShippedPolicy();
  const policy = createEmbeddedPolicy(shipped);
  const embedded = await timesOf(questions, input => policy.evaluate(input));
  const middle = percentile(embedded, 0.5);
  const rows: Row[] = [
    {
      what: 'embedded decision, p50 (p99)',
      measured: `${duration(middle)} (${duration(percentile(embedded, 0.99))})`,
    },
  ];
  const opa = findOpa();
  if (!opa) {
    return [
      ...rows,
      {
        what: 'OPA server over REST',
        measured: 'not measured: there is no opa on the PATH or in .cache/opa',
        goal: `embedded ≥ ${GOAL} times as fast`,
      },
    ];
  }
  const server = await startOpaServer({ opa, bundles: [shipped.bundlePath] });
  try {
    const asked = (input: unknown) =>
      server.ask('microapp/suite/decision', input);
    let same = 0;
    for (const input of questions) {
      const here = inOneOrder(policy.evaluate(input));
      const there = inOneOrder(await asked(input));
      if (isDeepStrictEqual(here, there)) same += 1;
    }
    const overRest = await timesOf(questions, asked);
    const rest = percentile(overRest, 0.5);
    return [
      ...rows,
      {
        what: 'OPA server over REST on loopback, p50 (p99)',
        measured: `${duration(rest)} (${duration(percentile(overRest, 0.99))})`,
      },
      {
        what: `embedded against REST, ${same} of ${QUESTIONS} decisions equal`,
        measured: `${(rest / middle).toFixed(1)} times as fast`,
        goal: `≥ ${GOAL} times`,
        ratio: rest / middle / GOAL,
      },
    ];
  } finally {
    await server.stop();
  }
}

/** Milliseconds of each question, one after the other; a round warms up. */
async function timesOf<T>(
  questions: readonly T[],
  ask: (question: T) => unknown,
): Promise<readonly number[]> {
  const times: number[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const question of questions) {
      const began = performance.now();
      await ask(question);
      if (round > 0) times.push(performance.now() - began);
    }
  }
  return times;
}
