import type { Seal } from '../credentials/sealed';
import type { BackendDeps } from '../kernel/deps';
import { Outbox } from '../kernel/outbox';
import { TAKE_BACK } from '../kernel/takeBack';
import { RUN_SCAN, runScan } from '../scans/runScan';
import { DEPLOY, deployApp } from './deployApp';
import { REFRESH_FILES, refreshGeneratedFiles } from './refreshGeneratedFiles';
import { PLACE_SANDBOX, sandboxWork, type SandboxSteps } from './sandboxWork';
import { takeBack } from './takeBack';

/**
 * The long work, each kind in a lane of its own, so that a scan never makes a
 * sandbox wait. Within a lane one note follows another.
 */
export function createLanes(
  deps: BackendDeps,
  { seal, steps }: { seal?: Seal; steps: SandboxSteps },
): readonly Outbox[] {
  const { deployment, oauthClients } = deps;
  const [files, sandboxes, scans, deployments, holds] = Array.from(
    { length: 5 },
    () => new Outbox(deps),
  );
  files.on(REFRESH_FILES, refreshGeneratedFiles(deps));
  scans.on(RUN_SCAN, runScan(deps));
  // Of its own, so that no deployment makes a quarantine wait.
  holds.on(TAKE_BACK, takeBack({ ...deps, seal }));
  if (deployment && oauthClients && seal) {
    const placing = { ...deps, deployment, oauthClients, seal };
    sandboxes.on(PLACE_SANDBOX, sandboxWork(placing, steps));
    deployments.on(DEPLOY, deployApp(placing));
  }
  return [files, sandboxes, scans, deployments, holds];
}
