import { SAM } from '../../__testUtils__/people';
import { clientOf, type Row } from './measure';

const GOAL_MS = 30_000;
const PAUSE_MS = 250;

/**
 * What a switch of one of the shipped rules would touch, over all apps, asked
 * for as the screen does; with how often its progress was seen to change.
 */
export async function measurePreview(options: {
  url: string;
  database: string;
}): Promise<Row> {
  const { url, database } = options;
  const send = clientOf(url);
  const policy = await send(SAM, '/policy');
  const [rule] = (policy.rules as { id: string; mode: string }[]).filter(
    ({ mode }) => mode === 'enforce',
  );
  const began = performance.now();
  let view = await send(SAM, '/policy/previews', {
    rule: rule.id,
    mode: 'warn',
  });
  const seen = new Set<unknown>();
  while (view.state === 'running') {
    await new Promise(resolve => setTimeout(resolve, PAUSE_MS));
    view = await send(SAM, `/policy/previews/${view.id}`);
    seen.add(view.done);
  }
  if (view.state !== 'done') throw new Error(`Preview: ${view.problem}`);
  const ms = performance.now() - began;
  const touched = (view.result as { apps: number }).apps;
  const count = Number(view.total).toLocaleString('en');
  return {
    what: `${database}: switch of ${rule.id} looked at over ${count} apps`,
    measured: `${(ms / 1000).toFixed(1)} s (${touched} touched, progress seen ${
      seen.size
    } times)`,
    goal: `${GOAL_MS / 1000} s`,
    ratio: GOAL_MS / ms,
  };
}
