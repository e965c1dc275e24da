import type { LoggerService } from '@backstage/backend-plugin-api';
import type { PolicyEnginePort } from '@micro-apps/plugin-micro-apps-node';
import { readShippedPolicy } from '@micro-apps/policy-pack/node';
import { createBundleEngine } from './bundle/createBundleEngine';
import { createBundleSource } from './bundle/createBundleSource';
import type { PolicyConfig } from './readConfig';
import { createServerEngine } from './server/createServerEngine';
import { readPolicySettings } from './settings/readPolicySettings';
import { createEmbeddedEngine } from './wasm/createEmbeddedEngine';

/** The engine of an installation, with what keeps it up to date. */
export interface InstalledEngine {
  readonly engine: PolicyEnginePort;
  /** Looks for newer rules, every so many seconds. */
  readonly refresh?: { readonly everySeconds: number; run(): Promise<void> };
  stop(): Promise<void>;
}

/**
 * Builds the configured engine.
 * @throws when the settings are wrong or looser than shipped without a reason
 */
export async function createEngine(
  config: PolicyConfig,
  logger: LoggerService,
): Promise<InstalledEngine> {
  const { acknowledgement, engine: wanted } = config;
  switch (wanted.name) {
    case 'embedded': {
      const engine = await createEmbeddedEngine({
        shipped: readShippedPolicy(),
        settings: readPolicySettings(config.settings, acknowledgement),
      });
      return { engine, stop: () => engine.stop() };
    }
    case 'opa': {
      const engine = createServerEngine({
        ...wanted,
        acknowledgement,
        readSettings: values =>
          readPolicySettings(
            [{ values, placeOf: path => path }],
            acknowledgement,
          ),
      });
      return { engine, stop: async () => undefined };
    }
    case 'bundle': {
      // Wrong settings are refused at once, whatever the bundle brings.
      readPolicySettings(config.settings, acknowledgement);
      const engine = await createBundleEngine({
        source: createBundleSource(wanted),
        key: wanted.key,
        pinnedRevision: wanted.pinnedRevision,
        readSettings: values =>
          readPolicySettings(
            [
              { values, placeOf: path => `data.microapp.settings.${path}` },
              ...config.settings,
            ],
            acknowledgement,
          ),
        logger,
      });
      return {
        engine,
        refresh: {
          everySeconds: wanted.pollSeconds,
          run: () => engine.refresh(),
        },
        stop: () => engine.stop(),
      };
    }
    default:
      return wanted satisfies never;
  }
}
