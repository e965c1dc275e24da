import type { Registration } from '@micro-apps/governance-core';
import { registrationSchema } from '@micro-apps/plugin-micro-apps-common';
import { z } from 'zod';
import { registrationFileSchema } from '../input/registrationFile';

/** What editors show beside a field. */
const HINTS: Readonly<Record<keyof Registration, string>> = {
  name: 'Name of the app, as people see it',
  purpose: 'What the app is for, in a sentence or two',
  owner: 'Who answers for it, like user:default/maya',
  successor: 'Second owner, who takes over',
  businessUnit: 'Group that it belongs to, like group:default/product',
  audience: 'Who may use it',
  classification: 'How sensitive its data is',
  dataTypes: 'Kinds of personal data and how many people they are about',
  aiGeneratedShare: 'Percent of the code that AI wrote',
  scopes: 'OAuth scopes from the integration catalog',
  vendors: 'Vendors from the integration catalog',
  libraries: 'Third-party packages that you know of',
  endpoints: 'Addresses that it calls',
  hosting: 'Where it runs in production use',
  retentionDays: 'Days for which data is kept, counted from receipt',
  decommissionPlan: 'What happens to the app and its data at the end',
};
const DIALECT = 'https://json-schema.org/draft/2020-12/schema';
const HOME = 'https://micro-apps.dev/schemas';

interface Schema {
  [keyword: string]: unknown;
  properties?: Record<string, Schema>;
}

/**
 * The published JSON Schemas by file name, made of what checks the input. They
 * cannot say what the core's rules say beyond the shape of a field.
 */
export function registrationSchemas(): Readonly<Record<string, Schema>> {
  const registration = withHints(shapeOf(registrationSchema));
  const file = shapeOf(registrationFileSchema);
  return {
    'registration.json': {
      $schema: DIALECT,
      $id: `${HOME}/registration.json`,
      title: 'Registration of a micro app',
      ...registration,
    },
    'registration-file.json': {
      $schema: DIALECT,
      $id: `${HOME}/registration-file.json`,
      title: 'Registration file of the command microapp',
      ...file,
      properties: {
        ...file.properties,
        registration: {
          description: 'What is registered of the app',
          ...registration,
        },
      },
    },
  };
}

function shapeOf(schema: z.ZodType): Schema {
  const { $schema: _, ...shape } = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
  });
  return JSON.parse(JSON.stringify(shape));
}

function withHints(schema: Schema): Schema {
  return {
    ...schema,
    properties: Object.fromEntries(
      Object.entries(schema.properties ?? {}).map(([name, field]) => [
        name,
        { description: HINTS[name as keyof Registration], ...field },
      ]),
    ),
  };
}
