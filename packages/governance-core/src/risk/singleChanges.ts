import type { Integration } from '../classification/dataClass';
import type { IntegrationMatch } from '../classification/integrationsOf';
import { normaliseText } from '../names/normaliseText';
import { hostOf } from '../registration/endpoint';
import {
  AUDIENCES,
  DATA_VOLUMES,
  isRetentionWindow,
} from '../registration/registration';
import type { DataType, Registration } from '../registration/registration';
import { largestVolumes } from './personalData';
import type { RiskModel } from './riskModel';

/** One thing that a maker can change, and the registration that results. */
export interface SingleChange {
  /** Contribution that it concerns. */
  readonly code: string;
  /** What it settles; two changes of one slot cannot be made together. */
  readonly slot: string;
  /** How much work or loss it is, 1 the least. */
  readonly effort: number;
  /** Imperative, plain: "Name a second owner". */
  readonly change: string;
  /** What the app would then be like: "Without crm:write". */
  readonly without: string;
  /** Makes the change, also after others of other slots were made. */
  readonly apply: (registration: Registration) => Registration;
}

/** The slot that holds everything about people. */
export const ALL_PERSONAL_DATA = 'data:*';

interface Facts {
  readonly registration: Registration;
  readonly model: RiskModel;
  /** How the registration and the integration catalog meet. */
  readonly match: IntegrationMatch;
}

/** Every use of one vendor: its name, the hosts and the packages of it. */
function withoutVendor(
  registration: Registration,
  name: string,
  integration?: Integration,
): Registration {
  const hosts = (integration?.hosts ?? []).map(hostOf);
  const packages = (integration?.sdkPackages ?? []).map(normaliseText);
  return {
    ...registration,
    vendors: registration.vendors.filter(
      vendor => normaliseText(vendor) !== name,
    ),
    endpoints: registration.endpoints.filter(
      endpoint => !hosts.includes(hostOf(endpoint)),
    ),
    libraries: registration.libraries.filter(
      library => !packages.includes(normaliseText(library)),
    ),
  };
}

function accessChanges(facts: Facts): SingleChange[] {
  const { registration, model, match } = facts;
  const changes: SingleChange[] = [];
  const scopes = new Set(registration.scopes.map(normaliseText));
  for (const scope of scopes) {
    changes.push({
      code: `scope:${scope}`,
      slot: `scope:${scope}`,
      effort: 2,
      change: `Do without the scope ${scope}`,
      without: `Without ${scope}`,
      apply: before => ({
        ...before,
        scopes: before.scopes.filter(other => normaliseText(other) !== scope),
      }),
    });
  }
  const vendors: { name: string; title: string; integration?: Integration }[] =
    [
      ...match.unknownVendors.map(name => ({ name, title: name })),
      ...match.used
        .filter(({ integration }) => integration.kind === 'vendor')
        .map(({ integration }) => ({
          name: normaliseText(integration.name),
          title: integration.title,
          integration,
        })),
    ];
  for (const vendor of vendors) {
    changes.push({
      code: `vendor:${vendor.name}`,
      slot: `vendor:${vendor.name}`,
      effort: 2,
      change: `Do without ${vendor.title}`,
      without: `Without ${vendor.title}`,
      apply: before => withoutVendor(before, vendor.name, vendor.integration),
    });
  }
  if (match.otherHosts.length > model.otherHosts.free) {
    for (const host of match.otherHosts) {
      changes.push({
        code: 'other-hosts',
        slot: `host:${host}`,
        effort: 2,
        change: `Do without calls to ${host}`,
        without: `Without ${host}`,
        apply: before => ({
          ...before,
          endpoints: before.endpoints.filter(
            endpoint => hostOf(endpoint) !== host,
          ),
        }),
      });
    }
  }
  return changes;
}

function dataChanges({ registration, model }: Facts): SingleChange[] {
  const rows = largestVolumes(registration.dataTypes);
  const replaced =
    (category: string, by?: DataType) =>
    (before: Registration): Registration => ({
      ...before,
      dataTypes: [
        ...largestVolumes(before.dataTypes).filter(
          row => row.category !== category,
        ),
        ...(by ? [by] : []),
      ],
    });
  const changes = rows.flatMap((row): SingleChange[] => {
    const title = model.categoryTitles[row.category] ?? row.category;
    const smaller = DATA_VOLUMES[DATA_VOLUMES.indexOf(row.volume) - 1];
    const dropped: SingleChange = {
      code: 'personal-data',
      slot: `data:${row.category}`,
      effort: 4,
      change: `Do without ${title}`,
      without: `Without ${title}`,
      apply: replaced(row.category),
    };
    if (!smaller) return [dropped];
    const people = model.volumeTitles[smaller];
    return [
      dropped,
      {
        code: 'personal-data',
        slot: dropped.slot,
        effort: 3,
        change: `Keep ${title} of ${people} at most`,
        without: `With ${title} of ${people}`,
        apply: replaced(row.category, { ...row, volume: smaller }),
      },
    ];
  });
  if (rows.length > 1) {
    changes.push({
      code: 'personal-data',
      slot: ALL_PERSONAL_DATA,
      effort: 5,
      change: 'Keep nothing about people',
      without: 'Without personal data',
      apply: before => ({ ...before, dataTypes: [] }),
    });
  }
  return changes;
}

const NARROWER: Readonly<Record<string, string>> = {
  self: 'Use it alone',
  team: 'Open it to your team only',
  company: 'Open it to the company only',
};

function reachChanges({ registration, model }: Facts): SingleChange[] {
  const changes: SingleChange[] = [];
  if (normaliseText(registration.successor) === '') {
    changes.push({
      code: 'successor',
      slot: 'successor',
      effort: 1,
      change: 'Name a second owner',
      without: 'With a second owner',
      apply: before => ({ ...before, successor: 'user:default/successor' }),
    });
  }
  if (!isRetentionWindow(registration.retentionDays)) {
    changes.push({
      code: 'retention',
      slot: 'retention',
      effort: 1,
      change: 'Say for how many days data is kept',
      without: 'With a retention window',
      apply: before => ({ ...before, retentionDays: 90 }),
    });
  }
  // An audience that nobody knows counts as the public, so all are narrower.
  const reach = AUDIENCES.indexOf(registration.audience);
  for (const audience of AUDIENCES.slice(0, reach < 0 ? 3 : reach)) {
    changes.push({
      code: 'audience',
      slot: 'audience',
      effort: 6 - AUDIENCES.indexOf(audience),
      change: NARROWER[audience],
      without: `For ${audience === 'self' ? 'yourself' : `the ${audience}`}`,
      apply: before => ({ ...before, audience }),
    });
  }
  if (
    registration.hosting !== 'company' &&
    registration.hosting !== 'sandbox'
  ) {
    changes.push({
      code: 'hosting',
      slot: 'hosting',
      effort: 4,
      change: 'Run it on company systems',
      without: 'On company systems',
      apply: before => ({ ...before, hosting: 'company' }),
    });
  }
  const share = registration.aiGeneratedShare;
  if (share === undefined || !(share >= 0 && share <= model.aiShare.above)) {
    changes.push({
      code: 'ai-share',
      slot: 'ai-share',
      effort: 5,
      change: `Have people write at least ${
        100 - model.aiShare.above
      } % of the code`,
      without: `With ${model.aiShare.above} % of the code by AI at most`,
      apply: before => ({
        ...before,
        aiGeneratedShare: model.aiShare.above,
      }),
    });
  }
  return changes;
}

/**
 * Every single change that could make an app less exposed. The declared class
 * is not among them: data stays as sensitive as it is.
 */
export function singleChanges(facts: Facts): readonly SingleChange[] {
  return [
    ...reachChanges(facts),
    ...accessChanges(facts),
    ...dataChanges(facts),
  ];
}
