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
} from '@micro-apps/governance-core';
import { CheckField } from './CheckField';
import { DataField } from './DataField';
import { LifeField } from './LifeField';
import { NameField } from './NameField';
import { PeopleField } from './PeopleField';
import { ScopesField } from './ScopesField';
import {
  validateAccess,
  validateCheck,
  validateLife,
  validateName,
  validatePeople,
} from './validation';

const name = createFormField({
  name: 'MicroAppName',
  component: NameField,
  schema: makeFieldSchema({ output: z => z.string() }),
  validation: validateName,
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
  validation: validatePeople,
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
  validation: validateAccess,
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
  validation: validateLife,
});
const check = createFormField({
  name: 'MicroAppCheck',
  component: CheckField,
  schema: makeFieldSchema({ output: z => z.boolean() }),
  validation: validateCheck,
});

const fields = { name, people, data, access, life, check };

/** The fields of the golden-path form. */
export const formFieldExtensions = Object.entries(fields).map(([key, field]) =>
  FormFieldBlueprint.make({
    name: `micro-app-${key}`,
    params: { field: async () => field },
  }),
);
