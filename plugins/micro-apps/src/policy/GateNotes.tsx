import Box from '@material-ui/core/Box';
import Typography from '@material-ui/core/Typography';
import type { AppDetail } from '@micro-apps/plugin-micro-apps-common';
import { useTexts } from '../translation/useTexts';

/** What the gate asks for without closing; for reviewers also rules on trial. */
export function GateNotes({ app }: { app: AppDetail }) {
  const t = useTexts();
  const { obligations, observations = [] } = app.gate;
  return (
    <>
      <Notes title={t('decision.alsoToDo')} notes={obligations} />
      {app.viewer.canReview && (
        <Notes title={t('decision.onTrial')} notes={observations} />
      )}
    </>
  );
}

function Notes(props: {
  title: string;
  notes: readonly { readonly code: string; readonly because: string }[];
}) {
  const { title, notes } = props;
  if (notes.length === 0) return null;
  return (
    <Box mt={1}>
      <Typography variant="subtitle2">{title}</Typography>
      <Box component="ul" pl={2} my={0} aria-label={title}>
        {notes.map(({ code, because }) => (
          <li key={`${code}:${because}`}>{because}</li>
        ))}
      </Box>
    </Box>
  );
}
