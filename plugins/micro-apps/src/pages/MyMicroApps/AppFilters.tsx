import { parseEntityRef } from '@backstage/catalog-model';
import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import MenuItem from '@material-ui/core/MenuItem';
import { makeStyles } from '@material-ui/core/styles';
import TextField from '@material-ui/core/TextField';
import { APP_SORTS } from '@micro-apps/plugin-micro-apps-common';
import type { ReactNode } from 'react';
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
  field: { minWidth: theme.spacing(17) },
  // The usual grey is too pale on the page's background.
  label: { color: theme.palette.text.primary },
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
        <Choice
          key={name}
          name={name}
          label={t(`mine.filter.${name}`)}
          value={filters[name] ?? ''}
          onChange={value => change({ [name]: value })}
        >
          {FILTERS[name].map(value => (
            <MenuItem key={value} value={value}>
              {labelOf(t, name, value)}
            </MenuItem>
          ))}
        </Choice>
      ))}
      <Choice
        name="unit"
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
      </Choice>
      <Choice
        name="sort"
        always
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
      </Choice>
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

function Choice(props: {
  name: string;
  label: string;
  value: string;
  /** There is no "any" among the choices. */
  always?: boolean;
  onChange: (value: string | undefined) => void;
  children: ReactNode;
}) {
  const { name, label, value, always, onChange, children } = props;
  const t = useTexts();
  const classes = useStyles();
  return (
    <TextField
      id={`apps-${name}`}
      select
      size="small"
      variant="outlined"
      className={classes.field}
      InputLabelProps={{ className: classes.label, shrink: true }}
      SelectProps={{ displayEmpty: true }}
      label={label}
      value={value}
      onChange={({ target }) => onChange(target.value || undefined)}
    >
      {!always && <MenuItem value="">{t('mine.filter.any')}</MenuItem>}
      {children}
    </TextField>
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
