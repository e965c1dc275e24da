import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import FormControl from '@material-ui/core/FormControl';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import FormLabel from '@material-ui/core/FormLabel';
import Radio from '@material-ui/core/Radio';
import RadioGroup from '@material-ui/core/RadioGroup';
import Typography from '@material-ui/core/Typography';
import {
  REVIEW_ANSWERS,
  REVIEW_LINES,
  type ReviewAnswer,
  type ReviewLine,
} from '@micro-apps/governance-core';
import type { AppDetail } from '@micro-apps/plugin-micro-apps-common';
import {
  ConfirmDialog,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useState, type ReactNode } from 'react';
import { PersonName } from '../people/PersonName';
import { useTexts } from '../translation/useTexts';
import { useAct } from '../useAct';

const ALL_RIGHT = {
  purpose: 'yes',
  data: 'yes',
  scopes: 'yes',
  vendors: 'yes',
  retention: 'yes',
  successor: 'yes',
} as const;

/**
 * The owner says of each line whether it is still right. What has changed leads
 * to the registration form: nothing is confirmed that is wrong.
 */
export function AttestReviewDialog(props: {
  app: AppDetail;
  onEdit: () => void;
  /** It was closed; `true`: it was done. */
  onClose: (done: boolean) => void;
}) {
  const { app, onEdit, onClose } = props;
  const api = useMicroAppsApi();
  const t = useTexts();
  const { act, busy, error } = useAct();
  const [answers, setAnswers] = useState<
    Readonly<Partial<Record<ReviewLine, ReviewAnswer>>>
  >({});
  const shown = useShown(app);
  const changed = REVIEW_LINES.some(line => answers[line] === 'changed');
  const ready = REVIEW_LINES.every(line => answers[line] === 'yes');
  return (
    <ConfirmDialog
      open
      title={t('annualReview.dialog.title')}
      confirmText={t('annualReview.dialog.confirm')}
      disabled={!ready}
      busy={busy}
      error={error}
      onClose={() => onClose(false)}
      onConfirm={async () => {
        const done = await act(
          () =>
            api.attestReview(app.id, {
              expectedVersion: app.version,
              answers: ALL_RIGHT,
            }),
          t('annualReview.dialog.done'),
        );
        if (done) onClose(true);
      }}
    >
      <Typography>{t('annualReview.dialog.text')}</Typography>
      {REVIEW_LINES.map(line => (
        <Box key={line} mt={2}>
          <FormControl component="fieldset">
            <FormLabel component="legend">
              {t(`annualReview.dialog.line.${line}`)}
            </FormLabel>
            <Typography variant="body2">{shown[line]}</Typography>
            <RadioGroup
              row
              aria-label={t(`annualReview.dialog.line.${line}`)}
              value={answers[line] ?? ''}
              onChange={(_, value) => {
                const answer = REVIEW_ANSWERS.find(each => each === value);
                if (answer) setAnswers({ ...answers, [line]: answer });
              }}
            >
              {REVIEW_ANSWERS.map(answer => (
                <FormControlLabel
                  key={answer}
                  value={answer}
                  control={<Radio color="primary" size="small" />}
                  label={t(`annualReview.dialog.${answer}`)}
                />
              ))}
            </RadioGroup>
          </FormControl>
        </Box>
      ))}
      {changed && (
        <Box mt={2} role="status">
          <Typography variant="body2" paragraph>
            {t('annualReview.dialog.changedText')}
          </Typography>
          <Button variant="outlined" onClick={onEdit}>
            {t('annualReview.dialog.edit')}
          </Button>
        </Box>
      )}
    </ConfirmDialog>
  );
}

/** Each line as it is registered now. */
function useShown({
  registration,
  effectiveClass,
}: AppDetail): Readonly<Record<ReviewLine, ReactNode>> {
  const t = useTexts();
  const { purpose, dataTypes, scopes, vendors, retentionDays, successor } =
    registration;
  const list = (items: readonly string[]) =>
    items.length > 0 ? items.join(', ') : t('annualReview.dialog.nothing');
  return {
    purpose,
    data: list([
      t(`words.class.${effectiveClass}`),
      ...dataTypes.map(({ category }) => t(`words.categoryShort.${category}`)),
    ]),
    scopes: list(scopes),
    vendors: list(vendors),
    retention: t('annualReview.dialog.days', { days: String(retentionDays) }),
    successor: successor ? (
      <PersonName personRef={successor} />
    ) : (
      t('annualReview.dialog.nothing')
    ),
  };
}
