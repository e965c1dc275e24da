import { InfoCard, Link } from '@backstage/core-components';
import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import type {
  ContainmentView,
  HoldView,
} from '@micro-apps/plugin-micro-apps-common';
import {
  RelativeTime,
  type AsyncResource,
} from '@micro-apps/plugin-micro-apps-react';
import { PersonName } from '../people/PersonName';
import type { PanelProps } from '../risk/panel';
import { useRichTexts, useTexts } from '../translation/useTexts';

/** Whether there is anything to do or to read; for most people there is not. */
export function hasHoldPanel(view: ContainmentView | undefined): boolean {
  return (
    view !== undefined &&
    (view.viewer.mayHold.length > 0 || view.earlier.length > 0)
  );
}

/** The ways to hold an app, for those who may, and what was held before. */
export function HoldPanel({
  containment,
  onOpen,
}: PanelProps & {
  readonly containment: AsyncResource<ContainmentView | undefined>;
}) {
  const t = useTexts();
  const { value } = containment;
  if (!value) return null;
  const { earlier, viewer } = value;
  return (
    <InfoCard title={t('containment.panel.title')}>
      {viewer.mayHold.length > 0 && (
        <>
          <Typography variant="body1">{t('containment.panel.text')}</Typography>
          <Box display="flex" flexWrap="wrap" gridGap={8} mt={1} mb={1}>
            {viewer.mayHold.map(action => (
              <Button
                key={action}
                variant="outlined"
                onClick={() => onOpen({ kind: 'contain', action })}
              >
                {t(`containment.action.${action}`)}
              </Button>
            ))}
          </Box>
          <Link to="/micro-apps/fleet">{t('fleet.title')}</Link>
        </>
      )}
      {earlier.length > 0 && (
        <Box component="details">
          <summary>
            {t('containment.earlier', { count: String(earlier.length) })}
          </summary>
          <Box mt={1}>
            {earlier.map(hold => (
              <EarlierHold key={hold.id} hold={hold} />
            ))}
          </Box>
        </Box>
      )}
    </InfoCard>
  );
}

function EarlierHold({ hold }: { hold: HoldView }) {
  const rich = useRichTexts();
  const { ended, endedAt, endedBy } = hold;
  return (
    <Box mb={1}>
      <Typography variant="body2">
        {rich(`containment.was.${hold.standing}`, {
          person: <PersonName personRef={hold.by} />,
          time: <RelativeTime at={hold.since} />,
          reason: hold.reason,
        })}
      </Typography>
      {ended && endedAt && endedBy && (
        <Typography variant="body2" color="textSecondary">
          {rich(`containment.ended.${ended}`, {
            person: <PersonName personRef={endedBy} />,
            time: <RelativeTime at={endedAt} />,
            reason: hold.endReason ?? '',
          })}
        </Typography>
      )}
    </Box>
  );
}
