import Box from '@material-ui/core/Box';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import type { RetentionView } from '@micro-apps/plugin-micro-apps-common';
import { RelativeTime } from '@micro-apps/plugin-micro-apps-react';
import { useTexts } from '../translation/useTexts';

const COUNTS = ['due', 'done', 'held', 'waiting'] as const;

/** What went, with counts that add up, the newest first. */
export function DisposalList({ view: { disposals } }: { view: RetentionView }) {
  const t = useTexts();
  if (disposals.length === 0) {
    return (
      <Box mt={2}>
        <Typography variant="body2" color="textSecondary">
          {t('retention.noDisposals')}
        </Typography>
      </Box>
    );
  }
  return (
    <Box mt={2} overflow="auto">
      <Table size="small" aria-label={t('retention.disposals')}>
        <TableHead>
          <TableRow>
            <TableCell>{t('retention.disposal.when')}</TableCell>
            <TableCell>{t('retention.disposal.why')}</TableCell>
            {COUNTS.map(count => (
              <TableCell key={count} align="right">
                {t(`retention.disposal.${count}`)}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {disposals.map(disposal => (
            <TableRow key={disposal.id}>
              <TableCell>
                <RelativeTime at={disposal.startedAt} />
              </TableCell>
              <TableCell>{t(`retention.causes.${disposal.cause}`)}</TableCell>
              {COUNTS.map(count => (
                <TableCell key={count} align="right">
                  {disposal[count]}
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Box>
  );
}
