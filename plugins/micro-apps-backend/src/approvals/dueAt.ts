/** Reviewers have two days to answer; the clock starts anew with each round. */
const HOURS = 48;

/** When an answer is due, from the instant of submitting. */
export function dueAt(submittedAt: Date): string {
  return new Date(submittedAt.getTime() + HOURS * 3_600_000).toISOString();
}
