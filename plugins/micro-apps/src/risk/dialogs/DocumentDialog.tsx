import TextField from '@material-ui/core/TextField';
import {
  DOCUMENT_QUESTIONS,
  type DocumentKind,
} from '@micro-apps/plugin-micro-apps-common';
import {
  ConfirmDialog,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';
import { useTexts } from '../../translation/useTexts';
import { useAct } from '../../useAct';
import type { DialogProps } from './RiskDialogs';

/** A document as a few questions with examples. */
export function DocumentDialog({
  app,
  kind,
  onClose,
  onDone,
}: DialogProps & { kind: DocumentKind }) {
  const api = useMicroAppsApi();
  const t = useTexts();
  const { act, busy, error } = useAct();
  const [answers, setAnswers] = useState<Record<string, string>>({});
  const title = t(`dialogs.document.${kind}`);
  const questions = DOCUMENT_QUESTIONS[kind];
  const missing = questions.some(({ id }) => !answers[id]?.trim());
  return (
    <ConfirmDialog
      open
      title={title}
      confirmText={t('dialogs.document.confirm')}
      disabled={missing}
      busy={busy}
      error={error}
      onClose={onClose}
      onConfirm={async () => {
        const { id, envelopeHash } = app;
        const done = await act(
          () => api.submitDocument(id, { kind, envelopeHash, answers }),
          t('dialogs.document.done', { title }),
        );
        onDone();
        if (done) onClose();
      }}
    >
      {questions.map(({ id, question, example }) => (
        <TextField
          key={id}
          id={`document-${id}`}
          label={question}
          helperText={t('dialogs.document.example', { example })}
          value={answers[id] ?? ''}
          onChange={({ target }) =>
            setAnswers(before => ({ ...before, [id]: target.value }))
          }
          fullWidth
          multiline
          margin="normal"
          required
        />
      ))}
    </ConfirmDialog>
  );
}
