import { readFileSync } from 'node:fs';
import type { Config } from '@backstage/config';
import { allowedUrl } from './http/allowedUrl';
import {
  SIGNING_ALGORITHMS,
  type SigningAlgorithm,
  type VerificationKey,
} from './bundle/verifyBundle';
import type { SettingsPart } from './settings/readPolicySettings';
import { readSettingsFile } from './settings/readSettingsFile';

const KEY = 'microApps.policy';

/** What an installation configures under `microApps.policy`. */
export interface PolicyConfig {
  readonly settings: readonly SettingsPart[];
  readonly acknowledgement?: string;
  readonly engine:
    | { readonly name: 'embedded' }
    | { readonly name: 'opa'; readonly url: URL; readonly token?: string }
    | {
        readonly name: 'bundle';
        readonly from: { file: string } | { url: URL; token?: string };
        readonly key?: VerificationKey;
        readonly pinnedRevision?: string;
        readonly keepIn?: string;
        readonly pollSeconds: number;
      };
}

/**
 * Reads `microApps.policy`.
 * @throws with the setting and what it has to be, so that a wrong installation
 *   does not start
 */
export function readConfig(root: Config): PolicyConfig {
  const config = root.getOptionalConfig(KEY);
  const acknowledgement = config
    ?.getOptionalString('acknowledgeWeakening')
    ?.trim();
  const name = config?.getOptionalString('engine') ?? 'embedded';
  const settings = readParts(config);
  if (name === 'opa' && settings.length > 0) {
    throw new Error(
      `${KEY}.settings: an OPA server has its own settings, in its data under microapp.settings. Change them there`,
    );
  }
  switch (name) {
    case 'embedded':
      return { settings, acknowledgement, engine: { name } };
    case 'opa':
      return {
        settings,
        acknowledgement,
        engine: {
          name,
          url: allowedUrl(required(config, 'opa.url'), `${KEY}.opa.url`),
          token: config?.getOptionalString('opa.token'),
        },
      };
    case 'bundle':
      return { settings, acknowledgement, engine: readBundle(config) };
    default:
      throw new Error(
        `${KEY}.engine is "${name}"; it has to be embedded, opa or bundle`,
      );
  }
}

function required(config: Config | undefined, path: string): string {
  const value = config?.getOptionalString(path);
  if (!value) throw new Error(`${KEY}.${path} is missing`);
  return value;
}

function readParts(config: Config | undefined): readonly SettingsPart[] {
  const parts: SettingsPart[] = [];
  const file = config?.getOptionalString('settingsFile');
  if (file !== undefined) parts.push(readSettingsFile(file));
  const values: unknown = config?.getOptional('settings');
  const isEmpty =
    typeof values === 'object' &&
    values !== null &&
    Object.keys(values).length === 0;
  if (values !== undefined && !isEmpty) {
    parts.push({ values, placeOf: path => `${KEY}.settings.${path}` });
  }
  return parts;
}

function readBundle(
  config: Config | undefined,
): PolicyConfig['engine'] & { name: 'bundle' } {
  const file = config?.getOptionalString('bundle.file');
  const url = config?.getOptionalString('bundle.url');
  if ((file === undefined) === (url === undefined)) {
    throw new Error(`${KEY}.bundle needs either file or url`);
  }
  const pollSeconds = config?.getOptionalNumber('bundle.pollSeconds') ?? 60;
  if (
    !Number.isInteger(pollSeconds) ||
    pollSeconds < 5 ||
    pollSeconds > 86_400
  ) {
    throw new Error(
      `${KEY}.bundle.pollSeconds has to be a whole number from 5 to 86400`,
    );
  }
  return {
    name: 'bundle',
    from:
      url === undefined
        ? { file: file ?? '' }
        : {
            url: allowedUrl(url, `${KEY}.bundle.url`),
            token: config?.getOptionalString('bundle.token'),
          },
    key: readKey(config),
    pinnedRevision: config?.getOptionalString('bundle.pinRevision'),
    keepIn: config?.getOptionalString('bundle.keepIn'),
    pollSeconds,
  };
}

function readKey(config: Config | undefined): VerificationKey | undefined {
  const key = config?.getOptionalConfig('bundle.key');
  if (!key) return undefined;
  const algorithm = key.getOptionalString('algorithm') ?? 'RS256';
  if (!isAlgorithm(algorithm)) {
    throw new Error(
      `${KEY}.bundle.key.algorithm has to be one of ${SIGNING_ALGORITHMS.join(
        ', ',
      )}`,
    );
  }
  const file = key.getOptionalString('publicKeyFile');
  const publicKey = key.getOptionalString('publicKey') ?? readPem(file);
  if (!publicKey.includes('-----BEGIN PUBLIC KEY-----')) {
    throw new Error(
      `${KEY}.bundle.key needs a public key as PEM, in publicKey or publicKeyFile`,
    );
  }
  return {
    publicKey,
    algorithm,
    keyId: key.getOptionalString('keyId'),
    scope: key.getOptionalString('scope'),
  };
}

function readPem(file: string | undefined): string {
  if (file === undefined) return '';
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new Error(`${KEY}.bundle.key.publicKeyFile: ${file} cannot be read`);
  }
}

function isAlgorithm(text: string): text is SigningAlgorithm {
  return SIGNING_ALGORITHMS.some(each => each === text);
}
