import {
  createConditionExports,
  createPermissionRule,
} from '@backstage/plugin-permission-node';
import {
  BANDS,
  DATA_CLASSES,
  normaliseRef,
  APP_STANDING_TABLE,
} from '@micro-apps/governance-core';
import { z } from 'zod';
import { microAppResourceRef } from './microAppResource';

const claimsSchema = z.object({
  claims: z
    .array(z.string())
    .describe('References of users and groups, such as the ones of the asker'),
});

/** References as the registry spells them. */
function spelled(claims: readonly string[]): readonly string[] {
  return claims.map(claim => normaliseRef(claim));
}

const isOwner = createPermissionRule({
  name: 'IS_OWNER',
  description: 'Apps whose owner or second owner is among the claims',
  resourceRef: microAppResourceRef,
  paramsSchema: claimsSchema,
  apply: ({ owner, successor }, { claims }) =>
    spelled(claims).some(ref => ref === owner || ref === successor),
  toQuery: ({ claims }) => ({ of: 'owner', claims: spelled(claims) }),
});

const isReviewer = createPermissionRule({
  name: 'IS_REVIEWER',
  description:
    'Apps with an undecided request that a group among the claims may be asked about',
  resourceRef: microAppResourceRef,
  paramsSchema: claimsSchema,
  apply: ({ reviewers }, { claims }) =>
    spelled(claims).some(ref => reviewers.includes(ref)),
  toQuery: ({ claims }) => ({ of: 'reviewer', claims: spelled(claims) }),
});

const hasBand = createPermissionRule({
  name: 'HAS_BAND',
  description: 'Apps of one of these risk bands',
  resourceRef: microAppResourceRef,
  paramsSchema: z.object({
    bands: z.array(z.enum(BANDS)).describe('low, medium, high'),
  }),
  apply: ({ band }, { bands }) => bands.some(each => each === band),
  toQuery: ({ bands }) => ({ of: 'band', values: bands }),
});

const hasStanding = createPermissionRule({
  name: 'HAS_STANDING',
  description: 'Apps of one of these standings',
  resourceRef: microAppResourceRef,
  paramsSchema: z.object({
    standings: z
      .array(z.enum(APP_STANDING_TABLE.states))
      .describe('draft, active, restricted, quarantined, suspended, …'),
  }),
  apply: ({ standing }, { standings }) =>
    standings.some(each => each === standing),
  toQuery: ({ standings }) => ({ of: 'standing', values: standings }),
});

const hasClass = createPermissionRule({
  name: 'HAS_CLASS',
  description: 'Apps whose effective data class is one of these',
  resourceRef: microAppResourceRef,
  paramsSchema: z.object({
    classes: z
      .array(z.enum(DATA_CLASSES))
      .describe('public, internal, confidential, regulated'),
  }),
  apply: ({ effectiveClass }, { classes }) =>
    classes.some(each => each === effectiveClass),
  toQuery: ({ classes }) => ({ of: 'effectiveClass', values: classes }),
});

/** Rules that a permission policy can narrow apps by. @public */
export const microAppRules = {
  isOwner,
  isReviewer,
  hasBand,
  hasStanding,
  hasClass,
};

const exported = createConditionExports({
  resourceRef: microAppResourceRef,
  rules: microAppRules,
});

/** Conditions for a permission policy, one for each rule. @public */
export const microAppConditions = exported.conditions;

/** Wraps conditions into the answer of a permission policy. @public */
export const createMicroAppConditionalDecision =
  exported.createConditionalDecision;
