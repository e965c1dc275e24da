import {
  readGateDecision,
  type PolicyEnginePort,
} from '@micro-apps/plugin-micro-apps-node';
import { boundedFetch } from '../http/boundedFetch';
import type { ReadSettings } from '../settings/readPolicySettings';
import { DECISION_TIMEOUT_MS } from '../wasm/WasmRunner';

const MAX_ANSWER = 1_000_000;
const SETTINGS_TIMEOUT_MS = 2_000;
/** Settings of one revision are read again after this time, too. */
const SETTINGS_LAST_MS = 60_000;

type Settings = Pick<
  ReadSettings,
  | 'rules'
  | 'weakenings'
  | 'reapprovalDays'
  | 'exceptionLimits'
  | 'incidentLimits'
  | 'reviewEveryDays'
>;

/**
 * Rules in an OPA server, asked over its REST API. The rules' revision is that
 * of the bundles the server has loaded; a server without bundles has none.
 * Its settings are the server's own data: they are shown, not changed, here;
 * where they are looser than shipped without a reason, or cannot be read, no
 * gate opens (requirements R12).
 *
 * @param options.url - base address, https or on this machine
 */
export function createServerEngine(options: {
  url: URL;
  token?: string;
  timeoutMs?: number;
  /** Reads the server's settings; throws for those that cannot be used. */
  readSettings?: (settings: unknown) => Settings;
  acknowledgement?: string;
}): PolicyEnginePort {
  const { token, timeoutMs = DECISION_TIMEOUT_MS, readSettings } = options;
  const base = options.url.href.replace(/\/*$/, '/');
  let lastRevision = 'none yet';
  let known: { revision: string; at: number; read?: Settings } | undefined;
  let failure: { because: string; since: string } | undefined;

  async function post(path: string, body: object, limitMs: number) {
    const bytes = await boundedFetch(new URL(path, base), {
      method: 'POST',
      body: JSON.stringify(body),
      token,
      timeoutMs: limitMs,
      maxBytes: MAX_ANSWER,
      what: 'The OPA server',
    });
    const answer: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    return typeof answer === 'object' && answer !== null
      ? (answer as Record<string, unknown>)
      : {};
  }

  async function askSettings() {
    const { result, provenance } = await post(
      'v1/data/microapp/settings?provenance=true',
      {},
      SETTINGS_TIMEOUT_MS,
    );
    const revision = revisionOf(provenance);
    known = { revision, at: Date.now(), read: readSettings?.(result) };
    return known;
  }

  /** @throws when the settings that decided are not fit to decide */
  async function requireSettings(revision: string) {
    const isFresh =
      known?.revision === revision && Date.now() - known.at < SETTINGS_LAST_MS;
    if (!isFresh) await askSettings();
  }

  return {
    engine: 'opa',
    get revision() {
      return lastRevision;
    },
    async decide(input) {
      try {
        const { result, provenance } = await post(
          'v1/data/microapp/suite/decision?provenance=true',
          { input },
          timeoutMs,
        );
        const decision = readGateDecision(result, input.gate);
        if (!decision) {
          throw new Error('The OPA server gave no clear answer');
        }
        lastRevision = revisionOf(provenance);
        await requireSettings(lastRevision);
        failure = undefined;
        return { decision, revision: lastRevision };
      } catch (error) {
        failure ??= problemOf(error);
        throw error;
      }
    },
    async describe() {
      const read = await askSettings()
        .then(settings => {
          lastRevision = settings.revision;
          return settings.read;
        })
        .catch(error => {
          failure ??= problemOf(error);
          return undefined;
        });
      return {
        engine: 'opa',
        revision: lastRevision,
        rules: read?.rules ?? [],
        weakenings: read?.weakenings ?? [],
        reapprovalDays: read?.reapprovalDays,
        exceptionLimits: read?.exceptionLimits,
        incidentLimits: read?.incidentLimits,
        reviewEveryDays: read?.reviewEveryDays,
        acknowledgement: options.acknowledgement,
        problem: failure,
      };
    },
  };
}

function problemOf(error: unknown) {
  return {
    because: error instanceof Error ? error.message : String(error),
    since: new Date().toISOString(),
  };
}

/** `name@revision` of every bundle, in the order of names. */
function revisionOf(provenance: unknown): string {
  const { bundles } = (provenance ?? {}) as { bundles?: unknown };
  if (typeof bundles !== 'object' || bundles === null) return 'unversioned';
  const revisions = Object.entries(bundles as Record<string, unknown>)
    .map(([name, bundle]) => {
      const { revision } = (bundle ?? {}) as { revision?: unknown };
      return `${name}@${typeof revision === 'string' ? revision : ''}`;
    })
    .sort();
  return revisions.join(', ').slice(0, 500) || 'unversioned';
}
