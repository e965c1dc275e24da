import type {
  AppDetail,
  ContainmentRequest,
  DocumentKind,
  ExceptionView,
  OverrideReviewRequest,
  RequestView,
  VoteRequest,
} from '@micro-apps/plugin-micro-apps-common';
import { ContainDialog } from '../../containment/ContainDialog';
import { AskExceptionDialog } from '../../exceptions/AskExceptionDialog';
import { RevokeExceptionDialog } from '../../exceptions/RevokeExceptionDialog';
import { EditRegistrationDialog } from '../../registration/EditRegistrationDialog';
import { AttestDialog } from './AttestDialog';
import { DelegateDialog } from './DelegateDialog';
import { DocumentDialog } from './DocumentDialog';
import { OverrideDialog } from './OverrideDialog';
import { PromoteDialog } from './PromoteDialog';
import { RequestApprovalDialog } from './RequestApprovalDialog';
import { SecondLookDialog } from './SecondLookDialog';
import { SecurityReviewDialog } from './SecurityReviewDialog';
import { VoteDialog } from './VoteDialog';
import { WithdrawDialog } from './WithdrawDialog';

/** Which dialog of the Risk tab is open. */
export type OpenDialog =
  | {
      readonly kind:
        | 'attest'
        | 'request'
        | 'promote'
        | 'review'
        | 'edit'
        | 'delegate'
        | 'override';
    }
  | { readonly kind: 'document'; readonly document: DocumentKind }
  | {
      readonly kind: 'second-look';
      readonly outcome: OverrideReviewRequest['outcome'];
    }
  | { readonly kind: 'withdraw'; readonly request: Pick<RequestView, 'id'> }
  | {
      readonly kind: 'vote';
      readonly choice: VoteRequest['choice'];
      readonly request: RequestView;
    }
  | { readonly kind: 'exception'; readonly controlId: string }
  | { readonly kind: 'revoke'; readonly exception: ExceptionView }
  | {
      readonly kind: 'contain';
      readonly action: ContainmentRequest['action'];
      readonly holdId?: string;
    };

/** What every dialog gets. */
export interface DialogProps {
  readonly app: AppDetail;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** The dialog that is open, if any. */
export function RiskDialogs({
  open,
  ...props
}: DialogProps & { open: OpenDialog | undefined }) {
  switch (open?.kind) {
    case 'attest':
      return <AttestDialog {...props} />;
    case 'request':
      return <RequestApprovalDialog {...props} />;
    case 'promote':
      return <PromoteDialog {...props} />;
    case 'review':
      return <SecurityReviewDialog {...props} />;
    case 'edit':
      return <EditRegistrationDialog {...props} />;
    case 'withdraw':
      return <WithdrawDialog {...props} request={open.request} />;
    case 'delegate':
      return <DelegateDialog {...props} />;
    case 'override':
      return <OverrideDialog {...props} />;
    case 'second-look':
      return <SecondLookDialog {...props} outcome={open.outcome} />;
    case 'document':
      return <DocumentDialog {...props} kind={open.document} />;
    case 'vote':
      return (
        <VoteDialog {...props} choice={open.choice} request={open.request} />
      );
    case 'exception':
      return <AskExceptionDialog {...props} controlId={open.controlId} />;
    case 'revoke':
      return <RevokeExceptionDialog {...props} exception={open.exception} />;
    case 'contain':
      return (
        <ContainDialog {...props} action={open.action} holdId={open.holdId} />
      );
    default:
      return null;
  }
}
