import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { artefactTemplate } from '@micro-apps/governance-core';
import type { ArtefactView } from '@micro-apps/plugin-micro-apps-common';
import { useTexts } from '../translation/useTexts';

/** A form to read. What people wrote is shown as text. */
export function FormText({
  form,
  onChange,
}: {
  form: ArtefactView;
  /** Left out: the person may not change it. */
  onChange?: () => void;
}) {
  const t = useTexts();
  return (
    <>
      {artefactTemplate(form.kind).sections.map(({ title, questions }) => (
        <Box key={title} mb={3}>
          <Typography variant="h6" component="h2">
            {title}
          </Typography>
          {questions.map(({ id, question }) => (
            <Box key={id} mt={1}>
              <Typography variant="subtitle2" component="h3">
                {question}
              </Typography>
              <Typography style={{ whiteSpace: 'pre-wrap' }}>
                {form.answers[id]?.trim() || <em>{t('forms.notAnswered')}</em>}
              </Typography>
            </Box>
          ))}
        </Box>
      ))}
      {onChange && (
        <Button variant="outlined" onClick={onChange}>
          {t('forms.change')}
        </Button>
      )}
    </>
  );
}
