import {
  Link,
  sidebarConfig,
  useSidebarOpenState,
} from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles({
  root: {
    width: sidebarConfig.drawerWidthClosed,
    height: 2 * sidebarConfig.logoHeight,
    display: 'flex',
    alignItems: 'center',
  },
  link: {
    display: 'flex',
    alignItems: 'center',
    gap: 14,
    marginLeft: 22,
    color: '#fff',
    fontSize: 18,
    fontWeight: 700,
    whiteSpace: 'nowrap',
  },
});

/** The mark of the portal, with its name while the sidebar is open. */
export function SidebarLogo() {
  const classes = useStyles();
  const { isOpen } = useSidebarOpenState();
  return (
    <div className={classes.root}>
      <Link
        to="/"
        underline="none"
        className={classes.link}
        aria-label="Micro Apps, home"
      >
        <svg width="28" height="28" viewBox="0 0 32 32" aria-hidden="true">
          <rect x="3" y="3" width="12" height="12" rx="3" fill="#7df3e1" />
          <rect x="17" y="3" width="12" height="12" rx="3" fill="#36baa2" />
          <rect x="3" y="17" width="12" height="12" rx="3" fill="#36baa2" />
          <path
            d="M19 23.5l3 3 6-6.5"
            fill="none"
            stroke="#fff"
            strokeWidth="3"
            strokeLinecap="round"
            strokeLinejoin="round"
          />
        </svg>
        {isOpen && <span>Micro Apps</span>}
      </Link>
    </div>
  );
}
