import {
  accept,
  answerChecklist,
  keyMetrics,
} from '@micro-apps/governance-core';
import {
  microAppsNumbersReadPermission,
  type NumbersResponse,
} from '@micro-apps/plugin-micro-apps-common';
import type { Command } from '../../kernel/commands';
import { currentCounts, type CountDeps } from './countEverything';
import type { StoredCounts } from './DatabaseCounts';
import { requireNumbers } from './numbersAccess';

/** Posture, checklist and key metrics, as of when they were counted. */
export function readNumbers(
  deps: CountDeps,
): Command<Record<string, never>, NumbersResponse> {
  return {
    permission: microAppsNumbersReadPermission,
    async run({ actor }) {
      const may = requireNumbers(actor, deps.settings);
      if (!may.ok) return may;
      return accept(numbersOf(await currentCounts(deps)));
    },
  };
}

/** What screens and files show of counts. */
export function numbersOf({
  countedAt,
  counts,
}: StoredCounts): NumbersResponse {
  const { posture, measured } = counts;
  return {
    countedAt,
    posture,
    checklist: answerChecklist(posture.checks),
    metrics: keyMetrics(posture, measured),
  };
}
