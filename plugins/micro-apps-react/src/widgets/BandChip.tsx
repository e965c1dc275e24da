import Chip from '@material-ui/core/Chip';
import { makeStyles, type Theme } from '@material-ui/core/styles';
import type { Band } from '@micro-apps/governance-core';
import { useReactTexts } from '../translation/useReactTexts';
import { BandShape } from './BandShape';

const useStyles = makeStyles((theme: Theme) => {
  const edge = (colour: string) => ({
    borderColor: colour,
    '& $shape': { color: colour },
  });
  return {
    chip: {
      margin: 0,
      color: theme.palette.text.primary,
      backgroundColor: theme.palette.background.paper,
      borderWidth: 2,
      fontWeight: 500,
    },
    shape: {},
    low: edge(theme.palette.success.main),
    medium: edge(theme.palette.warning.main),
    high: edge(theme.palette.error.main),
  };
});

/**
 * A band as word, shape and number; the colour only repeats them.
 * @public
 */
export function BandChip(props: { band: Band; score?: number }) {
  const { band, score } = props;
  const t = useReactTexts();
  const classes = useStyles();
  const word = t(`band.${band}`);
  const label =
    score === undefined
      ? word
      : `${word} · ${t('band.scored', { score: String(score) })}`;
  return (
    <Chip
      component="span"
      className={`${classes.chip} ${classes[band]}`}
      icon={<BandShape band={band} className={classes.shape} />}
      label={label}
      size="small"
      variant="outlined"
      data-band={band}
    />
  );
}
