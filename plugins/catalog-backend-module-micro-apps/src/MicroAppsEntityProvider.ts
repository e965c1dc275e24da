import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  EntityProvider,
  EntityProviderConnection,
} from '@backstage/plugin-catalog-node';
import type { CatalogApp } from '@micro-apps/plugin-micro-apps-common';
import { entityOfApp } from './entityOfApp';
import type { RegistryReader } from './readRegistry';
import { refreshKeyOf, type RepositoryApps } from './RepositoryApps';

/** Names the provider in `managed-by-location`. */
export const PROVIDER_NAME = 'micro-apps';

/**
 * Emits one Component for every app that no repository describes. The others
 * have an entity by their file; the processor is told what to add to it. Single
 * changes arrive as events and become delta mutations; a full comparison heals
 * what an event missed. A registry that cannot be read changes nothing: an
 * unreadable list is not an empty one.
 */
export class MicroAppsEntityProvider implements EntityProvider {
  readonly #registry: RegistryReader;
  readonly #repositoryApps: RepositoryApps;
  readonly #logger: LoggerService;
  #connection: EntityProviderConnection | undefined;

  constructor(options: {
    registry: RegistryReader;
    repositoryApps: RepositoryApps;
    logger: LoggerService;
  }) {
    this.#registry = options.registry;
    this.#repositoryApps = options.repositoryApps;
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
        entities: apps
          .filter(({ repository }) => repository === undefined)
          .map(app => ({
            entity: entityOfApp(app),
            locationKey: PROVIDER_NAME,
          })),
      });
      await this.#tellProcessor(apps);
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
        ...(app.repository === undefined
          ? {
              added: [{ entity: entityOfApp(app), locationKey: PROVIDER_NAME }],
              removed: [],
            }
          : {
              added: [],
              removed: [
                {
                  entityRef: `component:default/${app.id}`,
                  locationKey: PROVIDER_NAME,
                },
              ],
            }),
      });
      await this.#tellProcessor([app]);
    } catch (error) {
      this.#logger.warn(
        `Micro app ${appId} could not be refreshed in the catalog; the next comparison will do it (${error})`,
      );
    }
  }

  /** What is new about files is processed again. */
  async #tellProcessor(apps: readonly CatalogApp[]): Promise<void> {
    const keys = apps
      .filter(app => this.#repositoryApps.put(app))
      .map(({ id }) => refreshKeyOf(id));
    if (keys.length > 0) await this.#connection?.refresh({ keys });
  }
}

function appIdIn(payload: unknown): string | undefined {
  if (typeof payload === 'object' && payload !== null && 'appId' in payload) {
    return typeof payload.appId === 'string' ? payload.appId : undefined;
  }
  return undefined;
}
