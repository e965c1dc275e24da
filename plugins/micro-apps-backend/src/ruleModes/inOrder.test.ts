import { inOrder } from './inOrder';

const wait = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));

async function* numbers(count: number) {
  for (let i = 0; i < count; i += 1) yield i;
}

async function all<T>(from: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const each of from) found.push(each);
  return found;
}

describe('inOrder', () => {
  it.each([0, 1, 2, 7])('hands over all of %i in their order', async count => {
    let underWay = 0;
    let most = 0;
    const worked = inOrder(numbers(count), 3, async each => {
      underWay += 1;
      most = Math.max(most, underWay);
      // The later, the quicker.
      await wait(20 - each * 2);
      underWay -= 1;
      return each * 10;
    });
    expect(await all(worked)).toEqual(
      Array.from({ length: count }, (_, each) => each * 10),
    );
    expect(most).toBe(Math.min(count, 3));
  });

  it('throws what one of them throws, and leaves nothing under way', async () => {
    let underWay = 0;
    const worked = inOrder(numbers(9), 3, async each => {
      underWay += 1;
      await wait(each === 2 ? 1 : 10);
      underWay -= 1;
      if (each === 2) throw new Error('The third is bad');
      return each;
    });
    await expect(all(worked)).rejects.toThrow('The third is bad');
    expect(underWay).toBe(0);
  });

  it('begins nothing more when nobody wants more', async () => {
    const begun: number[] = [];
    for await (const each of inOrder(numbers(100), 2, async one => {
      begun.push(one);
      return one;
    })) {
      if (each === 3) break;
    }
    expect(begun.length).toBeLessThanOrEqual(6);
  });
});
