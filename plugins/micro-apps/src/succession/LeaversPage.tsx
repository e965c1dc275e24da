import Box from '@material-ui/core/Box';
import { useState } from 'react';
import { ToolPage } from '../list/ToolPage';
import { ViewTabs } from '../list/ViewTabs';
import { useTexts } from '../translation/useTexts';
import { LeaverList } from './LeaverList';
import { OrphanList } from './OrphanList';

const VIEWS = ['orphans', 'leavers'] as const;

/** `/micro-apps/leavers`: apps without an owner, and who has left. */
export function LeaversPage() {
  const t = useTexts();
  const [view, setView] = useState<(typeof VIEWS)[number]>('orphans');
  return (
    <ToolPage title={t('succession.title')} subtitle={t('succession.subtitle')}>
      <ViewTabs
        label={t('succession.which')}
        views={VIEWS}
        view={view}
        titleOf={each => t(`succession.view.${each}`)}
        onChange={setView}
      />
      <Box mt={2}>{view === 'orphans' ? <OrphanList /> : <LeaverList />}</Box>
    </ToolPage>
  );
}
