import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import type { IncidentView } from '@micro-apps/plugin-micro-apps-common';
import { useState } from 'react';
import { useTexts } from '../translation/useTexts';
import {
  IncidentDialogs,
  type OpenIncidentDialog,
} from './dialogs/IncidentDialogs';
import { actionOf } from './nextOf';

/** The button for what comes next, and beside it what can be done otherwise. */
export function IncidentActions({
  incident,
  onDone,
}: {
  incident: IncidentView;
  onDone: () => void | Promise<void>;
}) {
  const t = useTexts();
  const [dialog, setDialog] = useState<OpenIncidentDialog>();
  const { viewer, causes, closedAt } = incident;
  const action = actionOf(incident);
  const open = closedAt === undefined;
  const others: readonly (readonly [
    OpenIncidentDialog,
    'rate' | 'causesAgain' | 'link' | 'reopen',
    boolean,
  ])[] = [
    ['rate', 'rate', viewer.mayRaise || viewer.mayLower],
    [
      'root-cause',
      'causesAgain',
      viewer.mayWriteCauses && causes.length > 0 && action !== 'root-cause',
    ],
    ['link', 'link', open && viewer.mayHandle],
    ['reopen', 'reopen', viewer.mayReopen],
  ];
  return (
    <Box mt={1} display="flex" flexWrap="wrap" gridGap={8}>
      {action && (
        <Button
          size="small"
          variant="contained"
          color="primary"
          onClick={() => setDialog(action)}
        >
          {t(`incidents.act.${action}`)}
        </Button>
      )}
      {others.map(
        ([kind, text, may]) =>
          may && (
            <Button
              key={text}
              size="small"
              variant="outlined"
              onClick={() => setDialog(kind)}
            >
              {t(`incidents.act.${text}`)}
            </Button>
          ),
      )}
      <IncidentDialogs
        open={dialog}
        incident={incident}
        onClose={() => setDialog(undefined)}
        onDone={onDone}
      />
    </Box>
  );
}
