import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import Checkbox from '@material-ui/core/Checkbox';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import Typography from '@material-ui/core/Typography';
import type {
  AppViewer,
  RequestView,
} from '@micro-apps/plugin-micro-apps-common';
import {
  ErrorNotice,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useTexts } from '../../translation/useTexts';
import { useAct } from '../../useAct';
import type { PanelProps } from '../panel';
import { useTicks } from './useTicks';

/** Where the next step leads while points are open. */
export const CHANGE_ITEMS_ID = 'micro-apps-change-items';

/** What reviewers asked to change; the owner ticks it off. */
export function ChangeItems({
  app,
  request,
  onDone,
}: Pick<PanelProps, 'onDone'> & {
  /** Whose points these are; owners and requesters answer them. */
  app: { readonly viewer: Pick<AppViewer, 'canEdit'> };
  request: RequestView;
}) {
  const api = useMicroAppsApi();
  const t = useTexts();
  const { act, busy, error } = useAct();
  const ticks = useTicks(request, onDone);
  if (request.items.length === 0) return null;
  const open = ticks.items.filter(({ done }) => !done).length;
  const answering = request.state === 'changes-requested' && app.viewer.canEdit;
  return (
    <Box mb={1}>
      <Typography
        variant="subtitle2"
        id={request.kind === 'app' ? CHANGE_ITEMS_ID : undefined}
        tabIndex={-1}
      >
        {open === 0
          ? t('decision.items.done')
          : t('decision.items.open', { open: String(open) })}
      </Typography>
      {ticks.items.map(({ id, text, done }) => (
        <div key={id}>
          <FormControlLabel
            control={
              <Checkbox
                color="primary"
                checked={done}
                disabled={!answering || busy}
                onChange={(_, checked) => ticks.tick(id, checked)}
              />
            }
            label={text}
          />
        </div>
      ))}
      {ticks.error && <ErrorNotice error={ticks.error} />}
      {answering && (
        <Button
          variant="contained"
          color="primary"
          disabled={busy || ticks.saving || open > 0}
          onClick={async () => {
            await act(
              () => api.resubmit(request.id),
              t('decision.items.submitted'),
            );
            onDone();
          }}
        >
          {t('decision.items.submit')}
        </Button>
      )}
      {error && <ErrorNotice error={error} />}
    </Box>
  );
}
