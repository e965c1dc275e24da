import {
  ErrorNotice,
  LoadingRows,
  useAsyncResource,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { RequestPanel } from '../risk/decision/RequestPanel';
import type { PanelProps } from '../risk/panel';

const LOOK_MS = 15_000;

/** The request that decides on an exception, with the buttons for who may. */
export function ExceptionDecision(props: PanelProps & { requestId: string }) {
  const { requestId, onDone } = props;
  const api = useMicroAppsApi();
  const { value, error, reload } = useAsyncResource(
    () => api.getRequest(requestId),
    [api, requestId],
    { pollMs: LOOK_MS },
  );
  if (!value) {
    return error ? (
      <ErrorNotice error={error} onRetry={reload} />
    ) : (
      <LoadingRows rows={2} />
    );
  }
  return (
    <RequestPanel
      {...props}
      request={value}
      onDone={async () => {
        await reload();
        await onDone();
      }}
    />
  );
}
