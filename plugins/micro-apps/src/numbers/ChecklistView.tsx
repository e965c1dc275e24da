import { Link } from '@backstage/core-components';
import Box from '@material-ui/core/Box';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import {
  CHECK_STATES,
  type ChecklistAnswer,
} from '@micro-apps/governance-core';
import { ListTable } from '../list/ListTable';
import { useTableStyles } from '../tableStyles';
import { useTexts } from '../translation/useTexts';
import { AnswerMark } from './AnswerMark';

/** The daily checklist: what is asked, the answer, and the apps behind it. */
export function ChecklistView({
  checklist,
}: {
  checklist: readonly ChecklistAnswer[];
}) {
  const t = useTexts();
  const { short, long } = useTableStyles();
  return (
    <>
      <Typography paragraph>{t('numbers.checklist.text')}</Typography>
      <ListTable
        label={t('numbers.view.checklist')}
        columns={[
          [long, t('numbers.checklist.question')],
          [long, t('numbers.checklist.answer')],
          [short, t('numbers.checklist.behind')],
        ]}
      >
        {checklist.map(item => (
          <TableRow key={item.id}>
            <TableCell className={long}>
              <Typography variant="subtitle1" component="p">
                {item.question}
              </Typography>
              <Typography variant="body2">{item.definition}</Typography>
            </TableCell>
            <TableCell className={long}>
              <AnswerMark {...item} />
              <Typography variant="body2">{item.because}</Typography>
            </TableCell>
            <TableCell className={short}>
              {CHECK_STATES.filter(state => item.counts[state] > 0).map(
                state => (
                  <Box key={state}>
                    <Link
                      to={`/micro-apps/numbers/apps?check=${item.id}&state=${state}`}
                      aria-label={t('numbers.checklist.listOf', {
                        question: item.question,
                        state: t(`numbers.checklist.states.${state}`),
                        apps: item.counts[state].toLocaleString(),
                      })}
                    >
                      {t('numbers.checklist.list', {
                        state: t(`numbers.checklist.states.${state}`),
                        apps: item.counts[state].toLocaleString(),
                      })}
                    </Link>
                  </Box>
                ),
              )}
            </TableCell>
          </TableRow>
        ))}
      </ListTable>
    </>
  );
}
