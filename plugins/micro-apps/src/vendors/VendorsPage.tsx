import { Link } from '@backstage/core-components';
import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import MenuItem from '@material-ui/core/MenuItem';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import {
  VENDOR_KINDS,
  VENDOR_STATES,
  type VendorKind,
  type VendorState,
} from '@micro-apps/governance-core';
import type { VendorSummary } from '@micro-apps/plugin-micro-apps-common';
import {
  EmptyNotice,
  RelativeTime,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';
import { ListChoice, ListSearch } from '../list/ListField';
import { ListTable } from '../list/ListTable';
import { PagedList } from '../list/PagedList';
import { ToolPage } from '../list/ToolPage';
import { usePagedList } from '../list/usePagedList';
import useDebounce from 'react-use/esm/useDebounce';
import { useTableStyles } from '../tableStyles';
import { useTexts } from '../translation/useTexts';
import { RequestVendorDialog } from './RequestVendorDialog';

/** Every vendor, where it stands, and the way to ask for another. */
export function VendorsPage() {
  const api = useMicroAppsApi();
  const t = useTexts();
  const { tools } = useTableStyles();
  const [state, setState] = useState<VendorState | ''>('');
  const [kind, setKind] = useState<VendorKind | ''>('');
  const [typed, setTyped] = useState('');
  const [text, setText] = useState('');
  const [asking, setAsking] = useState(false);
  const { list, pages } = usePagedList(
    cursor =>
      api.listVendors({
        state: state || undefined,
        kind: kind || undefined,
        q: text.trim() || undefined,
        cursor,
      }),
    [api, state, kind, text],
  );
  useDebounce(
    () => {
      if (typed === text) return;
      setText(typed);
      pages.go([]);
    },
    300,
    [typed],
  );
  const narrowed = state !== '' || kind !== '' || text !== '';
  const ask = (
    <Button color="primary" variant="contained" onClick={() => setAsking(true)}>
      {t('vendors.ask')}
    </Button>
  );
  return (
    <ToolPage title={t('vendors.title')} subtitle={t('vendors.subtitle')}>
      <Box className={tools}>
        <ListSearch
          id="find-vendor"
          label={t('vendors.find')}
          value={typed}
          onChange={setTyped}
        />
        <ListChoice
          id="vendor-state"
          label={t('vendors.which')}
          any={t('vendors.any')}
          value={state}
          onChange={value => {
            setState(VENDOR_STATES.find(each => each === value) ?? '');
            pages.go([]);
          }}
        >
          {VENDOR_STATES.map(each => (
            <MenuItem key={each} value={each}>
              {t(`vendors.state.${each}`)}
            </MenuItem>
          ))}
        </ListChoice>
        <ListChoice
          id="vendor-kind"
          label={t('vendors.kindLabel')}
          any={t('vendors.any')}
          value={kind}
          onChange={value => {
            setKind(VENDOR_KINDS.find(each => each === value) ?? '');
            pages.go([]);
          }}
        >
          {VENDOR_KINDS.map(each => (
            <MenuItem key={each} value={each}>
              {t(`vendors.kind.${each}`)}
            </MenuItem>
          ))}
        </ListChoice>
        {ask}
      </Box>
      <Box mt={2}>
        <PagedList
          list={list}
          pages={pages}
          empty={() => (
            <EmptyNotice
              title={t(narrowed ? 'vendors.notFound' : 'vendors.none')}
              text={t(narrowed ? 'vendors.notFoundText' : 'vendors.noneText')}
            />
          )}
        >
          {({ items }) => <Rows items={items} />}
        </PagedList>
      </Box>
      {asking && (
        <RequestVendorDialog
          title={text.trim()}
          onClose={() => setAsking(false)}
          onDone={list.reload}
        />
      )}
    </ToolPage>
  );
}

function Rows({ items }: { items: readonly VendorSummary[] }) {
  const t = useTexts();
  const { short, name, long, spare } = useTableStyles();
  return (
    <ListTable
      label={t('vendors.table')}
      columns={[
        [name, t('vendors.name')],
        [long, t('vendors.which')],
        [short, t('vendors.until')],
        [long, t('vendors.kindLabel')],
        [`${short} ${spare}`, t('vendors.least')],
      ]}
    >
      {items.map(vendor => (
        <TableRow key={vendor.name}>
          <TableCell className={name}>
            <Link to={`/micro-apps/vendors/${encodeURIComponent(vendor.name)}`}>
              {vendor.title}
            </Link>
          </TableCell>
          <TableCell className={long}>
            {t(`vendors.state.${vendor.state}`)}
          </TableCell>
          <TableCell className={short}>
            <Until vendor={vendor} />
          </TableCell>
          <TableCell className={long}>
            {t(`vendors.kind.${vendor.kind}`)}
          </TableCell>
          <TableCell className={`${short} ${spare}`}>
            {t(`words.class.${vendor.minimumClass}`)}
          </TableCell>
        </TableRow>
      ))}
    </ListTable>
  );
}

function Until({ vendor }: { vendor: VendorSummary }) {
  const t = useTexts();
  if (vendor.approvedUntil) return <RelativeTime at={vendor.approvedUntil} />;
  return <>{vendor.state === 'approved' ? t('vendors.noEnd') : '–'}</>;
}
