import { accept, refuse, type Refusal } from '@micro-apps/governance-core';
import {
  microAppsRequestDecidePermission,
  type RequestView,
  type VoteResult,
  type VotesRequest,
  type VotesResponse,
} from '@micro-apps/plugin-micro-apps-common';
import type { Command, CommandContext } from '../kernel/commands';
import { statusOf } from '../kernel/http';
import { getRequest } from './DatabaseRequests';
import type { ApprovalsDeps } from './kinds';
import { unknownRequest } from './refusals';
import { vote } from './vote';

/**
 * Many votes at once, each as if it were alone: one that is refused keeps no
 * other one back, and none is let through by the others (reliability A16).
 */
export function voteOnMany(
  deps: ApprovalsDeps,
): Command<VotesRequest, VotesResponse> {
  return {
    permission: microAppsRequestDecidePermission,
    decides: true,
    lists: true,
    refusedIn: ({ results }) =>
      results.flatMap(({ id, code }) => (code ? [{ id, code }] : [])),
    async run(context, { votes }) {
      const one = vote({ ...deps, findActor: rememberPeople(deps.findActor) });
      const results: VoteResult[] = [];
      for (const each of votes) {
        const allowed = await mayDecide(deps, context, each.id);
        const answer = allowed.ok ? await one.run(context, each) : allowed;
        results.push(
          answer.ok
            ? { id: each.id, status: 200, state: answer.value.state }
            : refused(each.id, answer.refusal),
        );
      }
      return accept({ results });
    },
  };
}

function refused(id: string, { code, because }: Refusal): VoteResult {
  return { id, status: statusOf(code), code, message: because };
}

/** Where the organisation's policy is by app, each app is asked for. */
async function mayDecide(
  { database }: ApprovalsDeps,
  context: CommandContext,
  id: string,
) {
  const request = await getRequest(database.knex, id);
  if (!request) return unknownRequest();
  if (context.visible === undefined) return accept(true);
  const [allowed] = request.appId
    ? await context.may([microAppsRequestDecidePermission], request.appId)
    : [false];
  return allowed
    ? accept(true)
    : refuse<RequestView>(
        'not-allowed',
        'Your organisation does not let you do this. Ask a portal administrator',
      );
}

/** The owners of many apps are few; each is looked up once for one call. */
function rememberPeople(
  findActor: ApprovalsDeps['findActor'],
): ApprovalsDeps['findActor'] {
  if (!findActor) return undefined;
  const known = new Map<string, ReturnType<typeof findActor>>();
  return asked => {
    const found = known.get(asked.ref) ?? findActor(asked);
    known.set(asked.ref, found);
    return found;
  };
}
