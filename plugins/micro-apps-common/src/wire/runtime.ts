import type { DeploymentState } from '@micro-apps/governance-core';
import { z } from 'zod';
import {
  idempotencyKeyField,
  listField,
  strictFields,
  textField,
} from './fields';

/** `POST /v1/apps/:id/repository`. @public */
export const createRepositoryRequest = strictFields({
  files: listField(
    'the files',
    strictFields({
      path: z
        .string({ error: 'Give every file a path' })
        .min(1, { error: 'Give every file a path' })
        .max(300, { error: 'Keep paths to at most 300 characters' }),
      contentBase64: z
        .string({ error: 'Send file contents as base64' })
        .regex(/^[A-Za-z0-9+/]*={0,2}$/, {
          error: 'Send file contents as base64',
        }),
    }),
    2_000,
  ).min(1, { error: 'Send at least one file' }),
  idempotencyKey: idempotencyKeyField.optional(),
});
/** @public */
export type CreateRepositoryRequest = z.input<typeof createRepositoryRequest>;

/** `GET /v1/apps/:id/repository`; `head` is absent while there is none. @public */
export interface RepositoryView {
  readonly head?: string;
  readonly url?: string;
  readonly commits: readonly {
    readonly id: string;
    readonly message: string;
    readonly author: string;
    readonly at: string;
  }[];
}

/** @public */
export type SandboxState =
  | 'absent'
  | 'preparing'
  | 'running'
  | 'stopped'
  | 'failed';

/** The sandbox of an app. @public */
export interface SandboxView {
  readonly state: SandboxState;
  /** What is going on right now, as a short sentence. */
  readonly step?: string;
  readonly url?: string;
  /** Commit that runs. */
  readonly commit?: string;
  /** Newest commit of the repository. */
  readonly head?: string;
  /** The repository has moved on since. */
  readonly behind: boolean;
  readonly reason?: string;
}

/** @public */
export interface LogsResponse {
  readonly items: readonly { readonly at: string; readonly text: string }[];
}

/** One run of all scans. @public */
export interface ScanRun {
  readonly id: string;
  readonly commit: string;
  readonly state: 'queued' | 'running' | 'done' | 'failed';
  readonly step?: string;
  readonly done: number;
  readonly total: number;
  readonly startedAt: string;
  readonly finishedAt?: string;
  readonly reason?: string;
}

/** @public */
export interface ScansResponse {
  readonly items: readonly ScanRun[];
}

/** `POST /v1/apps/:id/promotions`. @public */
export const promoteRequest = strictFields({
  environment: textField({ what: 'the environment', max: 40 }),
  idempotencyKey: idempotencyKeyField.optional(),
});
/** @public */
export type PromoteRequest = z.input<typeof promoteRequest>;

/** @public */
export interface DeploymentView {
  readonly id: string;
  readonly environment: string;
  readonly commit: string;
  readonly state: DeploymentState;
  readonly url?: string;
  readonly reason?: string;
  readonly requestedAt: string;
  readonly finishedAt?: string;
}

/** @public */
export interface DeploymentsResponse {
  readonly items: readonly DeploymentView[];
}
