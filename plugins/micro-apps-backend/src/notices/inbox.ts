import type { NotificationService } from '@backstage/plugin-notifications-node';
import { ReceiverAway } from '../kernel/outbox';

/** One message in a person's inbox. */
export interface InboxMessage {
  readonly person: string;
  readonly title: string;
  readonly text: string;
  /** Path in the portal. */
  readonly link: string;
  readonly urgent: boolean;
  /** People can switch kinds off in their settings. */
  readonly kind: string;
  /** The same message again replaces the earlier one. */
  readonly key: string;
}

/** The portal has no notifications plugin, or does not have it yet. */
export class NoInbox extends ReceiverAway {}

/** Puts a message into an inbox. */
export type Inbox = (message: InboxMessage) => Promise<void>;

/**
 * The inbox of Backstage's notifications. Its processors send mail from there,
 * where they are installed.
 * @throws NoInbox, ReceiverAway, or an error for a message that is not taken
 */
export function createInbox(notifications: NotificationService): Inbox {
  return async ({ person, title, text, link, urgent, kind, key }) => {
    try {
      await notifications.send({
        recipients: { type: 'entity', entityRef: person },
        payload: {
          title,
          description: text,
          link,
          severity: urgent ? 'high' : 'normal',
          topic: kind,
          scope: `micro-apps:${key}`,
        },
      });
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      // The client of the notifications plugin tells the status in words only.
      const status = Number(/status (\d{3})\b/.exec(words)?.[1]);
      if (status === 404) {
        throw new NoInbox('The notifications plugin is not installed');
      }
      if (status === 400 || status === 413 || status === 422) {
        throw new Error(`The notifications plugin answered ${status}`);
      }
      throw new ReceiverAway('The notifications plugin cannot be reached');
    }
  };
}
