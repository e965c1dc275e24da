import ButtonBase from '@material-ui/core/ButtonBase';
import { makeStyles } from '@material-ui/core/styles';
import type { RiskScore } from '@micro-apps/governance-core';
import { BandChip } from '@micro-apps/plugin-micro-apps-react';
import { useTexts } from '../translation/useTexts';
import { useOnScreen } from './useOnScreen';

const useStyles = makeStyles(theme => ({
  float: {
    position: 'fixed',
    right: theme.spacing(3),
    bottom: theme.spacing(3),
    zIndex: theme.zIndex.speedDial,
    display: 'flex',
    gap: theme.spacing(1),
    padding: theme.spacing(1, 2),
    borderRadius: theme.spacing(3),
    color: theme.palette.text.primary,
    backgroundColor: theme.palette.background.paper,
    boxShadow: theme.shadows[6],
    ...theme.typography.body2,
    '&:focus-visible': { outline: `2px solid ${theme.palette.text.primary}` },
  },
}));

/**
 * The score while its card is off the screen, and the way to the card. The
 * card alone tells changes to a screen reader.
 */
export function FloatingScore(props: {
  card: HTMLElement | null;
  score: RiskScore;
}) {
  const { card, score } = props;
  const t = useTexts();
  const classes = useStyles();
  const seen = useOnScreen(card);
  if (!card || seen !== false) return null;
  return (
    <ButtonBase
      className={classes.float}
      onClick={() => {
        // The button goes away with the scrolling; the focus goes along.
        card.focus({ preventScroll: true });
        card.scrollIntoView({ behavior: pace(), block: 'start' });
      }}
    >
      {t('form.score.floating')}
      <BandChip band={score.band} score={score.score} />
    </ButtonBase>
  );
}

function pace(): ScrollBehavior {
  const still = window.matchMedia?.('(prefers-reduced-motion: reduce)').matches;
  return still ? 'auto' : 'smooth';
}
