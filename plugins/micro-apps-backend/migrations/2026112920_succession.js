const APPS = 'micro_apps_apps';
const PEOPLE = 'micro_apps_people';
const LEAVERS = 'micro_apps_leavers';
const PAUSES = 'micro_apps_leaver_pauses';
const ORPHANS = 'micro_apps_orphans';
const OFFERS = 'micro_apps_orphan_offers';
const DELEGATIONS = 'micro_apps_request_delegations';

/**
 * Who owns apps and whether the directory still knows them, who has left, and
 * the search for a new owner of each of their apps. Apps keep the stable
 * subjects of their owners, so that a user name that is used again inherits
 * nothing.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  // Whoever owns an app, each with the time of the next look at the directory.
  await knex.schema.createTable(PEOPLE, table => {
    table.string('ref', 200).primary();
    table.text('subject');
    table.text('manager');
    // JSON: groups that she is a direct member of.
    table.text('teams').notNullable();
    // present, missing, or replaced by somebody of the same name.
    table.string('state', 10).notNullable();
    // Of whoever bears the name now.
    table.text('next_subject');
    table.string('missing_since', 30);
    table.string('due_at', 30).notNullable();
    table.index(['due_at', 'ref'], 'micro_apps_people_due');
    table.index(['state', 'ref'], 'micro_apps_people_state');
  });
  await knex.schema.createTable(LEAVERS, table => {
    table.string('id', 64).primary();
    table.string('person', 200).notNullable();
    table.text('subject');
    table.text('manager');
    table.text('teams').notNullable();
    // directory or person.
    table.string('how_found', 10).notNullable();
    // Her name belongs to somebody else by now.
    table.integer('replaced').notNullable().defaultTo(0);
    table.text('reported_by');
    table.text('reason');
    table.string('left_at', 30).notNullable();
    table.integer('apps').notNullable().defaultTo(0);
    table.string('finished_at', 30);
    table.string('returned_at', 30);
    table.text('returned_by');
    table.text('return_reason');
    // The person while she is away, NULL afterwards: once at a time.
    table.string('open_key', 200);
    table.unique(['open_key'], { indexName: 'micro_apps_leavers_open' });
    table.index(['left_at', 'id'], 'micro_apps_leavers_at');
    table.index(['person', 'replaced'], 'micro_apps_leavers_person');
  });
  // Too many vanished at once: a person has to look at it.
  await knex.schema.createTable(PAUSES, table => {
    table.string('id', 64).primary();
    table.string('paused_at', 30).notNullable();
    table.integer('missing').notNullable();
    table.integer('total').notNullable();
    table.string('ended_at', 30);
    // confirmed or passed.
    table.string('ended', 10);
    table.text('ended_by');
    table.string('open_key', 10);
    table.unique(['open_key'], { indexName: 'micro_apps_leaver_pauses_open' });
  });
  await knex.schema.createTable(ORPHANS, table => {
    table.string('id', 64).primary();
    table.string('app_id', 63).notNullable();
    table.string('leaver_id', 64).notNullable();
    table.string('leaver', 200).notNullable();
    table.string('orphaned_at', 30).notNullable();
    // JSON: who can be asked, by step; fixed when the search began.
    table.text('candidates').notNullable();
    table.string('platform_team', 200).notNullable();
    table.string('rung', 20).notNullable();
    // When the next are asked; NULL on the last step.
    table.string('due_at', 30);
    table.string('ended_at', 30);
    table.string('ended', 20);
    table.text('ended_by');
    table.text('new_owner');
    // The app while somebody is looked for, NULL afterwards: one at a time.
    table.string('open_key', 63);
    table.unique(['open_key'], { indexName: 'micro_apps_orphans_open' });
    table.index(['app_id', 'orphaned_at', 'id'], 'micro_apps_orphans_app');
    table.index(['ended_at', 'orphaned_at', 'id'], 'micro_apps_orphans_list');
    table.index(['leaver_id', 'id'], 'micro_apps_orphans_leaver');
  });
  await knex.schema.createTable(OFFERS, table => {
    table.string('id', 64).primary();
    table.string('orphan_id', 64).notNullable();
    // A user, or a group of which anybody may take it.
    table.string('offered_to', 200).notNullable();
    // NULL: the platform team asked her besides the usual order.
    table.string('rung', 20);
    table.string('offered_at', 30).notNullable();
    table.text('offered_by');
    table.string('answer', 10);
    table.string('answered_at', 30);
    table.text('reason');
    table.unique(['orphan_id', 'offered_to'], {
      indexName: 'micro_apps_orphan_offers_one',
    });
    table.index(['offered_to', 'orphan_id'], 'micro_apps_orphan_offers_to');
  });
  await knex.schema.alterTable(APPS, table => {
    // The owner's and the second owner's stable subjects, once known.
    table.text('owner_subject');
    table.text('successor_subject');
  });
  await knex.schema.alterTable(DELEGATIONS, table => {
    // Whoever took the review on has left.
    table.string('ended_at', 30);
    table.index(['to_ref'], 'micro_apps_delegations_to');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable(DELEGATIONS, table => {
    table.dropIndex(['to_ref'], 'micro_apps_delegations_to');
  });
  await knex.schema.alterTable(DELEGATIONS, table => {
    table.dropColumn('ended_at');
  });
  await knex.schema.alterTable(APPS, table => {
    table.dropColumns('owner_subject', 'successor_subject');
  });
  for (const name of [OFFERS, ORPHANS, PAUSES, LEAVERS, PEOPLE]) {
    await knex.schema.dropTable(name);
  }
};
