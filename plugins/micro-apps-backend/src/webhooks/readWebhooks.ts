import type { RootConfigService } from '@backstage/backend-plugin-api';
import type { Config } from '@backstage/config';
import {
  MICRO_APPS_EVENT_TYPES,
  type MicroAppsEventType,
} from '@micro-apps/plugin-micro-apps-common';
import { signDelivery } from '@micro-apps/plugin-micro-apps-node';
import { isIP } from 'node:net';
import { addressProblem } from '../kernel/outbound/publicAddress';

/** One receiver of events. */
export interface Webhook {
  readonly id: string;
  readonly url: string;
  /** The newest first; two while one takes the place of the other. */
  readonly secrets: readonly string[];
  /** The kinds of events it is told. */
  readonly events: ReadonlySet<MicroAppsEventType>;
  /** Its host is one of the organisation's own. */
  readonly allowPrivate: boolean;
}

const KEY = 'microApps.webhooks';
const ID = /^[a-z][a-z0-9-]{0,29}$/;

/**
 * Reads `microApps.webhooks`.
 * @throws with the webhook and what it has to be, so that a wrong installation
 * does not start; never with a secret
 */
export function readWebhooks(config: RootConfigService): readonly Webhook[] {
  const webhooks = (config.getOptionalConfigArray(KEY) ?? []).map(readWebhook);
  const ids = webhooks.map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice) throw new Error(`${KEY} has two webhooks with the id "${twice}"`);
  return webhooks;
}

function readWebhook(config: Config): Webhook {
  const id = config.getString('id');
  if (!ID.test(id)) {
    throw new Error(
      `${KEY}: the id "${id}" needs to be 1 to 30 small letters, digits and dashes`,
    );
  }
  const fail = (what: string) => new Error(`${KEY}: "${id}" ${what}`);
  const allowPrivate = config.getOptionalBoolean('allowPrivate') ?? false;
  const url = checkedUrl(config.getString('url'), { allowPrivate, fail });
  const secret = config.getOptional('secret');
  const secrets = (Array.isArray(secret) ? secret : [secret]).flatMap(each =>
    typeof each === 'string' ? [each] : [],
  );
  try {
    signDelivery({ body: '', id, secrets, at: new Date(0) });
  } catch {
    throw fail(
      'needs a secret of at least 32 characters, or two while they change over',
    );
  }
  const events = new Set<MicroAppsEventType>();
  for (const pattern of config.getStringArray('events')) {
    const matching = MICRO_APPS_EVENT_TYPES.filter(
      type =>
        pattern === '*' ||
        pattern === type ||
        (pattern.endsWith('.*') && type.startsWith(pattern.slice(0, -1))),
    );
    if (matching.length === 0) {
      throw fail(
        `asks for the event "${pattern}", which there is not. There are: ${MICRO_APPS_EVENT_TYPES.join(
          ', ',
        )}`,
      );
    }
    matching.forEach(type => events.add(type));
  }
  if (events.size === 0) throw fail('names no event, so nothing would be sent');
  return { id, url, secrets, events, allowPrivate };
}

function checkedUrl(
  given: string,
  options: { allowPrivate: boolean; fail: (what: string) => Error },
): string {
  const { allowPrivate, fail } = options;
  const url = URL.parse(given);
  if (!url) throw fail('needs a whole address, like https://example.com/hook');
  if (url.username || url.password) {
    throw fail('must not carry a password in its address; the secret signs');
  }
  const secure = url.protocol === 'https:';
  if (!secure && !(url.protocol === 'http:' && allowPrivate)) {
    throw fail(
      'needs https. Only a host of your own, with allowPrivate: true, may be reached by http',
    );
  }
  // The parser has turned decimal, octal and hexadecimal forms into one.
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const problem = isIP(host)
    ? addressProblem(host, { allowOwn: allowPrivate })
    : undefined;
  if (problem) throw fail(`cannot be reached: ${problem}`);
  return url.href;
}
