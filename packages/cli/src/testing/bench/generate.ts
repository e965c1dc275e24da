import {
  AUDIENCES,
  DATA_CATEGORIES,
  DATA_CLASSES,
  DATA_VOLUMES,
  HOSTINGS,
  type Integration,
  type Registration,
} from '@micro-apps/governance-core';

const KINDS = ['scope', 'vendor'] as const;
const VENDOR_KINDS = [
  'general',
  'crm',
  'hr',
  'payment',
  'health',
  'identity',
] as const;

/** Numbers from 0 to 1 that look random and are the same in every run. */
function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** An integration catalog as a company of some size has one. */
export function someCatalog(size: number): readonly Integration[] {
  const random = createRandom(size);
  return Array.from({ length: size }, (_, index): Integration => {
    const kind = KINDS[index % KINDS.length];
    const low = random() < 0.7;
    return {
      kind,
      name: kind === 'scope' ? `system${index}:read` : `vendor${index}`,
      title: `Integration ${index}`,
      minimumClass: low ? 'internal' : DATA_CLASSES[index % 4],
      privileged: random() < 0.1,
      preAuthorised: low,
      ...(kind === 'vendor' && {
        vendorKind: low ? 'general' : VENDOR_KINDS[index % 6],
        approvedUntil: '2030-01-01T00:00:00.000Z',
      }),
      hosts: kind === 'vendor' ? [`api.vendor${index}.example`] : [],
      sdkPackages: kind === 'vendor' ? [`vendor${index}-sdk`] : [],
    };
  });
}

/** The `index`-th registration: mostly harmless, now and then anything. */
export function someRegistration(
  index: number,
  catalog: readonly Integration[],
): Registration {
  const random = createRandom(index + 1);
  const pick = <T>(items: readonly T[]) =>
    items[Math.floor(random() * items.length)];
  const names = (kind: Integration['kind'], most: number) => {
    const known = catalog.filter(integration => integration.kind === kind);
    const count = Math.floor(random() * (most + 1));
    return [...new Set(Array.from({ length: count }, () => pick(known).name))];
  };
  const categories = new Set(
    Array.from({ length: Math.floor(random() * 4) }, () =>
      pick(random() < 0.8 ? DATA_CATEGORIES.slice(1, 4) : DATA_CATEGORIES),
    ),
  );
  return {
    name: `App ${index}`,
    purpose: 'Helps a team with its daily work',
    owner: `user:default/person${index % 5_000}`,
    ...(random() < 0.7 && { successor: `user:default/person${index % 4_999}` }),
    businessUnit: `group:default/unit${index % 40}`,
    audience: pick(AUDIENCES),
    classification: random() < 0.7 ? 'internal' : pick(DATA_CLASSES),
    dataTypes: [...categories]
      .filter(category => category !== 'none')
      .map(category => ({ category, volume: pick(DATA_VOLUMES) })),
    aiGeneratedShare: Math.floor(random() * 101),
    scopes: names('scope', 3),
    vendors: names('vendor', 2),
    libraries: ['express', 'zod'],
    endpoints: random() < 0.3 ? ['https://api.partner.example/v1'] : [],
    hosting: pick(HOSTINGS),
    retentionDays: 1 + Math.floor(random() * 700),
    decommissionPlan: 'Switch it off, delete the data, tell the team.',
  };
}
