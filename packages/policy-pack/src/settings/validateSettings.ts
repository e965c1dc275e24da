import Ajv from 'ajv/dist/2020';
import type { ErrorObject } from 'ajv';
import schema from '../../schemas/settings.json';
import type { PolicySettings } from './settings';

/** One thing to mend in settings. @public */
export interface SettingsProblem {
  /** `rules.retention-window.maxDays`; empty for the whole. */
  readonly path: string;
  readonly because: string;
  /** Line in the file, from 1, where the settings came as text. */
  readonly line?: number;
}

const validate = new Ajv({
  allErrors: true,
  strict: true,
  allowUnionTypes: true,
}).compile<PolicySettings>(schema);

function pathOf(error: ErrorObject): string {
  const names = error.instancePath.split('/').slice(1).map(unescaped);
  if (error.keyword === 'additionalProperties') {
    names.push(String(error.params.additionalProperty));
  }
  if (error.keyword === 'required') {
    names.push(String(error.params.missingProperty));
  }
  return names.join('.');
}

function unescaped(name: string): string {
  return name.replaceAll('~1', '/').replaceAll('~0', '~');
}

function becauseOf({ keyword, message, params }: ErrorObject): string {
  switch (keyword) {
    case 'additionalProperties':
      return 'There is no such setting';
    case 'required':
      return 'This setting is missing';
    case 'enum':
      return `It has to be one of ${params.allowedValues.join(', ')}`;
    default:
      return `It ${message ?? 'is not allowed'}`;
  }
}

/**
 * What is wrong with complete settings, by `schemas/settings.json`; none when
 * they are sound.
 */
export function settingsProblems(given: unknown): readonly SettingsProblem[] {
  if (isPolicySettings(given)) return [];
  return (validate.errors ?? []).map(error => ({
    path: pathOf(error),
    because: becauseOf(error),
  }));
}

/** Whether these are complete, sound settings. */
export function isPolicySettings(given: unknown): given is PolicySettings {
  return validate(given);
}
