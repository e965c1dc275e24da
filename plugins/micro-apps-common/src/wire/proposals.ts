import type { RegistrationChange } from '@micro-apps/governance-core';
import type { z } from 'zod';
import { pageFields, strictFields, textField, versionField } from './fields';
import type { MissingField } from './apps';

/** `GET /v1/apps/:id/proposals`. @public */
export const proposalsQuery = strictFields({ ...pageFields() });
/** @public */
export type ProposalsQuery = z.input<typeof proposalsQuery>;

/** Where a proposal stands. @public */
export type ProposalState = 'open' | 'accepted' | 'declined' | 'superseded';

/** What a file in a repository would like to be different. @public */
export interface ProposalView {
  readonly id: string;
  readonly appId: string;
  readonly state: ProposalState;
  /** The file, as the catalog names it. */
  readonly location: string;
  readonly commit?: string;
  /** Accepting it makes this file the one that may propose changes. */
  readonly binds: boolean;
  /** Against the registration as it is now; of decided ones, as it was. */
  readonly changes: readonly RegistrationChange[];
  /** What the file says and nobody understands. */
  readonly unclear: readonly MissingField[];
  readonly proposedAt: string;
  readonly decidedAt?: string;
  readonly decidedBy?: string;
  readonly reason?: string;
}

/** @public */
export interface ProposalsResponse {
  readonly items: readonly ProposalView[];
  readonly nextCursor?: string;
}

/** `POST /v1/apps/:id/proposals/:proposalId/accept`. @public */
export const acceptProposalRequest = strictFields({
  expectedVersion: versionField,
});
/** @public */
export type AcceptProposalRequest = z.input<typeof acceptProposalRequest>;

/** `POST /v1/apps/:id/proposals/:proposalId/decline`. @public */
export const declineProposalRequest = strictFields({
  reason: textField({
    what: 'the reason',
    min: 3,
    max: 1_000,
    multiline: true,
  }),
});
/** @public */
export type DeclineProposalRequest = z.input<typeof declineProposalRequest>;
