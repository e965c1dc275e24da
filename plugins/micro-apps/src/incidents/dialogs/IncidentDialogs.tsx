import type { IncidentDuty } from '@micro-apps/governance-core';
import type { IncidentView } from '@micro-apps/plugin-micro-apps-common';
import { CausesDialog } from './CausesDialog';
import { LinkDialog } from './LinkDialog';
import { PostMortemDialog } from './PostMortemDialog';
import { RateDialog } from './RateDialog';
import { ReopenDialog } from './ReopenDialog';
import { StepDialog } from './StepDialog';
import { SuspensionDialog } from './SuspensionDialog';

/** Which dialog of an incident is open. */
export type OpenIncidentDialog =
  | IncidentDuty
  | 'close'
  | 'reopen'
  | 'rate'
  | 'link';

/** What every dialog of an incident gets. */
export interface IncidentDialogProps {
  readonly incident: IncidentView;
  readonly onClose: () => void;
  readonly onDone: () => void | Promise<void>;
}

/** The dialog that is open, if any. */
export function IncidentDialogs({
  open,
  ...props
}: IncidentDialogProps & { open: OpenIncidentDialog | undefined }) {
  switch (open) {
    case 'escalation':
      return <StepDialog {...props} step="escalate" />;
    case 'close':
      return <StepDialog {...props} step="close" />;
    case 'root-cause':
      return <CausesDialog {...props} />;
    case 'post-mortem':
      return <PostMortemDialog {...props} />;
    case 'suspension-decision':
      return <SuspensionDialog {...props} />;
    case 'rate':
      return <RateDialog {...props} />;
    case 'reopen':
      return <ReopenDialog {...props} />;
    case 'link':
      return <LinkDialog {...props} />;
    default:
      return null;
  }
}
