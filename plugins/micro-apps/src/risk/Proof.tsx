import Box from '@material-ui/core/Box';
import Typography from '@material-ui/core/Typography';
import type { EvidenceView } from '@micro-apps/plugin-micro-apps-common';
import { RelativeTime } from '@micro-apps/plugin-micro-apps-react';
import { PersonName } from '../people/PersonName';
import { useRichTexts, useTexts } from '../translation/useTexts';

const SHOWN_PROBLEMS = 20;

/** One proof: who made it, for what, what it says, and why it does not count. */
export function Proof({ evidence }: { evidence: EvidenceView }) {
  const t = useTexts();
  const rich = useRichTexts();
  const { tool, problems, commit, receivedAt, expiresAt, setAside } = evidence;
  return (
    <Box mb={1}>
      <Typography variant="body2" color="textSecondary">
        {tool.name} {tool.version}
        {' · '}
        <Source evidence={evidence} />
        {commit && (
          <>
            {' · '}
            {t('risk.controls.commit', { commit: commit.slice(0, 7) })}
          </>
        )}
        {' · '}
        {rich('risk.controls.received', {
          time: <RelativeTime at={receivedAt} />,
        })}
        {expiresAt && (
          <>
            {' · '}
            {rich('risk.controls.expires', {
              time: <RelativeTime at={expiresAt} />,
            })}
          </>
        )}
      </Typography>
      {setAside && (
        <Typography variant="body2">
          <strong>{t('risk.controls.setAside')} </strong>
          {setAside.because}
        </Typography>
      )}
      {problems.length > 0 && (
        <Box component="ul" pl={2} my={0.5}>
          {problems.slice(0, SHOWN_PROBLEMS).map(problem => (
            <li key={`${problem.code}${problem.location}${problem.message}`}>
              <Typography variant="body2">{problem.message}</Typography>
            </li>
          ))}
          {problems.length > SHOWN_PROBLEMS && (
            <li>
              {t('risk.controls.more', {
                others: String(problems.length - SHOWN_PROBLEMS),
              })}
            </li>
          )}
        </Box>
      )}
    </Box>
  );
}

/** Who says so: a pipeline, the portal itself, a person or a scanner. */
function Source({ evidence }: { evidence: EvidenceView }) {
  const t = useTexts();
  const rich = useRichTexts();
  const { provenance, pipeline, by } = evidence;
  if (pipeline) {
    return (
      <>
        {t('risk.controls.source.pipeline', {
          repository: pipeline.repository,
          run: String(pipeline.runNumber),
        })}
      </>
    );
  }
  if (by) {
    const person = <PersonName personRef={by} />;
    return (
      <>
        {provenance === 'self-reported'
          ? rich('risk.controls.source.reported', { person })
          : rich('risk.controls.by', { person })}
      </>
    );
  }
  return (
    <>
      {t(
        provenance === 'portal-runner'
          ? 'risk.controls.source.portal'
          : 'risk.controls.source.other',
      )}
    </>
  );
}
