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
import { useAct } from '../../useAct';
import type { DialogProps } from './RiskDialogs';

const TITLES: Record<DocumentKind, string> = {
  'incident-response-plan': 'Incident plan',
  'encryption-statement': 'How the data is encrypted',
};

/** A document as a few questions with examples. */
export function DocumentDialog({
  app,
  kind,
  onClose,
  onDone,
}: DialogProps & { kind: DocumentKind }) {
  const api = useMicroAppsApi();
  const { act, busy, error } = useAct();
  const [answers, setAnswers] = useState<Record<string, string>>({});
  const questions = DOCUMENT_QUESTIONS[kind];
  const missing = questions.some(({ id }) => !answers[id]?.trim());
  return (
    <ConfirmDialog
      open
      title={TITLES[kind]}
      confirmText="Hand it in"
      disabled={missing}
      busy={busy}
      error={error}
      onClose={onClose}
      onConfirm={async () => {
        const { id, envelopeHash } = app;
        const done = await act(
          () => api.submitDocument(id, { kind, envelopeHash, answers }),
          `${TITLES[kind]} handed in`,
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
          helperText={`For example: ${example}`}
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
