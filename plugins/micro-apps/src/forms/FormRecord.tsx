import { InfoCard } from '@backstage/core-components';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import {
  artefactMarkdown,
  artefactTemplate,
} from '@micro-apps/governance-core';
import type { ArtefactView } from '@micro-apps/plugin-micro-apps-common';
import { RelativeTime, useToast } from '@micro-apps/plugin-micro-apps-react';
import { PersonName } from '../people/PersonName';
import { saveFile } from '../saveFile';
import { useRichTexts, useTexts } from '../translation/useTexts';

/** Where a form stands, who finished and accepted it, and its versions. */
export function FormRecord({ form }: { form: ArtefactView }) {
  const t = useTexts();
  const rich = useRichTexts();
  const toast = useToast();
  const { state, version, evidenceId, outdated, versions } = form;
  const template = artefactTemplate(form.kind);

  function save() {
    saveFile({
      fileName: `${form.kind}-${version}.md`,
      content: artefactMarkdown(template, form.answers, {
        appName: form.appName,
        version,
        state,
        at: form.finishedAt ?? form.changedAt,
      }),
      type: 'text/markdown',
    });
    toast({ message: t('forms.markdownDone') });
  }

  return (
    <InfoCard title={t('forms.record')}>
      <Typography paragraph>{t(`forms.state.${state}`)}</Typography>
      {outdated && <Typography paragraph>{t('forms.outdated')}</Typography>}
      {state === 'draft' && evidenceId && (
        <Typography paragraph>{t('forms.earlier')}</Typography>
      )}
      {form.finishedBy && form.finishedAt && (
        <Typography paragraph>
          {rich('forms.by', {
            person: <PersonName personRef={form.finishedBy} />,
            time: <RelativeTime at={form.finishedAt} />,
          })}
        </Typography>
      )}
      {form.reviewedBy && form.reviewedAt && (
        <Typography paragraph>
          {rich('forms.reviewed', {
            person: <PersonName personRef={form.reviewedBy} />,
            time: <RelativeTime at={form.reviewedAt} />,
            reason: form.reviewReason ?? '',
          })}
        </Typography>
      )}
      {form.contentDigest && (
        <Typography
          variant="body2"
          paragraph
          style={{ wordBreak: 'break-all' }}
        >
          {t('forms.digest', { digest: form.contentDigest })}
        </Typography>
      )}
      {versions.length > 0 && (
        <>
          <Typography variant="subtitle2" component="h3">
            {t('forms.versions')}
          </Typography>
          <ul>
            {versions.map(saved => (
              <li key={saved.version}>
                {rich('forms.version', {
                  version: String(saved.version),
                  person: <PersonName personRef={saved.by} />,
                  time: <RelativeTime at={saved.at} />,
                })}
              </li>
            ))}
          </ul>
          <Button variant="outlined" onClick={save}>
            {t('forms.markdown')}
          </Button>
        </>
      )}
    </InfoCard>
  );
}
