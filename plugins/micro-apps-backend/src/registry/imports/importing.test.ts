import { aRegistration } from '@micro-apps/governance-core/testing';
import {
  REGISTRATION_FIELDS,
  type Registration,
} from '@micro-apps/governance-core';
import type { ImportRow } from '@micro-apps/plugin-micro-apps-common';
import fc from 'fast-check';
import {
  audited,
  IVAN,
  MAYA,
  NOAH,
  refuseAuditEntries,
  registered,
  state,
  usePortals,
  type Portal,
} from '../../__testUtils__';
import { noRules } from '../../policy/noRules';
import { cellsOf, readCsv, refusedCsv, templateCsv, valuesOf } from './csv';

const start = usePortals();
const HEADER = REGISTRATION_FIELDS.join(',');

/** A row as a spreadsheet writes it. */
function line(changes: Partial<Record<keyof Registration, string>> = {}) {
  const cells = { ...cellsOf(aRegistration()), ...changes };
  return REGISTRATION_FIELDS.map(
    field => `"${(cells[field] ?? '').replace(/"/g, '""')}"`,
  ).join(',');
}

function file(...rows: readonly string[]) {
  return [HEADER, ...rows].join('\r\n');
}

const THREE = file(
  line({ name: 'First app' }),
  line({ name: 'Second app', classification: 'secret', retentionDays: 'x' }),
  line({ name: 'Third app', owner: 'user:default/nobody' }),
);

function send(portal: Portal, body: object, ref = IVAN) {
  return portal.as(ref).post('/imports', body);
}

async function imported(portal: Portal, body: object, ref = IVAN) {
  const answer = await send(portal, body, ref).expect(200);
  return answer.body;
}

const outcomes = ({ rows }: { rows: readonly ImportRow[] }) =>
  rows.map(({ row, outcome, appId }) => [row, outcome, appId]);

describe('a dry run', () => {
  it('says of each row what would become of it, refused ones first, and writes nothing', async () => {
    const portal = await start();
    const before = await state(portal);
    const said = await imported(portal, { csv: THREE, dryRun: true });
    expect(await state(portal)).toEqual(before);
    expect(outcomes(said)).toEqual([
      [2, 'refused', undefined],
      [3, 'refused', undefined],
      [1, 'would-register', 'first-app'],
    ]);
    const [second, third, first] = said.rows;
    expect(second.problems).toEqual([
      {
        path: 'classification',
        message:
          'Choose how sensitive the data is: public, internal, confidential, regulated',
      },
      {
        path: 'retentionDays',
        message:
          'Give how many days data is kept as a whole number from 1 to 3650',
      },
    ]);
    expect(third.problems).toEqual([
      {
        path: 'owner',
        message:
          'Choose the owner from the list: user:default/nobody is not in the catalog',
      },
    ]);
    expect(first).toMatchObject({ score: 2, band: 'low', lookAlikes: [] });
    expect(said).toMatchObject({ dryRun: true, total: 3 });
  });

  it('says the same as the import that follows', async () => {
    const portal = await start();
    await registered(portal, { name: 'Taken' });
    const csv = file(
      line({ name: 'Taken' }),
      line({ name: 'T\u0430ken' }),
      line({ name: 'Good one', scopes: 'crm:write' }),
      line({ name: 'good ONE' }),
      line({ scopes: 'nobody:knows' }),
    );
    const dry = await imported(portal, { csv, dryRun: true });
    const real = await imported(portal, { csv, dryRun: false });
    const plain = (rows: readonly ImportRow[]) =>
      rows.map(({ outcome, ...rest }) => ({
        ...rest,
        refused: outcome === 'refused',
      }));
    expect(plain(real.rows)).toEqual(plain(dry.rows));
    expect(outcomes(real)).toEqual([
      [1, 'refused', undefined],
      [4, 'refused', undefined],
      [5, 'refused', undefined],
      [2, 'registered', 't-ken'],
      [3, 'registered', 'good-one'],
    ]);
    expect(real.rows[1].problems[0].message).toMatch(
      /^Row 3 leads to the same/,
    );
    expect(real.rows[3].lookAlikes).toEqual(['taken']);
  });
});

describe('an import', () => {
  it('registers by the rules of every registration, each row with its audit entry', async () => {
    const portal = await start();
    const { importId } = await imported(portal, { csv: THREE, dryRun: false });
    const [app] = await portal.knex('micro_apps_apps');
    expect(app).toMatchObject({
      id: 'first-app',
      via: 'import',
      standing: 'active',
      created_by: IVAN,
    });
    expect(JSON.parse(app.registration)).toEqual(
      aRegistration({ name: 'First app' }),
    );
    const [entry, ...others] = await portal.knex('micro_apps_audit');
    expect(others).toEqual([]);
    expect(JSON.parse(entry.details)).toMatchObject({
      via: 'import',
      importId,
      row: 1,
    });
  });

  it('that is repeated, also at once, registers nothing twice', async () => {
    const portal = await start();
    const csv = file(line({ name: 'One app' }), line({ name: 'Two app' }));
    const body = { csv, dryRun: false };
    const answers = await Promise.all([
      imported(portal, body),
      imported(portal, body),
    ]);
    const again = await imported(portal, body);
    for (const answer of [...answers, again]) {
      expect(outcomes(answer)).toEqual([
        [1, 'registered', 'one-app'],
        [2, 'registered', 'two-app'],
      ]);
    }
    expect(again.rows[0].before).toBe(true);
    const looked = await imported(portal, { csv, dryRun: true });
    expect(looked.rows).toEqual(again.rows);
    expect(await audited(portal)).toEqual(['app.registered', 'app.registered']);
  });

  it('goes on where it stopped, part by part', async () => {
    const portal = await start();
    const csv = file(
      ...['One', 'Two', 'Three', 'Four', 'Five'].map(n =>
        line({ name: `${n} app` }),
      ),
    );
    const part = (from: number, count: number) =>
      imported(portal, { csv, dryRun: false, from, count });
    expect(outcomes(await part(1, 2))).toHaveLength(2);
    portal.company.goAway();
    const stopped = await send(portal, { csv, dryRun: false });
    expect([stopped.status, stopped.body.error.code]).toEqual([
      503,
      'directory-unavailable',
    ]);
    expect(await audited(portal)).toHaveLength(2);
    const { knex } = portal;
    const back = await start({ knex });
    const rest = await imported(back, { csv, dryRun: false });
    expect(rest.rows.map(({ before }: ImportRow) => before)).toEqual([
      true,
      true,
      undefined,
      undefined,
      undefined,
    ]);
    expect(await audited(back)).toHaveLength(5);
  });

  it('does not take another row for the one it registered', async () => {
    const portal = await start();
    const importId = 'spring-2027';
    const body = { importId, dryRun: false };
    await imported(portal, { ...body, csv: file(line({ name: 'One app' })) });
    const other = await imported(portal, {
      ...body,
      csv: file(line({ name: 'Other app' })),
    });
    expect(outcomes(other)).toEqual([[1, 'refused', undefined]]);
    expect(other.rows[0].problems[0].message).toMatch(/already, as one-app/);
    // Somebody else’s import of that name is another import.
    const hers = await imported(
      portal,
      { ...body, csv: file(line({ name: 'Hers' })) },
      MAYA,
    );
    expect(outcomes(hers)).toEqual([[1, 'registered', 'hers']]);
  });

  it('is for one’s own apps unless one is an administrator, and can be closed', async () => {
    const portal = await start();
    const csv = file(line());
    const mine = await imported(portal, { csv, dryRun: true }, MAYA);
    expect(mine.rows[0].outcome).toBe('would-register');
    const { rows } = await imported(portal, { csv, dryRun: false }, NOAH);
    expect(rows[0]).toMatchObject({
      outcome: 'refused',
      problems: [{ path: 'owner', message: 'Choose yourself' }],
    });
    const closed = await start({ denied: ['micro-apps.app.import'] });
    await send(closed, { csv, dryRun: true }).expect(403);
    await closed.as(IVAN).get('/imports/template').expect(403);
  });

  it('asks company rules about every row, and keeps their answer', async () => {
    const portal = await start({
      policy: {
        ...noRules,
        async decide(input) {
          const bad = input.registration.name === 'Bad app';
          const { decision, revision } = await noRules.decide(input);
          return {
            revision,
            decision: {
              ...decision,
              allowed: !bad,
              violations: bad
                ? [{ code: 'no', because: 'Not in this company' }]
                : [],
            },
          };
        },
      },
    });
    const csv = file(line({ name: 'Bad app' }), line({ name: 'Good app' }));
    const dry = await imported(portal, { csv, dryRun: true });
    expect(await audited(portal)).toEqual([]);
    const real = await imported(portal, { csv, dryRun: false });
    for (const { rows } of [dry, real]) {
      expect(rows[0]).toMatchObject({ row: 1, outcome: 'refused' });
      expect(rows[0].problems[0].message).toMatch(/Not in this company/);
      expect(rows[1].outcome).not.toBe('refused');
    }
    expect((await audited(portal)).sort()).toEqual([
      'app.registered',
      'registration.refused',
    ]);
  });

  it('takes JSON rows as the API does', async () => {
    const portal = await start();
    const rows = [
      aRegistration(),
      { ...aRegistration({ name: 'Second' }), standing: 'active' },
      'text',
      null,
      [1],
    ];
    const said = await imported(portal, { rows, dryRun: false });
    expect(outcomes(said).at(-1)).toEqual([1, 'registered', 'where2eat']);
    expect(said.rows).toHaveLength(5);
    expect(said.rows[0].problems[0].message).toMatch(/^Remove what is not/);
    for (const { problems } of said.rows.slice(0, 4)) {
      expect(problems[0].message).not.toMatch(/invalid|undefined|zod/i);
    }
  });

  it.each<[string, object]>([
    ['nothing', {}],
    ['both', { csv: HEADER, rows: [] }],
    ['no row', { csv: HEADER }],
    ['an empty file', { csv: '' }],
    ['no rows', { rows: [] }],
    ['an open quote', { csv: `${HEADER}\r\n"open` }],
    ['an unknown column', { csv: `${HEADER},colour\r\nx` }],
    ['a missing column', { csv: 'name,purpose\r\nx,y' }],
    ['a column twice', { csv: `${HEADER},name\r\nx` }],
    ['too many rows', { rows: Array(1_001).fill({}) }],
    ['too many lines', { csv: file(...Array(1_001).fill(line())) }],
    ['a bad import id', { csv: THREE, importId: 'with blanks' }],
    ['a bad place', { csv: THREE, from: 0 }],
    ['bytes', { csv: '\u0000\u0001\ufffd' }],
  ])('of %s is refused in plain words', async (_, given) => {
    const portal = await start();
    const before = await state(portal);
    const answer = await send(portal, { dryRun: false, ...given });
    expect([answer.status, answer.body.error.code]).toEqual([
      400,
      'invalid-input',
    ]);
    expect(answer.body.error.message).toMatch(/^[A-Z]/);
    expect(answer.body.error.message).not.toMatch(/csv_|invalid|column_/i);
    expect(await state(portal)).toEqual(before);
  });

  it('leaves the rows before a fault as they are, and the row itself undone', async () => {
    const portal = await start();
    const csv = file(line({ name: 'One app' }), line({ name: 'Two app' }));
    await imported(portal, { csv, dryRun: false, count: 1 });
    const accept = await refuseAuditEntries(portal.knex);
    await send(portal, { csv, dryRun: false }).expect(500);
    const apps = () => portal.knex('micro_apps_apps').orderBy('id').pluck('id');
    expect(await apps()).toEqual(['one-app']);
    expect(await portal.knex('micro_apps_import_rows')).toHaveLength(1);
    await accept();
    await imported(portal, { csv, dryRun: false });
    expect(await apps()).toEqual(['one-app', 'two-app']);
  });
});

describe('the files', () => {
  it('begin with a template whose example can be registered', async () => {
    const portal = await start();
    const { body } = await portal.as(IVAN).get('/imports/template').expect(200);
    expect(body.fileName).toBe('micro-apps-import.csv');
    const said = await imported(portal, { csv: body.content, dryRun: true });
    expect(said.rows).toMatchObject([{ outcome: 'would-register' }]);
  });

  it('that were refused can be mended and imported', async () => {
    const portal = await start();
    const { refused } = await imported(portal, { csv: THREE, dryRun: false });
    const csv = `${refused.header}${refused.lines}`;
    expect(csv).toContain('classification: Choose how sensitive');
    const mended = csv
      .replace('secret', 'internal')
      .replace(',x,', ',30,')
      .replaceAll('user:default/nobody', MAYA);
    const said = await imported(portal, { csv: mended, dryRun: false });
    expect(outcomes(said)).toEqual([
      [1, 'registered', 'second-app'],
      [2, 'registered', 'third-app'],
    ]);
  });

  it('that were exported can be imported elsewhere, the same', async () => {
    const portal = await start();
    await registered(portal, {
      name: '=1+1 as a name',
      purpose: '+cmd|/C calc, "quoted"\nand a second line',
      libraries: ['@scope/package', 'express'],
    });
    const { body } = await portal.as(NOAH).get('/exports/apps').expect(200);
    expect(body.content).toMatch(/'=1\+1 as a name/);
    expect(body.content).not.toMatch(/(^|,)"?[=+@-]/m);
    const elsewhere = await start();
    await imported(elsewhere, { csv: body.content, dryRun: false });
    const read = async ({ knex }: Portal) =>
      (await knex('micro_apps_apps').pluck('registration')).map(text =>
        JSON.parse(text),
      );
    expect(await read(elsewhere)).toEqual(await read(portal));
  });

  it('may have semicolons or tabs between cells, and a mark at the start', async () => {
    const portal = await start();
    for (const [index, sign] of [';', '\t'].entries()) {
      const csv = `\ufeff${file(line({ name: `App ${index}` })).replaceAll(
        /,(?=[a-zA-Z]+,|[a-zA-Z]+\r|"|[a-zA-Z]+$)/g,
        sign,
      )}`;
      const said = await imported(portal, { csv, dryRun: true });
      expect(said.rows).toMatchObject([{ outcome: 'would-register' }]);
    }
  });

  it('come back as they went out, whatever stands in a cell', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme' }), {
          minLength: 1,
          maxLength: 8,
        }),
        texts => {
          const rows = texts.map((purpose, index) => ({
            row: index + 1,
            problem: '=HYPERLINK("x")',
            cells: { name: 'x', purpose: purpose.trim() },
          }));
          const { header, lines } = refusedCsv(rows);
          const read = readCsv(`${header}${lines}`);
          expect(read.ok && read.value.map(({ purpose }) => purpose)).toEqual(
            // One mark is what keeps a spreadsheet from counting.
            rows.map(({ cells }) =>
              cells.purpose.replace(/^'(?=[=+\-@\t\r＝＋－＠])/, ''),
            ),
          );
        },
      ),
    );
  });

  it('give back every field of the template', () => {
    const read = readCsv(templateCsv());
    const [row] = read.ok ? read.value : [];
    expect(Object.keys(valuesOf(row))).toEqual([...REGISTRATION_FIELDS]);
    expect(cellsOf(valuesOf(row))).toEqual(row);
  });
});
