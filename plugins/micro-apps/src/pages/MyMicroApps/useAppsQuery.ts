import {
  BANDS,
  DATA_CLASSES,
  APP_STANDING_TABLE,
} from '@micro-apps/governance-core';
import {
  APP_FLAGS,
  APP_SORTS,
  type AppFlag,
  type AppSort,
  type AppsQuery,
} from '@micro-apps/plugin-micro-apps-common';
import { useSearchParams } from 'react-router-dom';

/** Whose apps. */
export type View = 'me' | 'all';

/** What a list of apps can be narrowed to on the page. */
export const FILTERS = {
  band: BANDS,
  class: DATA_CLASSES,
  standing: APP_STANDING_TABLE.states,
  flag: APP_FLAGS,
} as const;
export type FilterName = keyof typeof FILTERS;

/** What the address says of the list; another address is another list. */
export interface AppsQueryState {
  readonly view: View;
  readonly text: string;
  readonly unit: string;
  readonly sort: AppSort;
  readonly reversed: boolean;
  readonly filters: Readonly<Partial<Record<FilterName, string>>>;
  /** Places of the pages before this one, the first left out. */
  readonly places: readonly string[];
  readonly isNarrowed: boolean;
  /** What is asked of the registry. */
  readonly query: AppsQuery;
  /** Changes the address and begins at the first page. */
  change(parts: Readonly<Record<string, string | undefined>>): void;
  /** Goes to the page of this place. */
  go(places: readonly string[]): void;
}

/** Which way round each order is, unless it is reversed. */
const USUAL = {
  updated: 'desc',
  name: 'asc',
  score: 'desc',
  created: 'desc',
} as const satisfies Record<AppSort, 'asc' | 'desc'>;

/** The list's filters, order and page, kept in the address. */
export function useAppsQuery(): AppsQueryState {
  const [params, setParams] = useSearchParams();
  const view: View = params.get('view') === 'all' ? 'all' : 'me';
  const text = params.get('q') ?? '';
  const unit = params.get('unit') ?? '';
  const sort = APP_SORTS.find(each => each === params.get('sort')) ?? 'updated';
  const reversed = params.get('reversed') === 'true';
  const places = params.getAll('after');
  const band = BANDS.find(each => each === params.get('band'));
  const dataClass = DATA_CLASSES.find(each => each === params.get('class'));
  const standing = FILTERS.standing.find(
    each => each === params.get('standing'),
  );
  const flag: AppFlag | undefined = APP_FLAGS.find(
    each => each === params.get('flag'),
  );
  const usual = USUAL[sort];
  const other = usual === 'asc' ? 'desc' : 'asc';
  return {
    view,
    text,
    unit,
    sort,
    reversed,
    places,
    filters: { band, class: dataClass, standing, flag },
    isNarrowed: [text, unit, band, dataClass, standing, flag].some(Boolean),
    query: {
      owner: view === 'me' ? 'me' : undefined,
      q: text.trim() || undefined,
      unit: unit || undefined,
      band,
      class: dataClass,
      standing,
      flag,
      sort,
      order: reversed ? other : undefined,
      cursor: places.at(-1),
    },
    change(parts) {
      setParams(
        before => {
          const after = new URLSearchParams(before);
          after.delete('after');
          for (const [name, value] of Object.entries(parts)) {
            if (value) after.set(name, value);
            else after.delete(name);
          }
          return after;
        },
        { replace: true },
      );
    },
    go(next) {
      setParams(before => {
        const after = new URLSearchParams(before);
        after.delete('after');
        for (const place of next) after.append('after', place);
        return after;
      });
    },
  };
}
