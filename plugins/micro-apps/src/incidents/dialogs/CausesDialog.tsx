import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import FormLabel from '@material-ui/core/FormLabel';
import TextField from '@material-ui/core/TextField';
import { useMicroAppsApi } from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';
import { useTexts } from '../../translation/useTexts';
import { newKey } from '../../newKey';
import { IncidentDialog } from './IncidentDialog';
import type { IncidentDialogProps } from './IncidentDialogs';

const SHORTEST_CAUSES = 10;
const MOST = 20;

interface Remedy {
  /** Tells it from the others while they come and go. */
  readonly key: string;
  readonly what: string;
  readonly until: string;
  readonly who: string;
}

function empty(): Remedy {
  return { key: newKey(), what: '', until: '', who: '' };
}

/** Causes, and what will be done by whom until when; with examples. */
export function CausesDialog(props: IncidentDialogProps) {
  const { id, causes: versions } = props.incident;
  const [newest] = versions;
  const api = useMicroAppsApi();
  const t = useTexts();
  const [causes, setCauses] = useState(newest?.causes ?? '');
  const [remedies, setRemedies] = useState<readonly Remedy[]>(() =>
    newest ? newest.actions.map(each => ({ ...empty(), ...each })) : [empty()],
  );
  const change = (key: string, part: Partial<Remedy>) =>
    setRemedies(before =>
      before.map(each => (each.key === key ? { ...each, ...part } : each)),
    );
  const actions = remedies.map(({ what, until, who }) => ({
    what: what.trim(),
    until,
    who: who.trim(),
  }));
  const ready =
    causes.trim().length >= SHORTEST_CAUSES &&
    actions.every(
      ({ what, until, who }) =>
        what.length > 2 && until !== '' && who.length > 1,
    );
  return (
    <IncidentDialog
      {...props}
      name="causes"
      ready={ready}
      content={{ causes: causes.trim(), actions }}
      send={body => api.writeIncidentCauses(id, body)}
    >
      <TextField
        id="incident-causes"
        label={t('incidents.dialog.causes.causes')}
        helperText={t('incidents.dialog.causes.causesHint')}
        value={causes}
        onChange={({ target }) => setCauses(target.value)}
        fullWidth
        multiline
        required
        margin="normal"
      />
      {remedies.map((remedy, at) => (
        <RemedyFields
          key={remedy.key}
          number={at + 1}
          remedy={remedy}
          onChange={part => change(remedy.key, part)}
          onRemove={
            remedies.length > 1
              ? () =>
                  setRemedies(before =>
                    before.filter(({ key }) => key !== remedy.key),
                  )
              : undefined
          }
        />
      ))}
      {remedies.length < MOST && (
        <Button onClick={() => setRemedies(before => [...before, empty()])}>
          {t('incidents.dialog.causes.more')}
        </Button>
      )}
    </IncidentDialog>
  );
}

function RemedyFields({
  number,
  remedy,
  onChange,
  onRemove,
}: {
  number: number;
  remedy: Remedy;
  onChange: (part: Partial<Remedy>) => void;
  onRemove?: () => void;
}) {
  const t = useTexts();
  const count = { number: String(number) };
  return (
    <Box component="fieldset" border={0} p={0} mt={2}>
      <FormLabel component="legend">
        {t('incidents.dialog.causes.number', count)}
      </FormLabel>
      <TextField
        id={`incident-remedy-${number}-what`}
        label={t('incidents.dialog.causes.action')}
        helperText={t('incidents.dialog.causes.actionHint')}
        value={remedy.what}
        onChange={({ target }) => onChange({ what: target.value })}
        fullWidth
        required
        margin="dense"
      />
      <Box display="flex" flexWrap="wrap" gridGap={16}>
        <TextField
          id={`incident-remedy-${number}-until`}
          type="date"
          label={t('incidents.dialog.causes.until')}
          value={remedy.until}
          onChange={({ target }) => onChange({ until: target.value })}
          InputLabelProps={{ shrink: true }}
          required
          margin="dense"
        />
        <TextField
          id={`incident-remedy-${number}-who`}
          label={t('incidents.dialog.causes.who')}
          helperText={t('incidents.dialog.causes.whoHint')}
          value={remedy.who}
          onChange={({ target }) => onChange({ who: target.value })}
          required
          margin="dense"
        />
      </Box>
      {onRemove && (
        <Button size="small" onClick={onRemove}>
          {t('incidents.dialog.causes.less', count)}
        </Button>
      )}
    </Box>
  );
}
