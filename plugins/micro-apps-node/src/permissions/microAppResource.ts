import { createPermissionResourceRef } from '@backstage/plugin-permission-node';
import type { AppStanding, Band, DataClass } from '@micro-apps/governance-core';
import { RESOURCE_TYPE_MICRO_APP } from '@micro-apps/plugin-micro-apps-common';

/** What conditions of a permission policy can ask about one app. @public */
export interface MicroAppResource {
  readonly id: string;
  /**
   * User references, in one spelling; the owner's is empty, and the second
   * owner's left out, where somebody else bears the name now.
   */
  readonly owner: string;
  readonly successor?: string;
  /** Groups whose members may be asked to decide on what is undecided. */
  readonly reviewers: readonly string[];
  readonly band: Band;
  readonly standing: AppStanding;
  readonly effectiveClass: DataClass;
}

/** The same as a filter of a list; the registry turns it into SQL. @public */
export type MicroAppFilter =
  | {
      readonly of: 'owner';
      readonly claims: readonly string[];
      /**
       * Whoever asks; added by the registry. Her own name counts only for apps
       * that are hers, not for those of an earlier bearer of it.
       */
      readonly asker?: { readonly ref: string; readonly subject?: string };
    }
  | { readonly of: 'reviewer'; readonly claims: readonly string[] }
  | { readonly of: 'businessUnit'; readonly claims: readonly string[] }
  | { readonly of: 'band'; readonly values: readonly string[] }
  | { readonly of: 'standing'; readonly values: readonly string[] }
  | { readonly of: 'effectiveClass'; readonly values: readonly string[] };

/** Resource type `micro-app` of the permission framework. @public */
export const microAppResourceRef = createPermissionResourceRef<
  MicroAppResource,
  MicroAppFilter
>().with({ pluginId: 'micro-apps', resourceType: RESOURCE_TYPE_MICRO_APP });
