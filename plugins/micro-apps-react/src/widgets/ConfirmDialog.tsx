import Button from '@material-ui/core/Button';
import CircularProgress from '@material-ui/core/CircularProgress';
import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogTitle from '@material-ui/core/DialogTitle';
import { useId, useRef, type ReactNode } from 'react';
import { useReactTexts } from '../translation/useReactTexts';
import { ErrorNotice } from './ErrorNotice';

/** Fields that a keyboard reaches; not the shadows that MUI keeps of them. */
const FIELDS = [
  'input:not([type=hidden]):not([tabindex="-1"]):not(:disabled)',
  'textarea:not([tabindex="-1"]):not(:disabled)',
].join(',');

/**
 * Says what will happen, to whom, and how to undo it, before it happens. The
 * button carries the name of the act, never "OK".
 * @public
 */
export function ConfirmDialog(props: {
  open: boolean;
  title: string;
  children: ReactNode;
  /** What the button does, as its name: "Withdraw the request". */
  confirmText: string;
  cancelText?: string;
  /** Something is missing that the person has to give first. */
  disabled?: boolean;
  /** It is happening. */
  busy?: boolean;
  /** Why the last attempt failed. */
  error?: Error;
  onConfirm: () => void;
  onClose: () => void;
}) {
  const { open, title, children, confirmText, cancelText } = props;
  const { disabled, busy, error, onConfirm, onClose } = props;
  const t = useReactTexts();
  const titleId = useId();
  const content = useRef<HTMLDivElement>(null);
  return (
    <Dialog
      open={open}
      onClose={busy ? undefined : onClose}
      aria-labelledby={titleId}
      fullWidth
      maxWidth="sm"
      TransitionProps={{
        onEntered: () => {
          const fields = content.current;
          // Whoever was quicker than the animation stays where she is.
          if (fields?.contains(document.activeElement)) return;
          fields?.querySelector<HTMLElement>(FIELDS)?.focus();
        },
      }}
    >
      <DialogTitle id={titleId}>{title}</DialogTitle>
      <DialogContent ref={content}>
        {children}
        {error && <ErrorNotice error={error} />}
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose} disabled={busy}>
          {cancelText ?? t('dialog.cancel')}
        </Button>
        <Button
          color="primary"
          variant="contained"
          onClick={onConfirm}
          disabled={disabled || busy}
          startIcon={
            busy ? (
              <CircularProgress size={16} color="inherit" aria-hidden />
            ) : undefined
          }
        >
          {confirmText}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
