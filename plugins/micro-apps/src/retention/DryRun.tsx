import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import { isRetentionWindow } from '@micro-apps/governance-core';
import type {
  AppDetail,
  DisposalPreview,
} from '@micro-apps/plugin-micro-apps-common';
import {
  ErrorNotice,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';
import { useTexts } from '../translation/useTexts';

/** Says what a disposal of now would take, with any window; nothing goes. */
export function DryRun({
  app,
  days,
}: {
  app: Pick<AppDetail, 'id'>;
  days: number;
}) {
  const api = useMicroAppsApi();
  const t = useTexts();
  const [typed, setTyped] = useState(String(days));
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error>();
  const [found, setFound] = useState<DisposalPreview>();
  const retentionDays = /^\d+$/.test(typed.trim()) ? Number(typed) : NaN;
  const isRight = isRetentionWindow(retentionDays);

  async function look() {
    setBusy(true);
    setError(undefined);
    try {
      setFound((await api.getRetention(app.id, { retentionDays })).preview);
    } catch (thrown) {
      setFound(undefined);
      setError(thrown instanceof Error ? thrown : new Error(String(thrown)));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Box
      component="form"
      mt={3}
      {...{
        onSubmit: (event: { preventDefault(): void }) => {
          event.preventDefault();
          if (isRight && !busy) look();
        },
      }}
    >
      <Box display="flex" flexWrap="wrap" alignItems="flex-start" gridGap={8}>
        <TextField
          id="retention-dry-run"
          label={t('retention.dry.label')}
          helperText={t(isRight ? 'retention.dry.hint' : 'retention.dry.days')}
          error={!isRight}
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
          size="small"
          variant="outlined"
          inputProps={{ inputMode: 'numeric' }}
        />
        <Button type="submit" variant="outlined" disabled={!isRight || busy}>
          {t('retention.dry.start')}
        </Button>
      </Box>
      {error && <ErrorNotice error={error} />}
      <div role="status">{found && <Result found={found} />}</div>
    </Box>
  );
}

function Result({ found }: { found: DisposalPreview }) {
  const t = useTexts();
  const held = Object.values(found.held).reduce((sum, n) => sum + n, 0);
  return (
    <>
      <Typography variant="body2">
        {t('retention.dry.result', {
          days: String(found.retentionDays),
          due: String(found.due),
          total: String(found.total),
        })}
      </Typography>
      {held > 0 && (
        <Typography variant="body2">
          {t('retention.dry.held', { count: String(held) })}
        </Typography>
      )}
      {found.needsConfirming && found.due > 0 && (
        <Typography variant="body2">{t('retention.dry.confirming')}</Typography>
      )}
    </>
  );
}
