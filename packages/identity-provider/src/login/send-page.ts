import { createHash } from 'node:crypto';
import type { Response } from 'express';
import type { KoaContextWithOIDC } from 'oidc-provider';
import { style } from './style.ts';

const styleHash = createHash('sha256').update(style).digest('base64');

/**
 * Headers of every page. `form-action` has to name where apps live, because
 * browsers apply it to the redirects that follow the form as well.
 */
const pageHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': [
    "default-src 'none'",
    `style-src 'sha256-${styleHash}'`,
    "form-action 'self' http://localhost:* http://*.localhost:* https:",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'cache-control': 'no-store',
};

/** Answers a request inside the provider with a page. */
export function sendPage(ctx: KoaContextWithOIDC, html: string): void {
  ctx.set({ ...pageHeaders });
  ctx.type = 'html';
  ctx.body = html;
}

/** Answers a request outside the provider with a page. */
export function sendPageResponse(
  response: Response,
  options: { status: number; html: string },
): void {
  response
    .status(options.status)
    .set(pageHeaders)
    .type('html')
    .send(options.html);
}
