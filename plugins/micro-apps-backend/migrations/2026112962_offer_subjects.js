const ORPHANS = 'micro_apps_orphans';
const OFFERS = 'micro_apps_orphan_offers';
const ONE = 'micro_apps_orphan_offers_one';

/**
 * An offer is made to a person and not to her user name: it keeps her stable
 * subject, and so does the list of who will be asked. Whoever bears the name
 * later can be asked anew, in a row of her own. Offers from before, and those to
 * groups, have none and are found by their name.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable(ORPHANS, table => {
    // JSON: subjects of the candidates, by reference.
    table.text('candidate_subjects');
  });
  await knex.schema.alterTable(OFFERS, table => {
    // Empty and not NULL, so that the same is not asked twice.
    table.text('offered_subject').notNullable().defaultTo('');
    table.dropUnique(['orphan_id', 'offered_to'], ONE);
  });
  await knex.schema.alterTable(OFFERS, table => {
    table.unique(['orphan_id', 'offered_to', 'offered_subject'], {
      indexName: ONE,
    });
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  // By names alone there is one offer to each: the first one made.
  await knex.raw(
    `delete from ${OFFERS} where exists (
       select 1 from ${OFFERS} o
       where o.orphan_id = ${OFFERS}.orphan_id
         and o.offered_to = ${OFFERS}.offered_to
         and (o.offered_at < ${OFFERS}.offered_at
           or (o.offered_at = ${OFFERS}.offered_at and o.id < ${OFFERS}.id)))`,
  );
  await knex.schema.alterTable(OFFERS, table => {
    table.dropUnique(['orphan_id', 'offered_to', 'offered_subject'], ONE);
  });
  await knex.schema.alterTable(OFFERS, table => {
    table.dropColumn('offered_subject');
    table.unique(['orphan_id', 'offered_to'], { indexName: ONE });
  });
  await knex.schema.alterTable(ORPHANS, table => {
    table.dropColumn('candidate_subjects');
  });
};
