import { makeStyles, type Theme } from '@material-ui/core/styles';
import type { FindingState } from '@micro-apps/governance-core';
import { useReactTexts } from '../translation/useReactTexts';

/** What is said of a control; `excepted`: it does not hold for a while. */
type Outcome = FindingState | 'excepted';

const MARKS: Readonly<Record<Outcome, string>> = {
  satisfied: '✓',
  'not-satisfied': '✕',
  unknown: '?',
  'not-applicable': '–',
  excepted: '–',
};

const useStyles = makeStyles((theme: Theme) => {
  const edge = (colour: string) => ({ borderColor: colour });
  return {
    row: {
      display: 'inline-flex',
      alignItems: 'center',
      gap: theme.spacing(1),
      color: theme.palette.text.primary,
      whiteSpace: 'nowrap',
    },
    mark: {
      display: 'inline-flex',
      alignItems: 'center',
      justifyContent: 'center',
      flex: 'none',
      width: '1.6em',
      height: '1.6em',
      borderRadius: '50%',
      border: '2px solid',
      fontWeight: 700,
    },
    satisfied: edge(theme.palette.success.main),
    'not-satisfied': edge(theme.palette.error.main),
    unknown: edge(theme.palette.warning.main),
    'not-applicable': edge(theme.palette.text.disabled),
    excepted: edge(theme.palette.warning.main),
  };
});

/** ✓ ✕ ? or – with its word; the colour only repeats them. @public */
export function FindingMark(props: { outcome: Outcome }) {
  const { outcome } = props;
  const t = useReactTexts();
  const classes = useStyles();
  return (
    <span className={classes.row} data-outcome={outcome}>
      <span className={`${classes.mark} ${classes[outcome]}`} aria-hidden>
        {MARKS[outcome]}
      </span>
      <span>{t(`finding.${outcome}`)}</span>
    </span>
  );
}
