import { InfoCard } from '@backstage/core-components';
import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import LinearProgress from '@material-ui/core/LinearProgress';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import {
  ErrorNotice,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useId, useState } from 'react';
import { ToolPage } from '../../list/ToolPage';
import { saveFile } from '../../saveFile';
import { useTexts } from '../../translation/useTexts';
import { useAct } from '../../useAct';
import { ImportRows } from './ImportRows';
import { useImport, type ImportProgress } from './useImport';

/** As much as the registry takes at once. */
const MOST_BYTES = 6_000_000;
const useStyles = makeStyles(theme => ({
  // Reached by keyboard and read out, and seen as its button.
  input: {
    position: 'absolute',
    width: 1,
    height: 1,
    overflow: 'hidden',
    clipPath: 'inset(50%)',
    '&:focus-visible + label': {
      outline: `2px solid ${theme.palette.text.primary}`,
    },
  },
}));

/** Registers many apps from a file: look first, then register. */
export function ImportPage() {
  const api = useMicroAppsApi();
  const t = useTexts();
  const classes = useStyles();
  const inputId = useId();
  const template = useAct();
  const [tooLarge, setTooLarge] = useState(false);
  const { progress, look, register, goOn } = useImport();
  const working = progress?.state === 'working';

  async function choose(file: File | undefined) {
    if (!file) return;
    setTooLarge(file.size > MOST_BYTES);
    if (file.size > MOST_BYTES) return;
    await look({ name: file.name, text: await textOf(file) });
  }

  return (
    <ToolPage title={t('imports.title')} subtitle={t('imports.subtitle')}>
      <InfoCard>
        <Typography variant="body1" paragraph>
          {t('imports.how')}
        </Typography>
        <Box display="flex" flexWrap="wrap" gridGap={16}>
          <Button
            variant="outlined"
            disabled={template.busy}
            onClick={() =>
              template.act(
                async () => saveFile(await api.getImportTemplate()),
                t('mine.exported'),
              )
            }
          >
            {t('imports.template')}
          </Button>
          <input
            id={inputId}
            className={classes.input}
            type="file"
            accept=".csv,text/csv"
            disabled={working}
            onChange={async ({ target }) => {
              await choose(target.files?.[0]);
              // The same file can be chosen again once it is mended.
              target.value = '';
            }}
          />
          <Button
            component="label"
            htmlFor={inputId}
            variant="contained"
            color="primary"
            tabIndex={-1}
            role={undefined}
            disabled={working}
          >
            {t('imports.choose')}
          </Button>
        </Box>
        {template.error && <ErrorNotice error={template.error} />}
        {tooLarge && (
          <Typography role="alert" color="error">
            {t('imports.tooLarge')}
          </Typography>
        )}
      </InfoCard>
      {progress && (
        <Box mt={2}>
          <Progress progress={progress} onGoOn={goOn} />
          {progress.step === 'look' && progress.state === 'done' && (
            <Register progress={progress} onRegister={register} />
          )}
          {progress.refused && (
            <Box my={2}>
              <Button
                variant="outlined"
                disabled={working}
                onClick={() =>
                  saveFile({
                    fileName: `refused-${progress.file.name}`,
                    content: progress.refused,
                  })
                }
              >
                {t('imports.saveRefused')}
              </Button>
              <Typography variant="body2" color="textSecondary">
                {t('imports.saveRefusedHint')}
              </Typography>
            </Box>
          )}
          {progress.rows.length > 0 && <ImportRows rows={progress.rows} />}
        </Box>
      )}
    </ToolPage>
  );
}

/** What a file holds, read as UTF-8; rejects when it cannot be read. */
function textOf(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsText(file);
  });
}

function countsOf({ rows, total = 0 }: ImportProgress) {
  const bad = rows.filter(({ outcome }) => outcome === 'refused').length;
  return { total, bad, good: rows.length - bad };
}

function Progress(props: {
  progress: ImportProgress;
  onGoOn: () => Promise<void>;
}) {
  const { progress, onGoOn } = props;
  const { file, step, state, rows, total, error, next } = progress;
  const t = useTexts();
  const { good, bad } = countsOf(progress);
  const numbers = {
    total: String(total ?? 0),
    good: String(good),
    bad: String(bad),
    done: String(rows.length),
  };
  function sentence() {
    if (state === 'working') {
      return t(
        step === 'look' ? 'imports.looking' : 'imports.working',
        numbers,
      );
    }
    if (step === 'look') {
      return t(bad === 0 ? 'imports.dryAllGood' : 'imports.dry', numbers);
    }
    return t(bad === 0 ? 'imports.doneAllGood' : 'imports.done', numbers);
  }
  return (
    <>
      {total !== undefined && (
        <Typography variant="body2" color="textSecondary">
          {t('imports.chosen', { file: file.name, count: numbers.total })}
        </Typography>
      )}
      {state === 'working' && (
        <LinearProgress
          aria-label={t('imports.progress')}
          variant={total ? 'determinate' : 'indeterminate'}
          value={total ? (100 * rows.length) / total : undefined}
        />
      )}
      {state === 'stopped' ? (
        <>
          {error && <ErrorNotice error={error} />}
          {rows.length > 0 && (
            <Typography variant="body1">
              {t('imports.stopped', { row: String(next) })}
            </Typography>
          )}
          <Button variant="outlined" onClick={onGoOn}>
            {t('imports.again')}
          </Button>
        </>
      ) : (
        <Typography variant="h6" component="p" role="status">
          {sentence()}
        </Typography>
      )}
    </>
  );
}

function Register(props: {
  progress: ImportProgress;
  onRegister: (file: ImportProgress['file']) => Promise<void>;
}) {
  const { progress, onRegister } = props;
  const t = useTexts();
  const count = progress.rows.filter(
    ({ outcome }) => outcome === 'would-register',
  ).length;
  if (count === 0) return null;
  return (
    <Box my={2}>
      <Button
        variant="contained"
        color="primary"
        onClick={() => onRegister(progress.file)}
      >
        {t('imports.start', { count: String(count) })}
      </Button>
      <Typography variant="body2" color="textSecondary">
        {t('imports.startHint')}
      </Typography>
    </Box>
  );
}
