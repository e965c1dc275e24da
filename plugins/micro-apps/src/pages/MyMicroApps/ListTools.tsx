import { LinkButton } from '@backstage/core-components';
import Button from '@material-ui/core/Button';
import { usePermission } from '@backstage/plugin-permission-react';
import {
  microAppsAppImportPermission,
  type AppsQuery,
} from '@micro-apps/plugin-micro-apps-common';
import { useMicroAppsApi } from '@micro-apps/plugin-micro-apps-react';
import { saveFile } from '../../saveFile';
import { useTexts } from '../../translation/useTexts';
import { useAct } from '../../useAct';

/** A fault in the registry's places must not make the page ask for ever. */
const MOST_PARTS = 400;

/** What one does with many apps at once. */
export function ListTools({ query }: { query: AppsQuery }) {
  const api = useMicroAppsApi();
  const t = useTexts();
  const { act, busy, error } = useAct();
  const { allowed } = usePermission({
    permission: microAppsAppImportPermission,
  });

  async function save() {
    const { cursor: _, sort: _sort, order: _order, ...narrowing } = query;
    let [fileName, content] = ['', ''];
    let cursor: string | undefined;
    for (let part = 0; part < MOST_PARTS; part += 1) {
      const next = await api.exportApps({ ...narrowing, cursor });
      fileName ||= next.fileName;
      content += next.content;
      cursor = next.nextCursor;
      if (!cursor) break;
    }
    saveFile({ fileName, content });
  }

  return (
    <>
      <Button
        variant="outlined"
        disabled={busy}
        onClick={() => act(save, t('mine.exported'))}
      >
        {t('mine.export')}
      </Button>
      {allowed && (
        <LinkButton to="/micro-apps/import" variant="outlined">
          {t('mine.import')}
        </LinkButton>
      )}
      {error && <span role="alert">{error.message}</span>}
    </>
  );
}
