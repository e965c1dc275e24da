import { controlById } from '@micro-apps/governance-core';
import { fieldOf } from '../output/fieldOf';
import type { Entry, Level } from '../output/report';
import type { Inputs } from './inputs';

/** Every part of the score that adds to it, as a note. */
export function contributionEntries(inputs: Inputs): readonly Entry[] {
  return inputs.assessment.score.contributions
    .filter(({ points, floor }) => points > 0 || floor !== undefined)
    .map(({ code, reason, points, floor, lowers }) =>
      entryOf(inputs, {
        code,
        title: `Part of the risk score: ${code}`,
        level: 'note',
        because:
          floor === undefined
            ? `${reason}: ${points} points`
            : `${reason}: ${points} points, never below ${floor}`,
        next: lowers,
      }),
    );
}

/** One entry at the line of what it is about. */
export function entryOf(
  { given }: Inputs,
  said: {
    code: string;
    controlId?: string;
    title?: string;
    level: Level;
    because: string;
    next?: string;
  },
): Entry {
  const { code, controlId, level, because, next } = said;
  const ruleId = controlId ?? code;
  const path = fieldOf({ file: given.file, code: ruleId, because });
  return {
    ruleId,
    title: said.title ?? controlById(ruleId)?.title ?? titleOf(ruleId),
    level,
    message: because,
    next,
    place: given.source.place(path),
  };
}

/** `oauth-token-lifetime`: "Oauth token lifetime". */
function titleOf(code: string): string {
  const words = code.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
