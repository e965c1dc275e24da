import type { CatalogApp } from '@micro-apps/plugin-micro-apps-common';

/** What the registry last said of apps that a repository describes. */
export class RepositoryApps {
  readonly #apps = new Map<string, CatalogApp>();

  /** The app of this id, when exactly this file describes it. */
  of(id: string, origin: string): CatalogApp | undefined {
    const app = this.#apps.get(id);
    return app?.repository === origin ? app : undefined;
  }

  /**
   * Takes in what the registry says of one app.
   * @returns whether something is new about it
   */
  put(app: CatalogApp): boolean {
    const before = this.#apps.get(app.id);
    if (app.repository === undefined) return this.#apps.delete(app.id);
    this.#apps.set(app.id, app);
    return JSON.stringify(before) !== JSON.stringify(app);
  }
}

/** Names what the catalog processes again when the registry says something new. */
export function refreshKeyOf(id: string): string {
  return `micro-apps:${id}`;
}
