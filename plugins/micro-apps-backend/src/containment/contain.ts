import {
  microAppsAppContainPermission,
  type ContainmentRequest,
  type ContainmentView,
} from '@micro-apps/plugin-micro-apps-common';
import type { Command } from '../kernel/commands';
import { requireDirect } from '../separation/requireDirect';
import type { ContainmentDeps } from './containmentDeps';
import { hold } from './holdApp';
import { readView } from './readContainment';
import { release } from './releaseApp';

/** Restricts, quarantines, suspends or releases an app; people decide it. */
export function contain(
  deps: ContainmentDeps,
): Command<ContainmentRequest & { id: string }, ContainmentView> {
  return {
    permission: microAppsAppContainPermission,
    decides: true,
    async run(context, input) {
      const direct = requireDirect(context);
      if (!direct.ok) return direct;
      const { action } = input;
      const done =
        action === 'release'
          ? await release(deps, context, input)
          : await hold(deps, context, { ...input, action });
      return done.ok ? await readView(deps, context, input.id) : done;
    },
  };
}
