import { z } from 'zod';
import { entityRef, instant } from './assessment';
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
        switches: z
          .array(
            z.object({
              ring: z.string().optional(),
              mode,
              without: mode,
              at: instant,
              by: entityRef,
              reason: z.string(),
            }),
          )
          .optional(),
      }),
    ),
    weakened: z.boolean(),
    weakenings,
    riskModel: z.object({ revision: z.string(), weakenings }),
    acknowledgement: z.string().optional(),
    reapprovalDays: z.number().optional(),
    pinnedRevision: z.string().optional(),
    maySwitch: z.boolean().optional(),
    problem: z.object({ because: z.string(), since: instant }).optional(),
  }),
);

/** `POST /v1/policy/previews` and `GET /v1/policy/previews/:id`. @public */
export const rulePreviewResponse = named(
  'RulePreview',
  z.object({
    id: z.string(),
    rule: z.string(),
    ring: z.string().optional(),
    mode,
    revision: z.string(),
    by: entityRef,
    at: instant,
    state: z.enum(['running', 'done', 'failed', 'stopped']),
    done: z.number().int(),
    total: z.number().int(),
    finishedAt: instant.optional(),
    stoppedBy: entityRef.optional(),
    because: z.string().optional(),
    result: z
      .object({
        apps: z.number().int(),
        newlyHeld: z.number().int(),
        newlyFree: z.number().int(),
        people: z.number().int(),
        credentials: z.number().int(),
        undecided: z.number().int(),
        examples: z.array(z.object({ id: z.string(), name: z.string() })),
      })
      .optional(),
  }),
);
