import { normaliseRef } from '@micro-apps/governance-core';
import type { NoticeAudience } from '../../kernel/notices';
import type { AppRow } from '../AppStore';

/** Who answers for an app; of a draft that a team holds, administrators. */
export function ownersOf({ registration }: AppRow): NoticeAudience {
  const owner = normaliseRef(registration.owner);
  return owner.startsWith('user:')
    ? { people: [owner] }
    : { administrators: true };
}

/** The page of an app in the portal. */
export function pageOf({ id }: Pick<AppRow, 'id'>): string {
  return `/catalog/default/component/${id}/risk`;
}
