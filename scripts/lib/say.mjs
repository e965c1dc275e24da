/** One line for the person at the keyboard. */
export function say(text) {
  process.stdout.write(`${text}\n`);
}

/** An expected end: one sentence that says what to do, and no stack. */
export class Stop extends Error {}

/** Runs a script's main function; a Stop becomes its sentence. */
export async function runMain(main) {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    process.stderr.write(`\n${error.message}\n`);
    process.exitCode = 1;
  }
}
