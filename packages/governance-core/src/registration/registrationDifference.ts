import { DEFAULT_RISK_MODEL } from '../risk/defaultRiskModel';
import type { DataType, Registration } from './registration';

/** One field of a registration that changed, in plain words. @public */
export interface RegistrationChange {
  readonly field: keyof Registration;
  readonly title: string;
  readonly before: string;
  readonly after: string;
}

const TITLES: Readonly<Record<keyof Registration, string>> = {
  name: 'Name',
  purpose: 'What it is for',
  owner: 'Owner',
  successor: 'Second owner',
  businessUnit: 'Business unit',
  audience: 'Who may use it',
  classification: 'How sensitive its data is',
  dataTypes: 'Personal data',
  aiGeneratedShare: 'Share written by AI',
  scopes: 'Access (scopes)',
  vendors: 'Outside services',
  libraries: 'Libraries',
  endpoints: 'Addresses it calls',
  hosting: 'Where it runs',
  retentionDays: 'How long data is kept',
  decommissionPlan: 'What happens at the end',
};

/** Every field of a registration, in the order in which people read it. @public */
export const REGISTRATION_FIELDS = Object.keys(
  TITLES,
) as readonly (keyof Registration)[];

/** What a field is called among people. @public */
export function registrationFieldTitle(field: keyof Registration): string {
  return TITLES[field];
}

const WORDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  audience: {
    self: 'only its owner',
    team: 'one team',
    company: 'the whole company',
    public: 'everybody',
  },
  hosting: {
    sandbox: 'the sandbox',
    company: 'company systems',
    external: 'outside the company',
  },
};

function listText(items: readonly string[]): string {
  return items.length > 0 ? items.join(', ') : 'none';
}

function dataTypeText({ category, volume }: DataType): string {
  const { categoryTitles, volumeTitles } = DEFAULT_RISK_MODEL;
  return category === 'none'
    ? categoryTitles.none
    : `${categoryTitles[category]} of ${volumeTitles[volume]}`;
}

function readable(registration: Registration, field: keyof Registration) {
  switch (field) {
    case 'dataTypes':
      return listText((registration.dataTypes ?? []).map(dataTypeText));
    case 'scopes':
    case 'vendors':
    case 'libraries':
    case 'endpoints':
      return listText(registration[field] ?? []);
    case 'retentionDays':
      return registration.retentionDays === 1
        ? '1 day'
        : `${registration.retentionDays} days`;
    case 'aiGeneratedShare':
      return registration.aiGeneratedShare === undefined
        ? 'not said'
        : `${registration.aiGeneratedShare} %`;
    case 'successor':
      return registration.successor ?? 'nobody';
    case 'audience':
    case 'hosting':
      return WORDS[field][registration[field]] ?? registration[field];
    case 'classification': {
      const text = String(registration.classification);
      return text.charAt(0).toUpperCase() + text.slice(1);
    }
    default:
      return registration[field];
  }
}

/** Lists whose order means nothing. */
function comparable(value: unknown): string {
  return JSON.stringify(
    Array.isArray(value)
      ? value.map(item => JSON.stringify(item)).sort()
      : value ?? '',
  );
}

/**
 * What differs between two versions of a registration: only the fields that
 * changed, in the order of the form, with readable values. The order of a list
 * is no difference. Source: requirements R1 (history is kept).
 * @public
 */
export function registrationDifference(
  before: Registration,
  after: Registration,
): readonly RegistrationChange[] {
  return REGISTRATION_FIELDS.filter(
    field => comparable(before[field]) !== comparable(after[field]),
  ).map(field => ({
    field,
    title: TITLES[field],
    before: readable(before, field),
    after: readable(after, field),
  }));
}
