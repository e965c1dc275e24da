import { InfoCard } from '@backstage/core-components';
import Box from '@material-ui/core/Box';
import Typography from '@material-ui/core/Typography';
import {
  EmptyNotice,
  ErrorNotice,
  LoadingRows,
  useAsyncResource,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import type { PanelProps } from '../risk/panel';
import { useTexts } from '../translation/useTexts';
import { ExceptionItem } from './ExceptionItem';

const LOOK_MS = 15_000;
const PRESENT = ['asked', 'coming', 'active'];

type ExceptionsProps = PanelProps & {
  /** Counts what was done on the page; another number: look again. */
  stamp: number;
};

/** Exceptions of one app: what is asked for or in force first. */
export function ExceptionsPanel(props: ExceptionsProps) {
  const { app } = props;
  const t = useTexts();
  if (!app.viewer.canRead) {
    return (
      <InfoCard title={t('exceptions.title')}>
        <Typography variant="body1">{t('exceptions.others')}</Typography>
      </InfoCard>
    );
  }
  return (
    <InfoCard title={t('exceptions.title')}>
      <Exceptions {...props} />
    </InfoCard>
  );
}

function Exceptions(props: ExceptionsProps) {
  const { app, stamp } = props;
  const api = useMicroAppsApi();
  const t = useTexts();
  // Another verdict, another standing: then it is worth asking again.
  const lifted = app.findings.map(({ exceptionId = '' }) => exceptionId).join();
  const { value, error, reload } = useAsyncResource(
    async () => (await api.listAppExceptions(app.id)).items,
    [api, app.id, lifted, stamp],
    { pollMs: LOOK_MS, keepOnChange: true },
  );
  if (!value) {
    return error ? (
      <ErrorNotice error={error} onRetry={reload} />
    ) : (
      <LoadingRows rows={2} />
    );
  }
  const present = value.filter(({ standing }) => PRESENT.includes(standing));
  const earlier = value.filter(({ standing }) => !PRESENT.includes(standing));
  return (
    <>
      {error && <ErrorNotice error={error} onRetry={reload} />}
      {present.length === 0 && (
        <EmptyNotice
          title={t('exceptions.none')}
          text={t('exceptions.noneText')}
        />
      )}
      {present.map(exception => (
        <ExceptionItem key={exception.id} {...props} exception={exception} />
      ))}
      {earlier.length > 0 && (
        <Box component="details">
          <summary>
            {t('exceptions.earlier', { count: String(earlier.length) })}
          </summary>
          <Box mt={1}>
            {earlier.map(exception => (
              <ExceptionItem
                key={exception.id}
                {...props}
                exception={exception}
              />
            ))}
          </Box>
        </Box>
      )}
    </>
  );
}
