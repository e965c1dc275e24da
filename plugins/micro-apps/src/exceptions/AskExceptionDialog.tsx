import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import {
  controlById,
  DEFAULT_EXCEPTION_LIMITS,
} from '@micro-apps/governance-core';
import {
  ConfirmDialog,
  ErrorNotice,
  useAsyncResource,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';
import type { DialogProps } from '../risk/dialogs/RiskDialogs';
import { useTexts } from '../translation/useTexts';
import { useAct } from '../useAct';
import { AskPlan } from './AskPlan';
import { CompensationFields, type Chosen } from './CompensationFields';
import { planOf } from './planOf';
import { compensatingFindings } from './proofsFor';

const SHORTEST_TEXT = 10;

/** Asks for an exception, and says while typing what it would mean. */
export function AskExceptionDialog({
  app,
  controlId,
  onClose,
  onDone,
}: DialogProps & { controlId: string }) {
  const api = useMicroAppsApi();
  const t = useTexts();
  const { act, busy, error } = useAct();
  const [now] = useState(() => Date.now());
  const [reason, setReason] = useState('');
  const [days, setDays] = useState('7');
  const [chosen, setChosen] = useState<Chosen>({
    statement: '',
    controlId: '',
    evidenceIds: [],
  });
  const { value, error: unread } = useAsyncResource(
    async () => ({
      ...(await api.listAppExceptions(app.id)),
      evidence: (await api.listEvidence(app.id)).items,
    }),
    [api, app.id],
  );
  const control = controlById(controlId);
  const count = /^\d{1,2}$/.test(days) ? Number(days) : NaN;
  const limits = value?.limits ?? DEFAULT_EXCEPTION_LIMITS;
  const wrong = !(count >= 1 && count <= limits.longest);
  const asked =
    value &&
    planOf({
      appId: app.id,
      controlId,
      days: count,
      items: value.items,
      limits,
      now,
    });
  const finding = control
    ? compensatingFindings(app, control).find(
        each => each.controlId === chosen.controlId,
      )
    : undefined;
  const evidenceIds = finding ? finding.evidenceIds : chosen.evidenceIds;
  const ready =
    asked?.plan.ok === true &&
    !wrong &&
    reason.trim().length >= SHORTEST_TEXT &&
    chosen.statement.trim().length >= SHORTEST_TEXT &&
    evidenceIds.length > 0;
  return (
    <ConfirmDialog
      open
      title={t('exceptions.dialog.title', {
        control: control?.title ?? controlId,
      })}
      confirmText={t('exceptions.dialog.confirm')}
      disabled={!ready}
      busy={busy}
      error={error}
      onClose={onClose}
      onConfirm={async () => {
        if (!asked) return;
        const done = await act(
          () =>
            api.askException(app.id, {
              controlId,
              reason: reason.trim(),
              startsAt: asked.startsAt,
              endsAt: asked.endsAt,
              compensation: {
                statement: chosen.statement.trim(),
                controlId: finding?.controlId,
                evidenceIds: [...evidenceIds],
              },
            }),
          t('exceptions.dialog.done'),
        );
        onDone();
        if (done) onClose();
      }}
    >
      <TextField
        id="exception-reason"
        label={t('exceptions.dialog.reason')}
        value={reason}
        onChange={({ target }) => setReason(target.value)}
        fullWidth
        multiline
        required
        margin="normal"
      />
      <TextField
        id="exception-days"
        label={t('exceptions.dialog.days')}
        helperText={t(
          wrong ? 'exceptions.dialog.daysWrong' : 'exceptions.dialog.daysHint',
          { most: String(limits.longest) },
        )}
        error={wrong}
        value={days}
        onChange={({ target }) => setDays(target.value.trim())}
        inputProps={{ inputMode: 'numeric', maxLength: 2 }}
        required
        margin="normal"
      />
      {unread && <ErrorNotice error={unread} />}
      {!value && !unread && (
        <Typography variant="body2" role="status">
          {t('exceptions.dialog.wait')}
        </Typography>
      )}
      {asked && !wrong && <AskPlan {...asked} limits={limits} />}
      {value && control && (
        <CompensationFields
          app={app}
          control={control}
          evidence={value.evidence}
          now={now}
          chosen={chosen}
          onChange={setChosen}
        />
      )}
    </ConfirmDialog>
  );
}
