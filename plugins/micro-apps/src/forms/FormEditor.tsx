import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import LinearProgress from '@material-ui/core/LinearProgress';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import {
  artefactProgress,
  artefactTemplate,
  finishProblems,
  questionsOf,
  type ArtefactQuestion,
} from '@micro-apps/governance-core';
import type { ArtefactView } from '@micro-apps/plugin-micro-apps-common';
import {
  ErrorNotice,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';
import { useTexts } from '../translation/useTexts';
import { useAct } from '../useAct';

/**
 * The questions of a form with their examples. What was typed stays when
 * saving does not work.
 */
export function FormEditor({
  appId,
  form,
  onDone,
}: {
  appId: string;
  form: ArtefactView;
  onDone: () => void;
}) {
  const api = useMicroAppsApi();
  const t = useTexts();
  const { act, busy, error } = useAct();
  const [answers, setAnswers] = useState(form.answers);
  const [kept, setKept] = useState(form);
  const { kind } = form;
  const template = artefactTemplate(kind);
  const progress = artefactProgress(template, answers);
  const changed = questionsOf(template).some(
    ({ id }) => (answers[id] ?? '') !== (kept.answers[id] ?? ''),
  );
  const left = finishProblems(template, answers);
  const required = progress.required - progress.left;

  async function save() {
    const saved = await api.saveArtefact(appId, kind, {
      answers,
      expectedVersion: kept.version,
    });
    setKept(saved);
    return saved;
  }
  async function finish() {
    // What is finished is what stands here, so it is saved first.
    const isSaved = kept.state === 'draft' && !changed;
    const saved = isSaved ? kept : await save();
    await api.finishArtefact(appId, kind, {
      expectedVersion: saved.version,
      envelopeHash: form.envelopeHash,
    });
  }

  return (
    <>
      <Typography id="form-progress">
        {t('forms.progress', {
          done: String(required),
          required: String(progress.required),
        })}
      </Typography>
      <LinearProgress
        variant="determinate"
        aria-label={t('forms.progressLabel')}
        value={(100 * required) / progress.required}
      />
      {template.sections.map(({ title, questions }) => (
        <Box key={title} mt={3}>
          <Typography variant="h6" component="h2">
            {title}
          </Typography>
          {questions.map(question => (
            <Answer
              key={question.id}
              question={question}
              value={answers[question.id] ?? ''}
              onChange={answer =>
                setAnswers(before => ({ ...before, [question.id]: answer }))
              }
            />
          ))}
        </Box>
      ))}
      {left.length > 0 && (
        <Typography variant="body2">
          {t('forms.left', {
            questions: left.map(({ message }) => message).join(' · '),
          })}
        </Typography>
      )}
      {error && <ErrorNotice error={error} />}
      <Box
        mt={2}
        display="flex"
        flexWrap="wrap"
        alignItems="center"
        gridGap={8}
      >
        <Button
          variant="outlined"
          disabled={busy || !changed}
          onClick={async () => {
            if (await act(save, t('forms.saved'))) onDone();
          }}
        >
          {t('forms.save')}
        </Button>
        <Button
          variant="contained"
          color="primary"
          disabled={busy || left.length > 0}
          onClick={async () => {
            if (await act(finish, t('forms.finished'))) onDone();
          }}
        >
          {template.acceptedBy ? t('forms.finishAndHand') : t('forms.finish')}
        </Button>
        {changed && (
          <Typography variant="body2">{t('forms.unsaved')}</Typography>
        )}
      </Box>
    </>
  );
}

function Answer({
  question: { id, question, help, example, required },
  value,
  onChange,
}: {
  question: ArtefactQuestion;
  value: string;
  onChange: (answer: string) => void;
}) {
  const t = useTexts();
  return (
    <TextField
      id={`form-${id}`}
      label={required ? question : t('forms.optional', { question })}
      helperText={t('forms.help', { help, example })}
      value={value}
      onChange={({ target }) => onChange(target.value)}
      required={required}
      fullWidth
      multiline
      margin="normal"
    />
  );
}
