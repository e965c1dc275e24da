import { equalsInConstantTime } from './constant-time.ts';
import { findAccountByLogin, type Account } from './directory.ts';

/** Wrong passwords in a row after which an account has to wait. */
const allowedFailures = 5;
const waitMilliseconds = 30_000;

/** What a password check found. */
export type PasswordResult =
  | { outcome: 'ok'; account: Account }
  | { outcome: 'wrong' }
  | { outcome: 'wait'; seconds: number };

/** Checks passwords and slows guessing down, per account and in memory. */
export class PasswordCheck {
  readonly #passwords: ReadonlyMap<string, string>;
  readonly #now: () => number;
  readonly #failures = new Map<string, { count: number; last: number }>();

  constructor(
    passwords: ReadonlyMap<string, string>,
    now: () => number = Date.now,
  ) {
    this.#passwords = passwords;
    this.#now = now;
  }

  /** Checks one attempt; an unknown name takes as long as a wrong password. */
  check(attempt: { login: string; password: string }): PasswordResult {
    const account = findAccountByLogin(attempt.login);
    const expected = account && this.#passwords.get(account.userName);
    const matches = equalsInConstantTime(attempt.password, expected ?? '');
    if (!account || !expected) {
      return { outcome: 'wrong' };
    }
    const seconds = this.#secondsToWait(account.userName);
    if (seconds > 0) {
      return { outcome: 'wait', seconds };
    }
    if (!matches) {
      this.#recordFailure(account.userName);
      return { outcome: 'wrong' };
    }
    this.#failures.delete(account.userName);
    return { outcome: 'ok', account };
  }

  #secondsToWait(userName: string): number {
    const failures = this.#failures.get(userName);
    if (!failures || failures.count < allowedFailures) {
      return 0;
    }
    const left = failures.last + waitMilliseconds - this.#now();
    if (left <= 0) {
      this.#failures.delete(userName);
      return 0;
    }
    return Math.ceil(left / 1000);
  }

  #recordFailure(userName: string) {
    const count = (this.#failures.get(userName)?.count ?? 0) + 1;
    this.#failures.set(userName, { count, last: this.#now() });
  }
}
