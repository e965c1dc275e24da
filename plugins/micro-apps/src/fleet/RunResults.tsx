import { Link } from '@backstage/core-components';
import Box from '@material-ui/core/Box';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import type { FleetRunView } from '@micro-apps/plugin-micro-apps-common';
import {
  ErrorNotice,
  LoadingRows,
  useAsyncResource,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { ListTable } from '../list/ListTable';
import { PageButtons } from '../list/PageButtons';
import { usePages } from '../list/usePages';
import { useTableStyles } from '../tableStyles';
import { useTexts } from '../translation/useTexts';

/** What became of each app of a run, page by page. */
export function RunResults({ run }: { run: FleetRunView }) {
  const api = useMicroAppsApi();
  const t = useTexts();
  const pages = usePages();
  const { name, short, long } = useTableStyles();
  const { cursor } = pages;
  const { value, error, reload } = useAsyncResource(
    () => api.getFleetRun(run.id, { cursor }),
    // Another result: then it is worth asking again.
    [api, run.id, cursor, run.counts.waiting],
    { keepOnChange: true },
  );
  if (!value) {
    return error ? (
      <ErrorNotice error={error} onRetry={reload} />
    ) : (
      <LoadingRows rows={2} />
    );
  }
  return (
    <Box mt={1}>
      <ListTable
        label={t('fleet.runs.table')}
        columns={[
          [name, t('fleet.runs.app')],
          [short, t('fleet.runs.state')],
          [long, t('fleet.runs.because')],
        ]}
        inCard
      >
        {value.items.map(({ appId, appName, state, because }) => (
          <TableRow key={appId}>
            <TableCell className={name}>
              <Link to={`/catalog/default/component/${appId}/risk`}>
                {appName}
              </Link>
            </TableCell>
            <TableCell className={short}>
              {t(`fleet.runs.states.${state}`)}
            </TableCell>
            <TableCell className={long}>{because ?? ''}</TableCell>
          </TableRow>
        ))}
      </ListTable>
      <PageButtons pages={pages} next={value.nextCursor} />
    </Box>
  );
}
