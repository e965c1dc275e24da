/**
 * The outbox keeps the order within a group, and counts what failed apart from
 * what only had to wait.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('micro_apps_outbox', table => {
    // Messages of one topic and group are done one after another.
    table.string('group_id', 150);
    // How often doing it failed for a reason of its own; `attempts` also counts
    // the times when whoever receives it was away.
    table.integer('failures').notNullable().defaultTo(0);
    table.index(
      ['state', 'topic', 'due_at', 'id'],
      'micro_apps_outbox_due_by_topic',
    );
    table.index(
      ['topic', 'group_id', 'state', 'id'],
      'micro_apps_outbox_by_group',
    );
    table.index(['state', 'finished_at'], 'micro_apps_outbox_finished');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('micro_apps_outbox', table => {
    table.dropIndex([], 'micro_apps_outbox_finished');
    table.dropIndex([], 'micro_apps_outbox_by_group');
    table.dropIndex([], 'micro_apps_outbox_due_by_topic');
    table.dropColumns('failures', 'group_id');
  });
};
