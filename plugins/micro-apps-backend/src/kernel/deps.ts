import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Result } from '@micro-apps/governance-core';
import type {
  DeploymentPort,
  DispositionPort,
  OAuthClientPort,
  RepositoryPort,
  ScanRunnerPort,
} from '@micro-apps/plugin-micro-apps-node';
import type { SwitchedRules } from '../policy/switchedRules';
import type { PromoteGate } from '../gates/PromoteGate';
import type { IntegrationCatalog } from '../integrations/IntegrationCatalog';
import type { AppStore } from '../registry/AppStore';
import type { Pipeline } from './commands';
import type { Database } from './database';
import type { Outbox } from './outbox';
import type { Settings } from './settings';
import type { Actor, Clock, NewId } from './types';

/** Everything the capabilities share; built once in `plugin.ts`. */
export interface BackendDeps {
  readonly database: Database;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly logger: LoggerService;
  readonly settings: Settings;
  readonly pipeline: Pipeline;
  readonly apps: AppStore;
  readonly integrations: IntegrationCatalog;
  readonly gate: PromoteGate;
  /** The organisation's rules; without a module, none. */
  readonly policy: SwitchedRules;
  /**
   * The same function that the pipeline knows people by. Votes and security
   * reviews ask it who the owners are, who may never have acted here themselves;
   * without it they are refused.
   */
  readonly findActor?: (options: {
    ref: string;
    direct: boolean;
    fresh: boolean;
  }) => Promise<Result<Actor>>;
  /** Adapters of installed modules; absent parts say so plainly. */
  readonly repository?: RepositoryPort;
  readonly deployment?: DeploymentPort;
  readonly oauthClients?: OAuthClientPort;
  readonly scanRunner?: ScanRunnerPort;
  readonly disposition?: DispositionPort;
}
