import type { Integration } from '@micro-apps/governance-core';
import { problem, type Read } from '../input/problem';
import { readIntegrations } from '../input/readIntegrations';
import {
  readRegistrationFile,
  type GivenFile,
} from '../input/readRegistrationFile';
import type { Io } from '../io';
import { assessFile, type FileAssessment } from '../assessment/assessFile';

/** What assess, check and explain begin with. */
export interface Inputs {
  readonly given: GivenFile;
  readonly integrations: readonly Integration[];
  readonly assessment: FileAssessment;
  /** ISO instant, UTC. */
  readonly now: string;
  /** What a reader should know of the input. */
  readonly remarks: readonly string[];
}

/** Reads a registration file and its integrations, and assesses it. */
export function readInputs(
  io: Io,
  options: { files: readonly string[]; integrations: readonly string[] },
): Read<Inputs> {
  const [file, second] = options.files;
  if (file === undefined) return problem('Name the registration file');
  if (second !== undefined) {
    return problem(`Name one registration file; ${second} is one too many`);
  }
  const given = readRegistrationFile(file);
  const catalogs = options.integrations.map(readIntegrations);
  const problems = [given, ...catalogs].flatMap(read =>
    read.ok ? [] : read.problems,
  );
  if (!given.ok || problems.length > 0) return { ok: false, problems };

  const integrations = [
    ...(given.value.integrations ?? []),
    ...catalogs.flatMap(read => (read.ok ? read.value : [])),
  ];
  const now = given.value.file.now ?? io.now().toISOString();
  const assessment = assessFile({ given: given.value, integrations, now });
  const { unknownIntegrations } = assessment;
  return {
    ok: true,
    value: {
      given: given.value,
      integrations,
      assessment,
      now,
      remarks:
        unknownIntegrations.length > 0
          ? [
              `Not in the integration catalog that was given: ${unknownIntegrations.join(
                ', ',
              )}. A portal refuses them; name the catalog with --integrations`,
            ]
          : [],
    },
  };
}
