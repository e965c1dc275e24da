import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { aRegistration } from '@micro-apps/governance-core/testing';
import {
  ATTESTATION_STATEMENTS,
  DOCUMENT_QUESTIONS,
  MicroAppsClient,
  microAppsPermissions,
} from '@micro-apps/plugin-micro-apps-common';
import { parse, stringify } from 'yaml';
import { useDatabases } from '../__testUtils__/databases';
import { sarifOf } from '../__testUtils__';
import { createAnswerCheck } from './__testUtils__/answers';
import { startPortal, type Caller } from './__testUtils__/portal';

const FILE = resolve(__dirname, '../../openapi.yaml');
const HEADER =
  '# Made from the schemas of the routes. To make it anew, run:\n# yarn workspace @micro-apps/plugin-micro-apps-backend openapi\n';
const files = [
  {
    path: 'src/server.ts',
    contentBase64: Buffer.from('start();').toString('base64'),
  },
];

const databases = useDatabases();

type Portal = Awaited<ReturnType<typeof startPortal>>;
type Check = ReturnType<typeof createAnswerCheck>;

let portal: Portal;
let check: Check;
let served: unknown;

beforeAll(async () => {
  portal = await startPortal(await databases.init());
  served = (await portal.maya.send('get', '/openapi.json')).body;
  check = createAnswerCheck(parse(stringify(served)));
}, 60_000);
afterAll(async () => {
  await portal.stop();
});

/** Calls an operation by its name and compares the answer with the document. */
async function call(
  caller: Caller,
  id: string,
  options: {
    path?: Record<string, string>;
    query?: string;
    body?: object;
    status?: number;
  } = {},
) {
  const { path, method } = check.operation(id);
  const url = path.replace(/\{(\w+)\}/g, (_, name) =>
    encodeURIComponent(options.path?.[name] ?? 'missing'),
  );
  const answer = await caller.send(
    method,
    `${url}${options.query ?? ''}`,
    options.body,
  );
  const { status, body } = answer;
  expect({ id, status, problems: check.problemsOf(id, answer) }).toEqual({
    id,
    status: options.status ?? expect.any(Number),
    problems: [],
  });
  return body;
}

/** Asks until the answer is as wanted, or half a minute has passed. */
async function until<T>(ask: () => Promise<T>, done: (answer: T) => boolean) {
  for (let tries = 0; tries < 120; tries += 1) {
    const answer = await ask();
    if (done(answer)) return answer;
    await new Promise(wait => setTimeout(wait, 250));
  }
  throw new Error('It did not get ready');
}

describe('the OpenAPI document', () => {
  it('is committed as the backend serves it', () => {
    const text = HEADER + stringify(served, { aliasDuplicateObjects: false });
    if (process.env.MICRO_APPS_WRITE_OPENAPI) writeFileSync(FILE, text);
    expect(existsSync(FILE) && readFileSync(FILE, 'utf8')).toBe(text);
  });

  it('names a schema for every success and a known permission for every user', () => {
    const known = microAppsPermissions.map(({ name }) => name);
    for (const operation of check.operations) {
      const successes = Object.entries(operation.responses).filter(([status]) =>
        status.startsWith('2'),
      );
      expect(successes.length).toBeGreaterThan(0);
      for (const [, { content }] of successes) {
        const lines = operation.operationId === 'exportAudit';
        expect(content).toEqual({
          [lines ? 'application/x-ndjson' : 'application/json']: {
            schema: {
              $ref: expect.stringMatching(/^#\/components\/schemas\//),
            },
          },
        });
      }
      const permissions = [operation['x-permission'] ?? 'none'];
      const expected = operation['x-caller'] === 'user' ? known : ['none'];
      expect(expected).toEqual(expect.arrayContaining(permissions));
    }
  });

  it('calls its operations as the client calls its methods', () => {
    const methods: string[] = [];
    let part: object = MicroAppsClient.prototype;
    while (part !== Object.prototype) {
      methods.push(...Object.getOwnPropertyNames(part));
      part = Object.getPrototypeOf(part);
    }
    const ids = check.operations
      .filter(operation => operation['x-caller'] === 'user')
      .map(({ operationId }) => operationId);
    expect(ids.sort()).toEqual(
      methods.filter(name => name !== 'constructor').sort(),
    );
  });
});

describe('the backend answers as documented', () => {
  it('when a low-risk app goes from registration to beta', async () => {
    const { maya, catalog } = portal;
    await call(maya, 'getModel', { status: 200 });
    await call(maya, 'getIntegrations', { status: 200 });
    await call(maya, 'getPolicy', { status: 200 });
    const registration = aRegistration();
    await call(maya, 'preview', { body: { registration }, status: 200 });
    const app = await call(maya, 'registerApp', {
      body: { registration, goldenPath: 'node-web' },
      status: 201,
    });
    const path = { id: app.id };
    await call(maya, 'changeRegistration', {
      path,
      body: {
        registration: { ...registration, purpose: 'Finds places for lunch' },
        expectedVersion: app.version,
      },
      status: 200,
    });
    await call(maya, 'createRepository', {
      path,
      body: { files },
      status: 201,
    });
    await call(maya, 'getRepository', { path, status: 200 });
    await call(maya, 'ensureSandbox', { path, status: 202 });
    await until(
      () => call(maya, 'getSandbox', { path }),
      ({ state }) => state === 'running',
    );
    await call(maya, 'ensureSandbox', { path, status: 200 });
    await call(maya, 'stopSandbox', { path, status: 200 });
    await call(maya, 'startSandbox', { path, status: 200 });
    await call(maya, 'updateSandbox', { path, status: 202 });
    await call(maya, 'getSandboxLogs', { path, query: '?limit=1' });
    await call(maya, 'runScans', { path, status: 202 });
    await until(
      () => call(maya, 'listScans', { path }),
      ({ items }) => items[0].state === 'done',
    );
    const { items } = await call(maya, 'listEvidence', { path, status: 200 });
    await call(maya, 'getEvidence', {
      path: { ...path, evidenceId: items[0].id },
      status: 200,
    });
    await call(maya, 'promote', {
      path,
      body: { environment: 'beta' },
      status: 202,
    });
    await until(
      () => call(maya, 'listDeployments', { path }),
      answer => answer.items[0].state === 'running',
    );
    await call(maya, 'listApps', { query: '?owner=me', status: 200 });
    await call(maya, 'getApp', { path, status: 200 });
    await call(maya, 'getHistory', { path, query: '?limit=3', status: 200 });
    await call(maya, 'listVersions', { path, query: '?limit=1', status: 200 });
    await call(maya, 'exportApps', { query: '?owner=me', status: 200 });
    const template = await call(maya, 'getImportTemplate', { status: 200 });
    await call(maya, 'importApps', {
      body: { csv: template.content, dryRun: true },
      status: 200,
    });
    await call(maya, 'importApps', {
      body: {
        rows: [aRegistration({ name: 'Imported' }), { name: 'Broken' }],
        dryRun: false,
      },
      status: 200,
    });
    await portal.look();
    const proposed = await call(maya, 'listProposals', { path, status: 200 });
    await call(maya, 'declineProposal', {
      path: { ...path, proposalId: proposed.items[0].id },
      body: { reason: 'Not this file' },
      status: 200,
    });
    await portal.look({ retentionDays: 31 });
    const again = await call(maya, 'listProposals', { path, status: 200 });
    const now = await call(maya, 'getApp', { path, status: 200 });
    await call(maya, 'acceptProposal', {
      path: { ...path, proposalId: again.items[0].id },
      body: { expectedVersion: now.version },
      status: 200,
    });
    const shown = await call(catalog, 'readCatalogApps', { status: 200 });
    expect(shown.items).toHaveLength(2);
  }, 60_000);

  it('when a high-risk app is proved, reviewed, sent back and approved', async () => {
    const { maya, sam, sue } = portal;
    const app = await call(maya, 'registerApp', {
      body: {
        registration: aRegistration({
          name: 'Patient finder',
          scopes: ['patients:read'],
        }),
      },
      status: 201,
    });
    const path = { id: app.id };
    const { envelopeHash, version: expectedVersion } = app;
    const { head: commit } = await call(maya, 'createRepository', {
      path,
      body: { files },
    });
    await call(maya, 'attest', {
      path,
      body: { envelopeHash, statements: ATTESTATION_STATEMENTS },
      status: 201,
    });
    const kind = 'incident-response-plan';
    const answers = Object.fromEntries(
      DOCUMENT_QUESTIONS[kind].map(({ id, example }) => [id, example]),
    );
    const plan = await call(maya, 'submitDocument', {
      path,
      body: { kind, envelopeHash, answers },
      status: 201,
    });
    await call(maya, 'reportEvidence', {
      path,
      body: {
        kind: 'vulnerability-scan',
        sarif: {
          version: '2.1.0',
          runs: [
            {
              tool: { driver: { name: 'a scanner' } },
              invocations: [{ executionSuccessful: true }],
              results: [
                { ruleId: 'cve', level: 'error', message: { text: 'Old' } },
              ],
            },
          ],
        },
        commit,
      },
      status: 201,
    });
    const clean = { kind: 'dynamic-scan', sarif: sarifOf('ZAP') };
    const token = { repository: 'acme/patient-finder' };
    const pipeline = await portal.pipeline(token);
    for (const status of [201, 200]) {
      await call(pipeline, 'submitPipelineEvidence', {
        path,
        body: clean,
        status,
      });
      await call(portal.scanner, 'deliverEvidence', {
        body: { appId: app.id, ...clean },
        status,
      });
    }
    await call(sam, 'recordSecurityReview', {
      path,
      body: { envelopeHash, outcome: 'fail', notes: 'The log shows names' },
      status: 201,
    });
    const asked = await call(maya, 'requestApproval', {
      path,
      body: { expectedVersion, note: 'For the clinic' },
      status: 201,
    });
    const request = { id: asked.id };
    await call(sam, 'listRequests', { query: '?state=open', status: 200 });
    const ballot = { envelopeHash, expectedVersion, reason: 'Mask the names' };
    const { items } = await call(sam, 'vote', {
      path: request,
      body: { ...ballot, choice: 'ask-for-changes', items: ['Mask names'] },
      status: 200,
    });
    await call(maya, 'tickItem', {
      path: { ...request, itemId: items[0].id },
      body: { done: true },
      status: 200,
    });
    await call(maya, 'resubmit', { path: request, status: 200 });
    await call(sam, 'vote', {
      path: request,
      body: { ...ballot, choice: 'approve' },
      status: 200,
    });
    await call(maya, 'getRequest', { path: request, status: 200 });
    const exception = await call(maya, 'askException', {
      path,
      body: {
        controlId: 'known-vulnerabilities',
        reason: 'The list of known weaknesses cannot be reached',
        endsAt: new Date(Date.now() + 86_400_000).toISOString(),
        compensation: {
          statement: 'Whoever is on call stops the app at once',
          evidenceIds: [plan.id],
        },
      },
      status: 201,
    });
    const wish = { id: exception.requestId };
    const before = await call(sam, 'getRequest', { path: wish, status: 200 });
    await call(sam, 'vote', {
      path: wish,
      body: {
        choice: 'approve',
        reason: 'For a day',
        envelopeHash: before.envelopeHash,
        expectedVersion: before.version,
      },
      status: 200,
    });
    const kept = await call(maya, 'listAppExceptions', { path, status: 200 });
    expect(kept.items).toMatchObject([{ standing: 'active' }]);
    await call(sam, 'listExceptions', { query: '?show=ending', status: 200 });
    await call(sam, 'revokeException', {
      path: { id: exception.id },
      body: { reason: 'It can be reached again' },
      status: 200,
    });
    const { version } = await call(maya, 'getApp', { path, status: 200 });
    const seenNow = {
      reason: 'Sends data somewhere',
      expectedVersion: version,
    };
    const isFree = ({ standing }: { standing?: string }) =>
      standing === 'active';
    const quarantine = () =>
      call(sam, 'contain', {
        path,
        body: {
          action: 'quarantine',
          controlIds: ['named-owner'],
          ...seenNow,
        },
        status: 200,
      });
    await quarantine();
    await call(maya, 'getContainment', { path, status: 200 });
    await until(
      () =>
        call(maya, 'releaseByChecks', {
          path,
          body: { expectedVersion: version },
        }),
      isFree,
    );
    const { hold } = await quarantine();
    await until(
      () =>
        call(sam, 'contain', {
          path,
          body: { action: 'release', holdId: hold.id, ...seenNow },
        }),
      isFree,
    );
    const stopped = { action: 'restrict', scope: 'people:read' };
    const { apps: expectedApps } = await call(sam, 'previewFleetStop', {
      query: `?${new URLSearchParams(stopped)}`,
      status: 200,
    });
    const run = await call(sam, 'startFleetRun', {
      body: { ...stopped, reason: 'The scope leaks', expectedApps },
      status: 202,
    });
    await until(
      () => call(sam, 'getFleetRun', { path: { id: run.id }, status: 200 }),
      ({ finishedAt }) => finishedAt !== undefined,
    );
    await call(sam, 'listHeldApps', { status: 200 });
    await call(sam, 'undoFleetRun', {
      path: { id: run.id },
      body: { reason: 'It leaks nothing' },
      status: 202,
    });
    await call(sam, 'listFleetRuns', { status: 200 });
    await until(() => call(maya, 'getApp', { path }), isFree);
    const other = await call(maya, 'registerApp', {
      body: {
        registration: aRegistration({
          name: 'Sales helper',
          scopes: ['crm:write'],
        }),
      },
    });
    const taken = await call(maya, 'requestApproval', {
      path: { id: other.id },
      body: { expectedVersion: other.version },
    });
    await call(maya, 'withdraw', { path: { id: taken.id }, status: 200 });
    await call(sam, 'getAuditHead', { status: 200 });
    await call(sam, 'listAuditEntries', { query: '?people=shown&limit=200' });
    await call(sam, 'listAuditEntries', { status: 200 });
    await call(sam, 'exportAudit', { query: '?people=shown', status: 200 });
    await call(sam, 'exportAudit', { status: 200 });
    await call(sam, 'getBundle', { path, status: 200 });
    await call(sam, 'getBundle', { path, query: '?people=shown' });
    await call(sam, 'erasePerson', {
      body: {
        ref: 'user:default/gone',
        reason: 'She asked for it',
        entries: [1, 2],
      },
      status: 200,
    });
    await call(sam, 'exportAudit', { query: '?people=shown', status: 200 });
    await call(sam, 'getStatus', { status: 200 });
    const urgent = await call(maya, 'requestApproval', {
      path: { id: other.id },
      body: { expectedVersion: other.version },
    });
    const seen = {
      envelopeHash: other.envelopeHash,
      expectedVersion: other.version,
    };
    await call(sam, 'delegateRequest', {
      path: { id: urgent.id },
      body: { to: 'user:default/sue', note: 'I am away' },
      status: 200,
    });
    await call(sam, 'voteOnMany', {
      body: {
        votes: [
          { id: 'nothing', ...seen, choice: 'reject', reason: 'Not now' },
          { id: taken.id, ...seen, choice: 'reject', reason: 'Not now' },
        ],
      },
      status: 200,
    });
    await call(sam, 'overrideRequest', {
      path: { id: urgent.id },
      body: { ...seen, reason: 'The shop is down and this mends it' },
      status: 200,
    });
    await call(sue, 'reviewOverride', {
      path: { id: urgent.id },
      body: { outcome: 'upheld', reason: 'It was needed' },
      status: 200,
    });
    const { sound } = await call(sam, 'verifyAudit', { status: 200 });
    expect(sound).toBe(true);
    const knex = await portal.knex();
    await knex('micro_apps_outbox').insert({
      topic: 'webhook.siem',
      message_key: 'siem:event-0',
      payload: JSON.stringify({ appId: app.id }),
      state: 'failed',
      attempts: 8,
      reason: 'It answered 400',
      created_at: '2026-11-25T08:00:00.000Z',
      due_at: '2026-11-25T08:00:00.000Z',
      finished_at: '2026-11-25T08:10:00.000Z',
    });
    const { items: failed } = await call(sam, 'listOutbox', {
      query: '?state=failed',
      status: 200,
    });
    await call(sam, 'retryDelivery', {
      path: { id: failed[0].id },
      status: 200,
    });
    const decided = await call(sam, 'getApp', { path, status: 200 });
    // The privacy office has not said yes yet.
    expect(decided.approval).toBe('open');
  }, 60_000);

  it('when a vendor is asked for, approved and withdrawn', async () => {
    const { maya, sam } = portal;
    const asked = await call(maya, 'requestVendor', {
      body: {
        title: 'Lunch Board',
        kind: 'general',
        purpose: 'Shows the menus of the places nearby',
        dataClasses: ['public'],
        hosts: ['api.lunchboard.example'],
        sdkPackages: ['lunchboard-sdk'],
        website: 'https://lunchboard.example',
      },
      status: 201,
    });
    const request = { id: asked.openRequestId };
    const seen = await call(sam, 'getRequest', { path: request, status: 200 });
    await call(sam, 'vote', {
      path: request,
      body: {
        choice: 'approve',
        reason: 'Nothing leaves the company',
        envelopeHash: seen.envelopeHash,
        expectedVersion: seen.version,
        decision: { minimumClass: 'internal' },
      },
      status: 200,
    });
    const path = { name: asked.name };
    await call(maya, 'registerApp', {
      body: {
        registration: aRegistration({
          name: 'Menu finder',
          vendors: [asked.name],
        }),
      },
      status: 201,
    });
    await call(maya, 'listVendors', { query: '?state=approved', status: 200 });
    const { affected } = await call(maya, 'getVendor', { path, status: 200 });
    expect(affected.total).toBe(1);
    await call(sam, 'withdrawVendor', {
      path,
      body: { reason: 'It was broken into' },
      status: 200,
    });
    await call(sam, 'listAffectedApps', {
      query: `?vendor=${asked.name}`,
      status: 200,
    });
  });

  it('when it refuses', async () => {
    const { maya, sam, nobody, catalog } = portal;
    const path = { id: 'nobody-knows-it' };
    for (const operation of check.operations) {
      const { operationId: id, path: url, method } = operation;
      const caller = operation['x-caller'];
      await call(nobody, id, { status: 401 });
      const own = url.startsWith('/v1/catalog') ? maya : catalog;
      const isForMachines = ['pipeline', 'scanner'].includes(caller);
      await call(own, id, { status: isForMachines ? 401 : 403 });
      if (url.includes('{') && method === 'get') {
        await call(maya, id, {
          path: { id: 'x', name: 'x', evidenceId: 'y' },
          status: 404,
        });
      }
      if (method !== 'get') {
        const body = { surprise: true };
        await call(maya, id, { path: { id: 'x', name: 'x' }, body });
      }
    }
    await call(maya, 'promote', {
      path: { id: 'patient-finder' },
      body: { environment: 'beta' },
      status: 409,
    });
    await call(sam, 'getEvidence', {
      path: { ...path, evidenceId: 'none' },
      status: 404,
    });
    const { error } = await call(maya, 'registerApp', {
      body: { registration: aRegistration({ purpose: 'a'.repeat(2 ** 21) }) },
      status: 413,
    });
    expect(error.code).toBe('invalid-input');
  }, 60_000);

  it('and every operation was asked and answered', () => {
    const missed = check.operations.filter(
      ({ operationId }) => !check.answered.has(operationId),
    );
    expect(missed.map(({ operationId }) => operationId)).toEqual([]);
  });
});
