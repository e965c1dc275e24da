import { accept } from '@micro-apps/governance-core';
import {
  microAppsNumbersReadPermission,
  type NumbersResponse,
  type TextFile,
} from '@micro-apps/plugin-micro-apps-common';
import type { Command } from '../../kernel/commands';
import { csvLines } from '../../registry/imports/csv';
import { currentCounts, type CountDeps } from './countEverything';
import { requireNumbers } from './numbersAccess';
import { numbersOf } from './readNumbers';

/** All numbers as one CSV file: part, name, value, and what it means. */
export function exportNumbers(
  deps: CountDeps,
): Command<Record<string, never>, TextFile> {
  return {
    permission: microAppsNumbersReadPermission,
    async run({ actor }) {
      const may = requireNumbers(actor, deps.settings);
      if (!may.ok) return may;
      const numbers = numbersOf(await currentCounts(deps));
      return accept({
        fileName: `numbers-${numbers.countedAt.slice(0, 10)}.csv`,
        content: csvLines([
          ['part', 'name', 'value', 'unit', 'definition'],
          ['counted', 'at', numbers.countedAt, 'instant', ''],
          ...rowsOf(numbers),
        ]),
      });
    },
  };
}

type Row = readonly [string, string, string, string, string];

function rowsOf({
  posture,
  checklist,
  metrics,
}: NumbersResponse): readonly Row[] {
  const apps = (part: string, name: string, value: number): Row => [
    part,
    name,
    String(value),
    'apps',
    '',
  ];
  const { units, owners, scopes, standings, bands, classes, dataTypes } =
    posture;
  const tallies = { standings, bands, classes, dataTypes };
  const tops = { units, owners, scopes };
  return [
    apps('posture', 'in use', posture.inUse),
    apps('posture', 'active', posture.active),
    apps('posture', 'with access', posture.withAccess),
    apps('posture', 'with personal data', posture.withPersonalData),
    ...Object.entries(tallies).flatMap(([part, tally]) =>
      tally.map(each => apps(part, each.name, each.apps)),
    ),
    ...Object.entries(tops).flatMap(
      ([part, { top, otherNames, otherApps }]) => [
        ...top.map(each => apps(part, each.name, each.apps)),
        ...(otherNames > 0
          ? [apps(part, `${otherNames} others`, otherApps)]
          : []),
      ],
    ),
    ...metrics.map(
      ({ id, value, unit, definition, unknownBecause }): Row => [
        'metric',
        id,
        value === undefined ? `unknown: ${unknownBecause}` : String(value),
        unit,
        definition,
      ],
    ),
    ...checklist.flatMap(({ id, answer, because, definition, counts }) => [
      ['checklist', id, answer, because, definition] as const,
      ...Object.entries(counts).map(([state, value]) =>
        apps('checklist', `${id} ${state}`, value),
      ),
    ]),
  ];
}
