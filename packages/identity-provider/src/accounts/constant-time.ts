import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const key = randomBytes(32);

/**
 * Compares two secrets in a time that tells nothing about either, whatever
 * their lengths.
 */
export function equalsInConstantTime(left: string, right: string): boolean {
  const digest = (value: string) =>
    createHmac('sha256', key).update(value).digest();
  return timingSafeEqual(digest(left), digest(right));
}
