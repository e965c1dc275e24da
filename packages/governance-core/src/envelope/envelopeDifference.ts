import { DEFAULT_RISK_MODEL } from '../risk/defaultRiskModel';

/** One field of an envelope that changed, in plain words. @public */
export interface EnvelopeChange {
  readonly field: string;
  readonly before: string;
  readonly after: string;
}

const FIELD_TITLES: Readonly<Record<string, string>> = {
  effectiveClass: 'Class of the data',
  declaredClass: 'Class named by the owner',
  dataTypes: 'Personal data',
  scopes: 'Access (scopes)',
  vendors: 'Outside services',
  endpoints: 'Addresses it calls',
  audience: 'Who may use it',
  hosting: 'Where it runs',
  retentionDays: 'How long data is kept',
};

const WORDS: Readonly<Record<string, string>> = {
  self: 'only its owner',
  team: 'one team',
  sandbox: 'the sandbox',
  external: 'outside the company',
};
const PLACES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  audience: { company: 'the whole company', public: 'everybody' },
  hosting: { company: 'company systems' },
};

const NOTHING = 'none';

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fieldsOf(envelope: string): Fields {
  try {
    const value: unknown = JSON.parse(envelope);
    return isFields(value) ? value : {};
  } catch {
    return {};
  }
}

function titleOf(titles: Readonly<Record<string, string>>, key: unknown) {
  const text = String(key);
  return Object.hasOwn(titles, text) ? titles[text] : text;
}

function rowText(row: unknown): string {
  if (!isFields(row)) return String(row);
  const { categoryTitles, volumeTitles } = DEFAULT_RISK_MODEL;
  const category = titleOf(categoryTitles, row.category);
  return `${category} of ${titleOf(volumeTitles, row.volume)}`;
}

function readable(field: string, value: unknown): string {
  if (value === undefined || value === null) return 'not known';
  if (Array.isArray(value)) {
    return value.length > 0 ? value.map(rowText).join(', ') : NOTHING;
  }
  if (field === 'retentionDays') {
    return value === 1 ? '1 day' : `${String(value)} days`;
  }
  if (field === 'audience' || field === 'hosting') {
    return titleOf({ ...WORDS, ...PLACES[field] }, value);
  }
  const text = String(value);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/**
 * What differs between two envelopes, for reviewers: only the fields that
 * changed, in a fixed order, with readable values. Equal texts give an empty
 * list; a text that is no envelope differs in every field.
 *
 * @param before - canonical text that was approved
 * @param after - canonical text of now
 * @public
 */
export function envelopeDifference(
  before: string,
  after: string,
): readonly EnvelopeChange[] {
  const earlier = fieldsOf(before);
  const later = fieldsOf(after);
  return Object.entries(FIELD_TITLES)
    .filter(
      ([field]) =>
        JSON.stringify(earlier[field]) !== JSON.stringify(later[field]),
    )
    .map(([field, title]) => ({
      field: title,
      before: readable(field, earlier[field]),
      after: readable(field, later[field]),
    }));
}
