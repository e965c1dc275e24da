import {
  Link,
  sidebarConfig,
  useSidebarOpenState,
} from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles({
  root: {
    height: 3 * sidebarConfig.logoHeight,
    display: 'flex',
    alignItems: 'center',
    marginBottom: -14,
  },
  link: {
    display: 'flex',
    alignItems: 'center',
    gap: 12,
    marginLeft: 22,
    color: '#fff',
    fontWeight: 700,
    fontSize: 18,
    whiteSpace: 'nowrap',
  },
});

/** Four tiles, one of them lit: small apps in one portal. */
export function SidebarLogo() {
  const classes = useStyles();
  const { isOpen } = useSidebarOpenState();
  return (
    <div className={classes.root}>
      <Link
        to="/"
        underline="none"
        className={classes.link}
        aria-label="Micro Apps, first page"
      >
        <svg width="28" height="28" viewBox="0 0 28 28" aria-hidden="true">
          <rect x="1" y="1" width="12" height="12" rx="3" fill="#7df3e1" />
          <rect x="15" y="1" width="12" height="12" rx="3" fill="#4a5568" />
          <rect x="1" y="15" width="12" height="12" rx="3" fill="#4a5568" />
          <rect x="15" y="15" width="12" height="12" rx="3" fill="#4a5568" />
        </svg>
        {isOpen && <span>Micro Apps</span>}
      </Link>
    </div>
  );
}
