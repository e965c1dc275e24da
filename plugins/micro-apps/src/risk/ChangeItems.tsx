import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import Checkbox from '@material-ui/core/Checkbox';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import Typography from '@material-ui/core/Typography';
import type { RequestView } from '@micro-apps/plugin-micro-apps-common';
import {
  ErrorNotice,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useAct } from '../useAct';
import type { PanelProps } from './panel';
import { useTicks } from './useTicks';

/** What reviewers asked to change; the owner ticks it off. */
export function ChangeItems({
  app,
  request,
  onDone,
}: Pick<PanelProps, 'app' | 'onDone'> & { request: RequestView }) {
  const api = useMicroAppsApi();
  const { act, busy, error } = useAct();
  const ticks = useTicks(request, onDone);
  if (request.items.length === 0) return null;
  const open = ticks.items.filter(({ done }) => !done).length;
  const answering = request.state === 'changes-requested' && app.viewer.canEdit;
  return (
    <Box mb={1}>
      <Typography variant="subtitle2">
        To change ({open === 0 ? 'all done' : `${open} open`})
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
            await act(() => api.resubmit(request.id), 'Submitted again');
            onDone();
          }}
        >
          Submit again
        </Button>
      )}
      {error && <ErrorNotice error={error} />}
    </Box>
  );
}
