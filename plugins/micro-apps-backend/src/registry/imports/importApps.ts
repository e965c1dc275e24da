import {
  accept,
  slugOf,
  type Registration,
  type Result,
} from '@micro-apps/governance-core';
import {
  microAppsAppImportPermission,
  type ImportResponse,
  type ImportRow,
} from '@micro-apps/plugin-micro-apps-common';
import { sha256 } from '../../audit/appendAuditEntry';
import type { Directory } from '../../directory/Directory';
import type { Command, CommandContext } from '../../kernel/commands';
import type { AppRow } from '../AppStore';
import { lookAlikesOf } from '../DatabaseAppStore';
import {
  judgeRegistration,
  nameTaken,
  registerMicroApp,
  type Registering,
  type RegisterDeps,
} from '../registerMicroApp';
import { refuseRegistration } from '../registerGate';
import { refusedCsv } from './csv';
import {
  importedRows,
  keepImportedRow,
  type ImportedRow,
  type ImportKey,
} from './DatabaseImportRows';
import { readRows, type GivenRow } from './readRows';

/** `POST /v1/imports`, as its schema hands it over. */
export interface ImportApps {
  readonly importId?: string;
  readonly dryRun: boolean;
  readonly csv?: string;
  readonly rows?: readonly unknown[];
  readonly from: number;
  readonly count: number;
}

/** What one row is worked on with. */
interface Work {
  readonly deps: RegisterDeps;
  readonly context: CommandContext;
  readonly key: ImportKey;
  readonly dryRun: boolean;
  /** The first row that leads to an address. */
  readonly firstAt: ReadonlyMap<string, number>;
  readonly earlier: ReadonlyMap<number, ImportedRow>;
}

/**
 * Registers many apps, each in a transaction of its own and by the rules of
 * every registration, or says what would become of each. Repeating it, whole or
 * in parts, registers nothing twice: rows are known by import and number.
 */
export function importApps(
  deps: RegisterDeps,
): Command<ImportApps, ImportResponse> {
  return {
    permission: microAppsAppImportPermission,
    async run(context, input) {
      const { dryRun, csv, rows, from, count } = input;
      const read = readRows(input);
      if (!read.ok) return read;
      const importId =
        input.importId ?? sha256(csv ?? JSON.stringify(rows ?? []));
      const key = { importedBy: context.actor.ref, importId };
      const part = read.value.slice(from - 1, from - 1 + count);
      const work: Work = {
        deps: { ...deps, directory: remembering(deps.directory) },
        context,
        key,
        dryRun,
        firstAt: firstRows(read.value),
        earlier: await importedRows(deps.database.knex, key, {
          from,
          to: from + count,
        }),
      };
      const done: ImportRow[] = [];
      for (const row of part) {
        const outcome = await workOn(work, row);
        // Nobody can tell about this row now: what is done stays done.
        if (!outcome.ok) return outcome;
        done.push(outcome.value);
      }
      const refused = done.filter(({ outcome }) => outcome === 'refused');
      const cells = new Map(part.map(row => [row.row, row.cells]));
      return accept({
        importId,
        dryRun,
        total: read.value.length,
        rows: [
          ...refused,
          ...done.filter(({ outcome }) => outcome !== 'refused'),
        ],
        refused: refusedCsv(
          refused.map(({ row, problems }) => ({
            row,
            cells: cells.get(row) ?? {},
            problem: problems
              .map(({ path, message }) =>
                path ? `${path}: ${message}` : message,
              )
              .join(' · '),
          })),
        ),
      });
    },
  };
}

/** Whom the directory knows is asked once for an import. */
function remembering(directory: Directory): Directory {
  const known = new Map<string, Result<true>>();
  return {
    async check(registration) {
      const { owner, successor, businessUnit } = registration;
      const key = JSON.stringify([owner, successor, businessUnit]);
      const said = known.get(key) ?? (await directory.check(registration));
      if (said.ok || said.refusal.code === 'invalid-input') {
        known.set(key, said);
      }
      return said;
    },
  };
}

function firstRows(rows: readonly GivenRow[]): ReadonlyMap<string, number> {
  const first = new Map<string, number>();
  for (const { row, registration } of rows) {
    if (!registration.ok) continue;
    const id = slugOf(registration.value.name);
    if (!first.has(id)) first.set(id, row);
  }
  return first;
}

/** @returns a refusal when the row cannot be judged right now */
async function workOn(work: Work, given: GivenRow): Promise<Result<ImportRow>> {
  const { row, name, registration, digest = '' } = given;
  if (!registration.ok) {
    return accept(refusedRow({ row, name }, registration));
  }
  const earlier = work.earlier.get(row);
  if (earlier) return accept(await earlierRow(work, given, earlier));
  const first = work.firstAt.get(slugOf(registration.value.name)) ?? row;
  if (first < row) {
    return accept({
      ...about({ row, name }),
      outcome: 'refused',
      problems: [
        {
          path: 'name',
          message: `Row ${first} leads to the same address. Choose another name`,
        },
      ],
    });
  }
  const registering: Registering = {
    actor: work.context.actor,
    now: work.context.now,
    registration: registration.value,
    via: 'import',
    details: { importId: work.key.importId, row },
    alongside: (tx, { id: appId }) =>
      keepImportedRow(tx, work.key, {
        row,
        digest,
        appId,
        at: work.context.now,
      }),
  };
  const result = work.dryRun
    ? await judge(work, registering, { row, name })
    : await register(work, registering, given);
  if (result.ok) return result;
  const { code } = result.refusal;
  return code === 'directory-unavailable' || code === 'busy'
    ? result
    : accept(refusedRow({ row, name }, result));
}

async function judge(
  { deps }: Work,
  registering: Registering,
  { row, name }: { row: number; name: string },
): Promise<Result<ImportRow>> {
  const { registration } = registering;
  const judged = await judgeRegistration(deps, registering);
  if (!judged.ok) return judged;
  const { id, assessment, answer } = judged.value;
  const { knex } = deps.database;
  if (await deps.apps.get(knex, id)) return nameTaken(registration.name);
  if (!answer.decision.allowed && !answer.pendingPolicy) {
    return refuseRegistration(answer.decision.violations);
  }
  return accept({
    ...about({ row, name }),
    outcome: 'would-register',
    appId: id,
    score: assessment.risk.score,
    band: assessment.risk.band,
    effectiveClass: assessment.effectiveClass.effective,
    lookAlikes: await lookAlikesOf(knex, { id, name: registration.name }),
  });
}

async function register(
  work: Work,
  registering: Registering,
  given: GivenRow,
): Promise<Result<ImportRow>> {
  const made = await registerMicroApp(work.deps, registering);
  if (made.ok) return accept(registeredRow(given, made.value));
  if (made.refusal.code !== 'name-taken') return made;
  // The same import, twice at once: the other one was first.
  const { row } = given;
  const now = await importedRows(work.deps.database.knex, work.key, {
    from: row,
    to: row,
  });
  const winner = now.get(row);
  return winner ? accept(await earlierRow(work, given, winner)) : made;
}

/** A row that made an app before, if it still says the same. */
async function earlierRow(
  { deps }: Work,
  { row, name, digest }: GivenRow,
  earlier: ImportedRow,
): Promise<ImportRow> {
  const app = await deps.apps.get(deps.database.knex, earlier.appId);
  if (app && earlier.digest === digest) {
    return { ...registeredRow({ row, name }, app), before: true };
  }
  return {
    ...about({ row, name }),
    outcome: 'refused',
    problems: [
      {
        message: `This import has registered its row ${row} already, as ${earlier.appId}. Change that app, or import the new row in a file of its own`,
      },
    ],
  };
}

function registeredRow(
  given: { row: number; name: string },
  app: AppRow,
): ImportRow {
  return {
    ...about(given),
    outcome: 'registered',
    appId: app.id,
    score: app.score,
    band: app.band,
    effectiveClass: app.effectiveClass,
    lookAlikes: app.lookAlikes,
  };
}

function about({ row, name }: { row: number; name: string }) {
  return { row, name, lookAlikes: [], problems: [] };
}

function refusedRow(
  given: { row: number; name: string },
  { refusal }: Extract<Result<Registration>, { ok: false }>,
): ImportRow {
  const problems = (refusal.details ?? []).map(({ path, message }) => ({
    path: path?.replace(/^registration\.?/, '') || undefined,
    message,
  }));
  return {
    ...about(given),
    outcome: 'refused',
    problems: problems.length > 0 ? problems : [{ message: refusal.because }],
  };
}
