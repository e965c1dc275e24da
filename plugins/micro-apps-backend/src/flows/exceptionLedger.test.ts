import { useDatabases } from '../__testUtils__/databases';
import { listExceptions } from '../exceptions/readExceptions';
import { accepted, MAYA } from './testing';
import { DAY_MINUTES, granted, IVAN, setUpOn } from './testing/exceptionSteps';

const setUp = setUpOn(useDatabases());

describe('the ledger', () => {
  it('shows what ends soon to IT, and others their own only', async () => {
    const { stack, portal } = await setUp();
    await granted(stack, portal);
    const list = (actor = IVAN, show: 'active' | 'ending' | 'all' = 'active') =>
      listExceptions(portal.deps).run(stack.context(actor), { show, limit: 5 });
    const seen = async (...asked: Parameters<typeof list>) =>
      accepted(await list(...asked)).items.map(({ standing }) => standing);
    expect(await seen()).toEqual(['active']);
    expect(await seen(IVAN, 'ending')).toEqual([]);
    expect(await seen(MAYA)).toEqual(['active']);
    expect(await seen({ ...MAYA, ref: 'user:default/noah' })).toEqual([]);
    stack.later(5 * DAY_MINUTES);
    expect(await seen(IVAN, 'ending')).toEqual(['active']);
    stack.later(2 * DAY_MINUTES);
    expect(await seen(IVAN, 'ending')).toEqual([]);
    expect(await seen(IVAN)).toEqual([]);
    expect(await seen(IVAN, 'all')).toEqual(['ended']);
  });
});
