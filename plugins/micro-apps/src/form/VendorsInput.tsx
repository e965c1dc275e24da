import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { approvalEnded, type Integration } from '@micro-apps/governance-core';
import { useState } from 'react';
import { useTexts } from '../translation/useTexts';
import { RequestVendorDialog } from '../vendors/RequestVendorDialog';
import { ScopesInput } from './ScopesInput';

/**
 * Services outside: only those that are approved now, and those that are
 * chosen already, so that they can be left out. Anything else is asked for in
 * place (requirements R6).
 */
export function VendorsInput(props: {
  integrations: readonly Integration[];
  value: readonly string[];
  onChange: (value: string[]) => void;
  /** Looks again at what there is. */
  onAsked?: () => void;
}) {
  const { integrations, value, onChange, onAsked } = props;
  const t = useTexts();
  const [asking, setAsking] = useState(false);
  const now = new Date().toISOString();
  const offered = integrations.filter(
    each =>
      each.kind === 'vendor' &&
      (!approvalEnded(each, now) || value.includes(each.name)),
  );
  return (
    <>
      <ScopesInput
        kind="vendor"
        integrations={offered}
        value={value}
        onChange={onChange}
      />
      <Box display="flex" flexWrap="wrap" alignItems="center" gridGap={8}>
        <Typography variant="body2">{t('form.access.notThere')}</Typography>
        <Button size="small" variant="outlined" onClick={() => setAsking(true)}>
          {t('form.access.request')}
        </Button>
      </Box>
      {asking && (
        <RequestVendorDialog
          onClose={() => setAsking(false)}
          onDone={() => onAsked?.()}
        />
      )}
    </>
  );
}
