import type {
  PolicyAnswer,
  PolicyDescription,
} from '@micro-apps/plugin-micro-apps-node';
import type { PolicyInput } from '@micro-apps/governance-core';
import { DECISION_ENTRYPOINT } from '../bundle/readBundle';
import type { ReadSettings } from '../settings/readPolicySettings';
import { decisionOf } from './decisionOf';
import { PROBE } from './probe';
import { WasmRunner } from './WasmRunner';

/** The very first evaluation has to get warm; it gets more time. */
const WARM_UP_MS = 1_000;
/** A busy machine can be slow once; slow rules are slow every time. */
const ATTEMPTS = 3;

/** Compiled rules with their settings, in a thread that has answered once. */
export class LoadedRules {
  readonly revision: string;
  readonly settings: ReadSettings;
  readonly #runner: WasmRunner;

  private constructor(options: {
    revision: string;
    settings: ReadSettings;
    runner: WasmRunner;
  }) {
    this.revision = options.revision;
    this.settings = options.settings;
    this.#runner = options.runner;
  }

  /**
   * Compiles and starts rules, and asks them one question: rules that do not
   * load or give no clear answer are never taken into use (reliability D1, D3).
   */
  static async load(options: {
    wasm: Uint8Array;
    /** Everything but the settings. */
    data: Readonly<Record<string, unknown>>;
    revision: string;
    settings: ReadSettings;
    timeoutMs?: number;
  }): Promise<LoadedRules> {
    const { wasm, data, revision, settings, timeoutMs } = options;
    const suite = data.microapp;
    const runner = new WasmRunner(
      {
        module: await WebAssembly.compile(Uint8Array.from(wasm)),
        data: {
          ...data,
          microapp: {
            ...(typeof suite === 'object' ? suite : {}),
            settings: settings.settings,
          },
        },
        entrypoint: DECISION_ENTRYPOINT,
      },
      { timeoutMs },
    );
    try {
      await runner.start();
      await probe(runner);
    } catch (error) {
      await runner.stop();
      throw error;
    }
    return new LoadedRules({ revision, settings, runner });
  }

  /** @throws when the rules give no clear answer in time */
  async decide(input: PolicyInput): Promise<PolicyAnswer> {
    const results = await this.#runner.evaluate(input);
    return {
      decision: decisionOf(results, input.gate),
      revision: this.revision,
    };
  }

  describe(engine: string): PolicyDescription {
    const {
      rules,
      weakenings,
      acknowledgement,
      reapprovalDays,
      exceptionLimits,
      incidentLimits,
      reviewEveryDays,
    } = this.settings;
    return {
      engine,
      revision: this.revision,
      rules,
      weakenings,
      acknowledgement,
      reapprovalDays,
      exceptionLimits,
      incidentLimits,
      reviewEveryDays,
    };
  }

  async stop(): Promise<void> {
    await this.#runner.stop();
  }
}

/** @throws when rules do not answer clearly, in the time of a decision */
async function probe(runner: WasmRunner): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await runner.evaluate(PROBE, { timeoutMs: WARM_UP_MS });
      decisionOf(await runner.evaluate(PROBE), PROBE.gate);
      return;
    } catch (error) {
      if (attempt >= ATTEMPTS) throw error;
    }
  }
}
