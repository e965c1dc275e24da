import type { RequestHandler } from 'express';
import helmet from 'helmet';
import { sendProblem } from './problem.ts';
import type { Shell } from './shell.ts';

const NO_FEATURES = [
  'accelerometer',
  'autoplay',
  'browsing-topics',
  'camera',
  'display-capture',
  'encrypted-media',
  'fullscreen',
  'geolocation',
  'gyroscope',
  'hid',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'publickey-credentials-get',
  'screen-wake-lock',
  'serial',
  'usb',
  'xr-spatial-tracking',
]
  .map(feature => `${feature}=()`)
  .join(', ');

/**
 * Headers for every answer. No script runs at all; styles come from the app's
 * own file; nobody may frame the app; nothing private is cached.
 */
export function securityHeaders(origin: string): RequestHandler[] {
  const isHttps = origin.startsWith('https://');
  return [
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          'default-src': ["'none'"],
          'style-src': ["'self'"],
          'img-src': ["'self'"],
          'form-action': ["'self'"],
          'base-uri': ["'none'"],
          'frame-ancestors': ["'none'"],
          ...(isHttps ? { 'upgrade-insecure-requests': [] } : {}),
        },
      },
      strictTransportSecurity: isHttps
        ? { maxAge: 63_072_000, includeSubDomains: true }
        : false,
      // With `no-referrer` browsers send `Origin: null` on our own forms.
      referrerPolicy: { policy: 'same-origin' },
      frameguard: { action: 'deny' },
      crossOriginEmbedderPolicy: true,
    }),
    (_request, response, next) => {
      response.set('Permissions-Policy', NO_FEATURES);
      response.set('Cache-Control', 'no-store');
      next();
    },
  ];
}

/** Refuses requests that name another host (DNS rebinding): 421. */
export function checkHost(options: {
  origin: string;
  shell: Shell;
}): RequestHandler {
  const expected = new URL(options.origin).host;
  return (request, response, next) => {
    if (request.get('host')?.toLowerCase() === expected) {
      next();
      return;
    }
    sendProblem({
      request,
      response,
      shell: options.shell,
      problem: {
        status: 421,
        title: 'This address does not belong to the app',
        advice: 'Open the app from its page in the portal.',
      },
    });
  };
}

/** Refuses forms that another site sent (CSRF): 403. */
export function checkOrigin(options: {
  origin: string;
  shell: Shell;
}): RequestHandler {
  return (request, response, next) => {
    const origin = request.get('origin');
    const isOurs =
      origin === undefined
        ? request.get('sec-fetch-site') === 'same-origin'
        : origin === options.origin;
    if (isOurs) {
      next();
      return;
    }
    sendProblem({
      request,
      response,
      shell: options.shell,
      problem: {
        status: 403,
        title: 'This form was not sent from the app',
        advice: 'Open the page again and send the form from there.',
      },
    });
  };
}
