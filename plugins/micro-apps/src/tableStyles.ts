import { makeStyles } from '@material-ui/core/styles';

/** The portal's own tables break words anywhere; these break none. */
const WHOLE = { overflowWrap: 'normal', wordBreak: 'normal' } as const;

/**
 * How tables and what stands above them share the room. Doubled selectors: the
 * portal's theme has a say in the same cells, wherever its sheet comes.
 */
export const useTableStyles = makeStyles(theme => ({
  /** A few words that stay on one line. */
  short: { '&&': { ...WHOLE, whiteSpace: 'nowrap' } },
  /** Names: they wrap between words. */
  name: { '&&': WHOLE },
  /** Sentences: they do, too, and have room for some. */
  long: { '&&': { ...WHOLE, minWidth: theme.spacing(15) } },
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
