/**
 * Ids become folder and host names, so that nothing but this is let through.
 *
 * @throws Error with a sentence
 */
export function assertName(value: string): string {
  if (!/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(value)) {
    throw new Error(
      'An app or environment name has lower-case letters, digits and hyphens only, at most 63.',
    );
  }
  return value;
}

/** Address of one copy. Cookies ignore ports, so each copy has its own host. */
export function originOf(options: {
  appId: string;
  environment: string;
  port: number;
}): string {
  const { appId, environment, port } = options;
  const host = environment === 'sandbox' ? appId : `${appId}-${environment}`;
  return `http://${host}.localhost:${port}`;
}
