import { refuse, type Result } from '@micro-apps/governance-core';

/** The refusal where no module brings what is needed. */
export function noAdapter(what: string): Result<never> {
  return refuse(
    'not-in-this-state',
    `This portal has no place for ${what} yet. Ask your platform team to install one`,
  );
}

/** The refusal where an OAuth client could not be kept safely. */
export function noKey(): Result<never> {
  return refuse(
    'not-in-this-state',
    'This portal has no key to keep credentials with, so no app can get its sign-in. Ask your platform team to set microApps.credentials.key',
  );
}
