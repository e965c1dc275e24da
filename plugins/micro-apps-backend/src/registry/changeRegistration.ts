import {
  microAppsAppUpdatePermission,
  type ChangeRegistrationRequest,
} from '@micro-apps/plugin-micro-apps-common';
import type { Command } from '../kernel/commands';
import { accessOf, requireEdit } from './appAccess';
import type { AppRow } from './AppStore';
import { changeMicroApp, type ChangeDeps } from './changeMicroApp';

/** Changes what is registered, for owner, second owner and administrators. */
export function changeRegistration(
  deps: ChangeDeps,
): Command<ChangeRegistrationRequest & { id: string }, AppRow> {
  return {
    permission: microAppsAppUpdatePermission,
    async run({ actor, now }, { id, registration, expectedVersion }) {
      return await changeMicroApp(deps, {
        actor,
        now,
        id,
        registration,
        expectedVersion,
        via: 'api',
        allowed: app =>
          requireEdit(accessOf({ actor, app, settings: deps.settings })),
      });
    },
  };
}
