import type { Logger } from './log.ts';

/** The only way out of the app. */
export type Egress = (url: string, init?: RequestInit) => Promise<Response>;

/** Thrown when the app tries to reach a host that it is not registered for. */
export class EgressRefused extends Error {
  override name = 'EgressRefused';
}

function hostOf(endpoint: string): string | undefined {
  const address = endpoint.includes('://') ? endpoint : `https://${endpoint}`;
  return URL.canParse(address) ? new URL(address).host : undefined;
}

function isLoopback(url: URL): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
}

/**
 * A `fetch` that reaches the registered hosts only.
 * In: addresses or host names (with port where it is not the usual one).
 * Other hosts, plain http beyond this machine and redirects are refused with
 * `EgressRefused`; an answer must begin within ten seconds.
 */
export function createEgress(options: {
  allowed: readonly string[];
  logger: Logger;
}): Egress {
  const hosts = new Set(options.allowed.map(hostOf));
  return async (address, init) => {
    const url = new URL(address);
    const isAllowed =
      hosts.has(url.host) &&
      (url.protocol === 'https:' ||
        (url.protocol === 'http:' && isLoopback(url)));
    if (!isAllowed) {
      options.logger.warn(
        { event: 'egress', host: url.host, allowed: false },
        'a call to a host outside the registration was refused',
      );
      throw new EgressRefused(
        `This app may not call ${url.host}: register the host in the portal first.`,
      );
    }
    const startedAt = performance.now();
    const response = await fetch(url, {
      ...init,
      redirect: 'manual',
      signal: AbortSignal.timeout(10_000),
    });
    options.logger.info({
      event: 'egress',
      host: url.host,
      allowed: true,
      status: response.status,
      durationMs: Math.round(performance.now() - startedAt),
    });
    if (response.status >= 300 && response.status < 400) {
      throw new EgressRefused(`${url.host} answered with a redirect.`);
    }
    return response;
  };
}
