import { Link } from '@backstage/core-components';
import Button from '@material-ui/core/Button';
import Paper from '@material-ui/core/Paper';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableContainer from '@material-ui/core/TableContainer';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import {
  registrationFieldTitle,
  REGISTRATION_FIELDS,
} from '@micro-apps/governance-core';
import type { ImportRow } from '@micro-apps/plugin-micro-apps-common';
import { BandChip } from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';
import { useTableStyles } from '../../tableStyles';
import { useTexts } from '../../translation/useTexts';

const SHOWN = 50;

/** What became of each row, or would: those to mend first. */
export function ImportRows({ rows }: { rows: readonly ImportRow[] }) {
  const t = useTexts();
  const { short, name, long } = useTableStyles();
  const [shown, setShown] = useState(SHOWN);
  const ordered = [...rows].sort(
    (a, b) =>
      Number(b.outcome === 'refused') - Number(a.outcome === 'refused') ||
      a.row - b.row,
  );
  const more = Math.min(SHOWN, ordered.length - shown);
  return (
    <>
      <TableContainer component={Paper}>
        <Table size="small" aria-label={t('imports.table')}>
          <TableHead>
            <TableRow>
              <TableCell className={short}>{t('imports.row')}</TableCell>
              <TableCell className={name}>{t('imports.app')}</TableCell>
              <TableCell className={long}>{t('imports.outcome')}</TableCell>
              <TableCell className={short}>{t('imports.risk')}</TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {ordered.slice(0, shown).map(row => (
              <TableRow key={row.row}>
                <TableCell className={short}>{row.row}</TableCell>
                <TableCell className={name}>
                  {row.outcome === 'registered' && row.appId ? (
                    <Link to={`/catalog/default/component/${row.appId}/risk`}>
                      {row.name}
                    </Link>
                  ) : (
                    row.name
                  )}
                </TableCell>
                <TableCell className={long}>
                  <Outcome row={row} />
                </TableCell>
                <TableCell className={short}>
                  {row.band && <BandChip band={row.band} score={row.score} />}
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </TableContainer>
      {more > 0 && (
        <Button onClick={() => setShown(shown + SHOWN)}>
          {t('imports.more', { count: String(more) })}
        </Button>
      )}
    </>
  );
}

function Outcome({ row }: { row: ImportRow }) {
  const t = useTexts();
  if (row.outcome === 'refused') {
    return (
      <Typography variant="body2" component="div" color="error">
        {row.problems.map(({ path, message }) => (
          <div key={`${path} ${message}`}>
            {path ? `${titleOf(path)}: ${message}` : message}
          </div>
        ))}
      </Typography>
    );
  }
  const done = row.before ? 'imports.before' : 'imports.registered';
  return (
    <>
      {t(row.outcome === 'registered' ? done : 'imports.would')}
      {row.lookAlikes.length > 0 && (
        <Typography variant="body2" color="error">
          {t('imports.looksLike', { names: row.lookAlikes.join(', ') })}
        </Typography>
      )}
    </>
  );
}

/** `dataTypes.1.category` is the field "Personal data". */
function titleOf(path: string): string {
  const first = path.split('.')[0];
  const field = REGISTRATION_FIELDS.find(each => each === first);
  return field ? registrationFieldTitle(field) : path;
}
