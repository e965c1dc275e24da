import Accordion from '@material-ui/core/Accordion';
import AccordionDetails from '@material-ui/core/AccordionDetails';
import AccordionSummary from '@material-ui/core/AccordionSummary';
import Box from '@material-ui/core/Box';
import Typography from '@material-ui/core/Typography';
import ExpandMoreIcon from '@material-ui/icons/ExpandMore';
import type { Finding } from '@micro-apps/governance-core';
import type { EvidenceView } from '@micro-apps/plugin-micro-apps-common';
import { FindingMark, RelativeTime } from '@micro-apps/plugin-micro-apps-react';
import { AskExceptionButton } from '../exceptions/AskExceptionButton';
import { dayOf } from '../exceptions/dayOf';
import { useRichTexts, useTexts } from '../translation/useTexts';
import { FormLink } from '../forms/FormLink';
import { ControlAction } from './ControlAction';
import { gateOf } from './byUrgency';
import type { PanelProps } from './panel';
import { Proof } from './Proof';

/** One control: its verdict, and on demand what it is for, its proof and what to do. */
export function ControlRow(
  props: PanelProps & {
    finding: Finding;
    evidence: readonly EvidenceView[];
  },
) {
  const { finding, evidence } = props;
  const { control, title, because, state } = finding;
  const t = useTexts();
  const rich = useRichTexts();
  const isMet = state === 'satisfied' || state === 'not-applicable';
  const gate = gateOf(finding);
  const exceptedUntil =
    finding.code === 'excepted' ? finding.expiresAt : undefined;
  const toDo = !isMet || exceptedUntil !== undefined;
  return (
    <Accordion
      square
      elevation={0}
      defaultExpanded={state === 'not-satisfied' && gate === 'promote'}
    >
      <AccordionSummary expandIcon={<ExpandMoreIcon />}>
        <Box
          display="flex"
          flexWrap="wrap"
          alignItems="center"
          width="100%"
          gridGap={12}
        >
          <Box minWidth={150}>
            <FindingMark
              outcome={exceptedUntil === undefined ? state : 'excepted'}
            />
          </Box>
          <Box flexGrow={1} flexBasis={260}>
            <Typography variant="body1">{title}</Typography>
            <Typography variant="body2" color="textSecondary">
              {exceptedUntil === undefined
                ? because
                : t('exceptions.until', { day: dayOf(exceptedUntil) })}
            </Typography>
          </Box>
          <Typography variant="body2" color="textSecondary">
            {finding.checkedAt
              ? rich('risk.controls.checked', {
                  time: <RelativeTime at={finding.checkedAt} />,
                })
              : !isMet && t(`risk.controls.needed.${gate}`)}
          </Typography>
        </Box>
      </AccordionSummary>
      <AccordionDetails>
        <Box width="100%">
          <Typography variant="body2" paragraph>
            {control.statement} {control.why}
          </Typography>
          {toDo && (
            <Typography variant="body2" paragraph>
              <strong>{t('risk.controls.toDo')} </strong>
              {control.howToSatisfy}
            </Typography>
          )}
          {evidence.map(item => (
            <Proof key={item.id} evidence={item} />
          ))}
          <FormLink app={props.app} controlId={finding.controlId} />
          {toDo && <ControlAction {...props} />}
          {toDo && <AskExceptionButton {...props} />}
        </Box>
      </AccordionDetails>
    </Accordion>
  );
}
