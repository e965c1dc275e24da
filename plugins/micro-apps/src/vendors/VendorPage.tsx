import { Content, Header, InfoCard, Page } from '@backstage/core-components';
import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import Grid from '@material-ui/core/Grid';
import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import type { VendorDetail } from '@micro-apps/plugin-micro-apps-common';
import {
  ErrorNotice,
  LoadingRows,
  RelativeTime,
  useAsyncResource,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';
import { useParams } from 'react-router-dom';
import { PersonName } from '../people/PersonName';
import { useRichTexts, useTexts } from '../translation/useTexts';
import { AffectedApps } from './AffectedApps';
import { RequestVendorDialog } from './RequestVendorDialog';
import { VendorFactsCard } from './VendorFactsCard';
import { VendorRequestPanel } from './VendorRequestPanel';
import { WithdrawVendorDialog } from './WithdrawVendorDialog';

/** One vendor: where it stands, who asked, who uses it, and what can be done. */
export function VendorPage() {
  const { name = '' } = useParams();
  const api = useMicroAppsApi();
  const t = useTexts();
  const [cursor, setCursor] = useState<string>();
  const { value, error, reload } = useAsyncResource(
    () => api.getVendor(name, { cursor }),
    [api, name, cursor],
    { keepOnChange: true },
  );
  return (
    <Page themeId="tool">
      <Header
        title={value?.title ?? name}
        subtitle={value && t(`vendors.state.${value.state}`)}
        type={t('vendors.title')}
        typeLink="/micro-apps/vendors"
      />
      <Content>
        {error && <ErrorNotice error={error} onRetry={reload} />}
        {!value && !error && <LoadingRows rows={8} />}
        {value && (
          <Grid container spacing={3}>
            <Grid item xs={12}>
              <Standing vendor={value} onDone={reload} />
            </Grid>
            <Grid item xs={12} md={6}>
              <VendorFactsCard vendor={value} />
            </Grid>
            <Grid item xs={12} md={6}>
              <VendorRequestPanel vendor={value} onDone={reload} />
            </Grid>
            <Grid item xs={12}>
              <AffectedApps
                affected={value.affected}
                paged={cursor !== undefined}
                onPage={setCursor}
              />
            </Grid>
            <Grid item xs={12}>
              <History vendor={value} />
            </Grid>
          </Grid>
        )}
      </Content>
    </Page>
  );
}

/** One sentence on where it stands, and what can be done about it. */
function Standing(props: {
  vendor: VendorDetail;
  onDone: () => Promise<void>;
}) {
  const { vendor, onDone } = props;
  const { state, approvedUntil, viewer, withdrawnBecause } = vendor;
  const t = useTexts();
  const rich = useRichTexts();
  const [dialog, setDialog] = useState<'ask' | 'withdraw'>();
  const close = () => setDialog(undefined);
  return (
    <Paper>
      <Box
        p={2}
        display="flex"
        flexWrap="wrap"
        alignItems="center"
        justifyContent="space-between"
        gridGap={16}
      >
        <div>
          <Typography variant="h6" component="p">
            {state === 'approved' && approvedUntil
              ? rich('vendors.stands.approved', {
                  until: <RelativeTime at={approvedUntil} />,
                })
              : t(
                  state === 'approved'
                    ? 'vendors.stands.approvedNoEnd'
                    : `vendors.stands.${state}`,
                )}
          </Typography>
          {state === 'approved' && vendor.openRequestId && (
            <Typography>{t('vendors.renewing')}</Typography>
          )}
          {vendor.lacksAuthorisation && (
            <Typography>{t('vendors.lacksAuthorisation')}</Typography>
          )}
          {vendor.endsSoon && !vendor.openRequestId && (
            <Typography>{t('vendors.endsSoon')}</Typography>
          )}
          {withdrawnBecause && (
            <Typography>
              {t('vendors.facts.because', { reason: withdrawnBecause })}
            </Typography>
          )}
        </div>
        <Box display="flex" flexWrap="wrap" gridGap={8}>
          {viewer.mayRequest && (
            <Button
              variant="contained"
              color="primary"
              onClick={() => setDialog('ask')}
            >
              {t(
                (state === 'approved' || state === 'expired') &&
                  !vendor.lacksAuthorisation
                  ? 'vendors.request.renew'
                  : 'vendors.request.again',
              )}
            </Button>
          )}
          {viewer.mayWithdraw && (
            <Button variant="outlined" onClick={() => setDialog('withdraw')}>
              {t('vendors.withdraw.open')}
            </Button>
          )}
        </Box>
      </Box>
      {dialog === 'ask' && (
        <RequestVendorDialog
          facts={vendor.facts}
          onClose={close}
          onDone={onDone}
        />
      )}
      {dialog === 'withdraw' && (
        <WithdrawVendorDialog vendor={vendor} onClose={close} onDone={onDone} />
      )}
    </Paper>
  );
}

function History({ vendor }: { vendor: VendorDetail }) {
  const t = useTexts();
  const rich = useRichTexts();
  return (
    <InfoCard title={t('vendors.history.title')}>
      {vendor.history.length === 0 && (
        <Typography variant="body2">{t('vendors.history.none')}</Typography>
      )}
      <Box component="ul" pl={2} my={0}>
        {vendor.history.map(({ at, event, by }) => (
          <li key={`${event}${at}${by}`}>
            {rich(`vendors.history.${event}`, {
              person: <PersonName personRef={by} />,
              time: <RelativeTime at={at} />,
            })}
          </li>
        ))}
      </Box>
    </InfoCard>
  );
}
