import Box from '@material-ui/core/Box';
import Typography from '@material-ui/core/Typography';
import type { AffectedAppsResponse } from '@micro-apps/plugin-micro-apps-common';
import {
  ConfirmDialog,
  LoadingRows,
  useAsyncResource,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';
import { ReasonField, SHORTEST_REASON } from '../dialogs/ReasonField';
import { PersonName } from '../people/PersonName';
import { useRichTexts, useTexts } from '../translation/useTexts';
import { useAct } from '../useAct';

/** As many names as can be read before deciding. */
const SHOWN = 10;

/** Says who and how many are touched, before anything happens. */
export function WithdrawVendorDialog(props: {
  vendor: { readonly name: string; readonly title: string };
  onClose: () => void;
  onDone: () => void;
}) {
  const { vendor, onClose, onDone } = props;
  const api = useMicroAppsApi();
  const t = useTexts();
  const { act, busy, error } = useAct();
  const [reason, setReason] = useState('');
  const touched = useAsyncResource(
    () => api.listAffectedApps({ vendor: vendor.name, limit: SHOWN }),
    [api, vendor.name],
  );
  return (
    <ConfirmDialog
      open
      title={t('vendors.withdraw.title', { vendor: vendor.title })}
      confirmText={t('vendors.withdraw.confirm')}
      disabled={!touched.value || reason.trim().length < SHORTEST_REASON}
      busy={busy}
      error={error ?? touched.error}
      onClose={onClose}
      onConfirm={async () => {
        const done = await act(
          () => api.withdrawVendor(vendor.name, { reason }),
          t('vendors.withdraw.done'),
        );
        onDone();
        if (done) onClose();
      }}
    >
      {!touched.value && !touched.error && <LoadingRows rows={3} />}
      {touched.value && <Touched touched={touched.value} />}
      <Typography paragraph>{t('vendors.withdraw.effect')}</Typography>
      <Typography paragraph>{t('vendors.withdraw.undo')}</Typography>
      <ReasonField
        id="withdraw-vendor-reason"
        label={t('vendors.withdraw.reason')}
        value={reason}
        onChange={setReason}
      />
    </ConfirmDialog>
  );
}

function Touched({ touched }: { touched: AffectedAppsResponse }) {
  const t = useTexts();
  const rich = useRichTexts();
  const { items, total } = touched;
  const others = total - items.length;
  if (total === 0) {
    return <Typography paragraph>{t('vendors.withdraw.nobody')}</Typography>;
  }
  return (
    <>
      <Typography>
        {total === 1
          ? t('vendors.withdraw.one')
          : t('vendors.withdraw.many', { count: String(total) })}
      </Typography>
      <Box component="ul" pl={2}>
        {items.map(({ id, name, owner }) => (
          <li key={id}>
            {rich('vendors.withdraw.row', {
              app: name,
              person: <PersonName personRef={owner} />,
            })}
          </li>
        ))}
        {others > 0 && (
          <li>{t('vendors.withdraw.more', { count: String(others) })}</li>
        )}
      </Box>
    </>
  );
}
