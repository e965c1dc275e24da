import type { EndingActor } from '../lifecycle/retirement';
import { confirmDisposal, liftLegalHold, setLegalHold } from './legalHold';

const nobody: EndingActor = {
  roles: [],
  isAdministrator: false,
  isOwner: false,
};
const NO = { ok: false, refusal: { code: 'not-eligible' } };

describe('a legal hold', () => {
  it('is set and lifted by security and privacy', () => {
    for (const roles of [['security'], ['privacy']] as const) {
      expect(setLegalHold({ ...nobody, roles }).ok).toBe(true);
      expect(liftLegalHold({ ...nobody, roles }).ok).toBe(true);
    }
    for (const actor of [
      nobody,
      { ...nobody, isOwner: true },
      { ...nobody, isAdministrator: true },
      { ...nobody, roles: ['it'] as const },
    ]) {
      expect(setLegalHold(actor)).toMatchObject(NO);
      expect(liftLegalHold(actor)).toMatchObject(NO);
    }
  });

  it('is not lifted by the owner of the app, whatever her role', () => {
    const owner = { ...nobody, isOwner: true, roles: ['security'] as const };
    expect(setLegalHold(owner).ok).toBe(true);
    expect(liftLegalHold(owner)).toMatchObject(NO);
  });
});

describe('confirmDisposal', () => {
  it('is for the owner, security, privacy and administrators', () => {
    expect(confirmDisposal({ ...nobody, isOwner: true }).ok).toBe(true);
    expect(confirmDisposal({ ...nobody, isAdministrator: true }).ok).toBe(true);
    expect(confirmDisposal({ ...nobody, roles: ['privacy'] }).ok).toBe(true);
    expect(confirmDisposal({ ...nobody, roles: ['it'] })).toMatchObject(NO);
    expect(confirmDisposal(nobody)).toMatchObject(NO);
  });
});
