import type {
  ChangeItem,
  RequestView,
} from '@micro-apps/plugin-micro-apps-common';
import { useMicroAppsApi } from '@micro-apps/plugin-micro-apps-react';
import { useRef, useState } from 'react';

/**
 * Ticks that show at once. A tick stays until the page has looked again, and
 * goes back when the server refuses it.
 */
export function useTicks(
  request: RequestView,
  onDone: () => void | Promise<void>,
) {
  const api = useMicroAppsApi();
  const [meant, setMeant] = useState<Readonly<Record<string, boolean>>>({});
  const [underWay, setUnderWay] = useState(0);
  const [error, setError] = useState<Error>();
  // What is under way right now, for handlers that began earlier.
  const pending = useRef(0);
  const count = (change: 1 | -1) => {
    pending.current += change;
    setUnderWay(pending.current);
  };

  async function tick(itemId: string, done: boolean) {
    setMeant(before => ({ ...before, [itemId]: done }));
    setError(undefined);
    count(1);
    try {
      await api.tickItem(request.id, itemId, done);
    } catch (thrown) {
      setError(thrown instanceof Error ? thrown : new Error(String(thrown)));
      setMeant(({ [itemId]: _, ...others }) => others);
    }
    await onDone();
    count(-1);
    // A look that another tick overtook may not show this one yet.
    if (pending.current === 0) setMeant({});
  }

  const items: readonly ChangeItem[] = request.items.map(item => ({
    ...item,
    done: meant[item.id] ?? item.done,
  }));
  return { items, tick, saving: underWay > 0, error };
}
