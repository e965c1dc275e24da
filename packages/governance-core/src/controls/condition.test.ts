import { aRegistration, SOME_INTEGRATIONS as integrations } from '../testing';
import { ALWAYS, holds } from './condition';
import type { Condition } from './condition';
import { controlFacts, fillWords } from './controlFacts';

const facts = controlFacts({
  registration: aRegistration({
    audience: 'company',
    vendors: ['mapland', 'payfast'],
  }),
  integrations,
  band: 'medium',
  score: 5,
  circumstances: { liveCredentials: 2, unusedScopeDays: NaN, dataLeft: true },
});
const yes: Condition = { fact: 'personalData', is: true };
const no: Condition = { fact: 'personalData', is: false };
const unknown: Condition = { fact: 'reviewOverdue', is: true };

describe('holds', () => {
  it.each<[string, Condition, boolean | undefined]>([
    ['always', ALWAYS, true],
    ['a flag', yes, true],
    ['a flag that is off', no, false],
    ['a flag nobody told', unknown, undefined],
    ['its opposite, too', { fact: 'reviewOverdue', is: false }, undefined],
    ['not', { not: yes }, false],
    ['not no', { not: no }, true],
    ['not unknown', { not: unknown }, undefined],
    ['all', { all: [yes, yes] }, true],
    ['all with a no', { all: [yes, no] }, false],
    ['all with an unknown', { all: [yes, unknown] }, undefined],
    ['all with a no after an unknown', { all: [unknown, no] }, false],
    ['any', { any: [no, yes] }, true],
    ['any without a yes', { any: [no, no] }, false],
    ['any with an unknown', { any: [no, unknown] }, undefined],
    ['any with a yes after an unknown', { any: [unknown, yes] }, true],
    ['any of nothing', { any: [] }, false],
    ['a known flag', { known: 'dataLeft' }, true],
    ['a flag that nobody told', { known: 'reviewOverdue' }, false],
    ['a known number', { known: 'liveCredentials' }, true],
    ['a number that is none', { known: 'unusedScopeDays' }, false],
    ['a number nobody told', { known: 'activeExceptions' }, false],
    ['at least', { fact: 'liveCredentials', atLeast: 2 }, true],
    ['less than that', { fact: 'liveCredentials', atLeast: 3 }, false],
    ['at most', { fact: 'liveCredentials', atMost: 2 }, true],
    ['more than that', { fact: 'liveCredentials', atMost: 1 }, false],
    ['at least, of none', { fact: 'unusedScopeDays', atLeast: 0 }, undefined],
    ['at most, of none', { fact: 'unusedScopeDays', atMost: 0 }, undefined],
    ['a lower step', { fact: 'audience', reaches: 'team' }, true],
    ['the same step', { fact: 'audience', reaches: 'company' }, true],
    ['a higher step', { fact: 'audience', reaches: 'public' }, false],
    ['a band', { fact: 'band', reaches: 'high' }, false],
    ['a class', { fact: 'class', reaches: 'internal' }, true],
    ['a hosting', { fact: 'hosting', reaches: 'external' }, false],
    [
      'one of a list',
      { fact: 'serviceKinds', includesAny: ['health', 'payment'] },
      true,
    ],
    ['none of a list', { fact: 'serviceKinds', includesAny: ['crm'] }, false],
  ])('answers %s', (_, condition, answer) => {
    expect(holds(condition, facts)).toBe(answer);
  });

  it('takes a step that nobody knows for the most exposed one', () => {
    const odd = controlFacts({
      registration: { ...aRegistration(), hosting: 'moon' as 'company' },
      integrations,
    });
    expect(holds({ fact: 'hosting', reaches: 'external' }, odd)).toBe(true);
    expect(holds({ fact: 'band', reaches: 'low' }, odd)).toBeUndefined();
  });
});

describe('controlFacts', () => {
  it('reads a registration', () => {
    expect(facts).toMatchObject({
      class: 'internal',
      classRaised: false,
      namedOwners: true,
      secondOwner: true,
      retentionWindow: true,
      mostlyAi: true,
      specialData: false,
      scopes: 1,
      wildcardScopes: 0,
      unknownScopes: 0,
      doubledScopes: 0,
      vendors: 2,
      unknownVendors: 0,
      endedApprovals: undefined,
      planLength: 46,
      dataCategories: ['names', 'preferences'],
      inProduction: false,
      retiring: false,
      orphaned: false,
      classLowered: false,
      reapprovalDue: false,
      incidentOpen: false,
      highIncidentOpen: false,
      attestationInMedium: true,
    });
  });

  it.each([
    [50, false],
    [51, true],
    [0, false],
    [-1, true],
    [101, true],
    [NaN, true],
    [undefined, true],
  ])(
    'takes an AI share of %s for mostly AI: %s',
    (aiGeneratedShare, mostly) => {
      expect(
        controlFacts({
          registration: aRegistration({ aiGeneratedShare }),
          integrations,
        }).mostlyAi,
      ).toBe(mostly);
    },
  );

  it.each([
    [{ owner: '' }, false],
    [{ owner: 'group:default/product' }, false],
    [{ businessUnit: '' }, false],
    [{ businessUnit: 'user:default/maya' }, false],
    [{ owner: 'maya', businessUnit: 'product' }, true],
  ])('tells whether owners are named in %p: %s', (changes, named) => {
    const registration = aRegistration(changes);
    expect(controlFacts({ registration, integrations }).namedOwners).toBe(
      named,
    );
  });

  it('counts ended approvals only when it knows the time', () => {
    const ended = integrations.map(item =>
      item.name === 'mapland'
        ? { ...item, approvedUntil: '2026-01-01T00:00:00.000Z' }
        : item,
    );
    const asked = {
      registration: aRegistration({ vendors: ['mapland'] }),
      integrations: ended,
    };
    const at = (now: string) => controlFacts({ ...asked, now });
    expect(at('2025-12-31T23:59:59.999Z').endedApprovals).toBe(0);
    expect(at('2026-01-01T00:00:00.000Z')).toMatchObject({
      endedApprovals: 1,
      words: { endedApprovals: 'Mapland' },
    });
  });
});

describe('fillWords', () => {
  it('fills in what it knows and leaves the rest', () => {
    expect(
      fillWords('{band} {score}, {class}, {retention}, {what}', facts),
    ).toBe('Medium 5, internal, 90 days, {what}');
    expect(fillWords('{service:health|payment}', facts)).toBe(
      'Payfast, a payment service',
    );
    expect(fillWords('{service:crm}', facts)).toBe('{service:crm}');
    const one = controlFacts({
      registration: aRegistration({ retentionDays: 1 }),
      integrations,
    });
    expect(fillWords('{retention} {band}', one)).toBe('1 day not known');
  });
});
