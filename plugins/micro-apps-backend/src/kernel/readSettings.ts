import type { RootConfigService } from '@backstage/backend-plugin-api';
import { readApprovalRules } from './readApprovalRules';
import { APPROVED_COMPONENTS } from '@micro-apps/policy-pack';
import { readComponentBaseline } from '@micro-apps/policy-pack/node';
import { readApprovers, readGroups } from './readApprovers';
import { readContainment } from './readContainment';
import { readPipelines, readScannerSecrets } from './readPipelines';
import { readRetention } from './readRetention';
import { readRiskModel } from './readRiskModel';
import { readSuccession } from './readSuccession';
import type { EnvironmentSetting, Settings } from './settings';

const DEFAULT_ENVIRONMENTS: readonly EnvironmentSetting[] = [
  { name: 'sandbox', dataKind: 'sanitised', gate: 'none' },
  { name: 'beta', dataKind: 'real', gate: 'promote' },
];
const NAME = /^[a-z][a-z0-9-]{0,19}$/;

/**
 * Reads `microApps` of the configuration.
 * @throws with the setting and what it has to be, so that a wrong installation
 * does not start
 */
export function readSettings(config: RootConfigService): Settings {
  return {
    ...readApprovers(config),
    administrators: readGroups(config, 'microApps.administrators'),
    ...readApprovalRules(config),
    isolation: readIsolation(config),
    audit: {
      auditors: readGroups(config, 'microApps.audit.auditors'),
      auditorsSeePeople:
        config.getOptionalBoolean('microApps.audit.auditorsSeePeople') ?? false,
      mirrorPeople:
        config.getOptionalBoolean('microApps.audit.mirrorPeople') ?? false,
    },
    environments: readEnvironments(config),
    credentialsKey: readCredentialsKey(config),
    pipelines: readPipelines(config),
    scannerSecrets: readScannerSecrets(config),
    approvedComponents: readApprovedComponents(config),
    retention: readRetention(config),
    containment: readContainment(config),
    ...readRiskModel(config),
    succession: readSuccession(config),
  };
}

function readIsolation(config: RootConfigService): Settings['isolation'] {
  const given = config.getOptionalString('microApps.isolation') ?? 'none';
  if (given === 'businessUnit') return given;
  if (given === 'none') return undefined;
  throw new Error(
    `microApps.isolation has to be "none" or "businessUnit", and is "${given}"`,
  );
}

function readEnvironments(
  config: RootConfigService,
): readonly EnvironmentSetting[] {
  const given = config.getOptionalConfigArray('microApps.environments');
  if (!given) return DEFAULT_ENVIRONMENTS;
  const environments = given.map(each => ({
    name: each.getString('name'),
    dataKind: each.getString('dataKind'),
    gate: each.getString('gate'),
  }));
  const names = new Set(environments.map(({ name }) => name));
  if (names.size !== environments.length || !names.has('sandbox')) {
    throw new Error(
      'microApps.environments needs one environment named "sandbox" and no name twice',
    );
  }
  return environments.map(({ name, dataKind, gate }) => {
    if (
      !NAME.test(name) ||
      (dataKind !== 'sanitised' && dataKind !== 'real') ||
      (gate !== 'none' && gate !== 'promote')
    ) {
      throw new Error(
        `microApps.environments: "${name}" needs a short name, dataKind "sanitised" or "real" and gate "none" or "promote"`,
      );
    }
    if (dataKind === 'real' && gate === 'none') {
      throw new Error(
        `microApps.environments: "${name}" has real data and therefore needs gate "promote"`,
      );
    }
    return { name, dataKind, gate };
  });
}

function readApprovedComponents(config: RootConfigService) {
  const file = config.getOptionalString('microApps.components.baselineFile');
  return file ? readComponentBaseline(file) : APPROVED_COMPONENTS;
}

function readCredentialsKey(config: RootConfigService): string | undefined {
  const key = config.getOptionalString('microApps.credentials.key');
  if (key === undefined) {
    if (process.env.NODE_ENV === 'production') {
      throw new Error(
        'microApps.credentials.key is missing: set it to 32 random bytes as base64',
      );
    }
    return undefined;
  }
  if (Buffer.from(key, 'base64').length !== 32) {
    throw new Error(
      'microApps.credentials.key has to be 32 bytes, written as base64',
    );
  }
  return key;
}
