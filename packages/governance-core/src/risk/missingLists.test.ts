import type { Registration } from '../registration/registration';
import { aRegistration, SOME_INTEGRATIONS as integrations } from '../testing';
import { withLists } from './missingLists';
import { scoreRisk } from './scoreRisk';

describe('a registration whose lists are missing', () => {
  it('gets empty ones, and it is known which', () => {
    const whole = aRegistration();
    expect(withLists(whole)).toEqual({ registration: whole, missing: [] });
    const odd = { ...whole, vendors: 'payfast', endpoints: null };
    expect(withLists(odd as unknown as Registration)).toEqual({
      registration: { ...whole, vendors: [], endpoints: [] },
      missing: ['vendors', 'endpoints'],
    });
  });

  it('says of each list that is missing that it counts as the worst', () => {
    const { dataTypes: _, scopes: __, ...rest } = aRegistration();
    const risk = scoreRisk({
      registration: rest as Registration,
      integrations,
    });
    expect(risk).toMatchObject({ score: 10, band: 'high' });
    expect(
      risk.contributions
        .filter(({ code }) => code.startsWith('missing:'))
        .map(({ code, points, floor, reason, source }) => [
          code,
          points,
          floor,
          reason,
          source,
        ]),
    ).toEqual([
      [
        'missing:dataTypes',
        0,
        10,
        'It is not said which data about people it keeps, so it counts as the worst',
        'R3',
      ],
      [
        'missing:scopes',
        0,
        10,
        'It is not said which access it asks for, so it counts as the worst',
        'R3',
      ],
    ]);
  });
});
