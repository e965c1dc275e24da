import { z } from 'zod';

/**
 * Names of the wire's shapes, as the OpenAPI document prints them. A registry
 * of its own: zod's global one is shared with everything in the process.
 * @public
 */
export const wireNames = z.registry<{ id: string }>();

/** Gives a schema the name that it has in the OpenAPI document. */
export function named<T extends z.ZodType>(id: string, schema: T): T {
  wireNames.add(schema, { id });
  return schema;
}
