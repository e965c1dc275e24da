import { makeStyles, type Theme } from '@material-ui/core/styles';

/** The portal's own tables break words anywhere; these break none. */
const WHOLE = { overflowWrap: 'normal', wordBreak: 'normal' } as const;

/** Where there is little room, words get it rather than the space between. */
function closer(theme: Theme) {
  return {
    [theme.breakpoints.down('sm')]: {
      paddingLeft: theme.spacing(1.5),
      paddingRight: theme.spacing(1),
    },
  };
}

/**
 * How tables and what stands above them share the room. Doubled selectors: the
 * portal's theme has a say in the same cells, wherever its sheet comes.
 */
export const useTableStyles = makeStyles(theme => ({
  /** A few words that stay on one line. */
  short: {
    '&&': { ...WHOLE, ...closer(theme), whiteSpace: 'nowrap' },
  },
  /** Names: they wrap between words. */
  name: { '&&': { ...WHOLE, ...closer(theme) } },
  /** Sentences: they do, too, and have room for some. */
  long: {
    '&&': { ...WHOLE, ...closer(theme), minWidth: theme.spacing(13) },
  },
  /** What one can do without where there is little room. */
  spare: { [theme.breakpoints.down('sm')]: { '&&': { display: 'none' } } },
  /** Search and buttons: each in one line, on a further row if need be. */
  tools: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(2),
    whiteSpace: 'nowrap',
    '& > *': { flexShrink: 0 },
  },
}));
