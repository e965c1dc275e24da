import { readFileSync } from 'node:fs';
import { z } from 'zod';

const routeSchema = z.strictObject({
  method: z.enum(['GET', 'POST']),
  path: z.string().startsWith('/'),
  access: z
    .string()
    .regex(/^(?:public|signed-in|role:[a-z][a-z0-9-]*)$/)
    .transform(text => text as Access),
  description: z.string().min(1),
  kind: z.enum(['privacy-notice', 'health']).optional(),
});

/** Who may use a route. */
export type Access = 'public' | 'signed-in' | `role:${string}`;

/** One line of `routes.json`. */
export type Route = z.infer<typeof routeSchema>;

/** The key of a route: `GET /entries`. */
export function routeKey(route: Pick<Route, 'method' | 'path'>): string {
  return `${route.method} ${route.path}`;
}

/**
 * Reads `routes.json`, the one place that says who may use which route.
 * Throws when the file does not hold a table.
 */
export function readRouteTable(file: string): Route[] {
  return z.array(routeSchema).parse(JSON.parse(readFileSync(file, 'utf8')));
}

/**
 * Joins the table with the code.
 * Throws an Error when a route is in one of them only, or twice in the table:
 * a route that nobody declared must not exist.
 */
export function joinRoutes<Handler>(
  table: readonly Route[],
  handlers: Readonly<Record<string, Handler>>,
): { route: Route; handler: Handler }[] {
  const declared = new Set(table.map(routeKey));
  const faults = [
    ...Object.keys(handlers)
      .filter(key => !declared.has(key))
      .map(key => `${key} is in the code but not in routes.json`),
    ...table
      .filter(route => !Object.hasOwn(handlers, routeKey(route)))
      .map(route => `${routeKey(route)} is in routes.json but not in the code`),
    ...(declared.size === table.length ? [] : ['a route is declared twice']),
  ];
  if (faults.length > 0) {
    throw new Error(`The app cannot start: ${faults.join('; ')}.`);
  }
  return table.flatMap(route => {
    const handler = handlers[routeKey(route)];
    return handler === undefined ? [] : [{ route, handler }];
  });
}
