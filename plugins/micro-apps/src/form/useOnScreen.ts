import { useEffect, useState } from 'react';

/** A strip at the edge that does not count as seen. */
const EDGE_PX = 64;

/**
 * Whether an element can be seen; undefined while that is not known, as in a
 * browser that cannot tell.
 */
export function useOnScreen(element: Element | null): boolean | undefined {
  const [seen, setSeen] = useState<boolean>();
  useEffect(() => {
    if (!element || typeof IntersectionObserver === 'undefined') {
      return undefined;
    }
    const observer = new IntersectionObserver(
      entries => setSeen(entries.at(-1)?.isIntersecting),
      { rootMargin: `-${EDGE_PX}px 0px` },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [element]);
  return seen;
}
