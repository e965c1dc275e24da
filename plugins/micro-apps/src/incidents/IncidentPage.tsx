import {
  Content,
  Header,
  InfoCard,
  Link,
  Page,
} from '@backstage/core-components';
import Box from '@material-ui/core/Box';
import Grid from '@material-ui/core/Grid';
import Typography from '@material-ui/core/Typography';
import type { IncidentView } from '@micro-apps/plugin-micro-apps-common';
import {
  ErrorNotice,
  LoadingRows,
  RelativeTime,
  useAsyncResource,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useParams } from 'react-router-dom';
import { PersonName } from '../people/PersonName';
import { useRichTexts, useTexts } from '../translation/useTexts';
import { AffectedAlike } from './AffectedAlike';
import { CausesCard } from './CausesCard';
import { ClockText } from './ClockText';
import { DecisionsCard } from './DecisionsCard';
import { IncidentActions } from './IncidentActions';
import { nextOf } from './nextOf';
import { RatingsCard } from './RatingsCard';
import { SeverityText } from './SeverityText';

const LOOK_MS = 15_000;

/** One incident: what is next, what happened, why, and who else is affected. */
export function IncidentPage() {
  const { id = '' } = useParams();
  const api = useMicroAppsApi();
  const t = useTexts();
  const { value, error, reload } = useAsyncResource(
    () => api.getIncident(id),
    [api, id],
    { pollMs: LOOK_MS, keepOnChange: true },
  );
  return (
    <Page themeId="tool">
      <Header
        title={value?.title ?? t('incidents.page.title')}
        subtitle={value && t('incidents.one.subtitle', { app: value.appName })}
        type={t('incidents.page.title')}
        typeLink="/micro-apps/incidents"
      />
      <Content>
        {error && <ErrorNotice error={error} onRetry={reload} />}
        {!value && !error && <LoadingRows rows={8} />}
        {value && (
          <Grid container spacing={3}>
            <Grid item xs={12}>
              <Standing incident={value} onDone={reload} />
            </Grid>
            <Grid item xs={12} md={6}>
              <Happened incident={value} />
            </Grid>
            <Grid item xs={12} md={6}>
              <CausesCard incident={value} />
            </Grid>
            <Grid item xs={12} md={6}>
              <RatingsCard incident={value} />
            </Grid>
            {(value.postMortem || value.suspension) && (
              <Grid item xs={12} md={6}>
                <DecisionsCard incident={value} />
              </Grid>
            )}
            {value.about && (
              <Grid item xs={12}>
                <AffectedAlike incident={value} />
              </Grid>
            )}
          </Grid>
        )}
      </Content>
    </Page>
  );
}

/** What is next, what is due, and the buttons. */
function Standing(props: {
  incident: IncidentView;
  onDone: () => Promise<void>;
}) {
  const { incident } = props;
  const t = useTexts();
  const rich = useRichTexts();
  const { appId, appName, clocks, closedAt, reopened } = incident;
  return (
    <InfoCard title={t(`incidents.next.${nextOf(incident)}`)}>
      <Link to={`/catalog/default/component/${appId}/risk`}>{appName}</Link>
      <Typography variant="body1">
        <SeverityText incident={incident} />
      </Typography>
      {clocks.map(clock => (
        <ClockText key={clock.name} clock={clock} />
      ))}
      {closedAt !== undefined && (
        <Typography variant="body2">
          {rich('incidents.closed', { time: <RelativeTime at={closedAt} /> })}
        </Typography>
      )}
      {reopened > 0 && (
        <Typography variant="body2">
          {t('incidents.one.reopened', { count: String(reopened) })}
        </Typography>
      )}
      <IncidentActions {...props} />
    </InfoCard>
  );
}

function Happened({ incident }: { incident: IncidentView }) {
  const t = useTexts();
  const rich = useRichTexts();
  const { about, escalatedBy } = incident;
  return (
    <InfoCard title={t('incidents.one.happened')}>
      <Box whiteSpace="pre-wrap" mb={1}>
        <Typography>{incident.whatHappened}</Typography>
      </Box>
      <Typography variant="body2">
        {rich('incidents.one.reported', {
          person: <PersonName personRef={incident.reportedBy} />,
          time: <RelativeTime at={incident.reportedAt} />,
          detected: <RelativeTime at={incident.detectedAt} />,
        })}
      </Typography>
      {escalatedBy && (
        <Typography variant="body2">
          {rich('incidents.one.takenOn', {
            person: <PersonName personRef={escalatedBy} />,
          })}
        </Typography>
      )}
      <Typography variant="body2">
        {about
          ? t('incidents.one.about', {
              kind: t(`incidents.cause.${about.kind}`),
              name: about.name,
            })
          : t('incidents.one.noAbout')}
      </Typography>
    </InfoCard>
  );
}
