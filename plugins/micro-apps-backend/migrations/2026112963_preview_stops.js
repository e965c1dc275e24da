const PREVIEWS = 'micro_apps_rule_previews';

/**
 * A preview of a switch can be stopped, whoever began it.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable(PREVIEWS, table => {
    table.text('stopped_by');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable(PREVIEWS, table => {
    table.dropColumn('stopped_by');
  });
};
