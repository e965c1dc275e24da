import type { DeploymentView } from '@micro-apps/plugin-micro-apps-common';

/** One commit on its way into one environment. */
export interface Deployment extends DeploymentView {
  readonly appId: string;
  readonly envelopeHash: string;
  /** ISO 8601 instant after which nothing is begun on this permission. */
  readonly tokenExpiresAt: string;
}

/** What people see of one. */
export function deploymentView(deployment: Deployment): DeploymentView {
  const {
    appId: _app,
    envelopeHash: _envelope,
    tokenExpiresAt: _token,
    ...view
  } = deployment;
  return view;
}
