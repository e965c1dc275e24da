import type { AppDetail } from '@micro-apps/plugin-micro-apps-common';
import type { OpenDialog } from './dialogs/RiskDialogs';

/** What every part of the Risk tab gets. */
export interface PanelProps {
  readonly app: AppDetail;
  /** Something changed; look again. Resolves when the answer is there. */
  readonly onDone: () => void | Promise<void>;
  readonly onOpen: (dialog: OpenDialog) => void;
}
