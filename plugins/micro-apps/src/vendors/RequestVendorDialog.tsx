import Checkbox from '@material-ui/core/Checkbox';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import FormGroup from '@material-ui/core/FormGroup';
import FormLabel from '@material-ui/core/FormLabel';
import Box from '@material-ui/core/Box';
import MenuItem from '@material-ui/core/MenuItem';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import {
  DATA_CLASSES,
  VENDOR_KINDS,
  type DataClass,
  type VendorFacts,
  type VendorKind,
} from '@micro-apps/governance-core';
import type { VendorDetail } from '@micro-apps/plugin-micro-apps-common';
import {
  ConfirmDialog,
  useAsyncResource,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';
import { useTexts } from '../translation/useTexts';
import { useAct } from '../useAct';
import { VendorAsked } from './VendorAsked';
import { linesOf } from './lines';

interface Answers {
  readonly title: string;
  readonly kind: VendorKind;
  readonly purpose: string;
  readonly dataClasses: readonly DataClass[];
  readonly hosts: string;
  readonly packages: string;
  readonly website: string;
  readonly terms: string;
  readonly appId: string;
}

const LABELS = {
  title: 'vendors.form.name',
  kind: 'vendors.kindLabel',
  purpose: 'vendors.form.purpose',
  dataClasses: 'vendors.form.data',
  hosts: 'vendors.form.hosts',
  packages: 'vendors.form.packages',
  website: 'vendors.form.website',
  terms: 'vendors.form.terms',
  appId: 'vendors.form.app',
} as const;

function answersOf(title: string, facts: VendorFacts | undefined): Answers {
  return {
    title: facts?.title ?? title,
    kind: facts?.kind ?? 'general',
    purpose: facts?.purpose ?? '',
    dataClasses: facts?.dataClasses ?? [],
    hosts: facts?.hosts.join('\n') ?? '',
    packages: facts?.sdkPackages.join('\n') ?? '',
    website: facts?.website ?? '',
    terms: facts?.terms ?? '',
    appId: '',
  };
}

/** Asks the reviewers for a vendor, and shows where the request stands. */
export function RequestVendorDialog(props: {
  /** What somebody looked for already. */
  title?: string;
  /** As it was known before: asking again, or renewing. */
  facts?: VendorFacts;
  onClose: () => void;
  onDone: () => void;
}) {
  const { onClose, onDone } = props;
  const api = useMicroAppsApi();
  const t = useTexts();
  const { act, busy, error } = useAct();
  const [answers, setAnswers] = useState(() =>
    answersOf(props.title ?? '', props.facts),
  );
  const [asked, setAsked] = useState<VendorDetail>();
  const mine = useAsyncResource(() => api.listApps({ owner: 'me' }), [api]);
  const change = (part: Partial<Answers>) =>
    setAnswers(before => ({ ...before, ...part }));
  const field = (name: keyof Answers, many = false) => ({
    id: `vendor-${name}`,
    label: t(LABELS[name]),
    value: String(answers[name]),
    onChange: ({ target }: { target: { value: string } }) =>
      change({ [name]: target.value }),
    fullWidth: true,
    multiline: many,
    margin: 'normal' as const,
  });
  if (asked) {
    return <VendorAsked vendor={asked} onClose={onClose} />;
  }
  const ready =
    answers.title.trim().length > 1 &&
    answers.purpose.trim().length > 9 &&
    answers.dataClasses.length > 0;
  return (
    <ConfirmDialog
      open
      title={t('vendors.form.title')}
      confirmText={t('vendors.form.confirm')}
      disabled={!ready}
      busy={busy}
      error={error}
      onClose={onClose}
      onConfirm={async () => {
        const { hosts, packages, website, terms, appId, ...rest } = answers;
        let answer: VendorDetail | undefined;
        const done = await act(async () => {
          answer = await api.requestVendor({
            ...rest,
            dataClasses: [...rest.dataClasses],
            hosts: linesOf(hosts),
            sdkPackages: linesOf(packages),
            website: website.trim() || undefined,
            terms: terms.trim() || undefined,
            appId: appId || undefined,
          });
        }, t('vendors.form.done'));
        if (!done) return;
        onDone();
        setAsked(answer);
      }}
    >
      <Typography paragraph>{t('vendors.form.what')}</Typography>
      <TextField
        {...field('title')}
        required
        helperText={t('vendors.form.nameHint')}
        disabled={props.facts !== undefined}
      />
      <TextField
        {...field('kind')}
        select
        onChange={({ target }) => {
          const kind = VENDOR_KINDS.find(each => each === target.value);
          if (kind) change({ kind });
        }}
      >
        {VENDOR_KINDS.map(each => (
          <MenuItem key={each} value={each}>
            {t(`vendors.kind.${each}`)}
          </MenuItem>
        ))}
      </TextField>
      <TextField {...field('purpose', true)} required />
      <Box component="fieldset" border={0} p={0} mt={2}>
        <FormLabel component="legend">{t('vendors.form.data')}</FormLabel>
        <FormGroup row>
          {DATA_CLASSES.map(each => (
            <FormControlLabel
              key={each}
              label={t(`words.class.${each}`)}
              control={
                <Checkbox
                  color="primary"
                  checked={answers.dataClasses.includes(each)}
                  onChange={(_, checked) =>
                    change({
                      dataClasses: DATA_CLASSES.filter(known =>
                        known === each
                          ? checked
                          : answers.dataClasses.includes(known),
                      ),
                    })
                  }
                />
              }
            />
          ))}
        </FormGroup>
      </Box>
      <TextField
        {...field('hosts', true)}
        helperText={t('vendors.form.hostsHint')}
      />
      <TextField
        {...field('packages', true)}
        helperText={t('vendors.form.packagesHint')}
      />
      <TextField {...field('website')} helperText={t('vendors.form.link')} />
      <TextField {...field('terms')} helperText={t('vendors.form.link')} />
      {(mine.value?.items.length ?? 0) > 0 && (
        <TextField
          {...field('appId')}
          select
          InputLabelProps={{ shrink: true }}
          SelectProps={{ displayEmpty: true }}
        >
          <MenuItem value="">{t('vendors.form.noApp')}</MenuItem>
          {mine.value?.items.map(({ id, name }) => (
            <MenuItem key={id} value={id}>
              {name}
            </MenuItem>
          ))}
        </TextField>
      )}
    </ConfirmDialog>
  );
}
