import type { HttpAuthService } from '@backstage/backend-plugin-api';
import type { Result } from '@micro-apps/governance-core';
import type { Request } from 'express';
import type { NoteRefused } from '../audit/refusedDecisions';
import type { Command } from './commands';

/**
 * Runs a command; what it refuses is kept in the audit log where it decides
 * something. By then whatever it wrote is rolled back.
 */
export async function noteRefusals<Output>(
  options: {
    req: Request;
    httpAuth: HttpAuthService;
    noteRefused: NoteRefused;
    endpoint: {
      readonly path: string;
      readonly id: string;
      readonly command: Pick<Command<never, Output>, 'decides' | 'refusedIn'>;
    };
  },
  run: () => Promise<Result<Output>>,
): Promise<Result<Output>> {
  const { req, httpAuth, noteRefused, endpoint } = options;
  const { path, id: operation, command } = endpoint;
  if (!command.decides) return await run();
  const about = { operation, path, id: req.params.id ?? req.params.name };
  let result: Result<Output>;
  try {
    result = await run();
  } catch (error) {
    // A service is known to the portal, and decides nothing (reliability A8).
    if (error instanceof Error && error.name === 'NotAllowedError') {
      await noteRefused({ ...about, code: 'not-allowed', direct: true });
    }
    throw error;
  }
  const refused = result.ok
    ? command.refusedIn?.(result.value) ?? []
    : [{ id: about.id, code: result.refusal.code }];
  if (refused.length === 0) return result;
  const { principal } = await httpAuth.credentials(req, { allow: ['user'] });
  for (const each of refused) {
    await noteRefused({
      ...about,
      ...each,
      ref: principal.userEntityRef,
      direct: principal.actor === undefined,
    });
  }
  return result;
}
