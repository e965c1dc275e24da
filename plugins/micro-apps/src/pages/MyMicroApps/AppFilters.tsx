import { parseEntityRef } from '@backstage/catalog-model';
import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import MenuItem from '@material-ui/core/MenuItem';
import { makeStyles } from '@material-ui/core/styles';
import { APP_SORTS } from '@micro-apps/plugin-micro-apps-common';
import { ListChoice } from '../../list/ListField';
import { useDirectory } from '../../people/useDirectory';
import { useTexts } from '../../translation/useTexts';
import { FILTERS, type AppsQueryState, type FilterName } from './useAppsQuery';

const useStyles = makeStyles(theme => ({
  row: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(2),
    marginTop: theme.spacing(2),
  },
}));
const NAMES = Object.keys(FILTERS) as readonly FilterName[];

/** Narrows and sorts the list; every choice is in the address. */
export function AppFilters({ list }: { list: AppsQueryState }) {
  const t = useTexts();
  const classes = useStyles();
  const groups = useDirectory('group');
  const { change, filters, unit, sort, reversed, isNarrowed } = list;
  const known = groups.some(({ ref }) => ref === unit);
  return (
    <Box className={classes.row} role="group" aria-label={t('mine.narrow')}>
      {NAMES.map(name => (
        <ListChoice
          key={name}
          id={`apps-${name}`}
          any={t('mine.filter.any')}
          label={t(`mine.filter.${name}`)}
          value={filters[name] ?? ''}
          onChange={value => change({ [name]: value })}
        >
          {FILTERS[name].map(value => (
            <MenuItem key={value} value={value}>
              {labelOf(t, name, value)}
            </MenuItem>
          ))}
        </ListChoice>
      ))}
      <ListChoice
        id="apps-unit"
        any={t('mine.filter.any')}
        label={t('mine.filter.unit')}
        value={unit}
        onChange={value => change({ unit: value })}
      >
        <MenuItem value="mine">{t('mine.filter.myUnits')}</MenuItem>
        {unit && unit !== 'mine' && !known && (
          <MenuItem value={unit}>{nameOf(unit)}</MenuItem>
        )}
        {groups.map(({ ref, title }) => (
          <MenuItem key={ref} value={ref}>
            {title}
          </MenuItem>
        ))}
      </ListChoice>
      <ListChoice
        id="apps-sort"
        label={t('mine.sort.label')}
        value={sort}
        onChange={value =>
          change({
            sort: value === 'updated' ? undefined : value,
            reversed: undefined,
          })
        }
      >
        {APP_SORTS.map(value => (
          <MenuItem key={value} value={value}>
            {t(`mine.sort.${value}`)}
          </MenuItem>
        ))}
      </ListChoice>
      <Button
        size="small"
        aria-pressed={reversed}
        variant={reversed ? 'outlined' : 'text'}
        onClick={() => change({ reversed: reversed ? undefined : 'true' })}
      >
        {t('mine.sort.reverse')}
      </Button>
      {isNarrowed && (
        <Button
          size="small"
          onClick={() =>
            change({
              q: undefined,
              unit: undefined,
              ...Object.fromEntries(NAMES.map(name => [name, undefined])),
            })
          }
        >
          {t('mine.filter.clear')}
        </Button>
      )}
    </Box>
  );
}

function labelOf(
  t: ReturnType<typeof useTexts>,
  name: FilterName,
  value: string,
): string {
  const band = FILTERS.band.find(each => each === value);
  const dataClass = FILTERS.class.find(each => each === value);
  const standing = FILTERS.standing.find(each => each === value);
  const flag = FILTERS.flag.find(each => each === value);
  if (name === 'band' && band) return t(`words.band.${band}`);
  if (name === 'class' && dataClass) return t(`words.class.${dataClass}`);
  if (name === 'standing' && standing) return t(`words.standing.${standing}`);
  return flag ? t(`words.flag.${flag}`) : value;
}

function nameOf(ref: string): string {
  try {
    return parseEntityRef(ref, { defaultKind: 'group' }).name;
  } catch {
    return ref;
  }
}
