import { z } from 'zod';
import { named } from './named';

const configurationProblem = named(
  'ConfigurationProblem',
  z.object({
    severity: z.enum(['refused', 'warned']),
    code: z.string(),
    setting: z.string(),
    because: z.string(),
    next: z.string(),
  }),
);

/** `GET /v1/status`. @public */
export const statusResponse = named(
  'Status',
  z.object({
    production: z.boolean(),
    problems: z.array(configurationProblem),
  }),
);
