const NAME = 'micro_apps_flag_look_alikes';

/**
 * Few apps have names that look like another's; finding them reads few rows.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('micro_apps_apps', table => {
    table.index(['updated_at', 'id'], NAME, {
      predicate: knex.whereRaw("look_alikes <> '[]'"),
    });
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('micro_apps_apps', table => {
    table.dropIndex([], NAME);
  });
};
