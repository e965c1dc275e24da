import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import {
  createFormField,
  FormFieldBlueprint,
} from '@backstage/plugin-scaffolder-react/alpha';
import {
  AUDIENCES,
  DATA_CATEGORIES,
  DATA_CLASSES,
  DATA_VOLUMES,
  hostOf,
  slugOf,
} from '@micro-apps/governance-core';
import { CheckField } from './CheckField';
import { DataField } from './DataField';
import { LifeField } from './LifeField';
import { NameField } from './NameField';
import { PeopleField } from './PeopleField';
import { ScopesField } from './ScopesField';

const name = createFormField({
  name: 'MicroAppName',
  component: NameField,
  schema: makeFieldSchema({ output: z => z.string() }),
  validation: (value, field) => {
    if (!value || slugOf(value) === '') {
      field.addError('Use at least one letter from a to z or one digit');
    }
  },
});
const people = createFormField({
  name: 'MicroAppPeople',
  component: PeopleField,
  schema: makeFieldSchema({
    output: z =>
      z.object({
        successor: z.string().optional(),
        businessUnit: z.string(),
        audience: z.enum(AUDIENCES),
      }),
  }),
  validation: (value, field) => {
    if (!value?.businessUnit) field.addError('Choose the team it belongs to');
  },
});
const data = createFormField({
  name: 'MicroAppData',
  component: DataField,
  schema: makeFieldSchema({
    output: z =>
      z.object({
        classification: z.enum(DATA_CLASSES),
        dataTypes: z
          .object({
            category: z.enum(DATA_CATEGORIES),
            volume: z.enum(DATA_VOLUMES),
          })
          .array(),
      }),
  }),
});
const access = createFormField({
  name: 'MicroAppScopes',
  component: ScopesField,
  schema: makeFieldSchema({
    output: z =>
      z.object({
        scopes: z.string().array(),
        vendors: z.string().array(),
        endpoints: z.string().array(),
      }),
  }),
  validation: (value, field) => {
    const wrong = value?.endpoints?.find(
      (each: string) => !hostOf(each).includes('.'),
    );
    if (wrong) field.addError(`${wrong} is not an address`);
  },
});
const life = createFormField({
  name: 'MicroAppLife',
  component: LifeField,
  schema: makeFieldSchema({
    output: z =>
      z.object({
        retentionDays: z.number(),
        decommissionPlan: z.string(),
        aiGeneratedShare: z.number().optional(),
      }),
  }),
  validation: (value, field) => {
    const days = value?.retentionDays ?? 0;
    if (!Number.isInteger(days) || days < 1 || days > 3650) {
      field.addError('Give the days as a whole number from 1 to 3650');
    }
    if ((value?.decommissionPlan ?? '').trim().length < 10) {
      field.addError('Say in a sentence what happens at the end');
    }
  },
});
const check = createFormField({
  name: 'MicroAppCheck',
  component: CheckField,
  schema: makeFieldSchema({ output: z => z.boolean() }),
  validation: (value, field) => {
    if (!value) field.addError('Tick "This is right" when it is');
  },
});

const fields = { name, people, data, access, life, check };

/** The fields of the golden-path form. */
export const formFieldExtensions = Object.entries(fields).map(([key, field]) =>
  FormFieldBlueprint.make({
    name: `micro-app-${key}`,
    params: { field: async () => field },
  }),
);
