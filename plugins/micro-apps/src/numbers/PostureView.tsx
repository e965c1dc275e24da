import Grid from '@material-ui/core/Grid';
import Typography from '@material-ui/core/Typography';
import {
  APP_STANDING_TABLE,
  BANDS,
  DATA_CATEGORIES,
  DATA_CLASSES,
  type NamedCount,
  type Posture,
  type TopCounts,
} from '@micro-apps/governance-core';
import type { ReactNode } from 'react';
import { PersonName } from '../people/PersonName';
import { useTexts } from '../translation/useTexts';
import { BarTable, type Bar } from './BarTable';

const PARTS = [
  'bands',
  'classes',
  'dataTypes',
  'scopes',
  'units',
  'owners',
  'standings',
] as const;
type Part = (typeof PARTS)[number];

/** Where all apps stand, chart by chart. */
export function PostureView({ posture }: { posture: Posture }) {
  const t = useTexts();
  const nameOf = useNames();
  const { inUse, active, withAccess, clients, withPersonalData } = posture;
  const everything = posture.standings.reduce((sum, { apps }) => sum + apps, 0);
  return (
    <Grid container spacing={3}>
      <Grid item xs={12}>
        <Typography>
          {t('numbers.posture.sum', {
            inUse: inUse.toLocaleString(),
            active: active.toLocaleString(),
            withAccess: withAccess.toLocaleString(),
            clients: clients.toLocaleString(),
            withPersonalData: withPersonalData.toLocaleString(),
          })}
        </Typography>
      </Grid>
      {PARTS.map(part => (
        <Grid item xs={12} md={6} key={part}>
          <BarTable
            title={t(`numbers.posture.${part}`)}
            text={t(`numbers.posture.${part}Text`)}
            bars={barsOf(
              posture[part],
              name => nameOf(part, name),
              names =>
                t('numbers.table.others', { names: names.toLocaleString() }),
            )}
            of={part === 'standings' ? everything : inUse}
          />
        </Grid>
      ))}
    </Grid>
  );
}

function barsOf(
  counts: readonly NamedCount[] | TopCounts,
  nameOf: (name: string) => ReactNode,
  others: (names: number) => string,
): readonly Bar[] {
  const { top, otherNames, otherApps } =
    'top' in counts ? counts : { top: counts, otherNames: 0, otherApps: 0 };
  return [
    ...top.map(({ name, apps }) => ({ key: name, name: nameOf(name), apps })),
    ...(otherNames > 0
      ? [{ key: ' others', name: others(otherNames), apps: otherApps }]
      : []),
  ];
}

/** Words of closed lists in plain words, people and units by their names. */
function useNames(): (part: Part, name: string) => ReactNode {
  const t = useTexts();
  return (part, name) => {
    const is = (each: string) => each === name;
    switch (part) {
      case 'bands': {
        const band = BANDS.find(is);
        return band ? t(`words.band.${band}`) : name;
      }
      case 'classes': {
        const dataClass = DATA_CLASSES.find(is);
        return dataClass ? t(`words.class.${dataClass}`) : name;
      }
      case 'standings': {
        const standing = APP_STANDING_TABLE.states.find(is);
        return standing ? t(`words.standing.${standing}`) : name;
      }
      case 'dataTypes': {
        const category = DATA_CATEGORIES.find(is);
        return category ? t(`words.categoryShort.${category}`) : name;
      }
      case 'units':
      case 'owners':
        return <PersonName personRef={name} />;
      default:
        return name;
    }
  };
}
