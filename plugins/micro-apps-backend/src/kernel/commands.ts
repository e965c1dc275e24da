import type {
  AuthService,
  BackstageCredentials,
  BackstageUserPrincipal,
  HttpAuthService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  type BasicPermission,
} from '@backstage/plugin-permission-common';
import { accept, refuse, type Result } from '@micro-apps/governance-core';
import type { Request, Response, Router } from 'express';
import type { z } from 'zod';
import { parseInput, sendResult } from './http';
import type { Actor, Clock } from './types';

/** Who asks, and when; handed to every command and read. */
export interface CommandContext {
  readonly actor: Actor;
  readonly credentials: BackstageCredentials<BackstageUserPrincipal>;
  readonly now: Date;
}

/** One use case. It names its permission as data; the pipeline checks it. */
export interface Command<Input, Output> {
  readonly permission: BasicPermission;
  run(context: CommandContext, input: Input): Promise<Result<Output>>;
}

/** How a command meets HTTP. `input` is checked by `schema` first. */
export interface Endpoint<S extends z.ZodType, Output> {
  readonly method: 'get' | 'post' | 'put';
  readonly path: string;
  /** Of path parameters, query (get) or body (others), merged: `{ ...body, ...params }`. */
  readonly schema: S;
  readonly command: Command<z.output<S>, Output>;
  /** Status of a success; 200 unless told. */
  readonly status?: number | ((output: Output) => number);
}

/** What another plugin's backend reads; facts that every person may see. */
export interface ServiceEndpoint<S extends z.ZodType, Output> {
  readonly path: string;
  /** Of the query. */
  readonly schema: S;
  read(input: z.output<S>): Promise<Output>;
}

/** Registers endpoints; the only place where anybody is authorised. */
export interface Pipeline {
  /** Path parameters win over body fields of the same name. */
  endpoint<S extends z.ZodType, Output>(
    router: Router,
    endpoint: Endpoint<S, Output>,
  ): void;
  /** A GET for service principals alone; people have endpoints of their own. */
  serviceEndpoint<S extends z.ZodType, Output>(
    router: Router,
    endpoint: ServiceEndpoint<S, Output>,
  ): void;
}

/** Builds the pipeline: authenticate, know the person, check, authorise, run. */
export function createPipeline(options: {
  auth: AuthService;
  httpAuth: HttpAuthService;
  permissions: PermissionsService;
  /** Reads the person from the directory; `fresh` for anything that writes. */
  findActor: (options: {
    ref: string;
    direct: boolean;
    fresh: boolean;
  }) => Promise<Result<Actor>>;
  clock: Clock;
}): Pipeline {
  const { httpAuth, permissions, findActor, clock } = options;

  async function run<S extends z.ZodType, Output>(
    req: Request,
    endpoint: Endpoint<S, Output>,
  ): Promise<Result<Output>> {
    const credentials = await httpAuth.credentials(req, { allow: ['user'] });
    const { principal } = credentials;
    const given = endpoint.method === 'get' ? req.query : req.body;
    if (given !== undefined && !isPlainObject(given)) {
      return refuse('invalid-input', 'Send one JSON object');
    }
    const input = parseInput(endpoint.schema, { ...given, ...req.params });
    if (!input.ok) return input;
    const [decision] = await permissions.authorize(
      [{ permission: endpoint.command.permission }],
      { credentials },
    );
    if (decision.result !== AuthorizeResult.ALLOW) {
      return refuse(
        'not-allowed',
        'Your organisation does not let you do this. Ask a portal administrator',
      );
    }
    const actor = await findActor({
      ref: principal.userEntityRef,
      // A template or a tool that acts for somebody shows as `actor`.
      direct: principal.actor === undefined,
      fresh: endpoint.method !== 'get',
    });
    if (!actor.ok) return actor;
    return await endpoint.command.run(
      { actor: actor.value, credentials, now: clock() },
      input.value,
    );
  }

  return {
    endpoint(router, endpoint) {
      router[endpoint.method](
        endpoint.path,
        async (req: Request, res: Response) => {
          const result = await run(req, endpoint);
          const { status = 200 } = endpoint;
          if (!result.ok) sendResult(res, result);
          else if (typeof status === 'number') sendResult(res, result, status);
          else sendResult(res, result, status(result.value));
        },
      );
    },
    serviceEndpoint(router, { path, schema, read }) {
      router.get(path, async (req: Request, res: Response) => {
        await httpAuth.credentials(req, { allow: ['service'] });
        const input = parseInput(schema, req.query);
        sendResult(res, input.ok ? accept(await read(input.value)) : input);
      });
    },
  };
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
