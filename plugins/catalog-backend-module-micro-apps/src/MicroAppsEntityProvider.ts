import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  EntityProvider,
  EntityProviderConnection,
} from '@backstage/plugin-catalog-node';
import { entityOfApp } from './entityOfApp';
import type { RegistryReader } from './readRegistry';

/** Names the provider in `managed-by-location`. */
export const PROVIDER_NAME = 'micro-apps';

/**
 * Emits one Component for every app that was born in the registry. Single
 * changes arrive as events and become delta mutations; a full comparison heals
 * what an event missed. A registry that cannot be read changes nothing: an
 * unreadable list is not an empty one.
 */
export class MicroAppsEntityProvider implements EntityProvider {
  readonly #registry: RegistryReader;
  readonly #logger: LoggerService;
  #connection: EntityProviderConnection | undefined;

  constructor(options: { registry: RegistryReader; logger: LoggerService }) {
    this.#registry = options.registry;
    this.#logger = options.logger;
  }

  getProviderName() {
    return PROVIDER_NAME;
  }

  async connect(connection: EntityProviderConnection) {
    this.#connection = connection;
  }

  async syncAll(): Promise<void> {
    try {
      const apps = await this.#registry.all();
      await this.#connection?.applyMutation({
        type: 'full',
        entities: apps.map(app => ({
          entity: entityOfApp(app),
          locationKey: PROVIDER_NAME,
        })),
      });
    } catch (error) {
      this.#logger.warn(
        `Micro apps in the catalog stay as they are: the registry could not be read (${error})`,
      );
    }
  }

  async onEvent(payload: unknown): Promise<void> {
    const appId = appIdIn(payload);
    if (!appId) {
      return;
    }
    try {
      const app = await this.#registry.one(appId);
      if (!app) {
        return;
      }
      await this.#connection?.applyMutation({
        type: 'delta',
        added: [{ entity: entityOfApp(app), locationKey: PROVIDER_NAME }],
        removed: [],
      });
    } catch (error) {
      this.#logger.warn(
        `Micro app ${appId} could not be refreshed in the catalog; the next comparison will do it (${error})`,
      );
    }
  }
}

function appIdIn(payload: unknown): string | undefined {
  if (typeof payload === 'object' && payload !== null && 'appId' in payload) {
    return typeof payload.appId === 'string' ? payload.appId : undefined;
  }
  return undefined;
}
