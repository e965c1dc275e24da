import { withinSarifLimits } from './sarifLimits';

const many = (count: number, part: object = {}) =>
  Array.from({ length: count }, () => part);
const ofTool = (driver: object, extensions: readonly object[] = []) => ({
  tool: { driver, extensions },
});
const withTags = (count: number) => ({
  properties: { tags: Array(count).fill('x') },
});
/** A result whose flows have so many locations, in two threads of two flows. */
const flowing = (count: number) => ({
  codeFlows: [
    { threadFlows: [{ locations: many(count - 2) }, { locations: [{}] }] },
    { threadFlows: [{ locations: [{}] }] },
  ],
});

describe('limits of a log', () => {
  it.each<[string, (count: number) => object, number]>([
    ['results in one run', count => ({ results: many(count) }), 25_000],
    ['rules in one run', count => ofTool({ rules: many(count) }), 25_000],
    [
      'rules in one run',
      count => ofTool({ rules: [{}] }, [{ rules: many(count - 1) }]),
      25_000,
    ],
    ['tool extensions in one run', count => ofTool({}, many(count)), 100],
    [
      'locations for one result',
      count => ({ results: [{}, { locations: many(count) }] }),
      1_000,
    ],
    [
      'locations for one result',
      count => ({ results: [{ relatedLocations: many(count) }] }),
      1_000,
    ],
    [
      'thread flow locations for one result',
      count => ({ results: [flowing(count)] }),
      10_000,
    ],
    [
      'tags for one rule',
      count => ofTool({ rules: [{}, withTags(count)] }),
      20,
    ],
    [
      'tags for one rule',
      count => ofTool({}, [{ rules: [withTags(count)] }]),
      20,
    ],
  ])('are those of code scanning: %s', (of, runOf, most) => {
    expect(withinSarifLimits([{}, runOf(most)]).ok).toBe(true);
    expect(withinSarifLimits([{}, runOf(most + 1)])).toMatchObject({
      refusal: { code: 'too-large', because: `Send at most ${most} ${of}` },
    });
  });

  it('count runs', () => {
    expect(withinSarifLimits(many(20)).ok).toBe(true);
    expect(withinSarifLimits(many(21))).toMatchObject({
      refusal: { because: 'Send at most 20 runs in one log' },
    });
  });

  it('stumble over nothing that is something else', () => {
    const odd = { tool: 'x', results: [null, 7, { codeFlows: 'x' }] };
    expect(withinSarifLimits([null, 'x', odd]).ok).toBe(true);
  });
});
