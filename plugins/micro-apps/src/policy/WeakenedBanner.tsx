import Box from '@material-ui/core/Box';
import Typography from '@material-ui/core/Typography';
import type { PolicyWeakeningView } from '@micro-apps/plugin-micro-apps-common';
import {
  useAsyncResource,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useTexts } from '../translation/useTexts';
import { Notice } from './Notice';

/**
 * Says that the company decided with looser rules than the shipped ones. Who
 * may not read the rules, or gets no answer, sees nothing.
 */
export function WeakenedBanner() {
  const api = useMicroAppsApi();
  const t = useTexts();
  const { value: policy } = useAsyncResource(() => api.getPolicy(), [api]);
  if (!policy?.weakened) return null;
  const looser = byPath([...policy.weakenings, ...policy.riskModel.weakenings]);
  return (
    <Box mb={2}>
      <Notice severity="warning" title={t('policy.weakened')}>
        <Typography variant="body2">
          {policy.acknowledgement
            ? t('policy.because', { because: policy.acknowledgement })
            : t('policy.noReason')}
        </Typography>
        {looser.length > 0 && (
          <Box component="details" mt={1}>
            <summary>{t('policy.which')}</summary>
            <Box component="ul" pl={2} my={0}>
              {looser.map(({ path, because }) => (
                <li key={path}>{t('policy.row', { path, because })}</li>
              ))}
            </Box>
          </Box>
        )}
      </Notice>
    </Box>
  );
}

/** Each setting once, in the order in which they were told. */
function byPath(
  weakenings: readonly PolicyWeakeningView[],
): readonly PolicyWeakeningView[] {
  return [
    ...new Map(weakenings.map(each => [each.path, each] as const)).values(),
  ];
}
