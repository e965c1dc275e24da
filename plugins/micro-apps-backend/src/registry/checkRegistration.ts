import {
  accept,
  type Integration,
  type Registration,
  type Result,
} from '@micro-apps/governance-core';
import type { Missing } from './AppStore';
import { assess, checkIntegrations, type Assessment } from './assess';
import type { RegisterDeps } from './registerMicroApp';

/** A registration as it can be judged. */
export interface CheckedRegistration {
  readonly integrations: readonly Integration[];
  readonly assessment: Assessment;
  /** What a draft lacks; empty for everything else. */
  readonly missing: readonly Missing[];
}

/**
 * Checks people, scopes and vendors against the catalog, and assesses. What is
 * wrong with a draft is what it lacks; anything else is refused.
 */
export async function checkRegistration(
  deps: RegisterDeps,
  given: {
    readonly registration: Registration;
    readonly now: Date;
    readonly draft?: { readonly missing: readonly Missing[] };
  },
): Promise<Result<CheckedRegistration>> {
  const { registration, draft, now } = given;
  const people = await deps.directory.check(registration);
  const lacksPeople = lacking(people, draft);
  if (!lacksPeople.ok) return lacksPeople;
  const integrations = await deps.integrations.forRegistration(registration);
  if (!integrations.ok) return integrations;
  const facts = { registration, integrations: integrations.value };
  const lacksIntegrations = lacking(checkIntegrations(facts), draft);
  if (!lacksIntegrations.ok) return lacksIntegrations;
  return accept({
    integrations: integrations.value,
    assessment: assess({ ...facts, model: deps.settings.riskModel, now }),
    missing: onePerField([
      ...(draft?.missing ?? []),
      ...lacksPeople.value,
      ...lacksIntegrations.value,
    ]),
  });
}

/** What a refusal names, as things that a draft lacks. */
function lacking(
  checked: Result<unknown>,
  draft: object | undefined,
): Result<readonly Missing[]> {
  if (checked.ok) return accept([]);
  const { code, details } = checked.refusal;
  const later = code === 'directory-unavailable' || code === 'busy';
  if (!draft || later) return checked;
  return accept(
    (details ?? []).map(({ path = '', message }) => ({
      path: path.replace(/^registration\./, ''),
      message,
    })),
  );
}

/** The first thing to say of each field is enough. */
function onePerField(missing: readonly Missing[]): readonly Missing[] {
  return [
    ...new Map([...missing].reverse().map(each => [each.path, each])).values(),
  ].reverse();
}
