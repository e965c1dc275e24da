import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { resolvePackagePath } from '@backstage/backend-plugin-api';

/** 64 MiB in pages of 64 KiB. */
const MEMORY_PAGES = 1024;
const MAX_ANSWER = 1_000_000;
const START_TIMEOUT_MS = 5_000;

/** What is evaluated. */
export interface WasmPolicy {
  readonly module: WebAssembly.Module;
  readonly data: object;
  readonly entrypoint: string;
}

/** One input, as JSON text. */
export interface Question {
  readonly id: number;
  readonly input: string;
}

/** The result set as JSON text, or why there is none. */
export interface Answer {
  readonly id: number;
  readonly answer?: string;
  readonly error?: string;
}

/** Who is told what the thread says. */
interface Listener {
  onAnswer(answer: Answer): void;
  /** It ended by itself. */
  onEnd(because: string): void;
}

/** A thread that answers questions to one policy, in their order. */
export class PolicyThread {
  readonly #worker: Worker;

  private constructor(worker: Worker) {
    this.#worker = worker;
  }

  /** @throws when it does not get ready */
  static async start(
    what: { policy: WasmPolicy; workerFile?: string },
    listener: Listener,
  ): Promise<PolicyThread> {
    const worker = new Worker(what.workerFile ?? defaultWorkerFile(), {
      workerData: {
        ...what.policy,
        sdk: sdkFile(),
        memoryPages: MEMORY_PAGES,
        maxAnswer: MAX_ANSWER,
      },
      // Nothing of the backend's secrets is in reach of a rule.
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: 64 },
    });
    let because = 'ended';
    // To the end: an error that nobody listens to would take this process down.
    worker.on('error', error => {
      because = `failed: ${error}`;
    });
    try {
      await ready(worker);
    } catch (error) {
      await worker.terminate();
      throw error;
    }
    worker.on('message', answer => listener.onAnswer(answer));
    // An error may overtake the answers before it; the exit comes last of all.
    worker.on('exit', () => listener.onEnd(because));
    // A rule never keeps the process alive.
    worker.unref();
    return new PolicyThread(worker);
  }

  /** Puts a question behind those that it has. */
  ask({ id, input }: Question): void {
    this.#worker.postMessage({ id, input });
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}

async function ready(worker: Worker): Promise<void> {
  let late: NodeJS.Timeout | undefined;
  let listeners: Record<string, (what: unknown) => void> = {};
  try {
    await new Promise<void>((resolve, reject) => {
      const fail = (because: string) =>
        reject(new Error(`The company rules ${because}`));
      listeners = {
        message: () => resolve(),
        error: error => fail(`failed: ${error}`),
        exit: () => fail('ended'),
      };
      for (const [event, tell] of Object.entries(listeners)) {
        worker.on(event, tell);
      }
      const took = `took more than ${START_TIMEOUT_MS} ms`;
      late = setTimeout(() => fail(took), START_TIMEOUT_MS);
    });
  } finally {
    clearTimeout(late);
    for (const [event, tell] of Object.entries(listeners)) {
      worker.off(event, tell);
    }
  }
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
