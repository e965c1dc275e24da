import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import type { PolicyRuleView } from '@micro-apps/plugin-micro-apps-common';
import {
  EmptyNotice,
  ErrorNotice,
  LoadingRows,
  RelativeTime,
  useAsyncResource,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';
import { ListTable } from '../../list/ListTable';
import { PersonName } from '../../people/PersonName';
import { WeakenedBanner } from '../../policy/WeakenedBanner';
import { useTableStyles } from '../../tableStyles';
import { useRichTexts, useTexts } from '../../translation/useTexts';
import { SwitchRuleDialog } from './SwitchRuleDialog';
import { useRuleName } from './useRuleName';

/** Every company rule, how it acts where, and who switched it. */
export function RuleModes() {
  const api = useMicroAppsApi();
  const [changing, setChanging] = useState<PolicyRuleView>();
  const { value, error, loading, reload } = useAsyncResource(
    async () => ({
      policy: await api.getPolicy(),
      environments: (await api.getModel()).settings.environments,
    }),
    [api],
  );
  const t = useTexts();
  if (error) return <ErrorNotice error={error} onRetry={reload} />;
  if (loading || !value) return <LoadingRows rows={6} />;
  const { policy, environments } = value;
  if (policy.rules.length === 0) {
    return <EmptyNotice title={t('rules.none')} text={t('rules.noneText')} />;
  }
  return (
    <>
      <WeakenedBanner key={policy.revision} />
      {!policy.maySwitch && (
        <Typography variant="body2" gutterBottom>
          {t('rules.mayNot')}
        </Typography>
      )}
      <RuleTable
        rules={policy.rules}
        onChange={policy.maySwitch ? setChanging : undefined}
      />
      {changing && (
        <SwitchRuleDialog
          rule={changing}
          revision={policy.revision}
          rings={environments.map(({ name }) => name)}
          onClose={done => {
            setChanging(undefined);
            if (done) reload();
          }}
        />
      )}
    </>
  );
}

function RuleTable({
  rules,
  onChange,
}: {
  rules: readonly PolicyRuleView[];
  /** Left out: she may only look. */
  onChange?: (rule: PolicyRuleView) => void;
}) {
  const t = useTexts();
  const rich = useRichTexts();
  const nameOf = useRuleName();
  const { long, name, short, spare } = useTableStyles();
  return (
    <ListTable
      label={t('rules.table')}
      columns={[
        [name, t('rules.rule')],
        [name, t('rules.how')],
        [`${long} ${spare}`, t('rules.since')],
        onChange !== undefined && [short, t('rules.change')],
      ]}
    >
      {switchedFirst(rules).map(rule => (
        <TableRow key={rule.id}>
          <TableCell className={name}>
            {nameOf(rule.id)}
            {nameOf(rule.id) !== rule.id && (
              <Typography variant="body2" color="textSecondary">
                {rule.id}
              </Typography>
            )}
          </TableCell>
          <TableCell className={name}>
            {t(`rules.mode.${rule.mode}`)}
            {Object.entries(rule.rings ?? {}).map(([ring, mode]) => (
              <Box key={ring}>
                {t('rules.inRing', { ring, mode: t(`rules.mode.${mode}`) })}
              </Box>
            ))}
          </TableCell>
          <TableCell className={`${long} ${spare}`}>
            {rule.switches?.map(({ ring, by, at, reason }) => (
              <Typography key={ring ?? ''} variant="body2">
                {ring !== undefined && `${ring}: `}
                {rich('rules.switchedBy', {
                  person: <PersonName personRef={by} />,
                  time: <RelativeTime at={at} />,
                  reason,
                })}
              </Typography>
            ))}
          </TableCell>
          {onChange && (
            <TableCell className={short}>
              <Button
                size="small"
                variant="outlined"
                aria-label={t('rules.changeOf', { rule: nameOf(rule.id) })}
                onClick={() => onChange(rule)}
              >
                {t('rules.change')}
              </Button>
            </TableCell>
          )}
        </TableRow>
      ))}
    </ListTable>
  );
}

/** What people switched is what people look for. */
function switchedFirst(
  rules: readonly PolicyRuleView[],
): readonly PolicyRuleView[] {
  const isSwitched = ({ switches = [] }: PolicyRuleView) => switches.length > 0;
  return [
    ...rules.filter(isSwitched),
    ...rules.filter(rule => !isSwitched(rule)),
  ];
}
