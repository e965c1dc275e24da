import { randomBytes } from 'node:crypto';
import {
  resolvePackagePath,
  type LoggerService,
} from '@backstage/backend-plugin-api';
import {
  accept,
  deriveControls,
  type Registration,
} from '@micro-apps/governance-core';
import {
  aRegistration,
  evidenceFor,
  SOME_INTEGRATIONS,
} from '@micro-apps/governance-core/testing';
import type {
  PolicyEnginePort,
  ScanResult,
  ScanRunnerPort,
} from '@micro-apps/plugin-micro-apps-node';
import type { Knex } from 'knex';
import { createSeal, type Seal } from '../../credentials/sealed';
import { createPromoteGate } from '../../gates/createPromoteGate';
import type { PromoteGate } from '../../gates/PromoteGate';
import type { CommandContext } from '../../kernel/commands';
import { createDatabase, type Database } from '../../kernel/database';
import type { BackendDeps } from '../../kernel/deps';
import { Outbox } from '../../kernel/outbox';
import type { Settings } from '../../kernel/settings';
import { APPROVED_COMPONENTS } from '@micro-apps/policy-pack';
import type { Actor } from '../../kernel/types';
import { noRules } from '../../policy/noRules';
import type { SandboxDeps } from '../../provisioning/sandboxCommands';
import { readSandboxView } from '../../provisioning/sandboxView';
import { assess } from '../../registry/assess';
import { createAppStore, insertApp } from '../../registry/DatabaseAppStore';
import { createLanes } from '../createLanes';
import { reconcile } from '../reconcile';
import { PLACE_SANDBOX, type SandboxSteps } from '../sandboxWork';
import { createFakePorts, type FakePorts } from './fakePorts';

export const APP = 'where2eat';
export const MAYA: Actor = {
  ref: 'user:default/maya',
  subject: 'sub-maya',
  direct: true,
  groups: ['group:default/product'],
};
export const SAM: Actor = {
  ref: 'user:default/sam',
  subject: 'sub-sam',
  direct: true,
  groups: ['group:default/security-reviewers'],
};
/** Signed in, and nothing to the app. */
export const NOAH: Actor = {
  ref: 'user:default/noah',
  subject: 'sub-noah',
  direct: true,
  groups: ['group:default/sales'],
};

const KEY = randomBytes(32).toString('base64');
export const SETTINGS: Settings = {
  approvers: {
    'it-lead': [],
    security: ['group:default/security-reviewers'],
    privacy: ['group:default/privacy-office'],
    it: ['group:default/it-administrators'],
  },
  administrators: ['group:default/it-administrators'],
  oneApproverInMedium: true,
  environments: [
    { name: 'sandbox', dataKind: 'sanitised', gate: 'none' },
    { name: 'beta', dataKind: 'real', gate: 'promote' },
  ],
  credentialsKey: KEY,
  pipelines: [],
  scannerSecrets: [],
  approvedComponents: APPROVED_COMPONENTS,
};

/** One portal on a database and a world that outlive it. */
export interface Portal {
  readonly deps: SandboxDeps & { seal: Seal };
  readonly steps: SandboxSteps;
  /** Tidies up as at a start. */
  reconcile(): Promise<void>;
  /** Works off what is due now, until nothing is. */
  drain(): Promise<void>;
}

/** A database with its tables, the fake world, and time that stands still. */
export interface Stack {
  readonly knex: Knex;
  readonly ports: FakePorts;
  readonly scanRunner: { run: jest.MockedFunction<ScanRunnerPort['run']> };
  context(actor?: Actor): CommandContext;
  now(): Date;
  /** Lets time pass. */
  later(minutes: number): void;
  portal(options?: PortalOptions): Portal;
}

/** What a test changes of a portal. */
export interface PortalOptions {
  readonly database?: Database;
  readonly ports?: Omit<FakePorts, 'world'>;
  readonly settings?: Partial<Settings>;
  readonly gate?: (real: PromoteGate) => PromoteGate;
  /** The organisation's rules; none unless told. */
  readonly policy?: PolicyEnginePort;
}

/** Runs the migrations on an empty database and registers one low-risk app. */
export async function createStack(
  knex: Knex,
  registration: Registration = aRegistration(),
): Promise<Stack> {
  await knex.migrate.latest({
    directory: resolvePackagePath(
      '@micro-apps/plugin-micro-apps-backend',
      'migrations',
    ),
  });
  let now = new Date('2026-11-24T10:00:00.000Z');
  let ids = 0;
  const newId = () => {
    ids += 1;
    return `id-${ids}`;
  };
  const ports = createFakePorts();
  const run: Stack['scanRunner']['run'] = jest.fn();
  run.mockImplementation(async () => passingResults(registration));
  const scanRunner = { run };
  await knex.transaction(tx =>
    insertApp(tx, {
      id: APP,
      registration,
      lookAlikes: [],
      standing: 'active',
      assessment: assess({
        registration,
        integrations: SOME_INTEGRATIONS,
        now: new Date(),
      }),
      createdBy: MAYA.ref,
      at: now.toISOString(),
    }),
  );
  return {
    knex,
    ports,
    scanRunner,
    now: () => now,
    later(minutes) {
      now = new Date(now.getTime() + minutes * 60_000);
    },
    context: (actor = MAYA) => ({
      actor,
      credentials: {
        $$type: '@backstage/BackstageCredentials',
        principal: { type: 'user', userEntityRef: actor.ref },
      },
      now,
      may: async permissions => permissions.map(() => true),
    }),
    portal(options = {}) {
      const database = options.database ?? createDatabase(knex);
      const settings = { ...SETTINGS, ...options.settings };
      const clock = () => now;
      const logger = createLogger();
      const integrations: BackendDeps['integrations'] = {
        described: async () => accept(SOME_INTEGRATIONS),
        list: async () => accept(SOME_INTEGRATIONS),
        asDecidedNow: async known => known,
        forRegistration: async ({ scopes }) =>
          accept(SOME_INTEGRATIONS.filter(({ name }) => scopes.includes(name))),
      };
      const policy = options.policy ?? noRules;
      const real = createPromoteGate({
        settings,
        integrations,
        policy,
        newId,
      });
      const base: BackendDeps = {
        database,
        outbox: new Outbox({ database, clock, logger }),
        clock,
        newId,
        logger,
        settings,
        pipeline: {
          operations: [],
          endpoint: () => undefined,
          linesEndpoint: () => undefined,
          serviceEndpoint: () => undefined,
          machineEndpoint: () => undefined,
        },
        apps: createAppStore(),
        integrations,
        gate: options.gate?.(real) ?? real,
        policy,
        repository: ports.repository,
        deployment: ports.deployment,
        oauthClients: ports.oauthClients,
        disposition: ports.disposition,
        ...options.ports,
        scanRunner,
      };
      const steps: SandboxSteps = new Map();
      const seal = createSeal(KEY);
      const lanes = createLanes(base, { seal, steps });
      return {
        steps,
        deps: {
          ...base,
          seal,
          placeTopic: PLACE_SANDBOX,
          view: appId => readSandboxView(base, appId, steps.get(appId)),
        },
        reconcile: () => reconcile(base),
        async drain() {
          for (const lane of lanes) await lane.drain();
        },
      };
    },
  };
}

function createLogger(): jest.Mocked<LoggerService> {
  const logger: jest.Mocked<LoggerService> = {
    error: jest.fn(),
    warn: jest.fn(),
    info: jest.fn(),
    debug: jest.fn(),
    child: jest.fn(),
  };
  logger.child.mockReturnValue(logger);
  return logger;
}

/** One passing result of each kind that the portal's runner answers for. */
export function passingResults(
  registration: Registration = aRegistration(),
): readonly ScanResult[] {
  const facts = { registration, integrations: SOME_INTEGRATIONS };
  const { risk: score, effectiveClass } = assess({ ...facts, now: new Date() });
  const required = deriveControls({ ...facts, score, effectiveClass });
  return evidenceFor(required)
    .filter(({ provenance }) => provenance === 'portal-runner')
    .map(({ kind, tool, outcome, summary, problems }) => ({
      kind,
      tool,
      outcome,
      summary,
      problems,
      sarif: { version: '2.1.0', runs: [] },
      lockDigest: 'sha512-lock',
    }));
}
