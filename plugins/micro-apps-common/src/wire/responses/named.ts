import { z } from 'zod';

/**
 * Names and descriptions of the wire's shapes, as the OpenAPI document prints
 * them. A registry of its own: zod's global one is shared with everything in
 * the process.
 * @public
 */
export const wireShapes = z.registry<{ id?: string; description?: string }>();

/** Gives a schema the name that it has in the OpenAPI document. */
export function named<T extends z.ZodType>(
  id: string,
  schema: T,
  description?: string,
): T {
  wireShapes.add(schema, { id, ...(description && { description }) });
  return schema;
}
