import { isRecord, listOf, textOf } from './untrusted';

type Rule = Readonly<Record<string, unknown>>;

/** Every rule that the parts of a tool bring along, by id and by place. */
export interface Rules {
  readonly ofDriver: readonly unknown[];
  readonly ofExtensions: readonly (readonly unknown[])[];
  readonly byId: ReadonlyMap<string, readonly Rule[]>;
  /** Levels that an invocation sets for a rule, by the rule's id. */
  readonly overrides: ReadonlyMap<string, readonly unknown[]>;
}

/** Reads the rules of a run, those of extensions such as query packs, too. */
export function rulesOf(run: Record<string, unknown>): Rules {
  const tool = isRecord(run.tool) ? run.tool : {};
  const driver = isRecord(tool.driver) ? tool.driver : {};
  const ofDriver = listOf(driver.rules);
  const ofExtensions = listOf(tool.extensions).map(extension =>
    isRecord(extension) ? listOf(extension.rules) : [],
  );
  const byId = new Map<string, Rule[]>();
  for (const rule of [ofDriver, ...ofExtensions].flat().filter(isRecord)) {
    const id = textOf(rule.id, 1_000);
    const same = byId.get(id);
    if (same) same.push(rule);
    else byId.set(id, [rule]);
  }
  return { ofDriver, ofExtensions, byId, overrides: overridesOf(run) };
}

/** The name of the tool itself, which says what its results can prove. */
export function driverOf(
  run: Record<string, unknown>,
): Record<string, unknown> {
  const tool = isRecord(run.tool) ? run.tool : {};
  return isRecord(tool.driver) ? tool.driver : {};
}

/**
 * What a result names as its rule, by id or by place (SARIF 2.1.0, 3.27.5 to
 * 3.27.7 and 3.52); a severity is often written there and not at the result.
 * Where several rules have one id, all of them are read.
 */
export function rulesNamed(
  { ruleId, ruleIndex, rule }: Record<string, unknown>,
  { ofDriver, ofExtensions, byId }: Rules,
): readonly Rule[] {
  const reference = isRecord(rule) ? rule : {};
  const part = isRecord(reference.toolComponent) ? reference.toolComponent : {};
  const places =
    typeof part.index === 'number' ? ofExtensions[part.index] ?? [] : ofDriver;
  const byPlace = [ruleIndex, reference.index]
    .filter(index => typeof index === 'number')
    .map(index => places[index]);
  const found = [
    ...idsOf({ ruleId, reference }).flatMap(id => byId.get(id) ?? []),
    ...byPlace,
  ].filter(isRecord);
  return [...new Set(found)];
}

/** Levels that apply where a result names none itself (SARIF 2.1.0, 3.27.10). */
export function levelsOfRules(
  result: Record<string, unknown>,
  rules: readonly Rule[],
  { overrides }: Rules,
): readonly unknown[] {
  const reference = isRecord(result.rule) ? result.rule : {};
  const ids = [
    ...idsOf({ ruleId: result.ruleId, reference }),
    ...rules.map(({ id }) => id),
  ].filter(id => typeof id === 'string');
  return [
    ...ids.flatMap(id => overrides.get(id) ?? []),
    ...rules.map(({ defaultConfiguration }) =>
      isRecord(defaultConfiguration) ? defaultConfiguration.level : undefined,
    ),
  ].filter(level => level !== undefined);
}

/** An id such as `CA1000/1` names the rule `CA1000`, too (3.27.5). */
function idsOf(named: {
  ruleId: unknown;
  reference: Record<string, unknown>;
}): readonly string[] {
  return [named.ruleId, named.reference.id]
    .filter(id => typeof id === 'string')
    .flatMap(id => {
      const parts = id.split('/').slice(0, 10);
      return [id, ...parts.map((_, end) => parts.slice(0, end + 1).join('/'))];
    });
}

function overridesOf(run: Record<string, unknown>): Rules['overrides'] {
  const levels = new Map<string, unknown[]>();
  const all = listOf(run.invocations)
    .filter(isRecord)
    .flatMap(({ ruleConfigurationOverrides }) =>
      listOf(ruleConfigurationOverrides),
    );
  for (const override of all.filter(isRecord)) {
    const { descriptor, configuration } = override;
    if (!isRecord(descriptor) || !isRecord(configuration)) continue;
    const id = textOf(descriptor.id, 1_000);
    levels.set(id, [...(levels.get(id) ?? []), configuration.level]);
  }
  return levels;
}
