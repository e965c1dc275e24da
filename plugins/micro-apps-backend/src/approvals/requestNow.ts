import { approvalSituation } from '../gates/approvalSituation';
import { stricterBand } from '../gates/assessApp';
import type { RequestRow } from '../gates/requestRecords';
import { stricterOf } from '../gates/requirements';
import type { Settings } from '../kernel/settings';
import type { AppRow, Connection } from '../registry/AppStore';

/**
 * An undecided request as it stands today. The app may have changed inside its
 * envelope and the settings may have become stricter since somebody asked: the
 * stricter of then and now counts (reliability A17), and the version to decide
 * on is the present one. A decided request stays what it was.
 */
export async function requestNow(options: {
  connection: Connection;
  app: AppRow;
  request: RequestRow;
  settings: Settings;
}): Promise<RequestRow> {
  const { connection, app, request, settings } = options;
  if (request.state !== 'open' && request.state !== 'changes-requested') {
    return request;
  }
  const { requirements } = await approvalSituation({
    connection,
    app,
    assessment: app,
    settings,
  });
  return {
    ...request,
    version: app.version,
    band: stricterBand(request.band, app.band),
    score: Math.max(request.score, app.score),
    requirements: stricterOf(request.requirements, requirements),
  };
}
