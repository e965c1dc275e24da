import { makeStyles, type Theme } from '@material-ui/core/styles';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import type {
  Contribution,
  RiskScore,
  WayDown,
} from '@micro-apps/governance-core';
import { useReactTexts } from '../translation/useReactTexts';

const useStyles = makeStyles((theme: Theme) => ({
  table: { tableLayout: 'auto' },
  cell: {
    padding: theme.spacing(0.75, 1),
    color: theme.palette.text.primary,
    overflowWrap: 'anywhere',
  },
  points: { whiteSpace: 'nowrap', textAlign: 'right', width: '1%' },
  quiet: { color: theme.palette.text.secondary, display: 'block' },
  sentence: { margin: theme.spacing(1, 1, 0) },
}));

/** What counts most comes first; what adds nothing comes last. */
function byWeight(a: Contribution, b: Contribution): number {
  const byFloor = (b.floor ?? 0) - (a.floor ?? 0);
  return byFloor === 0 ? b.points - a.points : byFloor;
}

function signed(points: number): string {
  return points > 0 ? `+${points}` : String(points);
}

/** "Name a second owner" inside a sentence. */
function inside(change: string): string {
  return `${change.charAt(0).toLowerCase()}${change.slice(1)}`;
}

/**
 * Whether no single change reaches a lower band; the ways of `explainScore`
 * then say what is enough together.
 * @public
 */
export function asksForWays({ band, cheapestWayDown }: RiskScore): boolean {
  return band !== 'low' && (cheapestWayDown?.band ?? band) === band;
}

/**
 * Every reason for a score with its points and what lowers it, and the easiest
 * way down as a sentence.
 * @public
 */
export function ScoreReasons(props: {
  score: RiskScore;
  /** Of `explainScore`, the smallest first; see {@link asksForWays}. */
  ways?: readonly WayDown[];
}) {
  const { score, ways = [] } = props;
  const t = useReactTexts();
  const classes = useStyles();
  return (
    <div>
      <Table
        size="small"
        className={classes.table}
        aria-label={t('score.title')}
      >
        <TableHead>
          <TableRow>
            <TableCell className={`${classes.cell} ${classes.points}`}>
              {t('score.points')}
            </TableCell>
            <TableCell className={classes.cell}>{t('score.reason')}</TableCell>
            <TableCell className={classes.cell}>{t('score.lowers')}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {[...score.contributions].sort(byWeight).map(contribution => (
            <TableRow key={`${contribution.code}:${contribution.reason}`}>
              <TableCell className={`${classes.cell} ${classes.points}`}>
                {signed(contribution.points)}
              </TableCell>
              <TableCell className={classes.cell}>
                {contribution.reason}
                {contribution.floor !== undefined && (
                  <Typography variant="caption" className={classes.quiet}>
                    {t('score.atLeast', { floor: String(contribution.floor) })}
                  </Typography>
                )}
              </TableCell>
              <TableCell className={classes.cell}>
                {contribution.lowers ?? '–'}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      <Typography variant="body2" className={classes.sentence}>
        <WayDownSentence score={score} way={ways[0]} />
      </Typography>
      <Typography
        variant="caption"
        className={`${classes.sentence} ${classes.quiet}`}
      >
        {t('score.model', { revision: score.modelRevision })}
      </Typography>
    </div>
  );
}

/** One change where it is enough, else the fewest that are enough together. */
function WayDownSentence(props: { score: RiskScore; way?: WayDown }) {
  const { score, way } = props;
  const t = useReactTexts();
  const single = score.cheapestWayDown;
  const together = asksForWays(score) ? way : undefined;
  const reached = together ?? single;
  if (!reached) return <>{t('score.lowest')}</>;
  const after = {
    score: String(reached.score),
    band: t(`band.${reached.band}`),
  };
  if (!together) {
    return (
      <>{t('score.cheapest', { change: single?.change ?? '', ...after })}</>
    );
  }
  const changes = together.changes.map(inside);
  return (
    <>
      {t('score.together', {
        first: changes.slice(0, -1).join(', '),
        last: changes.slice(-1).join(),
        ...after,
      })}
    </>
  );
}
