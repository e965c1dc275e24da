import { APPROVER_ROLES } from '@micro-apps/governance-core';
import type { Notice, NoticeAudience } from '../kernel/notices';

/** A notice as it comes out of the outbox. */
export type QueuedNotice = Omit<Notice, 'at' | 'dueAt'>;

/**
 * Reads what `enqueueNotice` wrote.
 * @throws when it is something else
 */
export function readNotice(payload: Record<string, unknown>): QueuedNotice {
  const { key, kind, title, text, link, appId, urgent, to } = payload;
  const audience = readAudience(to);
  if (
    typeof key !== 'string' ||
    typeof kind !== 'string' ||
    typeof title !== 'string' ||
    typeof text !== 'string' ||
    typeof link !== 'string' ||
    !audience
  ) {
    throw new Error('This is no notice');
  }
  return {
    key,
    kind,
    title,
    text,
    link,
    appId: typeof appId === 'string' ? appId : undefined,
    urgent: urgent === true,
    to: audience,
  };
}

function readAudience(to: unknown): NoticeAudience | undefined {
  if (typeof to !== 'object' || to === null) return undefined;
  if ('administrators' in to) return { administrators: true };
  if ('people' in to && Array.isArray(to.people)) {
    return { people: to.people.map(String) };
  }
  if ('groups' in to && Array.isArray(to.groups)) {
    return { groups: to.groups.map(String) };
  }
  if (!('role' in to)) return undefined;
  const role = APPROVER_ROLES.find(each => each === to.role);
  const unit = 'businessUnit' in to ? to.businessUnit : undefined;
  return (
    role && { role, businessUnit: typeof unit === 'string' ? unit : undefined }
  );
}
