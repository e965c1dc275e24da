import { readFileSync, statSync } from 'node:fs';
import { problem, type Read } from '../input/problem';

/** The portal takes no more after unpacking. */
const MAX_BYTES = 40 * 1024 * 1024;

/** A report as it is sent: its format and its own text. */
export interface ReportFile {
  readonly format: 'sarif' | 'cyclonedx';
  readonly text: string;
}

/** Reads a SARIF log or a CycloneDX bill of materials. */
export function readReportFile(file: string): Read<ReportFile> {
  let text: string;
  try {
    if (statSync(file).size > MAX_BYTES) {
      return problem('The file is larger than 40 MB', { file });
    }
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code = '' }: { code?: string } = Object(error);
    return problem(
      code === 'ENOENT' ? 'There is no such file' : 'It cannot be read',
      { file },
    );
  }
  let content: { version?: unknown; runs?: unknown; bomFormat?: unknown };
  try {
    content = Object(JSON.parse(text));
  } catch {
    return problem('This is no JSON', { file });
  }
  if (content.bomFormat === 'CycloneDX') {
    return { ok: true, value: { format: 'cyclonedx', text } };
  }
  if (content.version === '2.1.0' && Array.isArray(content.runs)) {
    return { ok: true, value: { format: 'sarif', text } };
  }
  return problem('This is neither SARIF 2.1.0 nor CycloneDX as JSON', { file });
}
