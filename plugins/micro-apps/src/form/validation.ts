import type { ApiHolder } from '@backstage/core-plugin-api';
import { hostOf, slugOf } from '@micro-apps/governance-core';
import { textsFrom } from '../translation/useTexts';
import type { AccessValue, LifeValue, PeopleValue } from './draft';

/** Where a field's errors go; the form shows them below the field. */
export interface FieldErrors {
  addError(message: string): void;
}

/** Where the form finds the texts. */
export interface FieldContext {
  readonly apiHolder: ApiHolder;
}

const PLAN_LENGTH = 10;
const MOST_DAYS = 3_650;

export function validateName(
  value: string | undefined,
  field: FieldErrors,
  { apiHolder }: FieldContext,
) {
  const t = textsFrom(apiHolder);
  if (!value || slugOf(value) === '') {
    field.addError(t('form.name.missing'));
  }
}

export function validatePeople(
  value: Partial<PeopleValue> | undefined,
  field: FieldErrors,
  { apiHolder }: FieldContext,
) {
  const t = textsFrom(apiHolder);
  if (!value?.businessUnit) field.addError(t('form.people.missing'));
}

export function validateAccess(
  value: Partial<AccessValue> | undefined,
  field: FieldErrors,
  { apiHolder }: FieldContext,
) {
  const t = textsFrom(apiHolder);
  const wrong = value?.endpoints?.find(each => !hostOf(each).includes('.'));
  if (wrong) {
    field.addError(t('form.access.wrong', { address: wrong }));
  }
}

export function validateLife(
  value: Partial<LifeValue> | undefined,
  field: FieldErrors,
  { apiHolder }: FieldContext,
) {
  const t = textsFrom(apiHolder);
  const days = value?.retentionDays ?? 0;
  if (!Number.isInteger(days) || days < 1 || days > MOST_DAYS) {
    field.addError(t('form.life.retentionWrong', { most: String(MOST_DAYS) }));
  }
  if ((value?.decommissionPlan ?? '').trim().length < PLAN_LENGTH) {
    field.addError(t('form.life.planMissing'));
  }
}

export function validateCheck(
  value: boolean | undefined,
  field: FieldErrors,
  { apiHolder }: FieldContext,
) {
  const t = textsFrom(apiHolder);
  if (!value) field.addError(t('form.check.missing'));
}
