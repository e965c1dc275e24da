import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  OAuthClientPort,
  RepositoryPort,
  ScanResult,
  ScanRunnerPort,
} from '@micro-apps/plugin-micro-apps-node';
import { npmEnvironment, installPackages } from './checkout/installPackages';
import { readLockFile } from './checkout/lockFile';
import {
  createWorkspace,
  makeWritable,
  removeSettingsFiles,
} from './checkout/Workspace';
import { runningScans, RUNNING_KINDS } from './runningScans';
import { componentScan } from './scans/componentScan';
import { integrationScan } from './scans/integrationScan';
import { notRun } from './scans/result';
import { vulnerabilityScan } from './scans/vulnerabilityScan';
import type { RunnerSettings } from './settings';

const TOTAL = 8;

/**
 * The portal's own runner (architecture, Evidence provenance): the backend
 * chose the commit; every tool works on a fresh checkout with an empty home, a
 * scrubbed environment and a fixed registry; nothing the project says about
 * registries or scripts is obeyed.
 */
export function createScanRunner(options: {
  repository: RepositoryPort;
  oauthClients?: OAuthClientPort;
  settings: RunnerSettings;
  now?: () => Date;
}): ScanRunnerPort {
  const {
    repository,
    oauthClients,
    settings,
    now = () => new Date(),
  } = options;
  const { registry, baseline } = settings;
  // Packages are content-addressed, so scans may share what was downloaded.
  let cache: Promise<string> | undefined;
  const sharedCache = () =>
    (cache ??= mkdtemp(join(tmpdir(), 'micro-apps-npm-')));

  return {
    async run(job, { onProgress, signal: stop }) {
      const limit = AbortSignal.timeout(settings.timeoutMs);
      const signal = stop ? AbortSignal.any([stop, limit]) : limit;
      const { appId, commit, registration, integrations } = job;
      const workspace = await createWorkspace();
      const results: ScanResult[] = [];
      const say = (step: string) => onProgress(step, results.length, TOTAL);
      try {
        say('Getting a fresh copy of the code');
        const { checkout } = workspace;
        await repository.exportTo({ appId, commit, directory: checkout });
        await makeWritable(checkout);
        await removeSettingsFiles(checkout);
        const env = npmEnvironment({
          workspace,
          registry,
          cache: await sharedCache(),
        });

        say('Comparing packages with the approved list');
        const lockFile = await readLockFile(checkout, registry).catch(
          (error: Error) => error,
        );
        if (lockFile instanceof Error) {
          return [
            'component-scan' as const,
            'vulnerability-scan' as const,
            'integration-scan' as const,
            ...RUNNING_KINDS,
          ].map(kind => notRun(kind, lockFile.message));
        }
        const components = componentScan({ lockFile, baseline, now: now() });
        results.push(components);

        say('Asking for known security holes');
        results.push(
          await vulnerabilityScan({
            workspace,
            env,
            lockDigest: lockFile.digest,
            baseline,
            components,
            signal,
          }),
        );

        say('Comparing connections with the registration');
        results.push(
          await integrationScan({
            checkout,
            registration,
            integrations,
            packages: lockFile.packages,
          }),
        );

        const foreign = lockFile.packages.find(each => each.unsupported);
        if (foreign) {
          const because = `${foreign.name} ${foreign.unsupported}, so the app was not started`;
          return [
            ...results,
            ...RUNNING_KINDS.map(kind => notRun(kind, because)),
          ];
        }
        say('Installing packages');
        const installed = await installPackages({
          workspace,
          env,
          signal,
        }).catch((error: Error) => error);
        signal.throwIfAborted();
        if (installed instanceof Error) {
          return [
            ...results,
            ...RUNNING_KINDS.map(kind => notRun(kind, installed.message)),
          ];
        }
        const running = await runningScans({
          job,
          workspace,
          oauthClients,
          settings,
          signal,
          onResult: (step, done) =>
            onProgress(step, results.length + done, TOTAL),
        });
        return [...results, ...running].map(result => ({
          ...result,
          lockDigest: lockFile.digest,
        }));
      } catch (error) {
        if (limit.aborted) {
          throw new Error(
            `The scans took longer than ${
              settings.timeoutMs / 60_000
            } minutes and were stopped. Run them again; if it happens again, tell the platform team`,
          );
        }
        throw error;
      } finally {
        await workspace.remove();
      }
    },
  };
}
