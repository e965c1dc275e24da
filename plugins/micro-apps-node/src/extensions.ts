import { createExtensionPoint } from '@backstage/backend-plugin-api';
import type { DeploymentPort } from './ports/DeploymentPort';
import type { DispositionPort } from './ports/DispositionPort';
import type { OAuthClientPort } from './ports/OAuthClientPort';
import type { PolicyEnginePort } from './ports/PolicyEnginePort';
import type { RepositoryPort } from './ports/RepositoryPort';
import type { ScanRunnerPort } from './ports/ScanRunnerPort';

/** Where modules plug their adapters in; each may be set once. @public */
export interface MicroAppsAdapters {
  setRepository(adapter: RepositoryPort): void;
  setDeployment(adapter: DeploymentPort): void;
  setOAuthClients(adapter: OAuthClientPort): void;
  /** A factory: the runner reads checkouts through the repository that is installed. */
  setScanRunner(
    factory: (ports: {
      repository: RepositoryPort;
      oauthClients?: OAuthClientPort;
    }) => ScanRunnerPort,
  ): void;
  setPolicyEngine(adapter: PolicyEnginePort): void;
  setDisposition(adapter: DispositionPort): void;
}

/** @public */
export const microAppsAdaptersExtensionPoint =
  createExtensionPoint<MicroAppsAdapters>({ id: 'micro-apps.adapters' });
