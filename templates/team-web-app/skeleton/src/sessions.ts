import { randomBytes } from 'node:crypto';

/** Who is signed in, as the sign-in service vouched for. */
export type Identity = {
  subject: string;
  displayName: string;
  roles: readonly string[];
  accessToken: string;
  /** When the access token ends, in milliseconds since 1970. */
  accessTokenExpiresAt: number;
};

/** One signed-in browser. */
export type Session = { id: string; identity: Identity };

/** Sessions live in memory only: a restart signs everybody out. */
export type Sessions = {
  /** Starts a session under a new random id; call it after every sign-in. */
  start(identity: Identity): Session;
  /** The session of this id, if it is still alive; using it keeps it alive. */
  use(id: string): Session | undefined;
  end(id: string): void;
  count(): number;
};

const MINUTE = 60_000;

/**
 * In: idle limit and longest life in milliseconds, the most sessions at once
 * (the one idle for longest makes room), and the clock.
 */
export function createSessions(options: {
  now: () => number;
  idleMs?: number;
  lifeMs?: number;
  most?: number;
}): Sessions {
  const { now, idleMs = 30 * MINUTE, lifeMs = 480 * MINUTE } = options;
  const most = options.most ?? 1_000;
  const alive = new Map<
    string,
    { session: Session; startedAt: number; usedAt: number }
  >();

  function isOver(row: { startedAt: number; usedAt: number }): boolean {
    return now() - row.usedAt > idleMs || now() - row.startedAt > lifeMs;
  }

  function sweep(): void {
    for (const [id, row] of alive) if (isOver(row)) alive.delete(id);
  }

  return {
    start(identity) {
      sweep();
      // A Map keeps its order, and `use` moves a session to the end.
      for (const id of alive.keys()) {
        if (alive.size < most) break;
        alive.delete(id);
      }
      const session = { id: randomBytes(32).toString('base64url'), identity };
      alive.set(session.id, { session, startedAt: now(), usedAt: now() });
      return session;
    },
    use(id) {
      const row = alive.get(id);
      if (row === undefined) return undefined;
      alive.delete(id);
      if (isOver(row)) return undefined;
      alive.set(id, { ...row, usedAt: now() });
      return row.session;
    },
    end(id) {
      alive.delete(id);
    },
    count() {
      sweep();
      return alive.size;
    },
  };
}
