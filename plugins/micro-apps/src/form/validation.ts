import { hostOf, slugOf } from '@micro-apps/governance-core';
import type { AccessValue, LifeValue, PeopleValue } from './draft';

/** Where a field's errors go; the form shows them below the field. */
export interface FieldErrors {
  addError(message: string): void;
}

const PLAN_LENGTH = 10;
const MOST_DAYS = 3_650;

export function validateName(value: string | undefined, field: FieldErrors) {
  if (!value || slugOf(value) === '') {
    field.addError('Use at least one letter from a to z or one digit');
  }
}

export function validatePeople(
  value: Partial<PeopleValue> | undefined,
  field: FieldErrors,
) {
  if (!value?.businessUnit) field.addError('Choose the team it belongs to');
}

export function validateAccess(
  value: Partial<AccessValue> | undefined,
  field: FieldErrors,
) {
  const wrong = value?.endpoints?.find(each => !hostOf(each).includes('.'));
  if (wrong) {
    field.addError(
      `${wrong} is not an address. Write it like https://api.example.com`,
    );
  }
}

export function validateLife(
  value: Partial<LifeValue> | undefined,
  field: FieldErrors,
) {
  const days = value?.retentionDays ?? 0;
  if (!Number.isInteger(days) || days < 1 || days > MOST_DAYS) {
    field.addError(`Give the days as a whole number from 1 to ${MOST_DAYS}`);
  }
  if ((value?.decommissionPlan ?? '').trim().length < PLAN_LENGTH) {
    field.addError('Say in a sentence what happens at the end');
  }
}

export function validateCheck(value: boolean | undefined, field: FieldErrors) {
  if (!value) field.addError('Tick "This is right" when it is');
}
