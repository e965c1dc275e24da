import Chip from '@material-ui/core/Chip';
import { makeStyles, type Theme } from '@material-ui/core/styles';
import CheckIcon from '@material-ui/icons/Check';
import type { AppStage } from '@micro-apps/plugin-micro-apps-common';
import { useReactTexts } from '../translation/useReactTexts';
import { VisuallyHidden } from './VisuallyHidden';

const STEPS = ['sandbox', 'in-review', 'approved', 'production'] as const;

const useStyles = makeStyles((theme: Theme) => ({
  list: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0.5, 1),
    listStyle: 'none',
    margin: 0,
    padding: 0,
  },
  step: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    '& + &::before': {
      content: '"▸"',
      color: theme.palette.text.secondary,
    },
  },
  chip: { margin: 0, color: theme.palette.text.primary },
  current: {
    fontWeight: 700,
    borderWidth: 2,
    borderColor: theme.palette.text.primary,
  },
  ahead: { color: theme.palette.text.secondary, borderStyle: 'dashed' },
}));

type Position = 'done' | 'current' | 'ahead';

function positionOf(index: number, at: number): Position {
  if (index === at) return 'current';
  return index < at ? 'done' : 'ahead';
}

/**
 * Sandbox ▸ in review ▸ approved ▸ production, with the step of now marked by
 * word, weight and edge. A draft has no step yet; a retired app shows only
 * that it is retired.
 * @public
 */
export function StageStepper(props: {
  stage: AppStage;
  /** Where it runs for others, when that is one place: names the last step. */
  environment?: string;
}) {
  const { stage, environment } = props;
  const t = useReactTexts();
  const classes = useStyles();
  if (stage === 'retired') {
    return <Chip size="small" label={t('stage.retired')} />;
  }
  const at = STEPS.findIndex(step => step === stage);
  return (
    <ol className={classes.list} aria-label={t('stage.label')}>
      {STEPS.map((step, index) => {
        const position = positionOf(index, at);
        const emphasis = position === 'done' ? '' : classes[position];
        return (
          <li
            key={step}
            className={classes.step}
            aria-current={position === 'current' ? 'step' : undefined}
          >
            <Chip
              size="small"
              variant="outlined"
              className={`${classes.chip} ${emphasis}`}
              icon={position === 'done' ? <CheckIcon aria-hidden /> : undefined}
              label={
                <>
                  {t(
                    step === 'production' && environment === 'beta'
                      ? 'stage.beta'
                      : `stage.${step}`,
                  )}
                  <VisuallyHidden>{`, ${t(
                    `stage.${position}`,
                  )}`}</VisuallyHidden>
                </>
              }
            />
          </li>
        );
      })}
    </ol>
  );
}
