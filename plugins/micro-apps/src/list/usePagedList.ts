import {
  useAsyncResource,
  type AsyncResource,
} from '@micro-apps/plugin-micro-apps-react';
import type { DependencyList } from 'react';
import { usePages, type Pages } from './usePages';

/**
 * A list that the registry hands out page by page, at the page where one is;
 * what was there stays until the next page has come.
 *
 * @param load - gets one page; `undefined` is the place of the first
 * @param deps - of `load`, besides the place
 */
export function usePagedList<Page>(
  load: (cursor: string | undefined) => Promise<Page>,
  deps: DependencyList,
  options: { pollMs?: number } = {},
): { list: AsyncResource<Page>; pages: Pages } {
  const pages = usePages();
  const { cursor } = pages;
  const list = useAsyncResource(() => load(cursor), [...deps, cursor], {
    ...options,
    keepOnChange: true,
  });
  return { list, pages };
}
