/**
 * What of the policy pack needs a disk.
 *
 * @packageDocumentation
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PolicyData } from './engine/createEmbeddedPolicy';
import { isPolicySettings } from './settings/validateSettings';

export { readComponentBaseline } from './readComponentBaseline';

/** What `compiled/revision.json` says. @public */
export interface PolicyRevision {
  /** Settings' revision and the beginning of the digest. */
  readonly revision: string;
  readonly opaVersion: string;
  /** SHA-256 over the sources, in hex. */
  readonly sources: string;
}

/** Compiled policies as they are on disk. @public */
export interface ShippedPolicy extends PolicyRevision {
  readonly wasm: Uint8Array;
  /** The settings that it was built with. */
  readonly data: PolicyData;
  /** Path of the OPA bundle with rules and settings. */
  readonly bundlePath: string;
}

/**
 * Reads compiled policies: the ones that come with the pack, or those that an
 * organisation built into a folder of its own.
 *
 * @param options.folder - holds `policy.wasm`, `bundle.tar.gz`, `revision.json`
 * @throws Error when one of the files is missing or cannot be read
 * @public
 */
export function readShippedPolicy(
  options: { folder?: string } = {},
): ShippedPolicy {
  const folder = options.folder ?? shippedFolder();
  const { revision, opaVersion, sources, settings }: Record<string, unknown> =
    JSON.parse(readFileSync(join(folder, 'revision.json'), 'utf8'));
  if (
    typeof revision !== 'string' ||
    typeof opaVersion !== 'string' ||
    typeof sources !== 'string' ||
    !isPolicySettings(settings)
  ) {
    throw new Error(
      `${join(folder, 'revision.json')} names no revision and settings`,
    );
  }
  return {
    revision,
    opaVersion,
    sources,
    data: { settings },
    wasm: readFileSync(join(folder, 'policy.wasm')),
    bundlePath: join(folder, 'bundle.tar.gz'),
  };
}

/**
 * The folder of the package, from the source as well as from its build.
 * @throws Error when it cannot be found
 * @public
 */
export function policyPackFolder(): string {
  const found = ['..', '../..']
    .map(up => join(__dirname, up))
    .find(folder => existsSync(join(folder, 'compiled', 'revision.json')));
  if (!found) throw new Error('The folder of the policy pack was not found');
  return found;
}

function shippedFolder(): string {
  return join(policyPackFolder(), 'compiled');
}
