import type { Registration } from '@micro-apps/governance-core';

/** Values of the golden-path form, as far as they are filled in. */
export interface FormValues {
  readonly name?: string;
  readonly purpose?: string;
  readonly people?: PeopleValue;
  readonly data?: DataValue;
  readonly access?: AccessValue;
  readonly life?: LifeValue;
  readonly confirmed?: boolean;
}

/** Who the app is for. */
export type PeopleValue = Pick<
  Registration,
  'successor' | 'businessUnit' | 'audience'
>;
/** What it handles. */
export type DataValue = Pick<Registration, 'classification' | 'dataTypes'>;
/** What it reaches. */
export type AccessValue = Pick<
  Registration,
  'scopes' | 'vendors' | 'endpoints' | 'libraries'
>;
/** How long it keeps things, and how it ends. */
export type LifeValue = Pick<
  Registration,
  'retentionDays' | 'decommissionPlan' | 'aiGeneratedShare'
>;

/** What is offered before somebody chooses. */
export const DEFAULTS = {
  people: { businessUnit: '', audience: 'team' } as PeopleValue,
  data: { classification: 'internal', dataTypes: [] } as DataValue,
  access: {
    scopes: [],
    vendors: [],
    endpoints: [],
    libraries: [],
  } as AccessValue,
  life: { retentionDays: 90, decommissionPlan: '' } as LifeValue,
};

/** The registration that the answers so far would make. */
export function draftOf(values: FormValues, owner: string): Registration {
  return {
    name: values.name ?? '',
    purpose: values.purpose ?? '',
    owner,
    ...DEFAULTS.people,
    ...values.people,
    ...DEFAULTS.data,
    ...values.data,
    ...DEFAULTS.access,
    ...values.access,
    ...DEFAULTS.life,
    ...values.life,
    // Golden paths run where the portal runs them.
    hosting: 'sandbox',
  };
}
