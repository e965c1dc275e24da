const { createHash } = require('node:crypto');

const AUDIT = 'micro_apps_audit';
const HEAD = 'micro_apps_audit_head';
const PEOPLE = 'micro_apps_audit_people';
const PAGE = 500;

/**
 * People and words leave what the hash of an audit entry covers: the hash
 * covers salted commitments to them, so that they can be erased. Entries that
 * are there already keep their text, their hash and format 1; so do entries
 * that an older instance writes meanwhile.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable(AUDIT, table => {
    table.integer('format').notNullable().defaultTo(1);
    // Who acted, under a name that says nothing; NULL in format 1.
    table.string('person', 64);
    table.string('app_prev', 64);
    table.string('skip_hash', 64);
    table.string('who_commitment', 64);
    table.string('who_salt', 64);
    // Number of the entry that erased this part.
    table.bigInteger('who_erased');
    table.text('words');
    table.string('words_commitment', 64);
    table.string('words_salt', 64);
    table.bigInteger('words_erased');
    table.index(['at', 'seq'], 'micro_apps_audit_at');
    table.index(['action', 'at', 'seq'], 'micro_apps_audit_action');
    table.index(['person', 'at', 'seq'], 'micro_apps_audit_person');
    table.index(['actor', 'at', 'seq'], 'micro_apps_audit_actor');
  });
  await knex.schema.createTable(PEOPLE, table => {
    // `sub:` and the subject, or `ref:` and the reference.
    table.string('name', 255).primary();
    table.string('person', 64).notNullable();
    table.index(['person'], 'micro_apps_audit_people_person');
  });
};

/**
 * Entries of the new format become entries of the old one, with new hashes:
 * heads that were exported since do not fit any more. What was erased stays so.
 *
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await rewrite(knex);
  await knex.schema.dropTable(PEOPLE);
  await knex.schema.alterTable(AUDIT, table => {
    for (const name of ['at', 'action', 'person', 'actor']) {
      table.dropIndex([], `micro_apps_audit_${name}`);
    }
  });
  await knex.schema.alterTable(AUDIT, table => {
    table.dropColumns(
      'format',
      'person',
      'app_prev',
      'skip_hash',
      'who_commitment',
      'who_salt',
      'who_erased',
      'words',
      'words_commitment',
      'words_salt',
      'words_erased',
    );
  });
};

/** From the first entry on that the old format does not verify. */
async function rewrite(knex) {
  const first = await knex(AUDIT)
    .where({ format: 2 })
    .orWhereNotNull('who_erased')
    .min('seq as seq')
    .first();
  if (first.seq === null) return;
  let seq = Number(first.seq);
  let { prev_hash: prevHash } = await knex(AUDIT).where({ seq }).first();
  for (;;) {
    const page = await knex(AUDIT)
      .where('seq', '>=', seq)
      .orderBy('seq')
      .limit(PAGE);
    for (const row of page) {
      const details = {
        ...JSON.parse(row.details),
        ...(row.words ? JSON.parse(row.words) : {}),
        ...(row.words_erased === null ? {} : { summary: 'Erased' }),
      };
      const text = canonical({
        seq: Number(row.seq),
        at: row.at,
        actor: row.actor,
        actorSubject: row.actor_subject ?? undefined,
        onBehalf: row.on_behalf ?? undefined,
        action: row.action,
        appId: row.app_id ?? undefined,
        details,
      });
      const hash = createHash('sha256')
        .update(`${prevHash}\n${text}`)
        .digest('hex');
      await knex(AUDIT)
        .where({ seq: row.seq })
        .update({ details: canonical(details), prev_hash: prevHash, hash });
      prevHash = hash;
      seq = Number(row.seq) + 1;
    }
    if (page.length < PAGE) break;
  }
  await knex(HEAD).where({ id: 1 }).update({ hash: prevHash });
}

/** Keys sorted, no blanks, as the hashes of the old format want it. */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.keys(value)
    .filter(key => value[key] !== undefined)
    .sort()
    .map(key => `${JSON.stringify(key)}:${canonical(value[key])}`);
  return `{${fields.join(',')}}`;
}
