import Paper from '@material-ui/core/Paper';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableContainer from '@material-ui/core/TableContainer';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import type { PropsWithChildren } from 'react';

/** Class and title of a column; `false`: this time there is none. */
export type Column = readonly [className: string, title: string] | false;

/** A table with its head; the rows are the children. */
export function ListTable({
  label,
  columns,
  inCard = false,
  children,
}: PropsWithChildren<{
  label: string;
  columns: readonly Column[];
  /** A card is around it already. */
  inCard?: boolean;
}>) {
  const rows = (
    <Table aria-label={label} size={inCard ? 'small' : 'medium'}>
      <TableHead>
        <TableRow>
          {columns.map(
            column =>
              column && (
                <TableCell key={column[1]} className={column[0]}>
                  {column[1]}
                </TableCell>
              ),
          )}
        </TableRow>
      </TableHead>
      <TableBody>{children}</TableBody>
    </Table>
  );
  return inCard ? (
    <TableContainer>{rows}</TableContainer>
  ) : (
    <TableContainer component={Paper}>{rows}</TableContainer>
  );
}
