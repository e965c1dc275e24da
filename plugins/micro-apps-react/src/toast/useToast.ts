import {
  alertApiRef,
  useApiHolder,
  type ApiHolder,
} from '@backstage/core-plugin-api';
import { toastApiRef } from '@backstage/frontend-plugin-api';
import { useMemo } from 'react';

/** A short message that goes away by itself, errors excepted. @public */
export interface Toast {
  /** One plain sentence. */
  readonly message: string;
  readonly tone?: 'success' | 'neutral' | 'error';
}

const SHOWN_FOR_MS = 5_000;

function postToast(apis: ApiHolder, toast: Toast) {
  const { message, tone = 'success' } = toast;
  const stays = tone === 'error';
  const toasts = apis.get(toastApiRef);
  if (toasts) {
    toasts.post({
      title: message,
      status: stays ? 'danger' : tone,
      ...(stays ? {} : { timeout: SHOWN_FOR_MS }),
    });
    return;
  }
  apis.get(alertApiRef)?.post({
    message,
    severity: tone === 'neutral' ? 'info' : tone,
    display: stays ? 'permanent' : 'transient',
  });
}

/**
 * Tells in passing that something is done. A port: the toasts of the new
 * frontend system where there are any, else the alerts of the old one.
 * @public
 */
export function useToast(): (toast: Toast) => void {
  const apis = useApiHolder();
  return useMemo(() => (toast: Toast) => postToast(apis, toast), [apis]);
}
