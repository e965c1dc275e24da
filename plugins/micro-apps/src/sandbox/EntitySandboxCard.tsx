import { useAppId } from '../useAppId';
import { SandboxCard } from './SandboxCard';

/** The sandbox of the entity that is shown. */
export function EntitySandboxCard() {
  return <SandboxCard appId={useAppId()} />;
}
