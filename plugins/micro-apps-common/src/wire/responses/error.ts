import { z } from 'zod';
import { named } from './named';

/**
 * The body of every answer that is not a success. What the portal itself
 * refuses (no token, no such plugin) has no `code`.
 * @public
 */
export const errorResponse = named(
  'Error',
  z.looseObject({
    error: z.looseObject({
      name: z.string(),
      message: z.string(),
      code: z.string().optional(),
      details: z
        .array(z.object({ path: z.string().optional(), message: z.string() }))
        .optional(),
    }),
    response: z.looseObject({ statusCode: z.number().int() }),
  }),
);
