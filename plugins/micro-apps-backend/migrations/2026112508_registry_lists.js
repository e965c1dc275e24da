const ORDERS = { updated_at: 'updated', sort_name: 'name', score: 'score' };
const FILTERS = ['band', 'effective_class', 'standing', 'business_unit'];

/** Each order for itself, and below each filter that leaves many rows. */
const INDEXES = [
  ['micro_apps_by_name', ['sort_name', 'id']],
  ['micro_apps_by_score', ['score', 'id']],
  ['micro_apps_by_created', ['created_at', 'id']],
  ...FILTERS.flatMap(filter =>
    Object.entries({ ...ORDERS, created_at: 'created' }).flatMap(
      ([column, order]) =>
        // Two of these are there from the first day.
        order === 'updated' && (filter === 'band' || filter === 'standing')
          ? []
          : [[`micro_apps_${filter}_${order}`, [filter, column, 'id']]],
    ),
  ),
];

/** What few rows have. */
const FLAGS = [
  ['micro_apps_flag_pending', 'pending_policy'],
  ['micro_apps_flag_reapproval', 'reapproval_due_at'],
  ['micro_apps_flag_missing', 'missing'],
];

/**
 * Lists in every order that people ask for, what a version was assessed as,
 * drafts from repositories with the changes that these propose, and the rows
 * of imports.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('micro_apps_apps', table => {
    table.string('business_unit', 200).notNullable().defaultTo('');
    // The name in plain lower case, so that both databases sort it alike.
    table.string('sort_name', 63).notNullable().defaultTo('');
    // JSON list of what a draft still lacks.
    table.text('missing');
    // How it came: template, api, import, repository.
    table.string('via', 20);
  });
  await knex.schema.alterTable('micro_apps_versions', table => {
    // Empty on versions from before they were kept here.
    table.string('envelope_hash', 64);
    table.integer('score');
    table.string('band', 10);
    table.string('effective_class', 20);
    table.string('via', 20);
  });
  // Narrow, so that looking for a word reads little.
  await knex.schema.createTable('micro_apps_search', table => {
    table.string('app_id', 63).primary();
    table.text('text').notNullable();
  });
  await eachApp(knex, async ({ id, name, search_text, registration }) => {
    const { businessUnit } = JSON.parse(registration);
    await knex('micro_apps_apps')
      .where({ id })
      .update({
        business_unit: refOf(businessUnit, 'group'),
        sort_name: sortable(name) || id,
      });
    await knex('micro_apps_search').insert({ app_id: id, text: search_text });
  });
  await knex.schema.alterTable('micro_apps_apps', table => {
    table.dropColumn('search_text');
  });
  await knex.schema.alterTable('micro_apps_apps', table => {
    for (const [name, columns] of INDEXES) table.index(columns, name);
    for (const [name, column] of FLAGS) {
      table.index(['updated_at', 'id'], name, {
        predicate: knex.whereNotNull(column),
      });
    }
  });

  await knex.schema.createTable('micro_apps_sources', table => {
    // SHA-256 of entity and location: which file says that it is the app.
    table.string('id', 64).primary();
    table.string('app_id', 63).notNullable();
    // The app id while the file is the one that may propose: one of them.
    table.string('bound_key', 63);
    table.string('entity_ref', 200).notNullable();
    table.text('origin').notNullable();
    table.string('state', 20).notNullable();
    table.text('problem');
    // JSON: what the file said last, and what could not be understood of it.
    table.text('stated').notNullable();
    table.text('unclear').notNullable();
    table.string('commit_id', 64);
    table.string('first_seen_at', 30).notNullable();
    table.string('changed_at', 30).notNullable();
    table.unique(['bound_key'], { indexName: 'micro_apps_sources_bound' });
    table.index(['app_id', 'id'], 'micro_apps_sources_app');
  });
  await knex.schema.createTable('micro_apps_proposals', table => {
    table.increments('seq');
    table.string('id', 64).notNullable();
    table.string('app_id', 63).notNullable();
    table.string('source_id', 64).notNullable();
    // The source while nobody has decided: one undecided proposal each.
    table.string('open_key', 64);
    // Accepting it makes this file the one that may propose.
    table.boolean('binds').notNullable();
    // JSON: the fields that would change, and their values.
    table.text('changes').notNullable();
    table.text('unclear').notNullable();
    table.integer('base_version').notNullable();
    table.string('commit_id', 64);
    table.string('state', 20).notNullable();
    table.string('proposed_at', 30).notNullable();
    table.string('decided_at', 30);
    table.text('decided_by');
    table.text('decided_by_subject');
    table.text('reason');
    table.unique(['id'], { indexName: 'micro_apps_proposals_id' });
    table.unique(['open_key'], { indexName: 'micro_apps_proposals_open' });
    table.index(['app_id', 'seq'], 'micro_apps_proposals_app');
  });
  await knex.schema.createTable('micro_apps_import_rows', table => {
    table.string('imported_by', 200).notNullable();
    table.string('import_id', 200).notNullable();
    table.integer('row').notNullable();
    // Of what the row said, so that another row is not taken for it.
    table.string('digest', 64).notNullable();
    table.string('app_id', 63).notNullable();
    table.string('at', 30).notNullable();
    table.primary(['imported_by', 'import_id', 'row']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('micro_apps_import_rows');
  await knex.schema.dropTable('micro_apps_proposals');
  await knex.schema.dropTable('micro_apps_sources');
  await knex.schema.alterTable('micro_apps_apps', table => {
    for (const [name] of [...INDEXES, ...FLAGS]) table.dropIndex([], name);
  });
  await knex.schema.alterTable('micro_apps_apps', table => {
    table.text('search_text').notNullable().defaultTo('');
  });
  await eachApp(knex, async ({ id, name, registration }) => {
    const { purpose, owner } = JSON.parse(registration);
    await knex('micro_apps_apps')
      .where({ id })
      .update({ search_text: `${name} ${purpose} ${owner}`.toLowerCase() });
  });
  await knex.schema.dropTable('micro_apps_search');
  await knex.schema.alterTable('micro_apps_versions', table => {
    table.dropColumns(
      'envelope_hash',
      'score',
      'band',
      'effective_class',
      'via',
    );
  });
  await knex.schema.alterTable('micro_apps_apps', table => {
    table.dropColumns('business_unit', 'sort_name', 'missing', 'via');
  });
};

/** Does something with every app, a page at a time. */
async function eachApp(knex, work) {
  let after = '';
  for (;;) {
    const rows = await knex('micro_apps_apps')
      .where('id', '>', after)
      .orderBy('id')
      .limit(500);
    if (rows.length === 0) return;
    for (const row of rows) await work(row);
    after = rows[rows.length - 1].id;
  }
}

/** As the registry spells references; a migration imports nothing. */
function refOf(ref, kind) {
  const text = String(ref).normalize('NFKC').trim().toLowerCase();
  const withKind = text.includes(':') ? text : `${kind}:${text}`;
  return withKind.includes('/') ? withKind : withKind.replace(':', ':default/');
}

/** Near enough to how the registry writes it at the next change. */
function sortable(name) {
  return String(name)
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 50);
}
