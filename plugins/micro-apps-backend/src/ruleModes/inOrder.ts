/**
 * Works on a few at a time, so that database, rules and this process are busy
 * together, and hands over what comes of it in the order of what went in.
 *
 * @throws what the first work that failed threw, once the others are through
 */
export async function* inOrder<In, Out>(
  given: AsyncIterable<In>,
  atOnce: number,
  work: (each: In) => Promise<Out>,
): AsyncGenerator<Out> {
  const underWay: Promise<Out>[] = [];
  try {
    for await (const each of given) {
      const next = work(each);
      // Where one fails, nobody waits for those after it any more.
      next.catch(() => undefined);
      underWay.push(next);
      if (underWay.length < atOnce) continue;
      yield await underWay[0];
      underWay.shift();
    }
    for (const next of underWay) yield await next;
  } finally {
    await Promise.allSettled(underWay);
  }
}
