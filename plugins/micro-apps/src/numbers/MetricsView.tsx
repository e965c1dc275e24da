import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import type { KeyMetric } from '@micro-apps/governance-core';
import { ListTable } from '../list/ListTable';
import { useTableStyles } from '../tableStyles';
import { useTexts } from '../translation/useTexts';

/** Key metrics with what they mean, their value and their goal. */
export function MetricsView({ metrics }: { metrics: readonly KeyMetric[] }) {
  const t = useTexts();
  const { short, long } = useTableStyles();
  return (
    <>
      <Typography paragraph>{t('numbers.metrics.text')}</Typography>
      <ListTable
        label={t('numbers.view.metrics')}
        columns={[
          [long, t('numbers.metrics.metric')],
          [long, t('numbers.metrics.value')],
          [short, t('numbers.metrics.goal')],
        ]}
      >
        {metrics.map(metric => (
          <TableRow key={metric.id}>
            <TableCell className={long}>
              <Typography variant="subtitle1" component="p">
                {metric.title}
              </Typography>
              <Typography variant="body2">{metric.definition}</Typography>
            </TableCell>
            <TableCell className={long}>
              <MetricValue metric={metric} />
            </TableCell>
            <TableCell className={short}>
              {metric.goal}
              {metric.met !== undefined && (
                <Typography variant="body2">
                  {metric.met
                    ? t('numbers.metrics.met')
                    : t('numbers.metrics.missed')}
                </Typography>
              )}
            </TableCell>
          </TableRow>
        ))}
      </ListTable>
    </>
  );
}

function MetricValue({ metric }: { metric: KeyMetric }) {
  const t = useTexts();
  const { value, of, unit, unknownBecause = '' } = metric;
  if (value === undefined) {
    return <>{t('numbers.metrics.unknown', { because: unknownBecause })}</>;
  }
  return (
    <>
      <strong>
        {t(`numbers.metrics.${unit}`, { value: value.toLocaleString() })}
      </strong>
      {of !== undefined && (
        <Typography variant="body2">
          {t('numbers.metrics.of', { of: of.toLocaleString() })}
        </Typography>
      )}
    </>
  );
}
