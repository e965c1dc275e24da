import type { LoggerService } from '@backstage/backend-plugin-api';
import { normaliseRef } from '@micro-apps/governance-core';
import type { MembersOf } from '../directory/membersOf';
import type { NoticeAudience } from '../kernel/notices';
import { ReceiverAway } from '../kernel/outbox';
import { approverGroups, type Settings } from '../kernel/settings';

/**
 * Who is told, now. A role that nobody holds is told the administrators, who can
 * give it to somebody: otherwise nobody would know (reliability E5).
 * @throws ReceiverAway when the catalog cannot be reached
 */
export async function resolveAudience(
  deps: {
    membersOf: MembersOf;
    settings: Pick<
      Settings,
      'administrators' | 'approvers' | 'approversByBusinessUnit'
    >;
    logger: LoggerService;
  },
  to: NoticeAudience,
  businessUnit: string | undefined,
): Promise<{ people: readonly string[]; insteadOf?: string }> {
  const { settings, logger } = deps;
  if ('people' in to) {
    const people = to.people
      .map(ref => normaliseRef(ref))
      .filter(ref => ref.startsWith('user:'));
    return { people: [...new Set(people)] };
  }
  const membersOf = async (groups: readonly string[]) => {
    try {
      return await deps.membersOf(groups);
    } catch {
      throw new ReceiverAway('The directory of people cannot be reached');
    }
  };
  if ('administrators' in to) {
    return { people: await membersOf(settings.administrators) };
  }
  if ('groups' in to) return { people: await membersOf(to.groups) };
  const unit = to.businessUnit ?? businessUnit;
  const people = await membersOf(approverGroups(settings, to.role, unit));
  if (people.length > 0) return { people };
  logger.warn(
    `Nobody holds the approver role ${to.role}; administrators are told instead`,
  );
  return {
    people: await membersOf(settings.administrators),
    insteadOf: to.role,
  };
}
