import { LUNCH_RULE } from '../../__testUtils__/oneRule';
import { until, type DocumentedPortal } from './documentedPortal';

/** A company rule is looked at, and switched. */
export async function ruleSwitched({
  call,
  portal,
}: DocumentedPortal): Promise<void> {
  const { maya, sam } = portal;
  const begun = await call(sam, 'previewRule', {
    body: { rule: LUNCH_RULE, mode: 'warn' },
    status: 202,
  });
  await until(
    () => call(sam, 'getRulePreview', { path: { id: begun.id }, status: 200 }),
    ({ state }) => state === 'done',
  );
  const another = await call(sam, 'previewRule', {
    body: { rule: LUNCH_RULE, mode: 'observe' },
    status: 202,
  });
  await call(sam, 'stopRulePreview', {
    path: { id: another.id },
    status: 200,
  });
  const { revision } = await call(maya, 'getPolicy', { status: 200 });
  await call(sam, 'switchRule', {
    path: { rule: LUNCH_RULE },
    body: {
      mode: 'warn',
      reason: 'It holds up everybody',
      expectedRevision: revision,
      previewId: begun.id,
    },
    status: 200,
  });
}
