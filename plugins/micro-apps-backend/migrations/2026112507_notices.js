/**
 * The outbox keeps the order within a group and counts what failed apart from
 * what only had to wait; notices wait for their person's digest.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('micro_apps_outbox', table => {
    // Messages of one topic and group are done one after another.
    table.string('group_id', 250);
    // How often doing it failed for a reason of its own; `attempts` also counts
    // the times when whoever receives it was away.
    table.integer('failures').notNullable().defaultTo(0);
    // When it was to be done, whatever came between. Empty on rows that were
    // written before this column was there; then it was at once.
    table.string('wanted_at', 30);
    table.index(
      ['state', 'topic', 'due_at', 'id'],
      'micro_apps_outbox_due_by_topic',
    );
    table.index(
      ['topic', 'group_id', 'state', 'id'],
      'micro_apps_outbox_by_group',
    );
    table.index(['state', 'finished_at'], 'micro_apps_outbox_finished');
    table.index(['state', 'id'], 'micro_apps_outbox_listed');
    table.index(['state', 'wanted_at'], 'micro_apps_outbox_lag');
  });

  // One row for each person who is told of something.
  await knex.schema.createTable('micro_apps_notices', table => {
    table.bigIncrements('id');
    table.string('person', 200).notNullable();
    table.string('notice_key', 300).notNullable();
    table.string('kind', 60).notNullable();
    table.text('title').notNullable();
    table.text('body').notNullable();
    table.text('link').notNullable();
    // at-once, digest, sent, held (nobody is told yet), undelivered
    table.string('state', 20).notNullable();
    table.string('noted_at', 30).notNullable();
    table.string('digest_at', 30);
    table.string('finished_at', 30);
    // The day in the organisation's time zone that a message of its own
    // counts for; empty for what came in a digest.
    table.string('alone_on', 10);
    table.unique(['person', 'notice_key'], {
      indexName: 'micro_apps_notices_once',
    });
    table.index(['person', 'state', 'id'], 'micro_apps_notices_pending');
    table.index(['person', 'alone_on'], 'micro_apps_notices_budget');
    table.index(['state', 'digest_at'], 'micro_apps_notices_overdue');
    table.index(['state', 'finished_at'], 'micro_apps_notices_finished');
  });

  // Since when people are told; empty while nobody is.
  await knex.schema.createTable('micro_apps_notice_state', table => {
    table.integer('id').primary();
    table.string('told_since', 30);
  });
  await knex('micro_apps_notice_state').insert({ id: 1 });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTableIfExists('micro_apps_notice_state');
  await knex.schema.dropTableIfExists('micro_apps_notices');
  await knex.schema.alterTable('micro_apps_outbox', table => {
    for (const name of [
      'lag',
      'listed',
      'finished',
      'by_group',
      'due_by_topic',
    ]) {
      table.dropIndex([], `micro_apps_outbox_${name}`);
    }
    table.dropColumns('wanted_at', 'failures', 'group_id');
  });
};
