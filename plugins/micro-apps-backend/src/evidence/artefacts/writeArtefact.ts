import {
  accept,
  artefactTemplate,
  hasEnded,
  refuse,
  type ArtefactKind,
  type ArtefactTemplate,
  type Result,
} from '@micro-apps/governance-core';
import type { ArtefactView } from '@micro-apps/plugin-micro-apps-common';
import type { Knex } from 'knex';
import { lockApp } from '../../gates/DatabaseAppLock';
import type { CommandContext } from '../../kernel/commands';
import type { BackendDeps } from '../../kernel/deps';
import { accessOf, requireEdit } from '../../registry/appAccess';
import type { AppRow } from '../../registry/AppStore';
import { unknownApp } from '../../registry/unknownApp';
import { requireDirect } from '../../separation/requireDirect';
import { getArtefact, type ArtefactRow } from './DatabaseArtefacts';
import { artefactView } from './readArtefacts';

/** A form under the app's lock, with what is to be done with it. */
export interface ArtefactChange {
  readonly tx: Knex.Transaction;
  readonly app: AppRow;
  readonly template: ArtefactTemplate;
  /** As it was; left out while nothing was saved. */
  readonly row?: ArtefactRow;
}

/**
 * Changes one form: by a person, one at a time, on the version she looked at,
 * while the app is not at its end.
 *
 * @param options.allowed - asked under the lock; whoever edits the app unless told
 */
export async function changeArtefact(
  deps: BackendDeps,
  context: CommandContext,
  options: {
    id: string;
    kind: ArtefactKind;
    expectedVersion: number;
    allowed?: (change: ArtefactChange) => Promise<Result<unknown>>;
    work: (change: ArtefactChange) => Promise<Result<unknown>>;
  },
): Promise<Result<ArtefactView>> {
  const { id, kind, expectedVersion, work } = options;
  const { allowed = mayEdit(deps, context) } = options;
  const direct = requireDirect(context);
  if (!direct.ok) return direct;
  const changed = await deps.database.transaction(
    async (tx): Promise<Result<unknown>> => {
      const app = await lockApp(tx, id);
      if (!app) return unknownApp();
      const row = await getArtefact(tx, { appId: id, kind });
      const change = { tx, app, row, template: artefactTemplate(kind) };
      const may = await allowed(change);
      if (!may.ok) return may;
      if (hasEnded(app.standing)) {
        return refuse(
          'not-in-this-state',
          `The app is ${app.standing}; nothing is filled in any more`,
        );
      }
      if ((row?.version ?? 0) !== expectedVersion) {
        return refuse(
          'changed-since-you-looked',
          'Somebody saved another version since you looked at it. Copy what you wrote, reload the page and look again',
        );
      }
      return await work(change);
    },
  );
  return changed.ok ? await artefactView(deps, context, { id, kind }) : changed;
}

function mayEdit({ settings }: BackendDeps, { actor }: CommandContext) {
  return async ({ app }: ArtefactChange): Promise<Result<unknown>> =>
    requireEdit(accessOf({ actor, app, settings }));
}

/** The same, or why there is nothing to do it with. */
export function begun({ row }: ArtefactChange): Result<ArtefactRow> {
  return row
    ? accept(row)
    : refuse('not-in-this-state', 'Nothing has been saved yet. Save a draft');
}
