import { attestReview, REVIEW_LINES } from './attestReview';

const all = (answer: 'yes' | 'changed') =>
  Object.fromEntries(REVIEW_LINES.map(line => [line, answer]));

function attest(changes: Partial<Parameters<typeof attestReview>[0]> = {}) {
  const result = attestReview({
    band: 'low',
    reviewerNeeded: false,
    isOwner: true,
    actingDirectly: true,
    answers: all('yes'),
    ...changes,
  });
  return result.ok ? 'ok' : result.refusal.code;
}

describe('attestReview', () => {
  it('takes a yes to every line from the owner of a Low app', () => {
    expect(attest()).toBe('ok');
  });

  it.each<[string, Parameters<typeof attest>[0], string]>([
    ['somebody else', { isOwner: false }, 'not-eligible'],
    ['a template', { actingDirectly: false }, 'not-eligible'],
    ['a Medium app', { band: 'medium' }, 'not-in-this-state'],
    ['a High app', { band: 'high' }, 'not-in-this-state'],
    [
      'one to whose lower class nobody has agreed',
      { reviewerNeeded: true },
      'not-in-this-state',
    ],
    ['no answer', { answers: {} }, 'invalid-input'],
    [
      'a line that is left out',
      { answers: { ...all('yes'), successor: undefined } },
      'invalid-input',
    ],
    [
      'a line that changed',
      { answers: { ...all('yes'), vendors: 'changed' } },
      'not-in-this-state',
    ],
  ])('refuses %s', (_, changes, code) => {
    expect(attest(changes)).toBe(code);
  });
});
