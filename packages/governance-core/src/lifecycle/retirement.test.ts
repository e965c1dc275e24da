import { NOW } from '../testing';
import {
  disposalStartsAt,
  disposeApp,
  hasEnded,
  retireApp,
  type EndingActor,
} from './retirement';

const nobody: EndingActor = {
  roles: [],
  isAdministrator: false,
  isOwner: false,
};
const retire = (changes: Partial<Parameters<typeof retireApp>[0]> = {}) =>
  retireApp({
    standing: 'active',
    name: 'Where2Eat',
    typedName: ' Where2Eat ',
    actor: { ...nobody, isOwner: true },
    ...changes,
  });

describe('retireApp', () => {
  it('is for its owner, security and administrators', () => {
    for (const actor of [
      { ...nobody, isOwner: true },
      { ...nobody, isAdministrator: true },
      { ...nobody, roles: ['security'] as const },
    ]) {
      expect(retire({ actor })).toEqual({ ok: true, value: 'retired' });
    }
    for (const roles of [[], ['privacy'], ['it']] as const) {
      expect(retire({ actor: { ...nobody, roles } })).toMatchObject({
        refusal: { code: 'not-eligible' },
      });
    }
  });

  it('ends whatever has not ended, held or not, and nothing twice', () => {
    for (const standing of [
      'draft',
      'restricted',
      'quarantined',
      'suspended',
    ] as const) {
      expect(retire({ standing }).ok).toBe(true);
    }
    for (const standing of ['retired', 'disposed'] as const) {
      expect(hasEnded(standing)).toBe(true);
      expect(retire({ standing })).toMatchObject({
        refusal: { code: 'not-in-this-state' },
      });
    }
    expect(hasEnded('suspended')).toBe(false);
  });

  it('wants the name, exactly', () => {
    for (const typedName of ['', 'where2eat', 'Where2Eat2']) {
      expect(retire({ typedName })).toMatchObject({
        refusal: { code: 'invalid-input' },
      });
    }
  });
});

describe('disposalStartsAt', () => {
  it('is a day later, or what was configured', () => {
    expect(disposalStartsAt(NOW)).toBe('2026-11-25T10:00:00.000Z');
    expect(disposalStartsAt(NOW, 0)).toBe(NOW);
    expect(disposalStartsAt(NOW, 1)).toBe('2026-11-24T11:00:00.000Z');
    for (const broken of [-1, NaN, Infinity]) {
      expect(disposalStartsAt(NOW, broken)).toBe('2026-11-25T10:00:00.000Z');
    }
    expect(disposalStartsAt('then')).toBeUndefined();
  });
});

describe('disposeApp', () => {
  const dispose = (changes: Partial<Parameters<typeof disposeApp>[0]> = {}) =>
    disposeApp({
      standing: 'retired',
      itemsLeft: 0,
      accessEnded: true,
      held: false,
      ...changes,
    });

  it('is the end of a retired app of which nothing is left', () => {
    expect(dispose()).toEqual({ ok: true, value: 'disposed' });
    for (const changes of [
      { standing: 'active' },
      { standing: 'disposed' },
      { itemsLeft: 1 },
      { accessEnded: false },
      { held: true },
    ] as const) {
      expect(dispose(changes)).toMatchObject({
        refusal: { code: 'not-in-this-state' },
      });
    }
  });
});
