import { REFUSAL_CODES } from '@micro-apps/governance-core';
import {
  errorResponse,
  wireShapes,
} from '@micro-apps/plugin-micro-apps-common';
import { z } from 'zod';
import type { Operation } from './commands';

/** A JSON Schema object, as far as this file looks into it. */
interface Schema {
  [keyword: string]: unknown;
  properties?: Record<string, Schema>;
  required?: string[];
  $defs?: Record<string, Schema>;
}

/** Refusals beside those of the input; what a status means is said once. */
const ERRORS: Readonly<Record<number, string>> = {
  400: 'The input is not understood; `details` name each field',
  401: 'Nobody is signed in, or the token has ended',
  403: 'You may not do this',
  404: 'There is no such record',
  409: 'Not in this state: changed meanwhile, or a gate is closed; `details` name each reason',
  413: 'Too much at once',
  503: 'The directory or another part cannot be reached; try again',
};

const COMPONENTS = '#/components/schemas/';

/**
 * The OpenAPI 3.1 description of the operations that were registered, from
 * the zod schemas that check them. Same operations, same document.
 * @throws Error when two shapes have the same name
 */
export function openApiDocument(operations: readonly Operation[]) {
  const schemas: Record<string, Schema> = {};

  /** Keeps the named parts as components and gives back the rest. */
  function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Schema {
    const json: Schema = JSON.parse(
      JSON.stringify(
        z.toJSONSchema(schema, {
          io,
          metadata: wireShapes,
          unrepresentable: 'any',
          // Answers may grow: readers take what they know, leave the rest.
          override: ({ jsonSchema }) => {
            if (io === 'output' && jsonSchema.additionalProperties === false) {
              delete jsonSchema.additionalProperties;
            }
          },
        }),
      ).replaceAll('#/$defs/', COMPONENTS),
    );
    const { $schema: _, $defs = {}, ...rest } = json;
    for (const [name, part] of Object.entries($defs)) keep(name, part);
    return rest;
  }

  function keep(name: string, part: Schema) {
    const { id: _, ...rest } = part;
    const known = schemas[name];
    if (known && JSON.stringify(known) !== JSON.stringify(rest)) {
      throw new Error(`Two shapes of the wire are called ${name}`);
    }
    schemas[name] = rest;
  }

  function reference(schema: z.ZodType): Schema {
    const json = schemaOf(schema, 'output');
    const { id } = wireShapes.get(schema) ?? {};
    if (!id) return json;
    if (!json.$ref) keep(id, json);
    return { $ref: `${COMPONENTS}${id}` };
  }

  const error = reference(errorResponse);
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of sorted(operations)) {
    const path = operation.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = {
      ...paths[path],
      [operation.method]: describe(operation, {
        input: schemaOf(operation.schema, 'input'),
        output: reference(operation.response),
        error,
      }),
    };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Micro Apps',
      version: '1',
      description:
        'The registry of micro apps: registration, assessment, evidence, approvals, repositories, sandboxes and deployments. Refusals have one shape; their codes are ' +
        `${REFUSAL_CODES.join(', ')}.`,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/api/micro-apps' }],
    security: [{ portal: [] }],
    paths,
    components: {
      schemas: Object.fromEntries(
        Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1)),
      ),
      securitySchemes: {
        portal: {
          type: 'http',
          scheme: 'bearer',
          description:
            'A Backstage token: of a signed-in user, or of a plugin where `x-caller` is `service`',
        },
        pipeline: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'The OIDC token of a run of a pipeline',
        },
        scanner: {
          type: 'apiKey',
          in: 'header',
          name: 'micro-apps-signature',
          description:
            'HMAC-SHA-256 over `timestamp.id.body` with the shared secret, as `v1=` and hexadecimal; the other two headers are `micro-apps-timestamp` (Unix seconds) and `micro-apps-delivery` (an id, used once)',
        },
      },
    },
  };
}

/** One path after the other, so that the order of registration has no effect. */
function sorted(operations: readonly Operation[]): readonly Operation[] {
  const key = ({ path, method }: Operation) => `${path} ${method}`;
  return [...operations].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

function describe(
  operation: Operation,
  schemas: { input: Schema; output: Schema; error: Schema },
) {
  const { method, path, id, summary, caller, permission } = operation;
  const { input } = schemas;
  const properties = input.properties ?? {};
  const inPath = [...path.matchAll(/:(\w+)/g)].map(([, name]) => name);
  const others = Object.keys(properties).filter(name => !inPath.includes(name));
  const required = input.required ?? [];
  const parameters = [
    ...inPath.map(name => ({
      name,
      in: 'path',
      required: true,
      schema: properties[name] ?? { type: 'string' },
    })),
    ...(method === 'get' ? others : []).map(name => ({
      name,
      in: 'query',
      required: required.includes(name),
      schema: properties[name],
    })),
  ];
  const json = (schema: Schema) => ({ 'application/json': { schema } });
  const writes = method !== 'get' && others.length > 0;
  const failures = [
    ...[400, 401, 403],
    ...(inPath.length > 0 ? [404] : []),
    ...(method === 'get' ? [] : [409]),
    ...(writes ? [413] : []),
    503,
  ];
  return {
    operationId: id,
    summary,
    tags: [tagOf(path)],
    'x-caller': caller,
    ...((caller === 'pipeline' || caller === 'scanner') && {
      security: [{ [caller]: [] }],
    }),
    ...(permission && { 'x-permission': permission }),
    ...(parameters.length > 0 && { parameters }),
    ...(writes && {
      requestBody: {
        required: true,
        content: json({
          ...input,
          properties: Object.fromEntries(
            others.map(name => [name, properties[name]]),
          ),
          required: required.filter(name => !inPath.includes(name)),
        }),
      },
    }),
    responses: {
      ...Object.fromEntries(
        operation.statuses.map(status => [
          status,
          {
            description: status === 202 ? 'Ordered; work goes on' : 'Done',
            content: {
              [operation.mediaType ?? 'application/json']: {
                schema: schemas.output,
              },
            },
          },
        ]),
      ),
      ...Object.fromEntries(
        failures.map(status => [
          status,
          { description: ERRORS[status], content: json(schemas.error) },
        ]),
      ),
    },
  };
}

/** `/v1/apps/:id/scans` belongs to scans, `/v1/apps` to apps. */
function tagOf(path: string): string {
  const [, version, first, , third] = path.split('/');
  return third ?? first ?? version;
}
