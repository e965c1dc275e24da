import { z } from 'zod';
import { instant } from './assessment';
import { named } from './named';

const mode = named('PolicyRuleMode', z.enum(['observe', 'warn', 'enforce']));
const weakenings = z.array(z.object({ path: z.string(), because: z.string() }));

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
