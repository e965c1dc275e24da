import { InfoCard } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import type { ReactNode } from 'react';
import { useTableStyles } from '../tableStyles';
import { useTexts } from '../translation/useTexts';

/** One bar: what it is called, and how long it is. */
export interface Bar {
  readonly key: string;
  readonly name: ReactNode;
  readonly apps: number;
}

const useStyles = makeStyles(theme => ({
  number: { '&&': { textAlign: 'right', fontVariantNumeric: 'tabular-nums' } },
  chart: { '&&': { width: '45%', minWidth: theme.spacing(12) } },
  track: {
    height: theme.spacing(1.5),
    border: `1px solid ${theme.palette.text.secondary}`,
  },
  bar: { height: '100%', backgroundColor: theme.palette.primary.main },
}));

/**
 * A chart and its table in one: the numbers are read by everybody, the bars
 * beside them by those who see. Length says it, not colour.
 */
export function BarTable({
  title,
  text,
  bars,
  of,
}: {
  title: string;
  text: string;
  bars: readonly Bar[];
  /** How many apps the whole is. */
  of: number;
}) {
  const t = useTexts();
  const classes = useStyles();
  const { short, name } = useTableStyles();
  return (
    <InfoCard title={title} subheader={text}>
      {bars.length === 0 ? (
        <Typography>{t('numbers.table.empty')}</Typography>
      ) : (
        <Table size="small" aria-label={title}>
          <TableHead>
            <TableRow>
              <TableCell className={name}>{t('numbers.table.name')}</TableCell>
              <TableCell className={`${short} ${classes.number}`}>
                {t('numbers.table.apps')}
              </TableCell>
              <TableCell className={short}>
                {t('numbers.table.share')}
              </TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {bars.map(bar => (
              <TableRow key={bar.key}>
                <TableCell className={name}>{bar.name}</TableCell>
                <TableCell className={`${short} ${classes.number}`}>
                  {bar.apps.toLocaleString()}
                </TableCell>
                <TableCell className={classes.chart}>
                  {t('numbers.table.percent', {
                    percent: String(shareOf(bar.apps, of)),
                  })}
                  <div className={classes.track} aria-hidden>
                    <div
                      className={classes.bar}
                      style={{ width: `${shareOf(bar.apps, of)}%` }}
                    />
                  </div>
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
    </InfoCard>
  );
}

/** In whole percent; a part never reads as the whole, nor as nothing. */
function shareOf(apps: number, of: number): number {
  if (of === 0 || apps === 0) return 0;
  const percent = Math.round((apps / of) * 100);
  return apps < of ? Math.min(99, Math.max(1, percent)) : 100;
}
