/**
 * The life of vendors, who asked for them, what happened to them; and which
 * scopes, vendors, hosts and packages each app uses, so that affected apps are
 * one look-up away.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('micro_apps_vendors', table => {
    table.string('name', 63).primary();
    table.string('title', 200).notNullable();
    // What the title looks like at a glance.
    table.string('skeleton', 200).notNullable();
    table.string('kind', 20).notNullable();
    // What people decided last: none, approved, rejected, withdrawn.
    table.string('decision', 20).notNullable();
    table.string('decided_at', 30);
    table.string('approved_until', 30);
    table.string('minimum_class', 20);
    // JSON: as it was approved, and as it is asked for now.
    table.text('approved_facts');
    table.text('asked_facts');
    table.text('findings');
    table.text('reason');
    // Whether an answer is due: none, requested, in-review.
    table.string('review', 20).notNullable();
    table.string('request_id', 64);
    // Counts what was asked for.
    table.integer('asked_version').notNullable();
    table.text('search_text').notNullable();
    table.integer('row_version').notNullable();
    table.string('created_at', 30).notNullable();
    table.string('updated_at', 30).notNullable();
    table.index(['skeleton'], 'micro_apps_vendors_skeleton');
    table.index(['kind', 'name'], 'micro_apps_vendors_kind');
    table.index(
      ['decision', 'review', 'approved_until', 'name'],
      'micro_apps_vendors_state',
    );
    table.index(['review', 'name'], 'micro_apps_vendors_review');
  });
  if (knex.client.config.client === 'pg') {
    // Names are merged with those of the catalog in one order, byte by byte.
    await knex.raw(
      'ALTER TABLE micro_apps_vendors ALTER COLUMN name TYPE varchar(63) COLLATE "C"',
    );
  }
  await knex.schema.createTable('micro_apps_vendor_requesters', table => {
    table.string('vendor', 63).notNullable();
    table.string('request_id', 64).notNullable();
    table.string('person', 200).notNullable();
    table.string('subject', 200);
    // The app that it is wanted for; its owners do not decide either.
    table.string('app_id', 63);
    table.string('at', 30).notNullable();
    table.primary(['request_id', 'person']);
    table.index(['vendor'], 'micro_apps_vendor_requesters_vendor');
  });
  await knex.schema.createTable('micro_apps_vendor_events', table => {
    table.increments('seq');
    table.string('vendor', 63).notNullable();
    table.string('at', 30).notNullable();
    table.string('event', 20).notNullable();
    table.string('actor', 200).notNullable();
    table.string('approved_until', 30);
    table.text('note');
    table.index(['vendor', 'seq'], 'micro_apps_vendor_events_vendor');
  });
  await knex.schema.alterTable('micro_apps_request_votes', table => {
    // JSON: what a reviewer said beside a yes, such as until when.
    table.text('terms');
  });
  await knex.schema.createTable('micro_apps_app_uses', table => {
    table.string('app_id', 63).notNullable();
    // scope, vendor, host or component.
    table.string('kind', 20).notNullable();
    table.string('name', 500).notNullable();
    table.primary(['kind', 'name', 'app_id']);
    table.index(['app_id'], 'micro_apps_app_uses_app');
  });
  await fillUses(knex);
};

const PAGE = 500;

/** What the registrations of today name, as the registry writes it from now on. */
async function fillUses(knex) {
  let after = '';
  for (;;) {
    const apps = await knex('micro_apps_apps')
      .select('id', 'registration')
      .where('id', '>', after)
      .orderBy('id')
      .limit(PAGE);
    if (apps.length === 0) return;
    const rows = apps.flatMap(({ id, registration }) =>
      usesOf(JSON.parse(registration)).map(([kind, name]) => ({
        app_id: id,
        kind,
        name,
      })),
    );
    await knex.batchInsert('micro_apps_app_uses', rows, PAGE);
    after = apps[apps.length - 1].id;
  }
}

/** Kinds and names, each once. */
function usesOf(registration) {
  const { scopes, vendors, libraries, endpoints } = registration;
  const entries = [
    ...(scopes ?? []).map(name => ['scope', plain(name)]),
    ...(vendors ?? []).map(name => ['vendor', plain(name)]),
    ...(libraries ?? []).map(name => ['component', plain(name).toLowerCase()]),
    ...(endpoints ?? []).map(address => ['host', hostOf(address)]),
  ];
  const keyed = entries
    .filter(([, name]) => name !== '')
    .map(([kind, name]) => [kind, name.slice(0, 500)]);
  return [
    ...new Map(keyed.map(entry => [JSON.stringify(entry), entry])).values(),
  ];
}

function plain(text) {
  return String(text)
    .normalize('NFKC')
    .replace(/[\p{Cf}\p{Cc}]/gu, '')
    .trim();
}

function hostOf(address) {
  const text = plain(address).toLowerCase();
  const authority = text
    .replace(/^[a-z][a-z0-9+.-]*:\/\//, '')
    .split(/[/?#\\]/)[0];
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  if (host.startsWith('[')) return host.slice(0, host.indexOf(']') + 1);
  return host.replace(/:\d*$/, '').replace(/\.$/, '');
}

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('micro_apps_request_votes', table => {
    table.dropColumn('terms');
  });
  for (const name of [
    'app_uses',
    'vendor_events',
    'vendor_requesters',
    'vendors',
  ]) {
    await knex.schema.dropTable(`micro_apps_${name}`);
  }
};
