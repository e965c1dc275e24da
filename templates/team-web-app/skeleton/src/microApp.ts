import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { displayText } from './html.ts';

/** A host as registered: a name, an address, or an object that has one. */
const endpoint = z
  .union([
    z.string().min(1),
    z.object({ url: z.string().min(1) }).transform(value => value.url),
    z.object({ host: z.string().min(1) }).transform(value => value.host),
  ])
  .describe('Host that the app may call');

const microAppSchema = z.object({
  id: z
    .string()
    .max(63)
    .regex(
      /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/,
      'must hold only a-z, 0-9 and hyphens',
    ),
  name: z
    .string()
    .min(1)
    .transform(text => displayText(text, 80) || 'Unnamed app'),
  purpose: z.string().transform(text => displayText(text, 2000)),
  owner: z.string().transform(text => displayText(text, 200)),
  classification: z.string().min(1),
  effectiveClass: z.string().min(1),
  dataTypes: z.array(z.object({ category: z.string(), volume: z.string() })),
  scopes: z.array(z.string().regex(/^[!#-[\]-~]{1,100}$/)),
  endpoints: z.array(endpoint),
  vendors: z.array(z.unknown()),
  audience: z.string(),
  retentionDays: z.number().int().min(1).max(36_500),
  decommissionPlan: z.string().transform(text => displayText(text, 2000)),
  roles: z.record(z.string(), z.unknown()).default({}),
});

/** What the app was registered for; its limits. */
export type MicroApp = z.infer<typeof microAppSchema>;

/** Scope that opens the list of colleagues. */
export const PEOPLE_SCOPE = 'people:read';

/** True when the registration lets the app read the list of colleagues. */
export function mayReadPeople(microApp: MicroApp): boolean {
  return microApp.scopes.includes(PEOPLE_SCOPE);
}

/**
 * The registration from a parsed `micro-app.json`; unknown keys are ignored.
 * Throws an Error with one plain sentence when something is missing or wrong.
 */
export function parseMicroApp(value: unknown): MicroApp {
  const result = microAppSchema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const where = issue?.path.join('.') || 'the whole file';
  throw new Error(
    `micro-app.json cannot be used: ${where}: ${issue?.message ?? 'invalid'}.`,
  );
}

/** Reads and checks `micro-app.json`. Throws as `parseMicroApp` does. */
export function readMicroApp(file: string): MicroApp {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new Error(
      'micro-app.json is missing or is not JSON: create the app in the portal, or copy micro-app.example.json.',
    );
  }
  return parseMicroApp(value);
}
