import {
  useCallback,
  useEffect,
  useRef,
  useState,
  type DependencyList,
} from 'react';

/** Something loaded from elsewhere, with its last good value. @public */
export interface AsyncResource<T> {
  /** The newest value that arrived; kept while it is loaded again. */
  readonly value?: T;
  /** Why the newest attempt failed. */
  readonly error?: Error;
  readonly loading: boolean;
  /** Loads again; resolves when the answer is there. */
  readonly reload: () => Promise<void>;
}

interface Outcome<T> {
  /** Which `deps` it belongs to. */
  readonly key: number;
  readonly value?: T;
  readonly error?: Error;
  readonly loading: boolean;
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

/**
 * Loads when it is first shown and whenever `deps` change, and polls when
 * asked to. Only the newest attempt counts: a late answer of an earlier one is
 * dropped. A reload keeps the value meanwhile, and so does a failure.
 * @public
 */
export function useAsyncResource<T>(
  load: () => Promise<T>,
  deps: DependencyList,
  options: {
    /** Milliseconds between an answer and the next attempt; absent: no polling. */
    pollMs?: number;
    /** Keep the value of other `deps` until the new one arrives, as lists do. */
    keepOnChange?: boolean;
  } = {},
): AsyncResource<T> {
  const { pollMs, keepOnChange = false } = options;
  const key = useStableKey(deps);
  const [outcome, setOutcome] = useState<Outcome<T>>({ key, loading: true });
  const newest = useRef({ load, key });
  newest.current = { load, key };
  const attempt = useRef(0);

  const reload = useCallback(async () => {
    attempt.current += 1;
    const mine = attempt.current;
    const { load: loadNow, key: keyNow } = newest.current;
    setOutcome(before => ({ ...before, loading: true }));
    try {
      const value = await loadNow();
      if (mine === attempt.current) {
        setOutcome({ key: keyNow, value, loading: false });
      }
    } catch (thrown) {
      if (mine === attempt.current) {
        setOutcome(before => ({
          key: keyNow,
          value:
            keepOnChange || before.key === keyNow ? before.value : undefined,
          error: asError(thrown),
          loading: false,
        }));
      }
    }
  }, [keepOnChange]);

  useEffect(() => {
    reload();
    return () => {
      attempt.current += 1;
    };
  }, [key, reload]);

  // By outcome, not by `loading`: an answer can be there before "loading" was
  // ever drawn, and then nothing but the outcome has changed.
  useEffect(() => {
    if (!pollMs || outcome.loading) return undefined;
    const timer = setTimeout(reload, pollMs);
    return () => clearTimeout(timer);
  }, [pollMs, outcome, reload]);

  if (outcome.key === key) {
    const { value, error } = outcome;
    return { value, error, loading: outcome.loading, reload };
  }
  const value = keepOnChange ? outcome.value : undefined;
  return { value, loading: true, reload };
}

/** A number that moves on when an entry of `deps` is another one. */
function useStableKey(deps: DependencyList): number {
  const seen = useRef<{ deps: DependencyList; key: number }>({ deps, key: 0 });
  const { deps: before, key } = seen.current;
  const same =
    before.length === deps.length &&
    deps.every((entry, index) => Object.is(entry, before[index]));
  if (!same) seen.current = { deps, key: key + 1 };
  return seen.current.key;
}
