import { z } from 'zod';
import { instant } from './assessment';
import { named } from './named';

const mode = z.enum(['observe', 'warn', 'enforce']);
const weakenings = z.array(
  named(
    'PolicyWeakening',
    z.object({ path: z.string(), because: z.string() }),
    'A value that is looser than the shipped one',
  ),
);

/** `GET /v1/policy`. @public */
export const policyResponse = named(
  'Policy',
  z.object({
    engine: z.string(),
    coreRulesOnly: z.boolean(),
    revision: z.string(),
    rules: z.array(
      z.object({
        id: z.string(),
        mode,
        rings: z.record(z.string(), mode).optional(),
      }),
    ),
    weakened: z.boolean(),
    weakenings,
    riskModel: z.object({ revision: z.string(), weakenings }),
    acknowledgement: z.string().optional(),
    reapprovalDays: z.number().optional(),
    pinnedRevision: z.string().optional(),
    problem: z.object({ because: z.string(), since: instant }).optional(),
  }),
);
