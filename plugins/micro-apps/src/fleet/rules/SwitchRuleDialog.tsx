import FormControl from '@material-ui/core/FormControl';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import FormHelperText from '@material-ui/core/FormHelperText';
import FormLabel from '@material-ui/core/FormLabel';
import Radio from '@material-ui/core/Radio';
import RadioGroup from '@material-ui/core/RadioGroup';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import {
  effectiveMode,
  RULE_MODES,
  switchMode,
  type RuleMode,
} from '@micro-apps/governance-core';
import type {
  PolicyRuleView,
  RulePreviewView,
} from '@micro-apps/plugin-micro-apps-common';
import {
  ConfirmDialog,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';
import { ReasonField, SHORTEST_REASON } from '../../dialogs/ReasonField';
import { useTexts } from '../../translation/useTexts';
import { useAct } from '../../useAct';
import { RulePreview } from './RulePreview';
import { useRuleName } from './useRuleName';

const CHOICES = [...RULE_MODES, 'take-back'] as const;
type Choice = (typeof CHOICES)[number];

/** Where, how, what it touches, and why; then the rule is switched. */
export function SwitchRuleDialog(props: {
  rule: PolicyRuleView;
  revision: string;
  /** Names of the environments. */
  rings: readonly string[];
  /** It was closed; `true`: the rule is switched. */
  onClose: (done: boolean) => void;
}) {
  const { rule, revision, rings, onClose } = props;
  const api = useMicroAppsApi();
  const t = useTexts();
  const nameOf = useRuleName();
  const { act, busy, error } = useAct();
  const [ring, setRing] = useState('');
  const [choice, setChoice] = useState<Choice>();
  const [preview, setPreview] = useState<RulePreviewView>();
  const [reason, setReason] = useState('');
  const where = ring || undefined;
  const now = effectiveMode({ rule, ring: where });
  const without = rule.switches?.find(each => each.ring === where)?.without;
  const to = choice === 'take-back' ? without : choice;
  const needsPreview = to === 'enforce' && now !== 'enforce';
  const looked = preview?.state === 'done';

  return (
    <ConfirmDialog
      open
      title={t('rules.dialog.title')}
      confirmText={t('rules.dialog.confirm')}
      disabled={
        to === undefined ||
        reason.trim().length < SHORTEST_REASON ||
        (needsPreview && !looked)
      }
      busy={busy}
      error={error}
      onClose={() => onClose(false)}
      onConfirm={async () => {
        if (choice === undefined) return;
        const done = await act(
          () =>
            api.switchRule(rule.id, {
              ring: where,
              mode: choice,
              reason: reason.trim(),
              expectedRevision: revision,
              previewId: preview?.id,
            }),
          t('rules.dialog.done'),
        );
        if (done) onClose(true);
      }}
    >
      <Typography gutterBottom>{nameOf(rule.id)}</Typography>
      <TextField
        id="rule-ring"
        select
        SelectProps={{ native: true }}
        InputLabelProps={{ shrink: true }}
        label={t('rules.dialog.where')}
        helperText={t('rules.dialog.now', { mode: t(`rules.mode.${now}`) })}
        value={ring}
        margin="normal"
        onChange={({ target }) => {
          setRing(target.value);
          setChoice(undefined);
          setPreview(undefined);
        }}
      >
        <option value="">{t('rules.everywhere')}</option>
        {rings.map(name => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </TextField>
      <FormControl component="fieldset" margin="normal">
        <FormLabel component="legend">{t('rules.dialog.to')}</FormLabel>
        <RadioGroup
          name="rule-mode"
          value={choice ?? ''}
          onChange={({ target }) => {
            setChoice(CHOICES.find(each => each === target.value));
            setPreview(undefined);
          }}
        >
          {CHOICES.map(each => (
            <ModeChoice
              key={each}
              choice={each}
              now={now}
              without={without}
              allowed={
                each === 'take-back' ||
                switchMode({ rule, ring: where, to: each }).ok
              }
            />
          ))}
        </RadioGroup>
        {now === 'observe' && (
          <FormHelperText>{t('rules.dialog.warnFirst')}</FormHelperText>
        )}
      </FormControl>
      {to !== undefined && to !== now && (
        <RulePreview
          key={`${ring} ${to}`}
          wanted={{ rule: rule.id, ring: where, mode: to }}
          preview={preview}
          onPreview={setPreview}
        />
      )}
      <ReasonField
        id="rule-reason"
        label={t('rules.dialog.reason')}
        hint={t('rules.dialog.reasonHint')}
        value={reason}
        onChange={setReason}
      />
    </ConfirmDialog>
  );
}

/** One way to act, with what it means; the one of now is no choice. */
function ModeChoice(props: {
  choice: Choice;
  now: RuleMode;
  without?: RuleMode;
  allowed: boolean;
}) {
  const { choice, now, without, allowed } = props;
  const t = useTexts();
  if (choice === 'take-back') {
    return without === undefined ? null : (
      <FormControlLabel
        value={choice}
        control={<Radio color="primary" />}
        label={t('rules.dialog.without', { mode: t(`rules.mode.${without}`) })}
      />
    );
  }
  return (
    <FormControlLabel
      value={choice}
      disabled={!allowed || choice === now}
      control={<Radio color="primary" />}
      label={`${t(`rules.mode.${choice}`)}: ${t(`rules.modeText.${choice}`)}`}
    />
  );
}
