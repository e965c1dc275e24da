const SWITCHES = 'micro_apps_rule_switches';
const PREVIEWS = 'micro_apps_rule_previews';

/**
 * What people switched of company rules, never changed afterwards: the newest
 * line of a rule and a ring counts. And what a switch would touch, worked out
 * over the whole fleet before anybody switches.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable(SWITCHES, table => {
    table.increments('seq');
    table.string('rule', 100).notNullable();
    // Name of an environment; empty: everywhere.
    table.string('ring', 100).notNullable();
    // observe, warn or enforce; NULL: as it was set up.
    table.string('mode', 10);
    table.text('reason').notNullable();
    table.text('switched_by').notNullable();
    table.text('switched_by_subject');
    table.string('at', 30).notNullable();
    table.string('preview_id', 64);
    table.index(['rule', 'ring', 'seq'], 'micro_apps_rule_switches_rule');
  });
  await knex.schema.createTable(PREVIEWS, table => {
    table.string('id', 64).primary();
    table.string('rule', 100).notNullable();
    table.string('ring', 100).notNullable();
    table.string('mode', 10).notNullable();
    table.string('revision', 300).notNullable();
    table.text('asked_by').notNullable();
    table.string('at', 30).notNullable();
    table.integer('done').notNullable().defaultTo(0);
    table.integer('total').notNullable().defaultTo(0);
    // JSON: counts, and some apps; NULL until it is through.
    table.text('result');
    table.string('finished_at', 30);
    table.text('problem');
    table.index(['at'], 'micro_apps_rule_previews_at');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable(PREVIEWS);
  await knex.schema.dropTable(SWITCHES);
};
