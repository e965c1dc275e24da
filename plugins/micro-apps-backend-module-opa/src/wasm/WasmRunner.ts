import {
  PolicyThread,
  type Answer,
  type Question,
  type WasmPolicy,
} from './PolicyThread';

/** Time for one evaluation. Source: reliability D1. */
export const DECISION_TIMEOUT_MS = 100;
/** Questions that wait for the thread; more are refused at once. */
const MAX_WAITING = 200;
/** Questions that lie with the thread, so that it never waits for this one. */
const MAX_AHEAD = 32;
const MAX_INPUT = 1_000_000;

interface Job extends Question {
  readonly timeoutMs: number;
  resolve(results: unknown): void;
  reject(error: Error): void;
}

/**
 * One compiled policy in one thread. Questions are answered one after the
 * other. An evaluation that takes longer than `timeoutMs`, traps, needs more
 * than 64 MiB or takes its thread down rejects, and a new thread answers the
 * questions after it (reliability D1, D3).
 */
export class WasmRunner {
  readonly #policy: WasmPolicy;
  readonly #timeoutMs: number;
  readonly #workerFile: string | undefined;
  readonly #waiting: Job[] = [];
  /** Lie with the thread, in the order in which it answers. */
  #asked: Job[] = [];
  #thread: PolicyThread | undefined;
  #starting: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;
  #lastId = 0;

  constructor(
    policy: WasmPolicy,
    options: { timeoutMs?: number; workerFile?: string } = {},
  ) {
    this.#policy = policy;
    this.#timeoutMs = options.timeoutMs ?? DECISION_TIMEOUT_MS;
    this.#workerFile = options.workerFile;
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
    this.#lastId += 1;
    const question = { id: this.#lastId, input: text, timeoutMs };
    return await new Promise((resolve, reject) => {
      this.#waiting.push({ ...question, resolve, reject });
      this.#next();
    });
  }

  /** Starts the thread ahead of the first question. @throws when it cannot. */
  async start(): Promise<void> {
    if (this.#thread) return;
    this.#starting ??= this.#start().finally(() => {
      this.#starting = undefined;
    });
    await this.#starting;
  }

  /** Ends the thread; waiting questions are rejected. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#starting?.catch(() => undefined);
    const unanswered = [...this.#asked, ...this.#waiting.splice(0)];
    this.#asked = [];
    for (const job of unanswered) {
      job.reject(new Error('The company rules were exchanged'));
    }
    await this.#drop();
  }

  async #start(): Promise<void> {
    if (this.#stopped) throw new Error('The company rules are gone');
    const thread: PolicyThread = await PolicyThread.start(
      { policy: this.#policy, workerFile: this.#workerFile },
      {
        onAnswer: answer => this.#answered(thread, answer),
        onEnd: because => this.#ended(thread, because),
      },
    );
    this.#thread = thread;
  }

  #next(): void {
    if (this.#waiting.length === 0) return;
    const thread = this.#thread;
    if (!thread) {
      this.start().then(
        () => this.#next(),
        error => {
          this.#waiting.shift()?.reject(error);
          this.#next();
        },
      );
      return;
    }
    for (const job of this.#waiting.splice(0, MAX_AHEAD - this.#asked.length)) {
      this.#asked.push(job);
      thread.ask(job);
      if (this.#asked.length === 1) this.#watch(thread);
    }
  }

  /** Gives the question that is in work its time. */
  #watch(thread: PolicyThread): void {
    clearTimeout(this.#timer);
    const [job] = this.#asked;
    if (!job) return;
    const late = () => {
      if (this.#thread !== thread || this.#asked[0] !== job) return;
      this.#ended(thread, `took more than ${job.timeoutMs} ms`);
    };
    // Where this process itself was held up, the answer may lie there already:
    // messages are handed over before the second turn of the loop.
    this.#timer = setTimeout(
      () => setImmediate(() => setImmediate(late)),
      job.timeoutMs,
    );
  }

  #answered(thread: PolicyThread, { id, answer, error }: Answer): void {
    const [job] = this.#asked;
    if (this.#thread !== thread || job?.id !== id) return;
    if (answer === undefined) {
      // After a trap the policy's memory is in an unknown state.
      this.#ended(thread, `failed: ${error}`);
      return;
    }
    this.#asked.shift();
    this.#watch(thread);
    try {
      job.resolve(JSON.parse(answer));
    } catch (cause) {
      job.reject(new Error('The company rules gave no JSON', { cause }));
    }
    this.#next();
  }

  /** The question in work is what ended it; those behind it are asked again. */
  #ended(thread: PolicyThread, because: string): void {
    if (this.#thread !== thread) return;
    const [job, ...behind] = this.#asked;
    this.#asked = [];
    this.#waiting.unshift(...behind);
    // The next thread starts when this one is gone.
    this.#drop().finally(() => {
      job?.reject(new Error(`The company rules ${because}`));
      this.#next();
    });
  }

  async #drop(): Promise<void> {
    clearTimeout(this.#timer);
    const thread = this.#thread;
    this.#thread = undefined;
    await thread?.end();
  }
}
