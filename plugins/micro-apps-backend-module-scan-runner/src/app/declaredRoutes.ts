import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** One route that an app says it has. */
export interface DeclaredRoute {
  readonly method: string;
  readonly path: string;
  /** `public`, `signed-in` or `role:<role>`. */
  readonly access: string;
  readonly kind?: string;
}

const METHODS = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']);
const ACCESS = /^(public|signed-in|role:[a-z][a-z0-9-]{0,40})$/;

/**
 * Reads `routes.json`, the app's own table of routes.
 * @throws with a plain sentence when it is missing or not understood
 */
export async function readDeclaredRoutes(
  checkout: string,
): Promise<readonly DeclaredRoute[]> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(join(checkout, 'routes.json'), 'utf8'));
  } catch {
    throw new Error(
      'There is no readable routes.json, so the scan does not know which pages there are',
    );
  }
  if (!Array.isArray(value) || !value.every(isRoute) || value.length === 0) {
    throw new Error(
      'routes.json has to be a list of routes, each with method, path and access',
    );
  }
  return value;
}

function isRoute(value: unknown): value is DeclaredRoute {
  if (typeof value !== 'object' || value === null) return false;
  const { method, path, access } = value as Record<string, unknown>;
  return (
    typeof method === 'string' &&
    METHODS.has(method) &&
    typeof path === 'string' &&
    path.startsWith('/') &&
    typeof access === 'string' &&
    ACCESS.test(access)
  );
}

/** A path with something in place of its parameters. */
export function concretePath(route: DeclaredRoute): string {
  return route.path.replace(/:[A-Za-z]\w*/g, 'scan-probe');
}

/** Pages that sign-in itself uses, which a probe must not run on its own. */
export function isSignInRoute(route: DeclaredRoute): boolean {
  return ['/callback', '/login', '/logout'].includes(route.path);
}
