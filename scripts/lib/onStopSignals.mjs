const SAME_KEY_MS = 500;

/**
 * Calls `first` on Ctrl+C, SIGTERM or a closed terminal, and `second` when
 * somebody asks again. npm and the terminal both pass one Ctrl+C on; the second
 * of such a pair is no impatience.
 */
export function onStopSignals({ first, second }) {
  let asked = 0;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      const now = Date.now();
      if (asked === 0) first();
      else if (now - asked > SAME_KEY_MS) second();
      asked = now;
    });
  }
}
