import { gzipSync } from 'node:zlib';
import type { EvidenceKind } from '@micro-apps/governance-core';
import {
  MicroAppsError,
  type EvidenceView,
} from '@micro-apps/plugin-micro-apps-common';
import { problem, type Read } from '../input/problem';
import { pipelineToken, type TokenSources } from './pipelineToken';
import { readReportFile } from './readReportFile';

/** What `microapp evidence submit` was asked to do. */
export interface Submission {
  readonly file: string;
  readonly app: string;
  readonly kind: EvidenceKind;
  /** The portal's backend: `https://portal.example.com`. */
  readonly url: string;
  readonly audience: string;
  readonly tokenFile?: string;
}

/**
 * Sends a report to the portal as this run of the pipeline.
 * @returns what the portal keeps, or one sentence on why it does not
 */
export async function submitEvidence(
  submission: Submission,
  sources: TokenSources,
): Promise<Read<EvidenceView>> {
  const { file, app, kind, url } = submission;
  const address = addressOf(url, app);
  if (!address.ok) return address;
  const report = readReportFile(file);
  if (!report.ok) return report;
  const token = await pipelineToken(submission, sources);
  if (!token.ok) return token;
  const { format, text } = report.value;
  let response: Response;
  try {
    response = await sources.fetch(address.value, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token.value}`,
        'content-type': 'application/json',
        'content-encoding': 'gzip',
      },
      body: gzipSync(`{"kind":${JSON.stringify(kind)},"${format}":${text}}`),
      // A token goes where it was meant to go, and nowhere else.
      redirect: 'error',
    });
  } catch {
    return problem(`${url} cannot be reached`);
  }
  if (!response.ok) {
    const { message } = await MicroAppsError.fromResponse(response);
    return problem(`${url} answered ${response.status}: ${message}`);
  }
  const view: EvidenceView = await response.json();
  return { ok: true, value: view };
}

/** Only this machine may be asked without https: the token is a secret. */
function addressOf(url: string, app: string): Read<URL> {
  const base = URL.canParse(url) ? new URL(url) : undefined;
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(
    base?.hostname ?? '',
  );
  if (!base || !(base.protocol === 'https:' || isLocal)) {
    return problem(`--url has to be an https address, not ${url}`);
  }
  const path = base.pathname.replace(/\/+$/, '');
  const id = encodeURIComponent(app);
  base.pathname = `${path}/api/micro-apps/v1/apps/${id}/evidence/pipeline`;
  return { ok: true, value: base };
}
