import { z } from 'zod';
import { named } from './named';

/** `GET /v1/audit/verification`. @public */
export const auditVerificationResponse = named(
  'AuditVerification',
  z.union([
    z.object({
      sound: z.literal(true),
      count: z.number().int(),
      head: z.string(),
    }),
    z.object({
      sound: z.literal(false),
      at: z.string(),
      because: z.string(),
    }),
  ]),
);
