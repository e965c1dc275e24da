import { DEPLOYMENT_TABLE } from '@micro-apps/governance-core';
import { z } from 'zod';
import { instant } from './assessment';
import { named } from './named';

/** `POST /v1/apps/:id/repository`. @public */
export const createdRepositoryResponse = named(
  'CreatedRepository',
  z.object({ head: z.string(), url: z.string() }),
);

/** `GET /v1/apps/:id/repository`. @public */
export const repositoryResponse = named(
  'Repository',
  z.object({
    head: z.string().optional(),
    url: z.string().optional(),
    commits: z.array(
      z.object({
        id: z.string(),
        message: z.string(),
        author: z.string(),
        at: instant,
      }),
    ),
  }),
);

/** The sandbox of an app. @public */
export const sandboxResponse = named(
  'Sandbox',
  z.object({
    state: z.enum(['absent', 'preparing', 'running', 'stopped', 'failed']),
    step: z.string().optional(),
    url: z.string().optional(),
    commit: z.string().optional(),
    head: z.string().optional(),
    behind: z.boolean(),
    reason: z.string().optional(),
  }),
);

/** `GET /v1/apps/:id/sandbox/logs`. @public */
export const logsResponse = named(
  'Logs',
  z.object({ items: z.array(z.object({ at: instant, text: z.string() })) }),
);

/** One run of all scans. @public */
export const scanRunResponse = named(
  'ScanRun',
  z.object({
    id: z.string(),
    commit: z.string(),
    state: z.enum(['queued', 'running', 'done', 'failed']),
    step: z.string().optional(),
    done: z.number().int(),
    total: z.number().int(),
    startedAt: instant,
    finishedAt: instant.optional(),
    reason: z.string().optional(),
  }),
);

/** `GET /v1/apps/:id/scans`. @public */
export const scansResponse = named(
  'Scans',
  z.object({ items: z.array(scanRunResponse) }),
);

/** One deployment. @public */
export const deploymentResponse = named(
  'Deployment',
  z.object({
    id: z.string(),
    environment: z.string(),
    commit: z.string(),
    state: z.enum(DEPLOYMENT_TABLE.states),
    url: z.string().optional(),
    reason: z.string().optional(),
    requestedAt: instant,
    finishedAt: instant.optional(),
  }),
);

/** `GET /v1/apps/:id/deployments`. @public */
export const deploymentsResponse = named(
  'Deployments',
  z.object({ items: z.array(deploymentResponse) }),
);
