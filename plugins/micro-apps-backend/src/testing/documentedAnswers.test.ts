import { aRegistration } from '@micro-apps/governance-core/testing';
import { ALL_RIGHT, CAUSES, inHours, REPORT } from '../__testUtils__';
import { file } from '../flows/testing';
import { LUNCH } from '../vendors/__testUtils__/vendorSteps';
import { heldAndReleased } from './__testUtils__/containmentSteps';
import { ruleSwitched } from './__testUtils__/ruleSteps';
import { until, useDocumentedPortal } from './__testUtils__/documentedPortal';
import { keptAndRetired } from './__testUtils__/retentionSteps';
import { leftAndTakenOver } from './__testUtils__/successionSteps';
import { filledInAndAccepted } from './__testUtils__/artefactSteps';
import { counted } from './__testUtils__/numbersSteps';
import {
  askedAndWithdrawn,
  excepted,
  overridden,
  proved,
  readByAuditors,
  redelivered,
  registeredHighRisk,
  reviewed,
} from './__testUtils__/highRiskSteps';

const running = useDocumentedPortal();
const FORM = 'decommission-plan';

describe('the backend answers as documented', () => {
  it('when a low-risk app goes from registration to beta', async () => {
    const { call, portal } = running();
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
      body: { files: [file('src/server.ts', 'start();')] },
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
    await call(maya, 'attestReview', {
      path,
      body: {
        expectedVersion: (await call(maya, 'getApp', { path })).version,
        answers: ALL_RIGHT,
      },
      status: 201,
    });
    await call(maya, 'getAnnualReview', { path, status: 200 });
    const shown = await call(catalog, 'readCatalogApps', { status: 200 });
    expect(shown.items).toHaveLength(2);
  }, 60_000);

  it('when a high-risk app is proved, reviewed, sent back and approved', async () => {
    const documented = running();
    const app = await registeredHighRisk(documented);
    const plan = await proved(documented, app);
    await reviewed(documented, app);
    await excepted(documented, app, plan);
    await heldAndReleased(documented, app);
    await ruleSwitched(documented);
    const withdrawn = await askedAndWithdrawn(documented);
    await readByAuditors(documented, app);
    await overridden(documented, withdrawn);
    await redelivered(documented, app);
    await counted(documented);
    await filledInAndAccepted(documented, app);
    const { call, portal } = documented;
    const path = { id: app.id };
    await call(portal.maya, 'requestReview', {
      path,
      body: {
        expectedVersion: (await call(portal.sam, 'getApp', { path })).version,
      },
      status: 201,
    });
    const decided = await call(portal.sam, 'getApp', { path, status: 200 });
    // The privacy office has not said yes yet.
    expect(decided.approval).toBe('open');
  }, 60_000);

  it('when an incident is reported, answered for, closed and opened again', async () => {
    const { call, portal } = running();
    const { maya, sam, sue } = portal;
    const uses = { vendors: ['mapland'] };
    const [app, other] = [
      await call(maya, 'registerApp', {
        body: { registration: aRegistration({ ...uses, name: 'Leaks' }) },
        status: 201,
      }),
      await call(maya, 'registerApp', {
        body: { registration: aRegistration({ ...uses, name: 'Leaks too' }) },
        status: 201,
      }),
    ];
    const made = await call(maya, 'reportIncident', {
      path: { id: app.id },
      body: { ...REPORT, severity: 'high', detectedAt: inHours(-3) },
      status: 201,
    });
    const path = { id: made.id };
    await call(maya, 'closeIncident', { path, status: 403 });
    await call(sam, 'closeIncident', { path, status: 409 });
    await call(sam, 'escalateIncident', { path, status: 200 });
    await call(maya, 'writeIncidentCauses', {
      path,
      body: CAUSES,
      status: 200,
    });
    await call(sue, 'rateIncident', {
      path,
      body: { severity: 'medium', reason: 'It was not so bad' },
      status: 200,
    });
    await call(sam, 'holdPostMortem', {
      path,
      body: { text: 'We looked back together' },
      status: 200,
    });
    await call(sam, 'decideSuspension', {
      path,
      body: { decision: 'keep-running', reason: 'It is mended' },
      status: 200,
    });
    const about = { kind: 'vendor', name: 'mapland' };
    await call(sam, 'linkIncident', { path, body: about, status: 200 });
    await call(sam, 'listIncidentApps', { path, status: 200 });
    await call(sam, 'spreadIncident', {
      path,
      body: { appIds: [other.id] },
      status: 200,
    });
    await call(sam, 'listIncidents', { query: '?show=all', status: 200 });
    await call(sam, 'closeIncident', { path, status: 200 });
    await call(maya, 'getIncident', { path, status: 200 });
    await call(maya, 'reopenIncident', {
      path,
      body: { reason: 'It came back' },
      status: 200,
    });
    const { items } = await call(maya, 'listAppIncidents', {
      path: { id: app.id },
      status: 200,
    });
    expect(items).toMatchObject([{ id: made.id, reopened: 1 }]);
  }, 60_000);

  it('when data is held, disposed of, and its app retired', async () => {
    const documented = running();
    const { call, portal } = documented;
    const app = await call(portal.maya, 'registerApp', {
      body: { registration: aRegistration({ name: 'Ends' }) },
      status: 201,
    });
    const { standing } = await keptAndRetired(documented, app);
    expect(standing).toBe('retired');
  }, 60_000);

  it('when a vendor is asked for, approved and withdrawn', async () => {
    const { call, portal } = running();
    const { maya, sam } = portal;
    const asked = await call(maya, 'requestVendor', {
      body: { ...LUNCH, website: 'https://lunchboard.example' },
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

  it('when an owner leaves and somebody takes over', async () => {
    const { registration } = await leftAndTakenOver(running());
    expect(registration.owner).toBe('user:default/sue');
  }, 60_000);

  it('when it refuses', async () => {
    const { call, check, portal } = running();
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
          path: { id: 'x', name: 'x', evidenceId: 'y', rule: 'x', kind: FORM },
          status: 404,
        });
      }
      if (method !== 'get') {
        const body = { surprise: true };
        await call(maya, id, {
          path: { id: 'x', name: 'x', rule: 'x', kind: FORM },
          body,
        });
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
    const { check } = running();
    const missed = check.operations.filter(
      ({ operationId }) => !check.answered.has(operationId),
    );
    expect(missed.map(({ operationId }) => operationId)).toEqual([]);
  });
});
