import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { resolvePackagePath } from '@backstage/backend-plugin-api';

/** Time for one evaluation. Source: reliability D1. */
export const DECISION_TIMEOUT_MS = 100;
/** 64 MiB in pages of 64 KiB. */
const MEMORY_PAGES = 1024;
const MAX_INPUT = 1_000_000;
const MAX_ANSWER = 1_000_000;
/** Questions that wait for the thread; more are refused at once. */
const MAX_WAITING = 200;
const START_TIMEOUT_MS = 5_000;

interface Job {
  readonly input: string;
  readonly timeoutMs: number;
  resolve(results: unknown): void;
  reject(error: Error): void;
}

/** What a runner evaluates. */
export interface WasmPolicy {
  readonly module: WebAssembly.Module;
  readonly data: object;
  readonly entrypoint: string;
}

/**
 * One compiled policy in one thread. Questions are answered one after the
 * other. An evaluation that takes longer than `timeoutMs`, traps, needs more
 * than 64 MiB or takes its thread down rejects, and a new thread answers the
 * next question (reliability D1, D3).
 */
export class WasmRunner {
  readonly #policy: WasmPolicy;
  readonly #timeoutMs: number;
  readonly #workerFile: string;
  readonly #waiting: Job[] = [];
  #worker: Promise<Worker> | undefined;
  #busy = false;
  #stopped = false;

  constructor(
    policy: WasmPolicy,
    options: { timeoutMs?: number; workerFile?: string } = {},
  ) {
    this.#policy = policy;
    this.#timeoutMs = options.timeoutMs ?? DECISION_TIMEOUT_MS;
    this.#workerFile = options.workerFile ?? defaultWorkerFile();
  }

  /**
   * Evaluates the entrypoint.
   * @returns the result set: a list, one `{ result }` for a sound policy
   * @throws when there is no result set in time
   */
  async evaluate(
    input: object,
    { timeoutMs = this.#timeoutMs }: { timeoutMs?: number } = {},
  ): Promise<unknown> {
    const text = JSON.stringify(input);
    if (text.length > MAX_INPUT) {
      throw new Error('The question to the company rules is too long');
    }
    if (this.#stopped || this.#waiting.length >= MAX_WAITING) {
      throw new Error('The company rules have too much to do');
    }
    return await new Promise((resolve, reject) => {
      this.#waiting.push({ input: text, timeoutMs, resolve, reject });
      this.#next();
    });
  }

  /** Starts the thread ahead of the first question. @throws when it cannot. */
  async start(): Promise<void> {
    await this.#ensureWorker();
  }

  /** Ends the thread; waiting questions are rejected. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const job of this.#waiting.splice(0)) {
      job.reject(new Error('The company rules were exchanged'));
    }
    await this.#drop();
  }

  #next(): void {
    const job = this.#busy ? undefined : this.#waiting.shift();
    if (!job) return;
    this.#busy = true;
    this.#run(job)
      .then(job.resolve, job.reject)
      .finally(() => {
        this.#busy = false;
        this.#next();
      });
  }

  async #run({
    input,
    timeoutMs,
  }: Pick<Job, 'input' | 'timeoutMs'>): Promise<unknown> {
    const worker = await this.#ensureWorker();
    let answer: string;
    try {
      answer = await ask(worker, { input, timeoutMs });
    } catch (error) {
      // After a trap the policy's memory is in an unknown state.
      await this.#drop();
      throw error;
    }
    return JSON.parse(answer);
  }

  async #ensureWorker(): Promise<Worker> {
    if (this.#stopped) throw new Error('The company rules are gone');
    this.#worker ??= this.#start();
    try {
      return await this.#worker;
    } catch (error) {
      this.#worker = undefined;
      throw error;
    }
  }

  async #start(): Promise<Worker> {
    const worker = new Worker(this.#workerFile, {
      workerData: {
        ...this.#policy,
        sdk: sdkFile(),
        memoryPages: MEMORY_PAGES,
        maxAnswer: MAX_ANSWER,
      },
      // Nothing of the backend's secrets is in reach of a rule.
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: 64 },
    });
    // A thread that ends by itself between two questions is replaced.
    worker.on('error', () => this.#forget(worker));
    worker.on('exit', () => this.#forget(worker));
    try {
      await reply(worker, {
        timeoutMs: START_TIMEOUT_MS,
        read: message => (message.ready === true ? true : undefined),
      });
      // A rule never keeps the process alive.
      worker.unref();
      return worker;
    } catch (error) {
      await worker.terminate();
      throw error;
    }
  }

  #forget(worker: Worker): void {
    const current = this.#worker;
    void current?.then(
      now => {
        if (now === worker && this.#worker === current) {
          this.#worker = undefined;
        }
      },
      () => undefined,
    );
  }

  async #drop(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.then(
      each => each.terminate(),
      () => undefined,
    );
  }
}

let lastId = 0;

/** Puts one question to a thread. */
async function ask(
  worker: Worker,
  question: { input: string; timeoutMs: number },
): Promise<string> {
  lastId += 1;
  const id = lastId;
  const answered = reply(worker, {
    timeoutMs: question.timeoutMs,
    read(message) {
      if (message.id !== id) return undefined;
      if (typeof message.answer === 'string') return message.answer;
      throw new Error(`The company rules failed: ${message.error}`);
    },
  });
  worker.postMessage({ id, input: question.input });
  return await answered;
}

/** Waits for the message that `read` takes. */
async function reply<T>(
  worker: Worker,
  options: {
    timeoutMs: number;
    read: (message: Record<string, unknown>) => T | undefined;
  },
): Promise<T> {
  const { timeoutMs, read } = options;
  return await new Promise<T>((resolve, reject) => {
    // Where this process itself was held up, the answer may lie there already:
    // messages are handed over before the second turn of the loop.
    const timer = setTimeout(
      () =>
        setImmediate(() =>
          setImmediate(() => fail(`took more than ${timeoutMs} ms`)),
        ),
      timeoutMs,
    );
    function finish(end: () => void) {
      clearTimeout(timer);
      worker.off('message', onMessage);
      worker.off('error', onError);
      worker.off('exit', onExit);
      end();
    }
    function fail(because: string) {
      finish(() => reject(new Error(`The company rules ${because}`)));
    }
    function onMessage(message: Record<string, unknown>) {
      try {
        const value = read(message);
        if (value !== undefined) finish(() => resolve(value));
      } catch (error) {
        finish(() => reject(error));
      }
    }
    function onError(error: unknown) {
      fail(`failed: ${error}`);
    }
    function onExit() {
      fail('ended');
    }
    worker.on('message', onMessage);
    worker.on('error', onError);
    worker.on('exit', onExit);
  });
}

function defaultWorkerFile(): string {
  return resolvePackagePath(
    '@micro-apps/plugin-micro-apps-backend-module-opa',
    'worker/policyWorker.js',
  );
}

/** The SDK as the policy pack, which depends on it, sees it. */
function sdkFile(): string {
  const from = resolvePackagePath('@micro-apps/policy-pack', 'package.json');
  return createRequire(from).resolve('@open-policy-agent/opa-wasm');
}
