import type { JWTPayload } from 'jose';
import { sarifOf, submit, type Issuer } from './pipelines';
import type { Portal, PortalOptions } from './portal';
import { detail, registered, withCode } from './steps';

/** An app with code, and a pipeline that ran for the newest commit. */
export async function startPipeline(
  start: (options: PortalOptions) => Promise<Portal>,
  issuer: Issuer,
) {
  const portal = await start({ microApps: issuer.config });
  await registered(portal);
  const sha = await withCode(portal);
  return {
    portal,
    sha,
    async send(
      claims: JWTPayload = {},
      body: object = { kind: 'vulnerability-scan', sarif: sarifOf() },
      options: { app?: string; token?: string } = {},
    ) {
      const token = options.token ?? (await issuer.token({ sha, ...claims }));
      return await submit(portal.withToken(token), body, options);
    },
  };
}

/** State and code of what the Risk tab says of a control. */
export async function verdictOn(
  portal: Portal,
  id = 'known-vulnerabilities',
): Promise<readonly unknown[]> {
  const { findings } = await detail(portal);
  const found = findings.find(({ controlId }) => controlId === id);
  return [found?.state, found?.code];
}
