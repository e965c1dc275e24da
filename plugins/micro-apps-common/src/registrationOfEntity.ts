import type { Entity } from '@backstage/catalog-model';
import {
  normaliseRef,
  REGISTRATION_FIELDS,
  type Registration,
} from '@micro-apps/governance-core';
import {
  ANNOTATION_CLASSIFICATION,
  ANNOTATION_DATA_TYPES,
} from './annotations';
import type { MissingField } from './wire/apps';
import { registrationSchema } from './wire/registration';

/** What a file in a repository says of an app. @public */
export interface EntityProposal {
  /** Fields that it states and that are sound. */
  readonly stated: Partial<Registration>;
  /** Fields that it states and that cannot be used, and why. */
  readonly unclear: readonly MissingField[];
  /** A whole registration: what is not known is taken at its most careful. */
  readonly registration: Registration;
  /** What its owner has to complete before it is one. */
  readonly missing: readonly MissingField[];
}

/** What to ask for where nothing is said. */
const ASK: Readonly<Record<keyof Registration, string>> = {
  name: 'Name the app',
  purpose: 'Say in a sentence what the app is for',
  owner: 'Name a person as the owner',
  successor: 'Name a second owner',
  businessUnit: 'Name the group that it belongs to',
  audience: 'Say who may use it; until then it counts as open to everybody',
  classification:
    'Say how sensitive its data is; until then it counts as Regulated',
  dataTypes: 'Say which personal data it keeps, or that there is none',
  aiGeneratedShare: 'Say how much of it an AI wrote',
  scopes: 'Say which company data it reads, or that there is none',
  vendors: 'Say which outside services it uses, or that there are none',
  libraries: 'Say which libraries it uses, or that there are none',
  endpoints: 'Say which addresses it calls, or that there are none',
  hosting: 'Say where it runs; until then it counts as outside the company',
  retentionDays: 'Say how many days data is kept',
  decommissionPlan: 'Say what happens at the end',
};
const OPTIONAL: readonly (keyof Registration)[] = [
  'successor',
  'aiGeneratedShare',
];
const NOT_SAID = 'Not described yet';

/**
 * Reads a Component of type `micro-app` as a proposal for the registry. The
 * fields stand in `spec.microApp`; title, description, owner and annotations
 * fill what it leaves out. Nothing in it is trusted: what is not sound is
 * named, and what is not said is taken at its most careful.
 * Source: architecture, Catalog and repository.
 * @public
 */
export function registrationOfEntity(entity: Entity): EntityProposal {
  const given: Record<string, unknown> = {
    ...aroundSpec(entity),
    ...fieldsOf(entity.spec?.microApp),
  };
  const unclear: MissingField[] = Object.keys(given)
    .filter(key => !REGISTRATION_FIELDS.some(field => field === key))
    .map(path => ({ path, message: 'There is no such field' }));
  const careful = carefulFor(entity, given);
  const stated: Record<string, unknown> = {};
  for (const field of REGISTRATION_FIELDS) {
    if (given[field] === undefined) continue;
    const problem = problemWith(field, { ...careful, [field]: given[field] });
    if (problem) unclear.push({ path: field, message: problem });
    else stated[field] = given[field];
  }
  // Two sound fields may not go together, such as an owner who is the second.
  const whole = registrationSchema.safeParse({ ...careful, ...stated });
  for (const { path, message } of whole.error?.issues ?? []) {
    const field = String(path[0]);
    if (!(field in stated)) continue;
    delete stated[field];
    unclear.push({ path: field, message });
  }
  const sound = registrationSchema.parse({ ...careful, ...stated });
  const spelled = Object.fromEntries(
    Object.entries(sound).filter(([field]) => field in stated),
  );
  const team = ownerGroup(entity);
  return {
    stated: spelled,
    unclear,
    registration:
      'owner' in stated ? sound : { ...sound, owner: team ?? sound.owner },
    missing: REGISTRATION_FIELDS.filter(
      field =>
        !(field in stated) &&
        (!OPTIONAL.includes(field) ||
          unclear.some(({ path }) => path === field)),
    ).map(path => ({
      path,
      message: unclear.find(each => each.path === path)?.message ?? ASK[path],
    })),
  };
}

/** What the parts of every entity say. */
function aroundSpec({ metadata, spec }: Entity): Record<string, unknown> {
  const { annotations = {}, title, name, description } = metadata;
  const owner = ownerRef(spec?.owner);
  const classification = annotations[ANNOTATION_CLASSIFICATION];
  const dataTypes = annotations[ANNOTATION_DATA_TYPES];
  return {
    name: title ?? name,
    ...(description && { purpose: description }),
    ...(owner?.startsWith('user:') && { owner }),
    ...(owner?.startsWith('group:') && { businessUnit: owner }),
    ...(classification && { classification }),
    ...(dataTypes && { dataTypes: dataTypesOf(dataTypes) }),
  };
}

/** `names:under-100, preferences`: without a number, the most. */
function dataTypesOf(text: string): readonly unknown[] {
  if (text.trim() === 'none') return [];
  return text.split(',').map(part => {
    const [category, volume = 'over-10000'] = part
      .split(':')
      .map(word => word.trim());
    return { category, volume };
  });
}

/** `spec.owner` as the catalog reads it: a group unless it says otherwise. */
function ownerRef(owner: unknown): string | undefined {
  return typeof owner === 'string' ? normaliseRef(owner, 'group') : undefined;
}

function ownerGroup({ spec }: Entity): string | undefined {
  const owner = ownerRef(spec?.owner);
  return owner?.startsWith('group:') ? owner : undefined;
}

/** A sound registration that says nothing good of the app. */
function carefulFor(
  { metadata }: Entity,
  given: Readonly<Record<string, unknown>>,
): Registration {
  const named = { name: metadata.name.slice(0, 80) };
  const careful: Registration = {
    ...named,
    purpose: NOT_SAID,
    // Somebody else than whoever is named, so that each field stands alone.
    owner:
      given.successor === 'user:default/not-named'
        ? 'user:default/nobody-named'
        : 'user:default/not-named',
    businessUnit: 'group:default/not-named',
    audience: 'public',
    classification: 'regulated',
    dataTypes: [],
    scopes: [],
    vendors: [],
    libraries: [],
    endpoints: [],
    hosting: 'external',
    retentionDays: 3_650,
    decommissionPlan: NOT_SAID,
  };
  return registrationSchema.safeParse(careful).success
    ? careful
    : { ...careful, name: 'App without a usable name' };
}

/** What is wrong with one field among fields that are sound. */
function problemWith(
  field: keyof Registration,
  candidate: Record<string, unknown>,
): string | undefined {
  const { error } = registrationSchema.safeParse(candidate);
  return error?.issues.find(({ path }) => path[0] === field)?.message;
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? { ...value }
    : {};
}
