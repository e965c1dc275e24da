import { readdirSync } from 'node:fs';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import type { RequestView } from '@micro-apps/plugin-micro-apps-common';
import type { Knex } from 'knex';
import {
  everybodyTold,
  MAYA,
  MEDIUM,
  registered,
  SAM,
  SECURITY,
  useIssuer,
  usePortals,
  voted,
  type Portal,
} from '../__testUtils__';
import { columnsOf, tablesOf } from '../__testUtils__/databases';
import { verifyAudit } from '../audit/verifyAudit';
import { fill } from './__testUtils__/fill';

const start = usePortals();
const issuer = useIssuer();
const directory = resolvePackagePath(
  '@micro-apps/plugin-micro-apps-backend',
  'migrations',
);
const files = readdirSync(directory).sort();

type Row = Readonly<Record<string, unknown>>;
type Rows = Readonly<Record<string, readonly Row[]>>;

/** From this one on entries of the audit log hash other text than before. */
const NEW_ENTRIES = '2026112506_audit_persons.js';
/** So below it these are written anew. */
const REWRITTEN: Readonly<Record<string, readonly string[]>> = {
  micro_apps_audit: ['details', 'prev_hash', 'hash'],
  micro_apps_audit_head: ['hash'],
};
/** Before this one every request is about an app. */
const KINDS = '2026112501_request_kinds.js';

let knex: Knex;

async function everyRow(): Promise<Rows> {
  const rows: Record<string, readonly Row[]> = {};
  for (const name of await tablesOf(knex)) rows[name] = await knex(name);
  return rows;
}

/** Tables and columns that are there now and were there in `before`. */
async function leftOf(
  before: Rows,
  file: string,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const left = new Map<string, readonly string[]>();
  for (const name of await tablesOf(knex)) {
    const [row = {}] = before[name];
    const rewritten = file <= NEW_ENTRIES ? REWRITTEN[name] ?? [] : [];
    const columns = await columnsOf(knex, name);
    left.set(
      name,
      columns.filter(each => each in row && !rewritten.includes(each)),
    );
  }
  return left;
}

/** As much of rows as is left, whatever their order. */
function cut(rows: Rows, left: ReadonlyMap<string, readonly string[]>): Rows {
  return Object.fromEntries(
    [...left].map(([name, columns]) => [
      name,
      rows[name]
        .map(row =>
          Object.fromEntries(columns.map(column => [column, row[column]])),
        )
        .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
    ]),
  );
}

/** Requests that older versions could not read go, and what belongs to them. */
function withoutOtherKinds(rows: Rows, file: string): Rows {
  if (file > KINDS) return rows;
  const others = new Set(
    rows.micro_apps_requests
      ?.filter(({ kind }) => kind !== 'app')
      .map(({ id }) => id),
  );
  return Object.fromEntries(
    Object.entries(rows).map(([name, held]) => [
      name,
      held.filter(
        ({ id, request_id: request }) =>
          !others.has(id) && !others.has(request),
      ),
    ]),
  );
}

async function ask(portal: Portal, id: string): Promise<RequestView> {
  const { body } = await portal
    .as(MAYA)
    .post(`/apps/${id}/requests`, { expectedVersion: 1 })
    .expect(201);
  return body;
}

/**
 * One after the other, each deeper than the one before: what an earlier step
 * took lies above what the next one looks at.
 */
describe('going down to before a migration', () => {
  it.each([...files].reverse())(
    'keeps every row that is left, and a vote works afterwards: %s',
    async file => {
      const portal = await start({ knex, microApps: issuer().config });
      if (!knex) {
        knex = portal.knex;
        await fill(portal, issuer());
        // A start notes that rules act otherwise than before, in an entry of its own.
        await knex('micro_apps_rule_switches').delete();
      }
      const name = `From before ${files.indexOf(file)}`;
      const { id } = await registered(portal, { ...MEDIUM, name });
      const asked = await ask(portal, id);
      await everybodyTold(portal);

      const before = withoutOtherKinds(await everyRow(), file);
      for (const _ of files.slice(files.indexOf(file))) {
        await knex.migrate.down({ directory });
      }
      const left = await leftOf(before, file);
      const held = cut(before, left);
      expect(cut(await everyRow(), left)).toEqual(held);

      const again = await start({ knex });
      expect(cut(await everyRow(), left)).toEqual(held);
      if (!left.has('micro_apps_apps')) {
        await registered(again, { ...MEDIUM, name });
      }
      const request = left.has('micro_apps_requests')
        ? asked
        : await ask(again, id);
      // Older rows name fewer people; who asked and owns is enough.
      again.company.hire('maya', { groups: [SECURITY] });
      await voted(again.as(MAYA), request).expect(403);
      const { body } = await voted(again.as(SAM), request).expect(200);
      expect(body.state).toBe('approved');
      await everybodyTold(again);
      expect(await verifyAudit(knex)).toMatchObject({ ok: true });
    },
  );
});
