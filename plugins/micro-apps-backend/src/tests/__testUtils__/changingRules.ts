import { MAYA, SAM } from '../../__testUtils__';
import { LUNCH_RULE } from '../../__testUtils__/oneRule';
import type { Prepare } from './changingCommand';

/** Commands that switch company rules. */
export const RULE_COMMANDS: Readonly<Record<string, Prepare>> = {
  'post /v1/policy/rules/:rule/mode': async portal => {
    const { body } = await portal.as(MAYA).get('/policy').expect(200);
    return {
      path: `/policy/rules/${LUNCH_RULE}/mode`,
      body: {
        mode: 'observe',
        reason: 'It holds up everybody',
        expectedRevision: body.revision,
      },
      ref: SAM,
    };
  },
};
