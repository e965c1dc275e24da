import type { Integration } from '@micro-apps/governance-core';
import { useName, type AppUse } from '../registry/DatabaseAppUses';

/** Everything by which an app can use a vendor: its name, hosts and packages. */
export function usesOfVendor(
  name: string,
  facts: Pick<Integration, 'hosts' | 'sdkPackages'>,
): readonly AppUse[] {
  return [
    { kind: 'vendor' as const, name },
    ...facts.hosts.map(host => ({ kind: 'host' as const, name: host })),
    ...facts.sdkPackages.map(sdk => ({
      kind: 'component' as const,
      name: sdk,
    })),
  ].flatMap(wanted);
}

/**
 * Everything by which an app can use an API: its name, its hosts, and the
 * scopes that belong to it. A scope belongs to the system that its name begins
 * with: `people:read` to `people` and to `people-api`.
 */
export function usesOfApi(
  name: string,
  integrations: readonly Integration[],
): readonly AppUse[] {
  const hosts = integrations.flatMap(each =>
    each.kind === 'api' && each.name === name ? each.hosts : [],
  );
  const system = name.toLowerCase().replace(/-api$/, '');
  const scopes = integrations.filter(
    each =>
      each.kind === 'scope' && each.name.toLowerCase().split(':')[0] === system,
  );
  return [
    { kind: 'scope' as const, name },
    ...scopes.map(scope => ({ kind: 'scope' as const, name: scope.name })),
    ...hosts.map(host => ({ kind: 'host' as const, name: host })),
  ].flatMap(wanted);
}

/** One thing in the spelling that it is looked up by; none for an empty name. */
export function wanted({ kind, name }: AppUse): readonly AppUse[] {
  const spelled = useName(kind, name);
  return spelled ? [{ kind, name: spelled }] : [];
}
