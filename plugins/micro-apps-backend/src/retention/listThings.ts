import type { DispositionPort } from '@micro-apps/plugin-micro-apps-node';
import type { Settings } from '../kernel/settings';
import { keyOf, type KeptRow } from './DatabaseKeptThings';

/** What changed since an app was looked at the last time. */
export interface Seen {
  /** Everything that is there now. */
  readonly things: readonly KeptRow[];
  /** What is new, or holds something else. */
  readonly changed: readonly KeptRow[];
  readonly gone: readonly KeptRow[];
}

/**
 * Looks at what an app keeps. The age of a thing counts from when the portal
 * first saw it, whatever date is written on it. Data that holds something else
 * by now has come in since. Test data has not: its week goes on however often it
 * is written anew, and what came in between two looks counts from the first of
 * them, so that it is gone within the week (reliability B12).
 */
export async function listThings(options: {
  disposition: DispositionPort;
  settings: Pick<Settings, 'environments'>;
  appId: string;
  known: readonly KeptRow[];
  lookedAt?: string;
  now: Date;
}): Promise<Seen> {
  const { disposition, settings, appId, known, now } = options;
  const at = now.toISOString();
  const since = options.lookedAt ?? at;
  const before = new Map(known.map(thing => [keyOf(thing), thing]));
  const things: KeptRow[] = [];
  const changed: KeptRow[] = [];
  for await (const found of disposition.list({ appId })) {
    const { environment, name, digest } = found;
    const kind = kindOf(settings, environment);
    const earlier = before.get(keyOf(found));
    before.delete(keyOf(found));
    const sameContent = earlier?.digest === digest;
    const isOld = earlier && (kind === 'test-data' || sameContent);
    const cameIn = kind === 'test-data' ? since : at;
    const thing: KeptRow = {
      appId,
      environment,
      name,
      digest,
      kind,
      receivedAt: isOld ? earlier.receivedAt : cameIn,
    };
    things.push(thing);
    if (!earlier || !sameContent || earlier.kind !== kind) changed.push(thing);
  }
  return { things, changed, gone: [...before.values()] };
}

function kindOf(
  { environments }: Pick<Settings, 'environments'>,
  environment: string,
): KeptRow['kind'] {
  const found = environments.find(({ name }) => name === environment);
  return found?.dataKind === 'sanitised' ? 'test-data' : 'data';
}
