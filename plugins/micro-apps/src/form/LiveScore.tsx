import { identityApiRef, useApi } from '@backstage/core-plugin-api';
import Box from '@material-ui/core/Box';
import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import {
  explainScore,
  scoreRisk,
  type Integration,
  type RiskModel,
} from '@micro-apps/governance-core';
import { registrationSchema } from '@micro-apps/plugin-micro-apps-common';
import {
  asksForWays,
  BandChip,
  ErrorNotice,
  ScoreReasons,
  useAsyncResource,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import useDebounce from 'react-use/esm/useDebounce';
import { useMemo, useState } from 'react';
import { useTexts } from '../translation/useTexts';
import { draftOf, type FormValues } from './draft';
import { FloatingScore } from './FloatingScore';

/**
 * The score of the answers so far, by the same function as the backend; what
 * the company's own rules add comes from the backend once all is answered.
 */
export function LiveScore({ values }: { values: FormValues }) {
  const t = useTexts();
  const api = useMicroAppsApi();
  const identity = useApi(identityApiRef);
  const [card, setCard] = useState<HTMLElement | null>(null);
  const known = useAsyncResource(
    async () => ({
      owner: (await identity.getBackstageIdentity()).userEntityRef,
      model: (await api.getModel()).riskModel,
      integrations: (await api.getIntegrations()).items,
    }),
    [api, identity],
  );
  const { value, error, reload } = known;
  // Name and purpose count for nothing: typing them works out nothing anew.
  const counted = JSON.stringify({ ...values, name: '', purpose: '' });
  const explained = useMemo(
    () => value && explain(JSON.parse(counted), value),
    [counted, value],
  );
  if (!value || !explained) {
    return error ? (
      <ErrorNotice error={error} onRetry={reload} />
    ) : (
      <Typography variant="body2">{t('form.score.working')}</Typography>
    );
  }
  const { score, ways } = explained;
  return (
    <Box mt={3}>
      <Paper variant="outlined" ref={setCard} tabIndex={-1}>
        <Box p={2} aria-live="polite">
          <Box display="flex" alignItems="center" flexWrap="wrap" gridGap={12}>
            <Typography variant="h6" component="h3">
              {t('form.score.title')}
            </Typography>
            <BandChip band={score.band} score={score.score} />
          </Box>
          <Typography variant="body2">
            {t(`form.score.${score.band}`)}
          </Typography>
          <ScoreReasons score={score} ways={ways} />
          <CompanyRules values={values} owner={value.owner} />
        </Box>
      </Paper>
      <FloatingScore card={card} score={score} />
    </Box>
  );
}

/** The score, and what lowers it together when no single change does. */
function explain(
  values: FormValues,
  known: {
    owner: string;
    model: RiskModel;
    integrations: readonly Integration[];
  },
) {
  const { owner, ...rules } = known;
  const facts = {
    registration: draftOf(values, owner),
    ...rules,
    now: new Date().toISOString(),
  };
  const score = scoreRisk(facts);
  return { score, ways: asksForWays(score) ? explainScore(facts).ways : [] };
}

/** What the backend's rules say, once the answers are complete. */
function CompanyRules({
  values,
  owner,
}: {
  values: FormValues;
  owner: string;
}) {
  const t = useTexts();
  const api = useMicroAppsApi();
  const text = JSON.stringify(draftOf(values, owner));
  const [settled, setSettled] = useState(text);
  useDebounce(() => setSettled(text), 500, [text]);
  const parsed = registrationSchema.safeParse(JSON.parse(settled));
  const { value, error, loading, reload } = useAsyncResource(
    async () =>
      parsed.success
        ? await api.preview({ registration: parsed.data })
        : undefined,
    [api, settled],
  );
  if (!parsed.success) {
    return (
      <Typography variant="body2" color="textSecondary">
        {t('form.score.later')}
      </Typography>
    );
  }
  if (loading || settled !== text) {
    return (
      <Typography variant="body2" color="textSecondary">
        {t('form.score.checking')}
      </Typography>
    );
  }
  if (error) {
    return <ErrorNotice error={error} onRetry={reload} />;
  }
  return (
    <Typography variant="body2" color="textSecondary">
      {value?.decision.allowed === false
        ? t('form.score.rules', {
            because: value.decision.violations
              .map(({ because, next }) =>
                next ? `${because}. ${next}.` : `${because}.`,
              )
              .join(' '),
          })
        : t('form.score.clear')}
    </Typography>
  );
}
