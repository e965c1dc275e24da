import Box from '@material-ui/core/Box';
import { useState } from 'react';
import { ToolPage } from '../list/ToolPage';
import { ViewTabs } from '../list/ViewTabs';
import { useTexts } from '../translation/useTexts';
import { AutomaticContainment } from './AutomaticContainment';
import { EmergencyStop } from './EmergencyStop';
import { HeldApps } from './HeldApps';
import { RuleModes } from './rules/RuleModes';
import { Runs } from './Runs';

const VIEWS = ['held', 'stop', 'runs', 'automatic', 'rules'] as const;

/**
 * `/micro-apps/fleet`: what is held, emergency stops and their results, what the
 * portal holds by itself, and how company rules act.
 */
export function FleetPage() {
  const t = useTexts();
  const [view, setView] = useState<(typeof VIEWS)[number]>('held');
  return (
    <ToolPage title={t('fleet.title')} subtitle={t('fleet.subtitle')}>
      <ViewTabs
        label={t('fleet.which')}
        views={VIEWS}
        view={view}
        titleOf={each => t(`fleet.view.${each}`)}
        onChange={setView}
      />
      <Box mt={2}>
        {view === 'held' && <HeldApps />}
        {view === 'stop' && <EmergencyStop onBegun={() => setView('runs')} />}
        {view === 'runs' && <Runs />}
        {view === 'automatic' && <AutomaticContainment />}
        {view === 'rules' && <RuleModes />}
      </Box>
    </ToolPage>
  );
}
