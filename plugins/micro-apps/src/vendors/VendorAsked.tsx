import { LinkButton } from '@backstage/core-components';
import Button from '@material-ui/core/Button';
import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogTitle from '@material-ui/core/DialogTitle';
import Typography from '@material-ui/core/Typography';
import type { VendorDetail } from '@micro-apps/plugin-micro-apps-common';
import { useId } from 'react';
import { useTexts } from '../translation/useTexts';

/** Where the request stands that was just sent or joined. */
export function VendorAsked(props: {
  vendor: VendorDetail;
  onClose: () => void;
}) {
  const { vendor, onClose } = props;
  const t = useTexts();
  const titleId = useId();
  return (
    <Dialog open onClose={onClose} aria-labelledby={titleId} fullWidth>
      <DialogTitle id={titleId}>
        {t('vendors.asked.title', { title: vendor.title })}
      </DialogTitle>
      <DialogContent>
        <Typography paragraph>
          {t(vendor.joined ? 'vendors.asked.joined' : 'vendors.asked.new')}
        </Typography>
        <Typography paragraph>
          {t('vendors.request.agree')}
          {': '}
          {vendor.requirements
            .map(({ role }) => t(`words.role.${role}`))
            .join(', ')}
        </Typography>
      </DialogContent>
      <DialogActions>
        <LinkButton
          to={`/micro-apps/vendors/${encodeURIComponent(vendor.name)}`}
          color="primary"
        >
          {t('vendors.asked.see')}
        </LinkButton>
        <Button onClick={onClose} variant="contained" color="primary">
          {t('vendors.asked.goOn')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
