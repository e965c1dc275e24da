import { hash } from 'node:crypto';

/** The hash of the chain; the core gets it passed in. */
export function sha256(text: string): string {
  return hash('sha256', text);
}
