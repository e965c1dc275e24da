import type { RootConfigService } from '@backstage/backend-plugin-api';
import {
  APPROVED_COMPONENTS,
  type ComponentBaseline,
} from '@micro-apps/policy-pack';
import { readComponentBaseline } from '@micro-apps/policy-pack/node';
import { npmRegistry } from '@micro-apps/plugin-micro-apps-node';

/** What the runner needs to know of the installation. */
export interface RunnerSettings {
  readonly scanPassword: string;
  readonly issuer: string;
  /** With a slash at its end. */
  readonly registry: string;
  readonly timeoutMs: number;
  readonly baseline: ComponentBaseline;
}

/**
 * Reads the settings once, at start.
 * @throws with file and line of thought when a value is missing or wrong
 */
export async function readRunnerSettings(
  config: RootConfigService,
): Promise<RunnerSettings> {
  const own = config.getOptionalConfig('microApps.scanRunner');
  const baselineFile = config.getOptionalString(
    'microApps.components.baselineFile',
  );
  return {
    scanPassword: config.getString('microApps.scanRunner.scanPassword'),
    issuer: (
      own?.getOptionalString('issuer') ?? 'http://localhost:7010'
    ).replace(/\/+$/, ''),
    registry: withSlash(
      own?.getOptionalString('registry') ?? (await npmRegistry()),
    ),
    timeoutMs: (own?.getOptionalNumber('timeoutSeconds') ?? 300) * 1_000,
    baseline: baselineFile
      ? readComponentBaseline(baselineFile)
      : APPROVED_COMPONENTS,
  };
}

function withSlash(address: string): string {
  return address.endsWith('/') ? address : `${address}/`;
}
