import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { RootConfigService } from '@backstage/backend-plugin-api';
import {
  APPROVED_COMPONENTS,
  type ComponentBaseline,
} from '@micro-apps/policy-pack';
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

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'is a day: 2026-12-31');
const baselineSchema = z.object({
  revision: z.string().min(1),
  reviewedBy: z.string().min(1),
  reviewedAt: day,
  expiresAt: day,
  components: z
    .array(
      z.object({
        purl: z.string().startsWith('pkg:npm/'),
        integrity: z.string().startsWith('sha512-'),
        licence: z.string().min(1),
      }),
    )
    .min(1),
});

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
      ? await readBaseline(baselineFile)
      : APPROVED_COMPONENTS,
  };
}

async function readBaseline(file: string): Promise<ComponentBaseline> {
  let content: unknown;
  try {
    content = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new Error(
      `The list of approved components ${file} cannot be read: ${error}`,
    );
  }
  const parsed = baselineSchema.safeParse(content);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Error(
      `The list of approved components ${file} is wrong at ${issue.path.join(
        '.',
      )}: ${issue.message}`,
    );
  }
  return parsed.data;
}

function withSlash(address: string): string {
  return address.endsWith('/') ? address : `${address}/`;
}
