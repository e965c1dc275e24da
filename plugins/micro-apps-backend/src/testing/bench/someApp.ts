import {
  AUDIENCES,
  DATA_CLASSES,
  DATA_VOLUMES,
  type AppStanding,
  type Registration,
} from '@micro-apps/governance-core';
import { SOME_INTEGRATIONS } from '@micro-apps/governance-core/testing';
import { assess } from '../../registry/assess';
import type { NewApp } from '../../registry/DatabaseAppStore';

const WORDS = [
  'lunch',
  'travel',
  'budget',
  'garden',
  'report',
  'meeting',
  'parking',
  'library',
];
const PEOPLE = 5_000;
const UNITS = 40;
const START = Date.parse('2026-01-01T00:00:00.000Z');

/** Spreads numbers, the same in every run. */
function mixed(index: number, salt: number): number {
  const hash = Math.imul((index + 1) ^ (salt * 0x9e3779b1), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}

function pick<T>(items: readonly T[], index: number, salt: number): T {
  return items[mixed(index, salt) % items.length];
}

/** The `index`-th registration of a company: mostly harmless. */
export function someRegistration(index: number): Registration {
  const word = pick(WORDS, index, 1);
  const sensitive = mixed(index, 2) % 10 === 0;
  return {
    name: `${word} ${pick(WORDS, index, 3)} ${index}`,
    purpose: `Helps a team with its ${word}, in a sentence or two as people write them`,
    owner: `user:default/person${mixed(index, 4) % PEOPLE}`,
    successor: `user:default/person${(mixed(index, 4) + 1) % PEOPLE}`,
    businessUnit: `group:default/unit${mixed(index, 5) % UNITS}`,
    audience: pick(AUDIENCES, index, 6),
    classification: sensitive ? pick(DATA_CLASSES, index, 7) : 'internal',
    dataTypes: [{ category: 'names', volume: pick(DATA_VOLUMES, index, 8) }],
    scopes: ['people:read'],
    vendors: [],
    libraries: ['express'],
    endpoints: [],
    hosting: 'company',
    retentionDays: 1 + (mixed(index, 9) % 700),
    decommissionPlan: 'Switch it off, delete the data, tell the team.',
  };
}

/** The same on record, assessed as the registry does it. */
export function someApp(index: number): NewApp {
  const registration = someRegistration(index);
  const odd = mixed(index, 10) % 1_000;
  const held: AppStanding = odd === 0 ? 'quarantined' : 'retired';
  return {
    id: registration.name.replaceAll(' ', '-'),
    registration,
    lookAlikes: odd === 1 ? ['another-app'] : [],
    standing: odd === 0 || odd > 980 ? held : 'active',
    assessment: assess({
      registration,
      integrations: SOME_INTEGRATIONS,
      now: new Date(START),
    }),
    via: 'api',
    createdBy: registration.owner,
    at: new Date(START + mixed(index, 11) * 6).toISOString(),
  };
}
