import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import type {
  AppDetail,
  VersionView,
} from '@micro-apps/plugin-micro-apps-common';
import {
  ErrorNotice,
  LoadingRows,
  RelativeTime,
  useAsyncResource,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';
import { PersonName } from '../people/PersonName';
import { useRichTexts, useTexts } from '../translation/useTexts';
import { ChangeList } from './ChangeList';

const PAGE = 5;
const MAX = 100;

/** What changed in the registration, version by version, newest first. */
export function VersionList({ app }: { app: AppDetail }) {
  const api = useMicroAppsApi();
  const t = useTexts();
  const [limit, setLimit] = useState(PAGE);
  const { value, error, reload } = useAsyncResource(
    () => api.listVersions(app.id, { limit }),
    [api, app.id, app.version, limit],
    { keepOnChange: true },
  );
  if (!value) {
    return error ? (
      <ErrorNotice error={error} onRetry={reload} />
    ) : (
      <LoadingRows rows={3} />
    );
  }
  return (
    <>
      <Box component="ul" pl={2} mt={0}>
        {value.items.map(version => (
          <li key={version.version}>
            <Version version={version} />
          </li>
        ))}
      </Box>
      {value.nextCursor && limit < MAX && (
        <Button size="small" onClick={() => setLimit(MAX)}>
          {t('risk.history.older')}
        </Button>
      )}
    </>
  );
}

function Version({ version: each }: { version: VersionView }) {
  const t = useTexts();
  const rich = useRichTexts();
  const { version, changes, leftEnvelope, via } = each;
  return (
    <>
      <Typography variant="body2" component="div">
        {rich(
          via === 'repository'
            ? 'risk.history.versionFromRepository'
            : 'risk.history.version',
          {
            version: String(version),
            person: <PersonName personRef={each.changedBy} />,
            time: <RelativeTime at={each.at} />,
          },
        )}
      </Typography>
      <ChangeList changes={changes} />
      {changes.length === 0 && (
        <Typography variant="body2" color="textSecondary">
          {t(version === 1 ? 'risk.history.first' : 'risk.history.nothing')}
        </Typography>
      )}
      {changes.length > 0 && leftEnvelope !== undefined && (
        <Typography variant="body2" color="textSecondary">
          {t(leftEnvelope ? 'risk.history.left' : 'risk.history.inside')}
        </Typography>
      )}
    </>
  );
}
