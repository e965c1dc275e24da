import { isDatabaseError } from '../kernel/database';

/** An adapter's own words; its errors are plain sentences, a database's not. */
export function sentenceOf(error: unknown): string {
  if (isDatabaseError(error)) {
    return 'The registry could not note it down. Try again in a minute';
  }
  return (error instanceof Error ? error.message : String(error)).slice(0, 500);
}
