import Box from '@material-ui/core/Box';
import type { StatusResponse } from '@micro-apps/plugin-micro-apps-common';
import {
  useAsyncResource,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useTexts } from '../translation/useTexts';
import { Notice } from './Notice';

/**
 * Says to administrators what of the portal's settings is not safe although it
 * runs (reliability H6). The registry tells nobody else.
 */
export function UnfitBanner() {
  const api = useMicroAppsApi();
  const t = useTexts();
  const { value: status } = useAsyncResource(() => api.getStatus(), [api]);
  const problems = status ? toTell(status) : [];
  if (problems.length === 0) return null;
  return (
    <Box mb={2}>
      <Notice severity="error" title={t('policy.unfit')}>
        <Box component="ul" pl={2} my={0}>
          {problems.map(({ setting, because, next }) => (
            <li key={setting}>
              {t('policy.unfitRow', { setting, because, next })}
            </li>
          ))}
        </Box>
      </Notice>
    </Box>
  );
}

/**
 * Where `NODE_ENV` does not say production, a try-out is no fault; what would
 * leave a portal open is told even there, for whoever forgot to say it.
 */
function toTell({ production, problems }: StatusResponse) {
  return problems.filter(
    ({ severity }) => production || severity === 'refused',
  );
}
