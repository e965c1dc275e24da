import { Link } from '@backstage/core-components';
import Box from '@material-ui/core/Box';
import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import type { AppDetail } from '@micro-apps/plugin-micro-apps-common';
import {
  ErrorNotice,
  FindingMark,
  LoadingRows,
  RelativeTime,
  useAsyncResource,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useRichTexts, useTexts } from '../../translation/useTexts';
import { byUrgency } from '../byUrgency';
import { suggestionFor } from './suggestionFor';

/** How many comparable apps are shown, and among how many they are looked for. */
const SHOWN = 3;
const LOOKED_AT = 50;

/** What a reviewer needs beside the buttons: advice, proof with age, precedents. */
export function ReviewerHelp({ app }: { app: AppDetail }) {
  const t = useTexts();
  const suggestion = suggestionFor(app);
  const titles = 'titles' in suggestion ? suggestion.titles.join(', ') : '';
  return (
    <Paper variant="outlined">
      <Box p={2}>
        <Typography variant="subtitle1">{t('decision.help.title')}</Typography>
        <Typography variant="body1">
          {t(`decision.help.${suggestion.kind}`, { titles })}
        </Typography>
        <Typography variant="body2" color="textSecondary" paragraph>
          {t('decision.help.onlyAdvice')}
        </Typography>
        <Box display="flex" flexWrap="wrap" gridGap={32}>
          <Proof app={app} />
          <Similar app={app} />
        </Box>
      </Box>
    </Paper>
  );
}

function Proof({ app }: { app: AppDetail }) {
  const t = useTexts();
  const rich = useRichTexts();
  return (
    <div>
      <Typography variant="subtitle2">{t('decision.help.proof')}</Typography>
      <Box
        component="ul"
        m={0}
        p={0}
        style={{ listStyle: 'none' }}
        aria-label={t('decision.help.proof')}
      >
        {[...app.findings].sort(byUrgency).map(finding => (
          <Box
            component="li"
            key={finding.controlId}
            display="flex"
            flexWrap="wrap"
            alignItems="center"
            gridGap={8}
            my={0.5}
          >
            <FindingMark outcome={finding.state} />
            <Typography variant="body2" component="span">
              {finding.title}
            </Typography>
            <Typography variant="body2" component="span" color="textSecondary">
              {finding.checkedAt
                ? rich('decision.help.checked', {
                    time: <RelativeTime at={finding.checkedAt} />,
                  })
                : finding.because}
            </Typography>
          </Box>
        ))}
      </Box>
    </div>
  );
}

/** Apps with the same risk and class of data that were approved. */
function Similar({ app }: { app: AppDetail }) {
  const { id, band, effectiveClass } = app;
  const t = useTexts();
  const rich = useRichTexts();
  const api = useMicroAppsApi();
  const { value, error, reload } = useAsyncResource(async () => {
    const { items } = await api.listApps({ band, limit: LOOKED_AT });
    return items
      .filter(
        other =>
          other.id !== id &&
          other.effectiveClass === effectiveClass &&
          (other.stage === 'approved' || other.stage === 'production'),
      )
      .slice(0, SHOWN);
  }, [api, id, band, effectiveClass]);
  return (
    <div>
      <Typography variant="subtitle2">{t('decision.help.similar')}</Typography>
      {!value && error && <ErrorNotice error={error} onRetry={reload} />}
      {!value && !error && <LoadingRows rows={2} />}
      {value?.length === 0 && (
        <Typography variant="body2">
          {t('decision.help.noneSimilar')}
        </Typography>
      )}
      {value?.map(other => (
        <Typography variant="body2" key={other.id}>
          {rich('decision.help.similarRow', {
            app: (
              <Link to={`/catalog/default/component/${other.id}/risk`}>
                {other.name}
              </Link>
            ),
            score: String(other.score),
          })}
        </Typography>
      ))}
    </div>
  );
}
