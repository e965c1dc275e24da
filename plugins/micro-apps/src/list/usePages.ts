import { useState } from 'react';

/** Where one is in a list that the registry hands out page by page. */
export interface Pages {
  /** Cursors of the pages up to this one; none on the first. */
  readonly places: readonly string[];
  readonly cursor: string | undefined;
  readonly go: (places: readonly string[]) => void;
}

/** Pages of one screen; `go([])` leads back to the first. */
export function usePages(): Pages {
  const [places, go] = useState<readonly string[]>([]);
  return { places, cursor: places.at(-1), go };
}
