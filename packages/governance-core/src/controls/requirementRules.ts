import { ALWAYS } from './condition';
import type { RequirementRule } from './control';

/** Reasons that many controls share. */
export const EVERY_APP: readonly RequirementRule[] = [
  { when: ALWAYS, because: 'Every app needs it before others use it' },
];

export const HIGH_RISK: RequirementRule = {
  when: { fact: 'band', reaches: 'high' },
  because: 'The app is {band} risk ({score} of 10)',
};

export const CONFIDENTIAL: readonly RequirementRule[] = [
  {
    when: { fact: 'class', reaches: 'confidential' },
    because: 'The app handles {class} data',
  },
];

export const REGULATED: readonly RequirementRule[] = [
  {
    when: { fact: 'class', reaches: 'regulated' },
    because: 'The app handles {class} data',
  },
];

export const OUTSIDE_HOSTING: RequirementRule = {
  when: { fact: 'hosting', reaches: 'external' },
  because: 'The app runs outside the company',
};

export const PUBLIC_AUDIENCE: RequirementRule = {
  when: { fact: 'audience', reaches: 'public' },
  because: 'The app is open to the public',
};

/** For apps in production that keep facts about people. */
export const LIVE_PERSONAL_DATA: readonly RequirementRule[] = [
  {
    when: {
      all: [
        { fact: 'inProduction', is: true },
        { fact: 'personalData', is: true },
      ],
    },
    because: 'The app keeps facts about people in production',
  },
];

export const EVERY_APP_WORDS = 'Every app';
export const CONFIDENTIAL_WORDS = 'Confidential and Regulated data';
export const REGULATED_WORDS = 'Regulated data';
