import { InfoCard } from '@backstage/core-components';
import Box from '@material-ui/core/Box';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import type { AutomaticContainment as View } from '@micro-apps/plugin-micro-apps-common';
import {
  EmptyNotice,
  ErrorNotice,
  LoadingRows,
  RelativeTime,
  useAsyncResource,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { ListTable } from '../list/ListTable';
import { Notice } from '../policy/Notice';
import { useTableStyles } from '../tableStyles';
import { useRichTexts, useTexts } from '../translation/useTexts';

const LOOK_MS = 60_000;

/** What the portal holds by itself, and what the last look found. */
export function AutomaticContainment() {
  const api = useMicroAppsApi();
  const t = useTexts();
  const { value, error, reload } = useAsyncResource(
    () => api.getAutomaticContainment(),
    [api],
    { pollMs: LOOK_MS },
  );
  return (
    <InfoCard title={t('fleet.automatic.title')}>
      {value && <Rules view={value} />}
      {!value && error && <ErrorNotice error={error} onRetry={reload} />}
      {!value && !error && <LoadingRows rows={2} />}
    </InfoCard>
  );
}

function Rules({ view }: { view: View }) {
  const t = useTexts();
  const rich = useRichTexts();
  const { name, short } = useTableStyles();
  const { rules, lookedAt, most, refused } = view;
  if (rules.length === 0) {
    return (
      <EmptyNotice
        title={t('fleet.automatic.none')}
        text={t('fleet.automatic.noneText')}
      />
    );
  }
  return (
    <>
      <Typography variant="body2" paragraph>
        {t('fleet.automatic.text', { most: String(most) })}
      </Typography>
      {refused && (
        <Box mb={2}>
          <Notice severity="warning" title={t('fleet.automatic.limit')}>
            {rich('fleet.automatic.refused', {
              time: <RelativeTime at={refused.at} />,
              apps: String(refused.apps),
              total: String(refused.total),
              most: String(refused.most),
            })}
          </Notice>
        </Box>
      )}
      <ListTable
        label={t('fleet.automatic.table')}
        columns={[
          [name, t('fleet.automatic.control')],
          [short, t('fleet.automatic.action')],
          [name, t('fleet.automatic.mode')],
          [short, t('fleet.automatic.apps')],
        ]}
        inCard
      >
        {rules.map(({ controlId, title, action, mode, apps }) => (
          <TableRow key={controlId}>
            <TableCell className={name}>{title}</TableCell>
            <TableCell className={short}>
              {t(`containment.action.${action}`)}
            </TableCell>
            <TableCell className={name}>
              {t(`rules.mode.${mode}`)}
              <Typography variant="body2" color="textSecondary">
                {t(`fleet.automatic.modeText.${mode}`)}
              </Typography>
            </TableCell>
            <TableCell className={short}>
              {apps ?? t('fleet.automatic.notCounted')}
            </TableCell>
          </TableRow>
        ))}
      </ListTable>
      <Box mt={1}>
        <Typography variant="body2" color="textSecondary">
          {lookedAt === undefined
            ? t('fleet.automatic.never')
            : rich('fleet.automatic.looked', {
                time: <RelativeTime at={lookedAt} />,
              })}
        </Typography>
      </Box>
    </>
  );
}
