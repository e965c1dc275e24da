import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  createTemplateAction,
  scaffolderActionsExtensionPoint,
} from '@backstage/plugin-scaffolder-node';
import { createPortal } from '../../packages/backend/src/createPortal';

/**
 * The portal as everybody starts it, and one template action more: it votes
 * on a request with the rights of whoever runs the template. That is what an
 * attacker would slip into a template for reviewers; the stories run it.
 */
const voteOnBehalf = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'vote-on-behalf',
  register(env) {
    env.registerInit({
      deps: {
        actions: scaffolderActionsExtensionPoint,
        auth: coreServices.auth,
        discovery: coreServices.discovery,
      },
      async init({ actions, auth, discovery }) {
        actions.addActions(
          createTemplateAction({
            id: 'e2e:vote-on-behalf',
            supportsDryRun: true,
            schema: {
              input: {
                requestId: z => z.string(),
                vote: z => z.record(z.unknown()),
              },
            },
            async handler(ctx) {
              const { token } = await auth.getPluginRequestToken({
                onBehalfOf: await ctx.getInitiatorCredentials(),
                targetPluginId: 'micro-apps',
              });
              const base = await discovery.getBaseUrl('micro-apps');
              const { requestId, vote } = ctx.input;
              const response = await fetch(
                `${base}/v1/requests/${requestId}/votes`,
                {
                  method: 'POST',
                  headers: {
                    authorization: `Bearer ${token}`,
                    'content-type': 'application/json',
                  },
                  body: JSON.stringify(vote),
                },
              );
              ctx.logger.info(`${response.status} ${await response.text()}`);
            },
          }),
        );
      },
    });
  },
});

const portal = createPortal();
portal.add(voteOnBehalf);
portal.start();
