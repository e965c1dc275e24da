import type { Knex } from 'knex';

/** Which records the paths of decisions name, and what entries call them. */
const SUBJECTS: readonly {
  path: string;
  table: string;
  key: string;
  /** Column of the app. */
  app?: string;
  as: string;
}[] = [
  {
    path: '/v1/requests',
    table: 'requests',
    key: 'id',
    app: 'app_id',
    as: 'requestId',
  },
  {
    path: '/v1/exceptions',
    table: 'exceptions',
    key: 'id',
    app: 'app_id',
    as: 'exceptionId',
  },
  { path: '/v1/apps', table: 'apps', key: 'id', app: 'id', as: 'subjectId' },
  { path: '/v1/vendors', table: 'vendors', key: 'name', as: 'vendor' },
];

/**
 * What somebody wanted to decide on, if there is such a thing: an id that she
 * made up is her own words, and those stay out of the facts.
 */
export async function decisionSubject(
  tx: Knex.Transaction,
  { path, id }: { path: string; id: string },
): Promise<{ appId?: string; facts: Readonly<Record<string, string>> }> {
  const subject = SUBJECTS.find(each => path.startsWith(each.path));
  const row: Record<string, string> | undefined =
    subject &&
    (await tx(`micro_apps_${subject.table}`)
      .where({ [subject.key]: id })
      .first());
  if (!subject || !row) return { facts: {} };
  const appId = subject.app && row[subject.app];
  return { appId: appId || undefined, facts: { [subject.as]: id } };
}
