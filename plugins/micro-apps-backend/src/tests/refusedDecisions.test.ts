import {
  APP,
  audited,
  ballot,
  MEDIUM,
  NOAH,
  refusedDecisions,
  refuseAuditEntries,
  registered,
  requested,
  SAM,
  settled,
  state,
  useIssuer,
  usePortals,
  voted,
} from '../__testUtils__';
import { ONE_RULE } from '../__testUtils__/oneRule';
import { verifyAudit } from '../audit/verifyAudit';
import {
  asked,
  LUNCH,
  openRequest,
} from '../vendors/__testUtils__/vendorSteps';
import { COMMANDS, WHAT_FOLLOWS } from './__testUtils__/changingCommands';

const start = usePortals();
const issuer = useIssuer();

type Prepare = (typeof COMMANDS)[string];

const VOTE = 'post /v1/requests/:id/votes';

/** Every decision, ready to be made, by the name of its operation. */
const DECISIONS: readonly [string, string, Prepare][] = [
  ['vote', 'on an app', COMMANDS[VOTE]],
  ['vote', 'on an exception', WHAT_FOLLOWS[VOTE]],
  [
    'vote',
    'on a vendor',
    async portal => {
      const { name } = await asked(portal, LUNCH);
      const request = await openRequest(portal.as(SAM), name);
      const path = `/requests/${request.id}/votes`;
      return { path, body: ballot(request) };
    },
  ],
  ['voteOnMany', 'on an app', COMMANDS['post /v1/requests/votes']],
  [
    'delegateRequest',
    'to a colleague',
    COMMANDS['post /v1/requests/:id/delegate'],
  ],
  [
    'overrideRequest',
    'in an emergency',
    COMMANDS['post /v1/requests/:id/override'],
  ],
  [
    'reviewOverride',
    'after an emergency',
    COMMANDS['post /v1/requests/:id/override-review'],
  ],
  [
    'revokeException',
    'before its time',
    COMMANDS['post /v1/exceptions/:id/revoke'],
  ],
  [
    'withdrawVendor',
    'for everybody',
    COMMANDS['post /v1/vendors/:name/withdraw'],
  ],
  [
    'recordSecurityReview',
    'of an app',
    COMMANDS['post /v1/apps/:id/security-review'],
  ],
  [
    'reviewArtefact',
    'of an app',
    COMMANDS['post /v1/apps/:id/artefacts/:kind/review'],
  ],
  ['contain', 'an app', COMMANDS['post /v1/apps/:id/containment']],
  [
    'releaseByChecks',
    'of an app',
    COMMANDS['post /v1/apps/:id/containment/release-by-checks'],
  ],
  [
    'switchRule',
    'of the company',
    COMMANDS['post /v1/policy/rules/:rule/mode'],
  ],
  ['startFleetRun', 'of many apps', COMMANDS['post /v1/fleet/runs']],
  ['undoFleetRun', 'of many apps', COMMANDS['post /v1/fleet/runs/:id/undo']],
  [
    'escalateIncident',
    'of an app',
    COMMANDS['post /v1/incidents/:id/escalate'],
  ],
  [
    'decideSuspension',
    'after an incident',
    COMMANDS['post /v1/incidents/:id/suspension'],
  ],
  ['closeIncident', 'of an app', COMMANDS['post /v1/incidents/:id/close']],
  ['setLegalHold', 'on an app', COMMANDS['post /v1/apps/:id/legal-hold']],
  ['liftLegalHold', 'of an app', COMMANDS['post /v1/apps/:id/legal-hold/lift']],
  ['confirmDisposal', 'of an app', COMMANDS['post /v1/apps/:id/disposals']],
  ['retireApp', 'for good', COMMANDS['post /v1/apps/:id/retirement']],
  [
    'acceptOwnership',
    'of an app',
    COMMANDS['post /v1/apps/:id/succession/accept'],
  ],
  [
    'declineOwnership',
    'of an app',
    COMMANDS['post /v1/apps/:id/succession/decline'],
  ],
  ['attestReview', 'of an app', COMMANDS['post /v1/apps/:id/review/attest']],
  ['offerOrphans', 'to somebody', COMMANDS['post /v1/orphans/offers']],
  ['reportLeaver', 'for everybody', COMMANDS['post /v1/leavers']],
  ['returnLeaver', 'to her apps', COMMANDS['post /v1/leavers/:id/return']],
  ['confirmLeavers', 'at once', COMMANDS['post /v1/leavers/confirm']],
];

/** The log, and who is told of it. */
const ASIDE = [
  'micro_apps_audit',
  'micro_apps_audit_head',
  'micro_apps_audit_people',
  'micro_apps_outbox',
  'micro_apps_notices',
];

describe('a decision that is refused', () => {
  it.each(DECISIONS)(
    'leaves an entry and nothing else: %s %s',
    async (operation, _, prepare) => {
      const portal = await start({ policy: ONE_RULE });
      const { path, body } = await prepare(portal, issuer());
      await settled(portal);
      const before = await state(portal, ASIDE);
      const entries = await audited(portal);
      const { status } = await portal.as(NOAH).post(path, body);
      expect(status).toBe(operation === 'voteOnMany' ? 200 : 403);
      expect(await state(portal, ASIDE)).toEqual(before);
      expect(await audited(portal)).toEqual([...entries, 'decision.refused']);
      expect(await refusedDecisions(portal)).toEqual([
        expect.objectContaining({
          operation,
          code: expect.stringMatching(/^not-(allowed|eligible)$/),
          actor: NOAH,
          by: 'person',
          notNoted: 0,
        }),
      ]);
      expect(await verifyAudit(portal.knex)).toMatchObject({ ok: true });
    },
  );

  it('is written down once, however often it is tried, and each of many', async () => {
    const portal = await start({ policy: ONE_RULE });
    await registered(portal, MEDIUM);
    const first = await requested(portal);
    for (let i = 0; i < 5; i += 1) {
      await voted(portal.as(NOAH), first).expect(403);
    }
    expect(await refusedDecisions(portal)).toHaveLength(1);
    const { name } = await asked(portal, LUNCH);
    const second = await openRequest(portal.as(SAM), name);
    await portal
      .as(NOAH)
      .post('/requests/votes', {
        votes: [first, second].map(each => ({ id: each.id, ...ballot(each) })),
      })
      .expect(200);
    const [, ...others] = await refusedDecisions(portal);
    expect(others).toMatchObject([
      { requestId: first.id, notNoted: 4, appId: APP },
      { requestId: second.id, notNoted: 0, appId: null },
    ]);
  });

  it('that comes too late is one, too', async () => {
    const portal = await start({ policy: ONE_RULE });
    await registered(portal, MEDIUM);
    const request = await requested(portal);
    const stale = { ...request, envelopeHash: 'f'.repeat(64) };
    await voted(portal.as(SAM), stale).expect(409);
    await voted(portal.as(SAM), request).expect(200);
    await voted(portal.as(SAM), request).expect(409);
    expect(await refusedDecisions(portal)).toMatchObject([
      { code: 'changed-since-you-looked', actor: SAM },
      { code: 'not-in-this-state', actor: SAM },
    ]);
  });

  it('is none where there is nothing to decide on, or nothing is understood', async () => {
    const portal = await start({ policy: ONE_RULE });
    await registered(portal, MEDIUM);
    const request = await requested(portal);
    await voted(portal.as(SAM), { ...request, id: 'nothing' }).expect(404);
    await voted(portal.as(SAM), request, { reason: '' }).expect(400);
    expect(await refusedDecisions(portal)).toEqual([]);
  });

  it('does not put made-up ids among the facts', async () => {
    const portal = await start({ policy: ONE_RULE });
    const path = '/requests/user:default%2Fmaya/votes';
    await registered(portal, MEDIUM);
    const body = ballot(await requested(portal));
    await portal
      .as(SAM, { actor: 'plugin:scaffolder' })
      .post(path, body)
      .expect(403);
    expect(await refusedDecisions(portal)).toEqual([
      {
        ...{ operation: 'vote', code: 'not-allowed', notNoted: 0 },
        ...{ by: 'person', actor: SAM, onBehalf: 'template-or-tool' },
        appId: null,
      },
    ]);
  });

  it('is not even refused without its entry', async () => {
    const portal = await start({ policy: ONE_RULE });
    await registered(portal, MEDIUM);
    const request = await requested(portal);
    const allow = await refuseAuditEntries(portal.knex);
    await voted(portal.as(NOAH), request).expect(500);
    expect(await portal.knex('micro_apps_request_votes')).toEqual([]);
    await allow();
  });
});
