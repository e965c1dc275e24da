import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import {
  ErrorNotice,
  LoadingRows,
  RelativeTime,
  useAsyncResource,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useSearchParams } from 'react-router-dom';
import { ToolPage } from '../list/ToolPage';
import { ViewTabs } from '../list/ViewTabs';
import { saveFile } from '../saveFile';
import { useRichTexts, useTexts } from '../translation/useTexts';
import { useAct } from '../useAct';
import { ChecklistView } from './ChecklistView';
import { MetricsView } from './MetricsView';
import { PostureView } from './PostureView';
import { RolloutView } from './RolloutView';

const VIEWS = ['posture', 'checklist', 'metrics', 'rollout'] as const;

/** `/micro-apps/numbers`: how all apps stand; the address holds the choice. */
export function NumbersPage() {
  const t = useTexts();
  const [params, setParams] = useSearchParams();
  const view = VIEWS.find(each => each === params.get('view')) ?? VIEWS[0];
  return (
    <ToolPage title={t('numbers.title')} subtitle={t('numbers.subtitle')}>
      <ViewTabs
        label={t('numbers.which')}
        views={VIEWS}
        view={view}
        titleOf={each => t(`numbers.view.${each}`)}
        onChange={next => setParams({ view: next })}
      />
      <Box mt={2}>
        {view === 'rollout' ? <RolloutView /> : <Counted view={view} />}
      </Box>
    </ToolPage>
  );
}

/** What is counted all at once. */
function Counted({ view }: { view: 'posture' | 'checklist' | 'metrics' }) {
  const api = useMicroAppsApi();
  const t = useTexts();
  const rich = useRichTexts();
  const saving = useAct();
  const { value, error, reload } = useAsyncResource(
    () => api.getNumbers(),
    [api],
  );
  if (error) return <ErrorNotice error={error} onRetry={reload} />;
  if (!value) return <LoadingRows rows={8} />;
  return (
    <>
      <Box
        mb={2}
        display="flex"
        flexWrap="wrap"
        alignItems="center"
        justifyContent="space-between"
        gridGap={16}
      >
        <Typography variant="body2">
          {rich('numbers.counted', {
            time: <RelativeTime at={value.countedAt} />,
          })}
        </Typography>
        <Button
          variant="outlined"
          disabled={saving.busy}
          onClick={() =>
            saving.act(
              async () => saveFile(await api.exportNumbers()),
              t('numbers.exported'),
            )
          }
        >
          {t('numbers.export')}
        </Button>
      </Box>
      {saving.error && <ErrorNotice error={saving.error} />}
      {view === 'posture' && <PostureView posture={value.posture} />}
      {view === 'checklist' && <ChecklistView checklist={value.checklist} />}
      {view === 'metrics' && <MetricsView metrics={value.metrics} />}
    </>
  );
}
