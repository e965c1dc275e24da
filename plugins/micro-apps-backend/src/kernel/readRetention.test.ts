import { mockServices } from '@backstage/backend-test-utils';
import { readRetention } from './readRetention';

const read = (retention: Record<string, string | number>) =>
  readRetention(
    mockServices.rootConfig({ data: { microApps: { retention } } }),
  );

describe('readRetention', () => {
  it('deletes a tenth at once and waits a day at the end, unless told', () => {
    expect(readRetention(mockServices.rootConfig({ data: {} }))).toEqual({
      how: 'delete',
      maxShare: 0.1,
      graceHours: 24,
    });
    const own = { how: 'archive', maxShare: 0, graceHours: 72 };
    expect(read(own)).toEqual(own);
  });

  it.each([
    ['how', 'shred'],
    ['maxShare', 1.1],
    ['maxShare', -0.1],
    ['graceHours', -1],
    ['graceHours', 721],
  ])('stops the start for %s %s', (name, value) => {
    expect(() => read({ [name]: value })).toThrow(
      `microApps.retention.${name} has to be`,
    );
  });
});
