import { loadPolicySync } from '@open-policy-agent/opa-wasm';
import type { GateDecision, PolicyInput } from '@micro-apps/governance-core';
import { DEFAULT_POLICY_SETTINGS } from '../settings/defaultSettings';
import type { PolicySettings } from '../settings/settings';
import { readGateDecision } from './readGateDecision';

const DECISION = 'microapp/suite/decision';
const DENY = 'microapp/policy/deny';

/** What rules judge by; the rules themselves are in the wasm. @public */
export interface PolicyData {
  readonly settings: PolicySettings;
}

/** Compiled rules, ready to be asked in this process. @public */
export interface EmbeddedPolicy {
  /** Shown beside every decision. */
  readonly revision: string;
  /**
   * The decision at the input's gate.
   * @throws Error when the rules give no clear answer; the gate stays closed
   */
  evaluate(input: PolicyInput): GateDecision;
  /**
   * What `data.microapp.suite.decision` says of anything, not read any further.
   * @throws Error when the rules fail
   */
  answer(input: unknown): unknown;
  /**
   * What package `microapp.policy` says of a resource or a whole request, in
   * order.
   * @throws Error when the rules give no clear answer
   */
  deny(input: unknown): string[];
}

/**
 * Loads policies that OPA compiled to wasm. Nothing is read from disk and
 * nothing is kept between two questions. Compiling takes some milliseconds and
 * happens once; browsers refuse it on their main thread.
 *
 * @param options.wasm - `compiled/policy.wasm`
 * @param options.revision - `compiled/revision.json`
 * @param options.data - an organisation's settings; the shipped ones when left out
 * @throws Error when the wasm is not one that OPA made from this pack
 * @public
 */
export function createEmbeddedPolicy(options: {
  wasm: Uint8Array;
  revision: string;
  data?: PolicyData;
}): EmbeddedPolicy {
  const settings = options.data?.settings ?? DEFAULT_POLICY_SETTINGS;
  // The copy is of this realm, as WebAssembly asks.
  const module = new WebAssembly.Module(Uint8Array.from(options.wasm));
  if (
    !WebAssembly.Module.exports(module).some(
      ({ name }) => name === 'opa_wasm_abi_version',
    )
  ) {
    throw new Error('The wasm is no policy that OPA compiled');
  }
  let loaded = load();
  for (const entrypoint of [DECISION, DENY]) {
    if (!Object.hasOwn(loaded.entrypoints, entrypoint)) {
      throw new Error(`The compiled policy has no entrypoint ${entrypoint}`);
    }
  }

  function load() {
    const policy = loadPolicySync(module);
    policy.setData({ microapp: { settings } });
    return policy;
  }

  function ask(input: unknown, entrypoint: string): unknown {
    // Bytes, because the SDK takes a falsy value for "no input"; copied, because
    // it asks whether they are of this realm.
    const text = new TextEncoder().encode(jsonOf(input));
    const bytes = new ArrayBuffer(text.byteLength);
    new Uint8Array(bytes).set(text);
    let results: unknown;
    try {
      results = loaded.evaluate(bytes, entrypoint);
    } catch (error) {
      // A trap leaves memory in an unknown state: begin anew.
      loaded = load();
      throw new Error(`The compiled policy failed: ${String(error)}`);
    }
    if (!Array.isArray(results) || results.length !== 1) {
      throw new Error('The compiled policy gave no single answer');
    }
    const [{ result }] = results;
    return result;
  }

  return {
    revision: options.revision,
    evaluate(input) {
      const decision = readGateDecision(ask(input, DECISION));
      if (!decision) {
        throw new Error('The compiled policy gave no clear decision');
      }
      return decision;
    },
    answer: input => ask(input, DECISION),
    deny(input) {
      const messages = ask(input, DENY);
      if (
        !Array.isArray(messages) ||
        !messages.every(message => typeof message === 'string')
      ) {
        throw new Error('The compiled policy gave no list of messages');
      }
      return [...messages].sort();
    },
  };
}

/**
 * JSON without half characters: JavaScript writes a lone surrogate as an escape
 * that OPA's parser in wasm refuses, and that its server takes for U+FFFD.
 */
function jsonOf(input: unknown): string {
  return (JSON.stringify(input) ?? 'null').replace(
    /\\(?:\\|ud[89a-f][0-9a-f]{2})/g,
    escape => (escape === '\\\\' ? escape : '\ufffd'),
  );
}
