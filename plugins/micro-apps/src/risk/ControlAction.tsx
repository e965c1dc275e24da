import { Link } from '@backstage/core-components';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { artefactForControl, type Finding } from '@micro-apps/governance-core';
import { useRichTexts, useTexts } from '../translation/useTexts';
import { DOCUMENTS } from './documents';
import type { PanelProps } from './panel';

/** The button that meets an open control, for whoever may press it. */
export function ControlAction({
  app,
  finding,
  onOpen,
}: PanelProps & { finding: Finding }) {
  const { control, controlId } = finding;
  const { viewer } = app;
  const t = useTexts();
  const rich = useRichTexts();
  if (control.actor === 'runner') {
    return null;
  }
  if (controlId === 'owner-attestation' && viewer.canAttest) {
    return (
      <Button
        size="small"
        variant="outlined"
        onClick={() => onOpen({ kind: 'attest' })}
      >
        {t('risk.controls.attest')}
      </Button>
    );
  }
  // What has a form of its own is filled in there.
  const document = artefactForControl(controlId)
    ? undefined
    : DOCUMENTS[controlId];
  if (document && viewer.canEdit) {
    return (
      <Button
        size="small"
        variant="outlined"
        onClick={() => onOpen({ kind: 'document', document })}
      >
        {t('risk.controls.write')}
      </Button>
    );
  }
  if (controlId === 'security-review' && viewer.canReview) {
    return (
      <Button
        size="small"
        variant="outlined"
        onClick={() => onOpen({ kind: 'review' })}
      >
        {t('risk.controls.review')}
      </Button>
    );
  }
  if (controlId === 'security-review' && viewer.isOwner) {
    return (
      <Typography variant="body2">
        {rich('risk.controls.securityActs', {
          queue: (
            <Link to="/micro-apps/review">{t('risk.controls.queue')}</Link>
          ),
        })}
      </Typography>
    );
  }
  return null;
}
