import { createHash } from 'node:crypto';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { PolicyEnginePort } from '@micro-apps/plugin-micro-apps-node';
import type { ReadSettings } from '../settings/readPolicySettings';
import { LoadedRules } from '../wasm/LoadedRules';
import { compareRevisions, isOrdered } from './compareRevisions';
import { readBundle } from './readBundle';
import type { VerificationKey } from './verifyBundle';

/** Where bundles come from, and where the last good one is kept. */
export interface BundleSource {
  /** The newest bundle, packed. */
  fetch(): Promise<Uint8Array>;
  /** The last good one of an earlier run. */
  kept(): Promise<Uint8Array | undefined>;
  keep(packed: Uint8Array): Promise<void>;
}

/** An engine that looks for newer rules when it is told to. */
export interface BundleEngine extends PolicyEnginePort {
  /** Takes the newest bundle into use, or keeps the one there is. */
  refresh(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * An organisation's own bundle. With a key, an unsigned, wrongly signed,
 * incomplete or older bundle is refused; without one, an older one is taken.
 * A bundle that is refused, or whose rules do not answer, changes nothing: the
 * last good rules stay, and an error is logged (reliability D2). While there
 * are none yet, every question is rejected.
 *
 * @param options.readSettings - checks `data.microapp.settings` of a bundle
 * @param options.pinnedRevision - the only revision to take; the way back to
 *   an older one
 */
export async function createBundleEngine(options: {
  source: BundleSource;
  key?: VerificationKey;
  pinnedRevision?: string;
  readSettings: (own: unknown) => ReadSettings;
  logger: LoggerService;
  clock?: () => Date;
  timeoutMs?: number;
}): Promise<BundleEngine> {
  const { source, key, pinnedRevision, readSettings, logger } = options;
  const { clock = () => new Date(), timeoutMs } = options;
  let current: { rules: LoadedRules; base: string; digest: string } | undefined;
  let refusedDigest: string | undefined;
  let problem: { because: string; since: string } | undefined;

  /** @throws with the reason when it is refused */
  async function take(packed: Uint8Array, digest: string): Promise<void> {
    const bundle = await readBundle(packed, key);
    requireOrder(bundle.revision);
    const { settings: own, ...suite } = fieldsOf(bundle.data.microapp);
    const settings = readSettings(own);
    const rules = await LoadedRules.load({
      wasm: bundle.wasm,
      data: { ...bundle.data, microapp: suite },
      revision: `${bundle.revision}${settings.suffix}`,
      settings,
      timeoutMs,
    });
    const before = current;
    current = { rules, base: bundle.revision, digest };
    await before?.rules.stop();
  }

  function requireOrder(revision: string): void {
    if (pinnedRevision !== undefined) {
      if (revision === pinnedRevision) return;
      throw new Error(
        `The bundle has revision ${revision}, and ${pinnedRevision} is pinned`,
      );
    }
    if (!key) return;
    if (!isOrdered(revision)) {
      throw new Error(
        `The bundle's revision ${revision} cannot be put in order. Use numbers, such as 2026.11.24-1`,
      );
    }
    if (!current) return;
    const order = compareRevisions(revision, current.base);
    if (order < 0) {
      throw new Error(
        `The bundle has revision ${revision}, which is older than ${current.base}`,
      );
    }
    if (order === 0) {
      throw new Error(
        `The bundle has the revision ${revision}, which is not above ${current.base}, and other content`,
      );
    }
  }

  async function attempt(
    get: () => Promise<Uint8Array | undefined>,
    keep: boolean,
  ): Promise<void> {
    let digest: string | undefined;
    try {
      const packed = await get();
      if (!packed) return;
      digest = createHash('sha256').update(packed).digest('hex');
      if (digest === current?.digest) {
        problem = undefined;
        return;
      }
      await take(packed, digest);
      problem = undefined;
      refusedDigest = undefined;
      logger.info(`Company rules ${current?.rules.revision} are in use`);
      if (keep) {
        await source.keep(packed).catch(error => {
          logger.warn(`The company rules in use could not be kept: ${error}`);
        });
      }
    } catch (error) {
      const because = error instanceof Error ? error.message : String(error);
      const isNew =
        problem?.because !== because || (digest && digest !== refusedDigest);
      refusedDigest = digest ?? refusedDigest;
      if (!isNew) return;
      problem = { because, since: clock().toISOString() };
      logger.error(
        current
          ? `New company rules are refused, ${current.rules.revision} stays in use: ${because}`
          : `There are no usable company rules, gates stay closed: ${because}`,
      );
    }
  }

  let running: Promise<void> = Promise.resolve();
  const refresh = () => {
    running = running.then(() => attempt(() => source.fetch(), true));
    return running;
  };
  await attempt(() => source.kept(), false);
  await refresh();

  return {
    engine: 'bundle',
    get revision() {
      return current?.rules.revision ?? 'none yet';
    },
    async decide(input) {
      const asked = current;
      if (!asked) throw new Error('There are no usable company rules yet');
      try {
        return await asked.rules.decide(input);
      } catch (error) {
        // Exchanged in between: the newer rules answer.
        if (current === asked || !current) throw error;
        return await current.rules.decide(input);
      }
    },
    async describe() {
      return {
        engine: 'bundle',
        revision: 'none yet',
        rules: [],
        weakenings: [],
        ...current?.rules.describe('bundle'),
        pinnedRevision,
        problem,
      };
    },
    refresh,
    async stop() {
      await running;
      await current?.rules.stop();
    },
  };
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null
    ? (value as Record<string, unknown>)
    : {};
}
