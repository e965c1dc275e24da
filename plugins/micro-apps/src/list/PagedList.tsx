import {
  ErrorNotice,
  LoadingRows,
  type AsyncResource,
} from '@micro-apps/plugin-micro-apps-react';
import type { ReactNode } from 'react';
import { PageButtons } from './PageButtons';
import type { Pages } from './usePages';

/**
 * A page of a list as it comes: rows that load, what went wrong with another
 * try, why there is nothing, or what there is; and the way to other pages.
 */
export function PagedList<
  Page extends {
    readonly items: readonly unknown[];
    readonly nextCursor?: string;
  },
>({
  list: { value, error, reload },
  pages,
  rows = 6,
  empty,
  children,
}: {
  list: Pick<AsyncResource<Page>, 'value' | 'error' | 'reload'>;
  pages: Pick<Pages, 'places' | 'go'>;
  /** As many as usually come. */
  rows?: number;
  empty: (page: Page) => ReactNode;
  children: (page: Page) => ReactNode;
}) {
  return (
    <>
      {error && <ErrorNotice error={error} onRetry={reload} />}
      {!value && !error && <LoadingRows rows={rows} />}
      {value && (value.items.length > 0 ? children(value) : empty(value))}
      <PageButtons pages={pages} next={value?.nextCursor} />
    </>
  );
}
