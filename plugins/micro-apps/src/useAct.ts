import { useState } from 'react';
import { useToast } from '@micro-apps/plugin-micro-apps-react';

/** Something that a button does: once at a time, told when it is done. */
export function useAct() {
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error>();
  /** @returns whether it worked */
  async function act(work: () => Promise<unknown>, done: string) {
    setBusy(true);
    setError(undefined);
    try {
      await work();
      toast({ message: done });
      return true;
    } catch (thrown) {
      setError(thrown instanceof Error ? thrown : new Error(String(thrown)));
      return false;
    } finally {
      setBusy(false);
    }
  }
  return { act, busy, error, clear: () => setError(undefined) };
}
