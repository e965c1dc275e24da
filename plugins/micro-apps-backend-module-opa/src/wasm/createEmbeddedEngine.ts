import type { PolicyEnginePort } from '@micro-apps/plugin-micro-apps-node';
import type { ReadSettings } from '../settings/readPolicySettings';
import { LoadedRules } from './LoadedRules';

/**
 * The shipped rules with the organisation's settings, in this process.
 * @throws when the rules do not load; nothing starts then
 */
export async function createEmbeddedEngine(options: {
  shipped: { wasm: Uint8Array; revision: string };
  settings: ReadSettings;
  timeoutMs?: number;
}): Promise<PolicyEnginePort & { stop(): Promise<void> }> {
  const { shipped, settings, timeoutMs } = options;
  const rules = await LoadedRules.load({
    wasm: shipped.wasm,
    data: {},
    revision: `${shipped.revision}${settings.suffix}`,
    settings,
    timeoutMs,
  });
  return {
    engine: 'embedded',
    revision: rules.revision,
    decide: input => rules.decide(input),
    describe: async () => rules.describe('embedded'),
    stop: () => rules.stop(),
  };
}
