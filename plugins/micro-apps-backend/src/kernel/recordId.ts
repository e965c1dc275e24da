import { z } from 'zod';

const error = 'This is not an id';

/** An id in an address: short and plain ASCII; a database takes no NUL. */
export const recordId = z
  .string({ error })
  .max(64, { error })
  .regex(/^[\x21-\x7e]+$/, { error });
