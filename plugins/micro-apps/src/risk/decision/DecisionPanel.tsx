import { InfoCard } from '@backstage/core-components';
import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { envelopeDifference } from '@micro-apps/governance-core';
import type { RequestView } from '@micro-apps/plugin-micro-apps-common';
import { RelativeTime } from '@micro-apps/plugin-micro-apps-react';
import { GateNotes } from '../../policy/GateNotes';
import { useRichTexts, useTexts } from '../../translation/useTexts';
import type { PanelProps } from '../panel';
import { RequestPanel } from './RequestPanel';

/** Who decides, on what, and what was said. */
export function DecisionPanel(props: PanelProps) {
  const { app } = props;
  const { request } = app;
  const t = useTexts();
  if (!request) {
    return (
      <InfoCard title={t('decision.title')}>
        <NoRequest {...props} />
        <GateNotes app={app} />
      </InfoCard>
    );
  }
  return (
    <InfoCard
      title={t('decision.title')}
      subheader={t(`words.requestState.${request.state}`)}
    >
      {request.automatic ? (
        <Automatic app={app} request={request} />
      ) : (
        <RequestPanel {...props} request={request} />
      )}
      <GateNotes app={app} />
      <Envelope envelope={app.envelope} />
    </InfoCard>
  );
}

function NoRequest({ app, onOpen }: PanelProps) {
  const t = useTexts();
  const { band, viewer } = app;
  if (band === 'low') {
    return <Typography variant="body1">{t('decision.notNeeded')}</Typography>;
  }
  if (!viewer.canRead) {
    return <Typography variant="body1">{t('decision.others')}</Typography>;
  }
  return (
    <>
      <Typography variant="body1">{t('decision.nobodyAsked')}</Typography>
      {viewer.canEdit && (
        <Box my={1}>
          <Button
            variant="outlined"
            onClick={() => onOpen({ kind: 'request' })}
          >
            {t('decision.ask')}
          </Button>
        </Box>
      )}
    </>
  );
}

function Automatic({
  app,
  request,
}: Pick<PanelProps, 'app'> & { request: RequestView }) {
  const t = useTexts();
  const rich = useRichTexts();
  return (
    <Typography variant="body1">
      {rich('decision.automatic', {
        time: <RelativeTime at={request.decidedAt ?? request.requestedAt} />,
        band: t(`decision.band.${app.band}`),
      })}
    </Typography>
  );
}

/** What an approval covers, in words. */
function Envelope({ envelope }: { envelope: string }) {
  const t = useTexts();
  return (
    <Box component="details" my={1}>
      <summary>{t('decision.covers')}</summary>
      <Box component="ul" pl={2} mt={0}>
        {envelopeDifference('{}', envelope).map(({ field, after }) => (
          <li key={field}>
            {t('decision.changed.firstRow', { field, after })}
          </li>
        ))}
      </Box>
    </Box>
  );
}
