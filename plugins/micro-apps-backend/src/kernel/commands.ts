import type { IncomingMessage } from 'node:http';
import type {
  AuthService,
  BackstageCredentials,
  BackstageUserPrincipal,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import {
  refuse,
  type RefusalCode,
  type Result,
} from '@micro-apps/governance-core';
import type { Request, Response, Router } from 'express';
import type { z } from 'zod';
import type { NoteRefused } from '../audit/refusedDecisions';
import type {
  Authoriser,
  CommandPermission,
  Scope,
} from '../permissions/createAuthoriser';
import type { AppCriteria } from '../permissions/DatabaseAppCriteria';
import { bothCriteria, type Isolation } from '../permissions/DatabaseIsolation';
import { unknownApp } from '../registry/unknownApp';
import { parseInput, sendLines, sendResult } from './http';
import { noteRefusals } from './noteRefusals';
import type { Actor, Clock } from './types';

/** Who asks, and when; handed to every command and read. */
export interface CommandContext {
  readonly actor: Actor;
  readonly credentials: BackstageCredentials<BackstageUserPrincipal>;
  readonly now: Date;
  /**
   * Which apps the command's permission covers; left out: all of them. Only a
   * command with `lists` is handed one, and narrows its list by it in SQL.
   */
  readonly visible?: AppCriteria;
  /**
   * Whether other permissions hold for an app, in their order: parts of an
   * answer are left out, buttons not shown.
   */
  may(
    permissions: readonly CommandPermission[],
    appId: string,
  ): Promise<readonly boolean[]>;
}

/** One use case. It names its permission as data; the pipeline checks it. */
export interface Command<Input, Output> {
  readonly permission: CommandPermission;
  /** Its answer is a list of apps, or of what belongs to apps. */
  readonly lists?: true;
  /** It decides something: what it refuses is kept in the audit log. */
  readonly decides?: true;
  /** What was refused of many in one call, by the ids of what it was about. */
  refusedIn?(
    output: Output,
  ): readonly { readonly id: string; readonly code: RefusalCode }[];
  run(context: CommandContext, input: Input): Promise<Result<Output>>;
}

/** How an operation looks from outside; the OpenAPI document is made of it. */
export interface Surface<S extends z.ZodType, Output> {
  readonly method: 'get' | 'post' | 'put';
  readonly path: string;
  /** Name of the operation; the client's method is called the same. */
  readonly id: string;
  /** What it does, in a few words. */
  readonly summary: string;
  /** Of path parameters, query (get) or body (others), merged: `{ ...body, ...params }`. */
  readonly schema: S;
  /** Describes the answer of a success. It documents; nothing is cut by it. */
  readonly response: z.ZodType<NoInfer<Output>>;
}

/** How a command meets HTTP. `input` is checked by `schema` first. */
export interface Endpoint<S extends z.ZodType, Output>
  extends Surface<S, Output> {
  readonly command: Command<z.output<S>, Output>;
  /** Status of a success; 200 unless told. */
  readonly status?:
    | number
    | {
        readonly oneOf: readonly number[];
        readonly of: (output: Output) => number;
      };
}

/**
 * A read whose answer is too long for one piece: one JSON value a line, sent
 * as they come. `response` describes one line.
 */
export interface LinesEndpoint<S extends z.ZodType>
  extends Surface<S, unknown> {
  readonly method: 'get';
  readonly command: Command<z.output<S>, AsyncIterable<string>>;
}

/** A read for other plugins of the portal; no person asks. */
export interface ServiceEndpoint<S extends z.ZodType, Output>
  extends Surface<S, Output> {
  readonly method: 'get';
  read(input: z.output<S>): Promise<Output>;
}

/**
 * An operation for machines outside the portal. It finds out by itself who
 * asks, and reads the body by itself: a signature covers its bytes.
 */
export interface MachineEndpoint<S extends z.ZodType, Output>
  extends Surface<S, Output> {
  readonly method: 'post';
  readonly caller: 'pipeline' | 'scanner';
  /** The body, without what is in the path. */
  readonly schema: S;
  readonly statuses: readonly number[];
  answer(
    request: IncomingMessage,
    params: Readonly<Record<string, string>>,
  ): Promise<Result<{ readonly status: number; readonly output: Output }>>;
}

/** An operation that was registered. */
export interface Operation extends Surface<z.ZodType, unknown> {
  readonly caller: 'user' | 'service' | 'pipeline' | 'scanner';
  /** Name of the permission that a user needs. */
  readonly permission?: string;
  /** Every status of a success. */
  readonly statuses: readonly number[];
  /** Of a success; `application/json` unless told. */
  readonly mediaType?: string;
}

/** Registers endpoints; the only place where anybody is authorised. */
export interface Pipeline {
  /** Everything registered so far. */
  readonly operations: readonly Operation[];
  /** Path parameters win over body fields of the same name. */
  endpoint<S extends z.ZodType, Output>(
    router: Router,
    endpoint: Endpoint<S, Output>,
  ): void;
  linesEndpoint<S extends z.ZodType>(
    router: Router,
    endpoint: LinesEndpoint<S>,
  ): void;
  serviceEndpoint<S extends z.ZodType, Output>(
    router: Router,
    endpoint: ServiceEndpoint<S, Output>,
  ): void;
  machineEndpoint<S extends z.ZodType, Output>(
    router: Router,
    endpoint: MachineEndpoint<S, Output>,
  ): void;
}

/** What of an endpoint matters before its answer is sent. */
type Authorised<S extends z.ZodType, Output> = Pick<
  Endpoint<S, Output>,
  'method' | 'path' | 'schema' | 'command'
>;

const NDJSON = 'application/x-ndjson';

/** Builds the pipeline: authenticate, know the person, check, authorise, run. */
export function createPipeline(options: {
  auth: AuthService;
  httpAuth: HttpAuthService;
  authorise: Authoriser;
  /** The app that a path with `:id` is about; `undefined`: none. */
  appIdOf: (path: string, id: string) => Promise<string | undefined>;
  /** Business units that do not see each other's apps, if they do not. */
  isolation: Isolation;
  /** Reads the person from the directory; `fresh` for anything that writes. */
  findActor: (options: {
    ref: string;
    direct: boolean;
    fresh: boolean;
  }) => Promise<Result<Actor>>;
  noteRefused: NoteRefused;
  clock: Clock;
}): Pipeline {
  const { httpAuth, authorise, appIdOf, isolation, findActor, clock } = options;
  const { noteRefused } = options;

  async function run<S extends z.ZodType, Output>(
    req: Request,
    endpoint: Authorised<S, Output>,
  ): Promise<Result<Output>> {
    const credentials = await httpAuth.credentials(req, { allow: ['user'] });
    const { principal } = credentials;
    const given = endpoint.method === 'get' ? req.query : req.body;
    if (given !== undefined && !isPlainObject(given)) {
      return refuse('invalid-input', 'Send one JSON object');
    }
    const input = parseInput(endpoint.schema, { ...given, ...req.params });
    if (!input.ok) return input;
    const scope = await scopeOf(endpoint, req);
    const { permission } = endpoint.command;
    let found: Promise<Result<Actor>> | undefined;
    const asker = () => {
      found ??= findActor({
        ref: principal.userEntityRef,
        // A template or a tool that acts for somebody shows as `actor`.
        direct: principal.actor === undefined,
        fresh: endpoint.method !== 'get',
      });
      return found;
    };
    const asking = { credentials, asker };
    const [verdict] = await authorise([permission], { ...asking, scope });
    // A condition that depends on who asks is no "no" when nobody can tell.
    const known = found && (await asker());
    if (known && !known.ok) return known;
    if (!verdict.allowed) {
      // Whoever may not see an app does not learn that it is there.
      return verdict.because === 'not-this-app' &&
        permission.attributes.action === 'read'
        ? unknownApp()
        : refuse(
            'not-allowed',
            'Your organisation does not let you do this. Ask a portal administrator',
          );
    }
    const actor = await asker();
    if (!actor.ok) return actor;
    if (
      typeof scope === 'object' &&
      !(await isolation.covers(actor.value, scope.appId))
    ) {
      return unknownApp();
    }
    return await endpoint.command.run(
      {
        actor: actor.value,
        credentials,
        now: clock(),
        visible: endpoint.command.lists
          ? bothCriteria(verdict.criteria, isolation.criteriaFor(actor.value))
          : undefined,
        async may(others, appId) {
          const verdicts = await authorise(others, {
            ...asking,
            scope: { appId },
          });
          return verdicts.map(({ allowed }) => allowed);
        },
      },
      input.value,
    );
  }

  async function scopeOf<S extends z.ZodType, Output>(
    { path, command }: Authorised<S, Output>,
    { params }: Request,
  ): Promise<Scope> {
    if (command.lists) return 'list';
    const appId =
      params.id === undefined ? undefined : await appIdOf(path, params.id);
    return appId === undefined ? 'none' : { appId };
  }

  const operations: Operation[] = [];
  return {
    operations,
    endpoint(router, endpoint) {
      const { status = 200, command } = endpoint;
      operations.push({
        ...surfaceOf(endpoint),
        caller: 'user',
        permission: command.permission.name,
        statuses: typeof status === 'number' ? [status] : status.oneOf,
      });
      router[endpoint.method](
        endpoint.path,
        async (req: Request, res: Response) => {
          const result = await noteRefusals(
            { req, httpAuth, noteRefused, endpoint },
            () => run(req, endpoint),
          );
          if (!result.ok) sendResult(res, result);
          else if (typeof status === 'number') sendResult(res, result, status);
          else sendResult(res, result, status.of(result.value));
        },
      );
    },
    linesEndpoint(router, endpoint) {
      operations.push({
        ...surfaceOf(endpoint),
        caller: 'user',
        permission: endpoint.command.permission.name,
        statuses: [200],
        mediaType: NDJSON,
      });
      router.get(endpoint.path, async (req: Request, res: Response) => {
        const result = await run(req, endpoint);
        if (result.ok) await sendLines(res, result.value, NDJSON);
        else sendResult(res, result);
      });
    },
    serviceEndpoint(router, endpoint) {
      operations.push({
        ...surfaceOf(endpoint),
        caller: 'service',
        statuses: [200],
      });
      router.get(endpoint.path, async (req: Request, res: Response) => {
        await httpAuth.credentials(req, { allow: ['service'] });
        const input = parseInput(endpoint.schema, {
          ...req.query,
          ...req.params,
        });
        if (input.ok) res.json(await endpoint.read(input.value));
        else sendResult(res, input);
      });
    },
    machineEndpoint(router, endpoint) {
      const { caller, statuses } = endpoint;
      operations.push({ ...surfaceOf(endpoint), caller, statuses });
      router.post(endpoint.path, async (req: Request, res: Response) => {
        const result = await endpoint.answer(req, req.params);
        if (result.ok)
          res.status(result.value.status).json(result.value.output);
        else sendResult(res, result);
      });
    },
  };
}

function surfaceOf<S extends z.ZodType, Output>({
  method,
  path,
  id,
  summary,
  schema,
  response,
}: Surface<S, Output>) {
  return { method, path, id, summary, schema, response };
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
