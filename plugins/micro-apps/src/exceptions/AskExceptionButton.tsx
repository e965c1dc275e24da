import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import type { Finding } from '@micro-apps/governance-core';
import type { PanelProps } from '../risk/panel';
import { useTexts } from '../translation/useTexts';

/** Beside a control that is open, or only excepted, for whoever may ask. */
export function AskExceptionButton({
  app,
  finding,
  onOpen,
}: Pick<PanelProps, 'app' | 'onOpen'> & { finding: Finding }) {
  const t = useTexts();
  const { control, controlId, code } = finding;
  if (
    !app.viewer.canEdit ||
    app.standing !== 'active' ||
    control.neverExcepted !== undefined
  ) {
    return null;
  }
  return (
    <Box mt={1}>
      <Button
        size="small"
        onClick={() => onOpen({ kind: 'exception', controlId })}
      >
        {t(code === 'excepted' ? 'exceptions.askAgain' : 'exceptions.ask')}
      </Button>
    </Box>
  );
}
