import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import type { RequestView } from '@micro-apps/plugin-micro-apps-common';
import { RelativeTime } from '@micro-apps/plugin-micro-apps-react';
import { PersonName } from '../../people/PersonName';
import { useRichTexts, useTexts } from '../../translation/useTexts';
import type { PanelProps } from '../panel';
import { ChangeItems } from './ChangeItems';
import { ReviewerHelp } from './ReviewerHelp';
import { Delegations, Emergency, Revisions } from './RequestFacts';
import { choiceText } from './choiceText';
import { WhoDecides } from './WhoDecides';

export type RequestProps = PanelProps & { request: RequestView };

/** One request: what is asked, who decides, what was said, and the buttons. */
export function RequestPanel(props: RequestProps) {
  const { app, request, onOpen } = props;
  const { viewer, state } = request;
  const t = useTexts();
  const undecided = state === 'open' || state === 'changes-requested';
  return (
    <>
      <Asked request={request} />
      {undecided && <WhoDecides app={app} request={request} />}
      <Delegations request={request} />
      <Votes request={request} />
      <Emergency request={request} />
      <Revisions request={request} />
      <Difference request={request} />
      <ChangeItems {...props} />
      {viewer.mayVote && request.kind === 'app' && <ReviewerHelp app={app} />}
      {viewer.mayVote && (
        <Box display="flex" flexWrap="wrap" gridGap={8} my={2}>
          {(['approve', 'ask-for-changes', 'reject'] as const).map(choice => (
            <Button
              key={choice}
              variant={choice === 'approve' ? 'contained' : 'outlined'}
              color={choice === 'approve' ? 'primary' : 'default'}
              onClick={() => onOpen({ kind: 'vote', choice, request })}
            >
              {t(choiceText(request, choice))}
            </Button>
          ))}
          {app.viewer.canDelegate && (
            <Button onClick={() => onOpen({ kind: 'delegate' })}>
              {t('decision.delegate')}
            </Button>
          )}
        </Box>
      )}
      {!viewer.mayVote && viewer.whyNot && (
        <Typography variant="body2" color="textSecondary" paragraph>
          {viewer.whyNot}
        </Typography>
      )}
      {app.viewer.canOverride && (
        <Box my={1}>
          <Button size="small" onClick={() => onOpen({ kind: 'override' })}>
            {t('decision.emergency.open')}
          </Button>
        </Box>
      )}
      {undecided && app.viewer.canEdit && (
        <Button
          size="small"
          onClick={() => onOpen({ kind: 'withdraw', request })}
        >
          {t('decision.withdraw')}
        </Button>
      )}
    </>
  );
}

/** Who asked, when, and by when an answer is due. */
export function Asked({ request }: { request: RequestView }) {
  const rich = useRichTexts();
  const t = useTexts();
  const { requestedBy, requestedAt, dueAt, note } = request;
  return (
    <Typography variant="body2" paragraph>
      {rich('decision.asked', {
        person: <PersonName personRef={requestedBy} />,
        time: <RelativeTime at={requestedAt} />,
      })}
      {dueAt && (
        <>
          {' · '}
          {rich('decision.due', { time: <RelativeTime at={dueAt} /> })}
        </>
      )}
      {note && <> · {t('decision.note', { note })}</>}
    </Typography>
  );
}

/** What the reviewers said so far. */
export function Votes({ request }: { request: RequestView }) {
  const t = useTexts();
  const rich = useRichTexts();
  if (request.votes.length === 0) return null;
  return (
    <>
      <Typography variant="subtitle2">{t('decision.said.title')}</Typography>
      <Box component="ul" pl={2} mt={0}>
        {request.votes.map(({ voterRef, at, choice, reason }) => (
          <li key={`${voterRef}${at}`}>
            {rich(`decision.said.${choice}`, {
              person: <PersonName personRef={voterRef} />,
              time: <RelativeTime at={at} />,
              reason,
            })}
          </li>
        ))}
      </Box>
    </>
  );
}

/** Against the approval before; the first time there is nothing to compare. */
export function Difference({ request }: { request: RequestView }) {
  const t = useTexts();
  const { difference } = request;
  if (difference.length === 0) return null;
  const first = difference.every(({ before }) => before === 'not known');
  return (
    <Box mb={1}>
      <Typography variant="subtitle2">
        {t(first ? 'decision.changed.first' : 'decision.changed.title')}
      </Typography>
      {difference.map(({ field, before, after }) => (
        <Typography variant="body2" key={field}>
          {first
            ? t('decision.changed.firstRow', { field, after })
            : t('decision.changed.row', { field, before, after })}
        </Typography>
      ))}
    </Box>
  );
}
