import type { AuthService } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { accept, refuse, type Result } from '@micro-apps/governance-core';
import {
  ANNOTATION_DEACTIVATED,
  ANNOTATION_SUBJECT,
} from '@micro-apps/plugin-micro-apps-common';
import { transitiveGroups } from '@micro-apps/plugin-micro-apps-node';
import type { Actor, Clock } from '../kernel/types';

/** A page that polls does not ask the catalog each time. */
const READ_CACHE_MS = 10_000;
const MAX_CACHED = 1_000;

/**
 * Who somebody is right now: stable subject, e-mail address and every group,
 * read from the catalog with the service's own credentials, never from the
 * token (architecture, Approvers).
 */
export function createFindActor(options: {
  catalog: CatalogService;
  auth: AuthService;
  clock: Clock;
  /** Whether somebody has left whom the directory still has. */
  hasLeft?: (person: Pick<Actor, 'ref' | 'subject'>) => Promise<boolean>;
}) {
  const { catalog, auth, clock, hasLeft } = options;
  const known = new Map<string, { at: number; actor: Actor }>();

  /** `undefined`: the catalog does not know her. */
  async function read(
    ref: string,
  ): Promise<{ actor: Actor; deactivated: boolean } | undefined> {
    const credentials = await auth.getOwnServiceCredentials();
    const [user, groups] = await Promise.all([
      catalog.getEntityByRef(ref, { credentials }),
      transitiveGroups({ catalog, credentials, userRef: ref }),
    ]);
    if (!user || !groups) return undefined;
    return {
      actor: {
        ref,
        subject: user.metadata.annotations?.[ANNOTATION_SUBJECT],
        email: emailOf(user),
        direct: true,
        groups: [...groups],
      },
      deactivated: isDeactivated(user),
    };
  }

  return async function findActor(asked: {
    ref: string;
    direct: boolean;
    /** Read now; for everything that changes something. */
    fresh: boolean;
  }): Promise<Result<Actor>> {
    const { ref, direct, fresh } = asked;
    const now = clock().getTime();
    const earlier = known.get(ref);
    if (!fresh && earlier && now - earlier.at < READ_CACHE_MS) {
      return accept({ ...earlier.actor, direct });
    }
    let found: Awaited<ReturnType<typeof read>>;
    try {
      found = await read(ref);
    } catch {
      return refuse(
        'directory-unavailable',
        'The directory of people cannot be reached right now. Try again in a minute',
      );
    }
    if (!found) {
      return refuse(
        'not-allowed',
        'The software catalog does not know you. Ask your platform team to add you',
      );
    }
    const { actor, deactivated } = found;
    // Told by the registry: where it is away, that is what is said.
    if (deactivated || (await hasLeft?.(actor))) {
      known.delete(ref);
      return refuse(
        'not-allowed',
        'Your account is marked as that of somebody who has left. Ask your platform team if that is wrong',
      );
    }
    if (known.size >= MAX_CACHED) known.clear();
    known.set(ref, { at: now, actor });
    return accept({ ...actor, direct });
  };
}

/** The directory keeps the entity of somebody who has left. */
export function isDeactivated({ metadata }: Entity): boolean {
  return metadata.annotations?.[ANNOTATION_DEACTIVATED] === 'true';
}

function emailOf({ spec }: Entity): string | undefined {
  const profile = spec?.profile;
  const email =
    typeof profile === 'object' && profile !== null && 'email' in profile
      ? profile.email
      : undefined;
  return typeof email === 'string' ? email : undefined;
}
