/**
 * A key that nobody else uses. Not `crypto.randomUUID`: a browser has that on
 * secure addresses only, and a portal can run on another.
 */
export function newKey(): string {
  const random = Math.random().toString(36).slice(2);
  return `${Date.now().toString(36)}-${random}`;
}
