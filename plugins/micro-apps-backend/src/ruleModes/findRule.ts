import { accept, refuse, type Result } from '@micro-apps/governance-core';
import type { BackendDeps } from '../kernel/deps';
import type {
  SwitchedDescription,
  SwitchedRule,
} from '../policy/switchedRules';

/** A rule that is in force, and an environment that there is. */
export async function findRule(
  { policy, settings }: Pick<BackendDeps, 'policy' | 'settings'>,
  { rule: id, ring }: { rule: string; ring?: string },
): Promise<Result<{ rule: SwitchedRule; described: SwitchedDescription }>> {
  const described = await policy.describe();
  const rule = described.rules.find(each => each.id === id);
  if (!rule) {
    return refuse(
      'unknown-record',
      `There is no company rule "${id}" now. Reload the page`,
    );
  }
  const rings = settings.environments.map(({ name }) => name);
  if (ring !== undefined && !rings.includes(ring)) {
    return refuse(
      'invalid-input',
      `There is no environment "${ring}". There are: ${rings.join(', ')}`,
      [{ path: 'ring', message: 'Choose one from the list' }],
    );
  }
  return accept({ rule, described });
}
