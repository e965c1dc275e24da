import type { Io } from '../io';
import type { Format, Report } from './report';
import { sarifLog } from './sarif';

/** Writes a report to the standard output. */
export function printReport(io: Io, report: Report, format: Format): void {
  if (format === 'text') io.out(`${report.text.join('\n')}\n`);
  else {
    const value = format === 'sarif' ? sarifLog(report) : report.data;
    io.out(`${JSON.stringify(value, undefined, 2)}\n`);
  }
}
