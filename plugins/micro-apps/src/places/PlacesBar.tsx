import { Link } from '@backstage/core-components';
import { usePermission } from '@backstage/plugin-permission-react';
import Box from '@material-ui/core/Box';
import { makeStyles } from '@material-ui/core/styles';
import {
  microAppsLeaverManagePermission,
  microAppsNumbersReadPermission,
  microAppsOutboxReadPermission,
  RESOURCE_TYPE_MICRO_APP,
} from '@micro-apps/plugin-micro-apps-common';
import { useLocation } from 'react-router-dom';
import { useTexts } from '../translation/useTexts';

const useStyles = makeStyles(theme => ({
  bar: {
    // Below the head: the page is a grid.
    gridArea: 'pageSubheader',
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0, 1),
    padding: theme.spacing(0, 2),
    backgroundColor: theme.palette.background.paper,
    borderBottom: `1px solid ${theme.palette.divider}`,
  },
  place: {
    padding: theme.spacing(1.25, 1),
    color: theme.palette.text.primary,
    borderBottom: '3px solid transparent',
    whiteSpace: 'nowrap',
    '&:hover': {
      textDecoration: 'none',
      borderBottomColor: theme.palette.divider,
    },
    '&[aria-current]': {
      fontWeight: theme.typography.fontWeightBold,
      borderBottomColor: theme.palette.primary.main,
    },
  },
}));

type Needed = Parameters<typeof usePermission>[0];

/** Where one can go among all pages of micro apps; where one is stands out. */
export function PlacesBar() {
  const t = useTexts();
  const { bar } = useStyles();
  return (
    <Box component="nav" className={bar} aria-label={t('places.label')}>
      <Place to="/micro-apps" text={t('places.apps')} />
      <Place to="/micro-apps/review" text={t('places.queue')} />
      <Place to="/micro-apps/vendors" text={t('places.vendors')} />
      <Place to="/micro-apps/exceptions" text={t('places.exceptions')} />
      <Place to="/micro-apps/incidents" text={t('places.incidents')} />
      <Place to="/micro-apps/fleet" text={t('places.fleet')} />
      <PlaceOfSome
        to="/micro-apps/leavers"
        text={t('places.leavers')}
        needed={{ permission: microAppsLeaverManagePermission }}
      />
      <PlaceOfSome
        to="/micro-apps/numbers"
        text={t('places.numbers')}
        needed={{
          permission: microAppsNumbersReadPermission,
          // Numbers are of all apps, so nothing is asked about a single one.
          resourceRef: RESOURCE_TYPE_MICRO_APP,
        }}
      />
      <PlaceOfSome
        to="/micro-apps/deliveries"
        text={t('places.deliveries')}
        needed={{ permission: microAppsOutboxReadPermission }}
      />
    </Box>
  );
}

function Place({ to, text }: { to: string; text: string }) {
  const { place } = useStyles();
  const { pathname } = useLocation();
  const isHere = pathname.replace(/\/$/, '') === to;
  return (
    <Link to={to} className={place} aria-current={isHere ? 'page' : undefined}>
      {text}
    </Link>
  );
}

/** A page of some people only: nobody is shown a door that is locked. */
function PlaceOfSome({
  needed,
  ...place
}: {
  to: string;
  text: string;
  needed: Needed;
}) {
  const { allowed } = usePermission(needed);
  return allowed ? <Place {...place} /> : null;
}
