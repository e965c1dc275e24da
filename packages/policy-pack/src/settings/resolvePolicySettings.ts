import { refuse } from '@micro-apps/governance-core';
import type { Result } from '@micro-apps/governance-core';
import { DEFAULT_POLICY_SETTINGS } from './defaultSettings';
import type { PolicySettings } from './settings';
import { isPolicySettings, settingsProblems } from './validateSettings';
import type { SettingsProblem } from './validateSettings';
import { weakeningsOf } from './weakenings';
import type { Weakening } from './weakenings';

/** Settings in force, and what is looser in them than what is shipped. @public */
export interface ResolvedPolicySettings {
  readonly settings: PolicySettings;
  /** Shown in a banner and audited. Source: requirements R12. */
  readonly weakenings: readonly Weakening[];
  /** The reason that somebody gave for them. */
  readonly acknowledgement?: string;
}

const ACKNOWLEDGEMENT = 'acknowledgeWeakening';

/**
 * The shipped settings with an organisation's values laid over them. Groups
 * are joined, lists and numbers replaced. What is not in the schema is refused,
 * and so is a value looser than shipped without a reason. Source: requirements
 * R12.
 *
 * @param overrides - parsed configuration, not trusted; beside the settings it
 *   may carry `acknowledgeWeakening`, a sentence of at least ten characters
 * @param lineOf - the line on which a path stands, where that is known
 * @returns the settings; or one detail with path and reason for each problem
 * @public
 */
export function resolvePolicySettings(
  overrides: unknown,
  lineOf: (path: string) => number | undefined = () => undefined,
): Result<ResolvedPolicySettings> {
  const problems: SettingsProblem[] = [];
  if (overrides !== undefined && !isRecord(overrides)) {
    return refused([{ path: '', because: 'The settings are not an object' }]);
  }
  const { [ACKNOWLEDGEMENT]: given, ...values } = overrides ?? {};
  const reason = typeof given === 'string' ? given.trim() : undefined;
  if (given !== undefined && (reason === undefined || reason.length < 10)) {
    problems.push({
      path: ACKNOWLEDGEMENT,
      because: 'Give the reason in a sentence',
    });
  }
  const merged = laidOver(DEFAULT_POLICY_SETTINGS, values);
  problems.push(...settingsProblems(merged));
  if (!isPolicySettings(merged) || problems.length > 0) {
    return refused(withLines(problems, lineOf));
  }
  const weakenings = weakeningsOf(DEFAULT_POLICY_SETTINGS, merged);
  if (weakenings.length > 0 && reason === undefined) {
    return refused(
      withLines(
        weakenings.map(({ path, because }) => ({
          path,
          because: `${because}; say why in ${ACKNOWLEDGEMENT}`,
        })),
        lineOf,
      ),
    );
  }
  return {
    ok: true,
    value: {
      settings: merged,
      weakenings,
      ...(weakenings.length > 0 && { acknowledgement: reason }),
    },
  };
}

function refused(
  problems: readonly SettingsProblem[],
): Result<ResolvedPolicySettings> {
  return refuse(
    'invalid-input',
    `The settings of the policies cannot be used: ${problems
      .map(sentenceOf)
      .join('. ')}`,
    problems.map(problem => ({
      path: problem.path,
      message: sentenceOf({ ...problem, path: '' }),
    })),
  );
}

function sentenceOf({ path, because, line }: SettingsProblem): string {
  return [path && `${path}: `, because, line && ` (line ${line})`]
    .filter(Boolean)
    .join('');
}

function withLines(
  problems: readonly SettingsProblem[],
  lineOf: (path: string) => number | undefined,
): readonly SettingsProblem[] {
  return problems.map(problem => ({ ...problem, line: lineOf(problem.path) }));
}

function laidOver(base: unknown, over: unknown): unknown {
  if (!isRecord(base) || !isRecord(over)) return over;
  const names = [...new Set([...Object.keys(base), ...Object.keys(over)])];
  return Object.fromEntries(
    names.map(name => [
      name,
      Object.hasOwn(over, name)
        ? laidOver(
            Object.hasOwn(base, name) ? base[name] : undefined,
            over[name],
          )
        : base[name],
    ]),
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
