import MenuItem from '@material-ui/core/MenuItem';
import TextField from '@material-ui/core/TextField';
import {
  DATA_CLASSES,
  DAY,
  MIN_FINDINGS,
  VENDOR_APPROVAL_DAYS,
  type DataClass,
} from '@micro-apps/governance-core';
import type {
  RequestView,
  VendorDetail,
  VoteRequest,
} from '@micro-apps/plugin-micro-apps-common';
import {
  ConfirmDialog,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';
import { ReasonField } from '../dialogs/ReasonField';
import { useTexts } from '../translation/useTexts';
import { useAct } from '../useAct';
import { useIdempotencyKey } from '../useIdempotencyKey';
import { linesOf } from './lines';

function dayAfter(days: number): string {
  return new Date(Date.now() + days * DAY).toISOString().slice(0, 10);
}

/** A decision on a vendor: until when, for which data, and why. */
export function VendorVoteDialog(props: {
  vendor: VendorDetail;
  request: RequestView;
  choice: VoteRequest['choice'];
  onClose: () => void;
  onDone: () => void;
}) {
  const { vendor, request, choice, onClose, onDone } = props;
  const api = useMicroAppsApi();
  const t = useTexts();
  const { act, busy, error } = useAct();
  const withKey = useIdempotencyKey();
  const [reason, setReason] = useState('');
  const [wishes, setWishes] = useState('');
  const [day, setDay] = useState(() => dayAfter(VENDOR_APPROVAL_DAYS.standard));
  const [least, setLeast] = useState<DataClass>(vendor.minimumClass);
  const [findings, setFindings] = useState('');
  // What the reviewer has before her eyes is what she decides on.
  const [seen] = useState({
    envelopeHash: request.envelopeHash,
    expectedVersion: request.version,
  });
  const approves = choice === 'approve';
  const asks = choice === 'ask-for-changes';
  const wantsFindings =
    approves &&
    vendor.needsFindings &&
    request.viewer.roles.includes('security');
  const ready =
    reason.trim().length >= 3 &&
    (!asks || linesOf(wishes).length > 0) &&
    (!approves || day !== '') &&
    (!wantsFindings || findings.trim().length >= MIN_FINDINGS);
  const name = t(`decision.${choice}`);
  return (
    <ConfirmDialog
      open
      title={t('vendors.vote.title', { choice: name, vendor: vendor.title })}
      confirmText={name}
      disabled={!ready}
      busy={busy}
      error={error}
      onClose={onClose}
      onConfirm={async () => {
        const ballot = withKey({
          choice,
          reason,
          ...seen,
          ...(asks && { items: linesOf(wishes) }),
          ...(approves && {
            decision: {
              approvedUntil: `${day}T00:00:00Z`,
              minimumClass: least,
              findings: findings.trim() || undefined,
            },
          }),
        });
        const done = await act(
          () => api.vote(request.id, ballot),
          t('vendors.vote.done'),
        );
        onDone();
        if (done) onClose();
      }}
    >
      {approves && (
        <>
          <TextField
            id="vendor-until"
            type="date"
            label={t('vendors.vote.until')}
            helperText={t('vendors.vote.untilHint')}
            InputLabelProps={{ shrink: true }}
            inputProps={{
              min: dayAfter(1),
              max: dayAfter(VENDOR_APPROVAL_DAYS.longest),
            }}
            value={day}
            onChange={({ target }) => setDay(target.value)}
            required
            fullWidth
            margin="normal"
          />
          <TextField
            id="vendor-least"
            select
            label={t('vendors.vote.least')}
            value={least}
            onChange={({ target }) => {
              const known = DATA_CLASSES.find(each => each === target.value);
              if (known) setLeast(known);
            }}
            fullWidth
            margin="normal"
          >
            {DATA_CLASSES.map(each => (
              <MenuItem key={each} value={each}>
                {t(`words.class.${each}`)}
              </MenuItem>
            ))}
          </TextField>
        </>
      )}
      {wantsFindings && (
        <TextField
          id="vendor-findings"
          label={t('vendors.vote.findings')}
          helperText={t('vendors.vote.findingsHint')}
          value={findings}
          onChange={({ target }) => setFindings(target.value)}
          required
          fullWidth
          multiline
          minRows={3}
          margin="normal"
        />
      )}
      <ReasonField
        id="vendor-reason"
        label={t('vendors.vote.reason')}
        value={reason}
        onChange={setReason}
      />
      {asks && (
        <TextField
          id="vendor-items"
          label={t('vendors.vote.items')}
          value={wishes}
          onChange={({ target }) => setWishes(target.value)}
          required
          fullWidth
          multiline
          minRows={3}
          margin="normal"
        />
      )}
    </ConfirmDialog>
  );
}
